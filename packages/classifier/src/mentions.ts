import { numberMentions } from "./ballot-numbers.ts";
import { type ContestIndex, HONORIFICS, type NamePattern, type TagEntry, tagEntries } from "./contest-index.ts";
import { ACCOUNT, BALLOT } from "./dictionary.ts";
import { type ListName, listMentions, onLists } from "./list-places.ts";
import { type Found, findAll, type Slot, type SlotTable } from "./match.ts";
import { readKey } from "./read-key.ts";
import type { Scan } from "./scan.ts";
import { jakartaDay } from "./stage.ts";
import type { Token, TokenizedText } from "./tokenize.ts";

/** A place in a text that points to a candidate. */
export interface Mention extends Slot {
  readonly kind: "name" | "number" | "bare_number" | "slogan";
  readonly candidateId: string;
  /** Also an everyday word or somebody else's name: counts only beside a co-signal. */
  readonly ambiguous: boolean;
  readonly term: string;
  readonly inTag: boolean;
  /** For numbers: said to be a ballot number ("paslon 2", "nomor urut 2", "02"), not just "nomor 2". */
  readonly marked: boolean;
}

/** What of the contest a text holds. */
export interface ContestReading {
  readonly mentions: readonly Mention[];
  readonly tags: readonly (TagEntry & { readonly tag: number })[];
  readonly againstTerms: readonly Found<NamePattern>[];
  /** Candidates whose party is named. */
  readonly ofParties: ReadonlySet<string>;
}

const JOINERS: ReadonlySet<string> = new Set(["dan", "sama", "dengan"]);
/** Finds everything in a text that points to the contest. `postedAt` decides which titles mean whom; unknown time drops titles with dates. */
export function readContest(index: ContestIndex, read: TokenizedText, { postedAt }: { readonly postedAt: Date | null }): ContestReading {
  const { scan, tokens } = read;
  const names: Found<NamePattern>[] = [];
  const against: Found<NamePattern>[] = [];
  const ofParties = new Set<string>();
  const places: Found<ListName>[] = [];
  for (const item of inForce(index, findAll(index.trie, scan) as readonly AnyName[], postedAt)) {
    if (isListName(item)) places.push(item);
    else if (item.payload.kind === "party") ofParties.add(item.payload.candidateId);
    else (item.payload.kind === "against" ? against : names).push(item);
  }
  const mentions = nameMentions(longestFirst(names), tokens);
  if (places.length > 0) {
    mentions.push(...listMentions(index.lists, places, tokens));
    for (const id of onLists(index.lists, places)) ofParties.add(id);
  }
  if ((scan.marks & ACCOUNT) !== 0) addAccounts(mentions, { index, tokens });
  if ((scan.marks & BALLOT) !== 0) addNumbers(mentions, numberMentions(index, read));
  mentions.sort((a, b) => a.first - b.first || b.last - a.last);
  return { mentions: joinPairs(mentions, tokens), tags: readTags(index, scan), againstTerms: longestFirst(against), ofParties };
}

type AnyName = Found<NamePattern> | Found<ListName>;

function isListName(item: AnyName): item is Found<ListName> {
  return item.payload.kind === "list_party" || item.payload.kind === "district";
}

function inForce(index: ContestIndex, found: readonly AnyName[], postedAt: Date | null): readonly AnyName[] {
  if (!index.hasDates || found.length === 0) return found;
  const day = postedAt === null ? null : jakartaDay(postedAt);
  return found.filter((item) => isListName(item) || isWithin(item.payload, day));
}

function isWithin({ from, to }: NamePattern, day: string | null): boolean {
  return (from === undefined || (day !== null && day >= from)) && (to === undefined || (day !== null && day <= to));
}

function nameMentions(names: readonly Found<NamePattern>[], tokens: readonly Token[]): Mention[] {
  const mentions: Mention[] = [];
  for (const { payload, first, last } of names) {
    // A name two candidates share points to neither.
    if (names.some((other) => other.first === first && other.last === last && other.payload.candidateId !== payload.candidateId)) continue;
    const head = tokens[first] as Token;
    const inTag = head.tag >= 0;
    const written = head.caps || inTag;
    if (payload.kind === "slogan" && payload.needsCaps && !written) continue;
    const ambiguous =
      payload.everyday ||
      (payload.kind === "slogan"
        ? payload.ambiguous && !(payload.needsCaps && written)
        : (payload.ambiguous && !inTag) || (payload.needsCaps && !written));
    mentions.push({
      kind: payload.kind as "name" | "slogan",
      candidateId: payload.candidateId,
      ambiguous,
      term: payload.term,
      first,
      last,
      inTag,
      marked: !ambiguous,
    });
  }
  return mentions;
}

function addAccounts(mentions: Mention[], { index, tokens }: { index: ContestIndex; tokens: readonly Token[] }): void {
  for (const [i, { kind, key }] of tokens.entries()) {
    const owner = kind === "mention" ? index.accounts.get(key) : undefined;
    if (owner !== undefined)
      mentions.push({ kind: "name", candidateId: owner, ambiguous: false, term: `@${key}`, first: i, last: i, inTag: false, marked: true });
  }
}

/** A number that lies in a name is part of the name. */
function addNumbers(mentions: Mention[], numbers: readonly Mention[]): void {
  const named = mentions.length;
  for (const number of numbers) {
    let isFree = true;
    for (let i = 0; i < named && isFree; i += 1) isFree = !shareToken(mentions[i] as Mention, number);
    if (isFree) mentions.push(number);
  }
}

function readTags(index: ContestIndex, scan: Scan): ContestReading["tags"] {
  const tags: (TagEntry & { readonly tag: number })[] = [];
  for (let tag = 0; tag < scan.tagCount; tag += 1) for (const entry of tagEntries(index, scan, tag)) tags.push({ ...entry, tag });
  return tags;
}

const shareToken = (a: Slot, b: Slot): boolean => a.first <= b.last && b.first <= a.last;

/** Keeps the longest of overlapping finds; equals stay together. */
function longestFirst<T>(found: readonly Found<T>[]): readonly Found<T>[] {
  if (found.length < 2) return found;
  const kept: Found<T>[] = [];
  for (const item of [...found].sort((a, b) => b.last - b.first - (a.last - a.first) || a.first - b.first)) {
    const blocker = kept.find((other) => shareToken(other, item));
    if (blocker === undefined || (blocker.first === item.first && blocker.last === item.last)) kept.push(item);
  }
  return kept;
}

/** "Pak Bahar & Bu Ratih": mentions of one candidate joined by "dan", "&" or nothing become one, honorifics included. */
function joinPairs(mentions: readonly Mention[], tokens: readonly Token[]): Mention[] {
  const joined: Mention[] = [];
  for (const mention of mentions) {
    let first = mention.first;
    if (mention.kind === "name")
      while (first > 0 && HONORIFICS.has(readKey(tokens[first - 1] as Token)) && tokens[first - 1]?.sentence === tokens[first]?.sentence) first -= 1;
    const here: Mention = { ...mention, first };
    const before = joined.at(-1);
    if (
      before !== undefined &&
      before.kind === "name" &&
      here.kind === "name" &&
      before.candidateId === here.candidateId &&
      before.inTag === here.inTag &&
      tokens[before.last]?.tag === tokens[here.first]?.tag
    ) {
      const between = tokens.slice(before.last + 1, here.first);
      if (
        tokens[before.last]?.sentence === tokens[here.first]?.sentence &&
        between.length <= 1 &&
        between.every((token) => JOINERS.has(readKey(token))) &&
        mention.first > before.last &&
        before.term !== here.term
      ) {
        // Two names of one pair vouch for each other; one word that stands twice among the aliases does not.
        joined[joined.length - 1] = { ...before, last: Math.max(before.last, here.last), ambiguous: false, term: `${before.term} ${here.term}` };
        continue;
      }
    }
    if (before !== undefined && here.first <= before.last && before.kind !== "bare_number") continue;
    joined.push(here);
  }
  return joined;
}

/** Slots for the pack's patterns: `{candidate}` takes names, slogans and ballot numbers, `{number}` any number of a candidate; undefined when there are none. */
export function slotsOf(mentions: readonly Mention[]): SlotTable | undefined {
  if (mentions.length === 0) return undefined;
  const candidate = new Map<number, Slot[]>();
  const number = new Map<number, Slot[]>();
  const put = (table: Map<number, Slot[]>, slot: Slot): void => {
    const known = table.get(slot.first);
    if (known === undefined) table.set(slot.first, [slot]);
    else known.push(slot);
  };
  for (const mention of mentions) {
    if (mention.kind !== "bare_number" && !(mention.kind === "slogan" && mention.ambiguous)) put(candidate, mention);
    if (mention.kind === "number" || mention.kind === "bare_number") put(number, mention);
    if (mention.kind === "number" && mention.first < mention.last) {
      // "antrian {number}" must also see the 2 of "antrian nomor 2" when the pattern spells out "nomor".
      put(number, { first: mention.last, last: mention.last });
    }
  }
  return { candidate, number };
}
