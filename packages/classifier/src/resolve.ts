import type { PackTerm } from "./compile.ts";
import type { Found, Slot } from "./match.ts";
import type { ContestReading, Mention } from "./mentions.ts";

/** Categories whose words only help to read others: they may lie on top of anything. */
const OVERLAYS: ReadonlySet<string> = new Set(["election_word", "number_word", "empty_box", "number_pose", "first_person", "foe", "contrast"]);

type FoundTerm = Found<PackTerm>;

/** The longest of overlapping terms wins, so that "gunakan hak pilih" is not also "pilih". Overlays are kept. Ordered by first token, then last. */
export function withoutOverlaps(all: readonly FoundTerm[], mentions: readonly Mention[]): readonly FoundTerm[] {
  const named = mentions.filter(({ kind }) => kind === "slogan" || kind === "name");
  // A word inside a name or a slogan is part of it: "Amin" of a pair is no prayer.
  const outside =
    named.length === 0 ? all : all.filter((item) => isOverlay(item) || item.slot !== null || !named.some((mention) => isPartOf(item, mention)));
  return overlap(outside) ? longestOfEach(outside) : outside;
}

/** Settles each stretch of terms that share tokens by itself; most stretches are one term. */
function longestOfEach(all: readonly FoundTerm[]): FoundTerm[] {
  const kept: FoundTerm[] = [];
  let from = 0;
  let end = -1;
  for (let i = 0; i <= all.length; i += 1) {
    const item = all[i];
    if (item !== undefined && (i === from || item.first <= end)) {
      end = Math.max(end, item.last);
      continue;
    }
    if (i - from === 1) kept.push(all[from] as FoundTerm);
    else kept.push(...longest(all.slice(from, i)));
    from = i;
    end = item?.last ?? end;
  }
  return kept;
}

/** Of terms that share tokens: the longest, then of what is still free the longest. */
function longest(stretch: FoundTerm[]): FoundTerm[] {
  const start = (stretch[0] as FoundTerm).first;
  let end = start;
  for (const { last } of stretch) end = Math.max(end, last);
  stretch.sort(
    (a, b) => b.last - b.first - (a.last - a.first) || Number(b.slot !== null) - Number(a.slot !== null) || b.payload.tenths - a.payload.tenths,
  );
  const taken = new Uint8Array(end - start + 1);
  const kept: FoundTerm[] = [];
  for (const item of stretch) {
    if (!isOverlay(item)) {
      if (!isFree(taken, item, start)) continue;
      for (let i = item.first; i <= item.last; i += 1) if (!isSlotOf(item, i)) taken[i - start] = 1;
    }
    kept.push(item);
  }
  return kept.sort((a, b) => a.first - b.first || a.last - b.last);
}

function isFree(taken: Uint8Array, item: FoundTerm, start: number): boolean {
  for (let i = item.first; i <= item.last; i += 1) if (taken[i - start] === 1 && !isSlotOf(item, i)) return false;
  return true;
}

/** True when some of them share a token. They are ordered by their first. */
function overlap(found: readonly Slot[]): boolean {
  let end = -1;
  for (const { first, last } of found) {
    if (first <= end) return true;
    end = last;
  }
  return false;
}

const isOverlay = (item: FoundTerm): boolean => OVERLAYS.has(item.payload.lexicon.category);
const isInside = (inner: Slot, outer: Slot): boolean => outer.first <= inner.first && inner.last <= outer.last;
const isLonger = (a: Slot, b: Slot): boolean => a.last - a.first > b.last - b.first;
const isPartOf = (item: Slot, mention: Slot): boolean => isInside(item, mention) && !isLonger(item, mention);
const isSlotOf = ({ slot }: FoundTerm, i: number): boolean => slot !== null && i >= slot.first && i <= slot.last;

/** "antrian nomor 2" takes its number away: a weakening word that covers a mention leaves nothing to bind to. */
export function maskMentions(mentions: readonly Mention[], found: readonly FoundTerm[]): readonly Mention[] {
  if (mentions.length === 0 || found.length === 0) return mentions;
  const masks = found.filter(({ payload }) => payload.lexicon.side === "against");
  const phrases = found.filter((item) => item.slot === null && item.first < item.last && !isOverlay(item));
  if (masks.length === 0 && phrases.length === 0) return mentions;
  return mentions.filter(
    (mention) =>
      // "putra daerah" is a phrase, not a candidate called Putra.
      !(mention.ambiguous && phrases.some((phrase) => isInside(mention, phrase) && isLonger(phrase, mention))) &&
      !masks.some((mask) => mask.first <= mention.last && mention.first <= mask.last && (mask.slot !== null || isInside(mention, mask))),
  );
}

/** The mentions that may carry words. Everyday names count only beside a co-signal: the candidate named otherwise, its party, a direct call, or talk of the election. */
export function usableMentions(
  mentions: readonly Mention[],
  reading: ContestReading,
  byCategory: ReadonlyMap<string, readonly FoundTerm[]>,
): readonly Mention[] {
  if (!mentions.some(({ ambiguous }) => ambiguous)) return mentions;
  const clear = clearCandidates(mentions, reading);
  const isPolitical = clear.size > 0 || namesSeveral(mentions) || isVouchedFor(byCategory);
  return mentions.filter(({ ambiguous, candidateId, kind }) => !ambiguous || clear.has(candidateId) || (isPolitical && kind !== "slogan"));
}

/** Candidates that the text names beyond doubt. */
function clearCandidates(mentions: readonly Mention[], { tags, ofParties, againstTerms }: ContestReading): ReadonlySet<string> {
  const clear = new Set(ofParties);
  const named = new Set<string>();
  for (const { kind, ambiguous, marked, candidateId } of mentions) {
    if (kind === "name") named.add(candidateId);
    if (!ambiguous && (kind === "name" || (marked && (kind === "slogan" || kind === "number")))) clear.add(candidateId);
  }
  for (const tag of tags) clear.add(tag.candidateId);
  for (const { payload } of againstTerms) clear.add(payload.candidateId);
  // A name vouches for a slogan and for a number of the same candidate, and they for the name.
  for (const { kind, candidateId } of mentions) if ((kind === "slogan" || kind === "number") && named.has(candidateId)) clear.add(candidateId);
  return clear;
}

/** Two contestants in one text make it a text about the contest. */
function namesSeveral(mentions: readonly Mention[]): boolean {
  const first = mentions.find(({ kind }) => kind === "name");
  return mentions.some(({ kind, candidateId }) => kind === "name" && candidateId !== first?.candidateId);
}

/** One word that is hardly used outside elections vouches for an everyday name; of words that are also used elsewhere it takes two. A text about another vote has none. */
function isVouchedFor(byCategory: ReadonlyMap<string, readonly FoundTerm[]>): boolean {
  if (byCategory.has("other_vote")) return false;
  let half: string | undefined;
  for (const founds of byCategory.values())
    for (const { payload, slot } of founds) {
      const { entry, lexicon } = payload;
      const vouches = entry.vouches ?? lexicon.vouches;
      if (vouches === false || (slot !== null && lexicon.side !== "context")) continue;
      if (vouches === true || (half !== undefined && half !== entry.term)) return true;
      half = entry.term;
    }
  return false;
}
