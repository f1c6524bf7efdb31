import type { Candidate, Classification, Contest, RulePack, Signal } from "@netra/classifier";
import type { EntryKind, LikeEntries } from "./like-entries.ts";
import type { Renaming } from "./permute.ts";

/** The text with every mention exchanged for a like one, or why there is no like one. */
export type Replaced = { readonly text: string } | { readonly missing: string };

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What replacing needs to know besides the text. */
export interface Replacing {
  readonly pack: RulePack;
  readonly contest: Contest;
  readonly likes: LikeEntries;
  readonly renaming: Renaming;
}

const KIND_OF: Readonly<Record<string, EntryKind>> = {
  candidate_name: "name",
  slogan: "slogan",
  campaign_slogan: "slogan",
  campaign_hashtag: "hashtag",
  name_hashtag: "hashtag",
  against_term: "against",
};

/** Exchanges names, numbers, slogans, hashtags, accounts, poses, parties and terms against a candidate for like ones, all candidates at once. */
export function replaceMentions(text: string, got: Classification, replacing: Replacing): Replaced {
  const { contest, renaming } = replacing;
  const byId = new Map(contest.candidates.map((candidate) => [candidate.id, candidate]));
  const edits: Edit[] = [];
  const used = new Map<string, string>();
  const isFree = (start: number, end: number): boolean => !edits.some((edit) => edit.start < end && start < edit.end);
  const bound = got.signals.filter((signal) => signal.candidateId !== null && renaming.get(signal.candidateId) !== signal.candidateId);
  // Whole hashtags before the names inside them, and the contest's own marks before terms of the pack that hold them.
  const isPack = (signal: Signal): number => Number(signal.lexicon !== "contest");
  for (const signal of [...bound].sort((a, b) => isPack(a) - isPack(b) || b.end - b.start - (a.end - a.start))) {
    const from = byId.get(signal.candidateId ?? "");
    const to = byId.get(renaming.get(signal.candidateId ?? "") ?? "");
    if (from === undefined || to === undefined || !isFree(signal.start, signal.end)) continue;
    const made =
      signal.lexicon === "contest" ? ofContest({ text, signal, from, to, used, replacing }) : ofPack({ text, signal, from, to, replacing });
    if ("missing" in made) return made;
    for (const edit of made.edits) if (isFree(edit.start, edit.end)) edits.push(edit);
  }
  // A party is no mention, but it vouches for an everyday name.
  for (const [old, fresh] of renaming) {
    const from = byId.get(old);
    const to = byId.get(fresh);
    if (from === undefined || to === undefined || from === to) continue;
    for (const party of replacing.likes.list("party", from)) {
      const like = replacing.likes.find("party", party, from, to);
      for (const { start, end } of occurrences(text, party)) {
        if (like === undefined || !isFree(start, end)) continue;
        edits.push({ start, end, text: inCaseOf(text.slice(start, end), like) });
      }
    }
  }
  return { text: edits.sort((a, b) => b.start - a.start).reduce((out, edit) => out.slice(0, edit.start) + edit.text + out.slice(edit.end), text) };
}

interface OneSignal {
  readonly text: string;
  readonly signal: Signal;
  readonly from: Candidate;
  readonly to: Candidate;
  readonly replacing: Replacing;
}

function ofContest({ text, signal, from, to, used, replacing }: OneSignal & { used: Map<string, string> }): { edits: Edit[] } | { missing: string } {
  const { start, end, category } = signal;
  const span = text.slice(start, end);
  if (category === "candidate_number") return ofNumber({ text, start, end, from, to, replacing });
  if (span.startsWith("@")) {
    const like = replacing.likes.find("account", signal.term, from, to) ?? to.accounts[0];
    return like === undefined ? { missing: "account" } : { edits: [{ start, end, text: like }] };
  }
  const kind = KIND_OF[category] ?? "name";
  const takeLike = (entry: string): string | undefined => {
    const like = replacing.likes.find(kind, entry, from, to);
    if (like === undefined) return undefined;
    const key = `${kind}|${to.id}|${like}`;
    // Two different entries must not become one: it would be counted once, or not joined to a pair.
    if ((used.get(key) ?? entry) !== entry) return undefined;
    used.set(key, entry);
    return like;
  };
  if (kind === "hashtag" || kind === "against") {
    const like = takeLike(signal.term);
    return like === undefined ? { missing: category } : { edits: [{ start, end, text: inCaseOf(span, like) }] };
  }
  const edits: Edit[] = [];
  for (const entry of replacing.likes.list(kind, from)) {
    for (const place of occurrences(span, entry, isInTag(text, start))) {
      if (edits.some((edit) => edit.start < start + place.end && start + place.start < edit.end)) continue;
      const like = takeLike(entry);
      if (like === undefined) return { missing: kind };
      const written = inCaseOf(span.slice(place.start, place.end), like);
      edits.push({ start: start + place.start, end: start + place.end, text: isInTag(text, start) ? asTag(written) : written });
    }
  }
  if (edits.length > 0) return { edits };
  // Written in disguise or in other letters: the plain like entry takes its place.
  const like = takeLike(signal.term);
  return like === undefined
    ? { missing: `${kind} in another spelling` }
    : { edits: [{ start, end, text: isInTag(text, start) ? asTag(like) : like }] };
}

/** A term of the pack: a pose stands for the number itself; "coblos 2" holds or precedes a bare number. */
function ofPack({ text, signal, from, to, replacing }: OneSignal): { edits: Edit[] } | { missing: string } {
  if (signal.category === "number_pose") {
    const poses = replacing.pack.lexicons.filter(({ category }) => category === "number_pose").flatMap(({ entries }) => entries);
    const own = poses.filter(({ number }) => number === from.number).map(({ term }) => term);
    const like = poses.filter(({ number }) => number === to.number)[Math.max(0, own.indexOf(signal.term))]?.term;
    return like === undefined ? { missing: "pose" } : { edits: [{ start: signal.start, end: signal.end, text: like }] };
  }
  if (signal.term.includes("{number}")) return ofNumber({ text, start: signal.start, end: signal.end, from, to, replacing });
  const after = isInTag(text, signal.start) ? /^\d+/ : BARE_NUMBER;
  const reach = after.exec(text.slice(signal.end))?.[0].length ?? 0;
  return reach === 0 ? { edits: [] } : ofNumber({ text, start: signal.end, end: signal.end + reach, from, to, replacing });
}

/** What may stand between "coblos" and its bare number. */
const BARE_NUMBER = /^[\s,]+(?:(?:aja|saja|ya|yang|tetap|kita|dong|si)\s+){0,2}[\p{L}\p{N}]+/iu;

function ofNumber({
  text,
  start,
  end,
  from,
  to,
  replacing,
}: {
  text: string;
  start: number;
  end: number;
  from: Candidate;
  to: Candidate;
  replacing: Replacing;
}): { edits: Edit[] } | { missing: string } {
  if (from.number === null) return { edits: [] };
  if (to.number === null) return { missing: "number" };
  const words = replacing.pack.lexicons.filter(({ category }) => category === "number_word");
  const span = text.slice(start, end);
  const digits = [...span.matchAll(new RegExp(`(?<![0-9])(0?)${from.number}(?![0-9])`, "g"))].at(-1);
  if (digits !== undefined)
    return { edits: [{ start: start + digits.index, end: start + digits.index + digits[0].length, text: `${digits[1]}${to.number}` }] };
  for (const lexicon of words) {
    for (const entry of lexicon.entries) {
      const place = entry.number === from.number ? occurrences(span, entry.term).at(-1) : undefined;
      if (place === undefined) continue;
      const like = lexicon.entries.find(({ number }) => number === to.number)?.term;
      if (like === undefined) return { missing: "number word" };
      return { edits: [{ start: start + place.start, end: start + place.end, text: inCaseOf(span.slice(place.start, place.end), like) }] };
    }
  }
  return { edits: [] };
}

/** Where an entry stands in a text as whole words (inside a hashtag: anywhere), in any case, with any separator between its words. */
function occurrences(text: string, entry: string, inTag = false): { start: number; end: number }[] {
  const words = entry.split(/[\s-]+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const body = words.join("[\\s\\-–&/_]*");
  const pattern = new RegExp(inTag ? body : `(?<![\\p{L}\\p{N}@])${body}(?![\\p{L}\\p{N}])`, "giu");
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

const isInTag = (text: string, at: number): boolean => /#\S*$/.test(text.slice(Math.max(0, at - 140), at + 1));

/** "Tegal BERSINAR" inside a hashtag is one piece, cut by its capitals. */
const asTag = (text: string): string => text.replace(/[\s-]+(\p{L})/gu, (_, letter: string) => letter.toUpperCase());

/** Capitals as they were in the text: none, all, of each word, or as the entry is written. */
function inCaseOf(model: string, text: string): string {
  if (model === model.toLowerCase()) return text.toLowerCase();
  if (model === model.toUpperCase() && model.length > 1) return text.toUpperCase();
  const isTitled = model.split(/[\s-]+/).every((word) => /^[^\p{L}]*\p{Lu}/u.test(word));
  return isTitled ? text.replace(/(?<![\p{L}\p{N}])\p{Ll}/gu, (letter) => letter.toUpperCase()) : text;
}
