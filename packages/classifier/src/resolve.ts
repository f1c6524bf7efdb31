import type { PackTerm } from "./compile.ts";
import type { Found, Slot } from "./match.ts";
import type { ContestReading, Mention } from "./mentions.ts";

// Words that only help to read others: they may lie on top of anything.
const OVERLAYS = new Set(["election_word", "number_word", "empty_box", "number_pose", "first_person", "foe", "contrast"]);

/** The longest of overlapping terms wins, so that "gunakan hak pilih" is not also "pilih". Overlays are kept. */
export function withoutOverlaps(all: readonly Found<PackTerm>[], mentions: readonly Mention[]): Found<PackTerm>[] {
  const owner = new Map<number, Found<PackTerm>>();
  const kept: Found<PackTerm>[] = [];
  const named = mentions.filter((mention) => mention.kind === "slogan" || mention.kind === "name");
  const ordered = all
    .map((item, order) => ({ item, order }))
    .sort(
      (a, b) =>
        b.item.last - b.item.first - (a.item.last - a.item.first) ||
        Number(b.item.slot !== null) - Number(a.item.slot !== null) ||
        b.item.payload.tenths - a.item.payload.tenths ||
        a.order - b.order,
    );
  for (const { item } of ordered) {
    if (OVERLAYS.has(item.payload.lexicon.category)) {
      kept.push(item);
      continue;
    }
    // A word inside a name or a slogan is part of it: "Amin" of a pair is no prayer.
    if (item.slot === null && named.some((mention) => mention.first <= item.first && item.last <= mention.last && !isLonger(item, mention))) continue;
    let free = true;
    for (let i = item.first; i <= item.last; i += 1)
      if (owner.has(i) && !isSlotOf(owner.get(i) as Found<PackTerm>, i) && !isSlotOf(item, i)) free = false;
    if (!free) continue;
    for (let i = item.first; i <= item.last; i += 1) if (!isSlotOf(item, i)) owner.set(i, item);
    kept.push(item);
  }
  return kept.sort((a, b) => a.first - b.first || a.last - b.last);
}

const isLonger = (a: Slot, b: Slot): boolean => a.last - a.first > b.last - b.first;

function isSlotOf(item: Found<PackTerm>, i: number): boolean {
  return item.slot !== null && i >= item.slot.first && i <= item.slot.last;
}

/** "antrian nomor 2" takes its number away: a weakening word that covers a mention leaves nothing to bind to. */
export function maskMentions(mentions: readonly Mention[], found: readonly Found<PackTerm>[]): Mention[] {
  const masks = found.filter(({ payload }) => payload.lexicon.side === "against");
  const phrases = found.filter(({ payload, slot }) => slot === null && !OVERLAYS.has(payload.lexicon.category));
  return mentions.filter(
    (mention) =>
      // "putra daerah" is a phrase, not a candidate called Putra.
      !(mention.ambiguous && phrases.some((phrase) => phrase.first <= mention.first && mention.last <= phrase.last && isLonger(phrase, mention))) &&
      !masks.some(
        (mask) =>
          mask.first <= mention.last &&
          mention.first <= mask.last &&
          (mask.slot !== null || (mask.first <= mention.first && mention.last <= mask.last)),
      ),
  );
}

/** Mentions that may carry words, and everyday names that had nothing to vouch for them. */
export interface NamedMentions {
  readonly usable: readonly Mention[];
  readonly dropped: readonly Mention[];
}

/** Everyday names count only beside a co-signal: the candidate named otherwise, its party, a direct call, or talk of the election. */
export function resolveAmbiguous(
  mentions: readonly Mention[],
  reading: ContestReading,
  byCategory: ReadonlyMap<string, readonly Found<PackTerm>[]>,
): NamedMentions {
  const clear = new Set(
    mentions
      .filter(
        (mention) =>
          !mention.ambiguous &&
          (mention.kind === "name" || (mention.kind === "slogan" && mention.marked) || (mention.kind === "number" && mention.marked)),
      )
      .map((mention) => mention.candidateId),
  );
  for (const tag of reading.tags) clear.add(tag.candidateId);
  for (const party of reading.parties) clear.add(party.payload.candidateId);
  for (const term of reading.againstTerms) clear.add(term.payload.candidateId);
  // A name and a slogan of one candidate vouch for each other.
  for (const { kind, candidateId } of mentions)
    if (kind === "slogan" && mentions.some((other) => other.kind === "name" && other.candidateId === candidateId)) clear.add(candidateId);
  // Two contestants in one text, or one of them beyond doubt, make it a text about the contest.
  const isPolitical =
    clear.size > 0 ||
    new Set(mentions.filter(({ kind }) => kind === "name").map(({ candidateId }) => candidateId)).size > 1 ||
    [...byCategory.values()].some((founds) =>
      founds.some(({ payload: { entry, lexicon }, slot }) => (entry.vouches ?? lexicon.vouches) && (slot === null || lexicon.side === "context")),
    );
  const usable = mentions.filter((mention) => !mention.ambiguous || clear.has(mention.candidateId) || (isPolitical && mention.kind !== "slogan"));
  return { usable, dropped: mentions.filter((mention) => !usable.includes(mention)) };
}
