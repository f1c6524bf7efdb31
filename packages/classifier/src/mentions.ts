import type { Candidate, CandidateAlias, Contest } from "./contest.ts";
import type { Dictionary } from "./dictionary.ts";
import { addPattern, type Found, findAll, newTrie, type Slot, type SlotTable, type Trie } from "./match.ts";
import { jakartaDay } from "./stage.ts";
import { isRootWord, stemWord } from "./stem.ts";
import { type Token, type TokenizedText, tagKey, tokenize } from "./tokenize.ts";

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

interface NamePattern {
  readonly candidateId: string;
  readonly kind: "name" | "slogan" | "party" | "against";
  readonly ambiguous: boolean;
  /** Itself an everyday word or name; `ambiguous` may also come from the strictest rule of the contest, which a hashtag satisfies. */
  readonly everyday: boolean;
  /** Written in capitals in the contest: the everyday word in small letters is not it. */
  readonly needsCaps: boolean;
  readonly term: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** A hashtag of the contest. `nameOnly`: made of nothing but the candidate's names, as anybody writes who speaks about the pair. */
interface TagEntry {
  readonly candidateId: string;
  readonly against: boolean;
  readonly nameOnly: boolean;
  /** Found inside a longer hashtag. */
  readonly longer?: boolean;
  readonly term: string;
}

/** A contest ready for lookup. */
export interface ContestIndex {
  readonly trie: Trie<NamePattern>;
  readonly tags: ReadonlyMap<string, readonly TagEntry[]>;
  readonly accounts: ReadonlyMap<string, string>;
  readonly byNumber: ReadonlyMap<number, string>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Some alias or title holds only between days. */
  readonly hasDates: boolean;
}

/** What of the contest a text holds. */
export interface ContestReading {
  readonly mentions: readonly Mention[];
  readonly tags: readonly (TagEntry & { readonly tag: number })[];
  readonly againstTerms: readonly Found<NamePattern>[];
  readonly parties: readonly Found<NamePattern>[];
}

const HONORIFICS = new Set([
  "pak",
  "bapak",
  "bu",
  "ibu",
  "bang",
  "abang",
  "mas",
  "mbak",
  "kak",
  "kakak",
  "haji",
  "hj",
  "h",
  "prof",
  "dr",
  "drs",
  "ir",
  "gus",
  "cak",
  "kang",
  "teh",
  "om",
  "tante",
  "bung",
  "pakde",
  "bude",
  "ustad",
  "ustadz",
  "kh",
  "kyai",
  "kiai",
  "ko",
  "cece",
  "ayuk",
  "yuk",
  "bro",
]);
const JOINERS = new Set(["dan", "sama", "dengan"]);
const STRONG_LEADS = new Set(["paslon", "pasangan", "urut", "calon", "kandidat", "capres", "cagub", "cabup", "cawako", "cawalkot", "caleg"]);
/** Words that make the number behind them a mention. */
export const LEADS: ReadonlySet<string> = new Set([...STRONG_LEADS, "nomor", "angka", "si"]);
const MONTHS = new Set([
  "januari",
  "februari",
  "maret",
  "april",
  "mei",
  "juni",
  "juli",
  "agustus",
  "september",
  "oktober",
  "november",
  "desember",
  "jan",
  "feb",
  "mar",
  "apr",
  "jun",
  "jul",
  "agu",
  "ags",
  "sep",
  "okt",
  "nov",
  "des",
]);

/**
 * Prepares a contest for lookup. `numberWords` ("dua" → 2) and `boxTerms` ("kotak kosong") are language and come from the pack.
 *
 * Where one candidate's name needs a co-signal, every candidate's one-word names do: the strictest rule holds for all.
 */
export function indexContest(
  contest: Contest,
  {
    words,
    numberWords,
    boxTerms,
    everyday,
  }: { words: Dictionary; numberWords: ReadonlyMap<string, number>; boxTerms: readonly string[]; everyday: ReadonlySet<string> },
): ContestIndex {
  const trie = newTrie<NamePattern>(words);
  const tags = new Map<string, TagEntry[]>();
  const accounts = new Map<string, string>();
  const byNumber = new Map<number, string>();
  const isEveryday = (text: string): boolean => {
    const words = text.split(/[\s-]+/).filter((word) => !HONORIFICS.has(word.toLowerCase()));
    return (
      words.length <= 1 &&
      (words.length === 0 || everyday.has(nameKey(words[0] as string)) || isRootWord(stemWord((words[0] as string).toLowerCase())))
    );
  };
  const strict = contest.candidates.some((candidate) =>
    [...candidate.aliases, ...candidate.titles].some((alias) => alias.ambiguous || isEveryday(alias.text)),
  );
  const add = (candidate: Candidate, text: string, rest: Partial<NamePattern> & Pick<NamePattern, "kind">): void => {
    addPattern(trie, text, {
      candidateId: candidate.id,
      ambiguous: false,
      everyday: false,
      needsCaps: false,
      term: text,
      from: undefined,
      to: undefined,
      ...rest,
    });
  };
  const addTag = (candidate: Candidate, text: string, against: boolean): void => {
    const key = tagKey(text);
    const list = tags.get(key) ?? [];
    list.push({ candidateId: candidate.id, against, nameOnly: !against && isMadeOf(nameKey(text), nameWords(candidate)), term: text });
    tags.set(key, list);
  };
  const addAlias = (candidate: Candidate, alias: CandidateAlias, isTitle: boolean): void => {
    const oneWord = countWords(alias.text) === 1;
    const caps = oneWord && isAllCaps(alias.text);
    const common = alias.ambiguous === true || isTitle || isEveryday(alias.text);
    const ambiguous = common || (strict && oneWord) || /^\d+$/.test(alias.text) || (oneWord && alias.text.length <= 2);
    add(candidate, alias.text, { kind: "name", ambiguous, everyday: common, needsCaps: caps, from: alias.from, to: alias.to });
  };
  for (const candidate of contest.candidates) {
    const listed = new Set(candidate.aliases.map((alias) => alias.text.toLowerCase()));
    for (const person of candidate.people) {
      add(candidate, person, { kind: "name", ambiguous: countWords(person) === 1 && strict });
      const first = person.split(/\s+/)[0] ?? "";
      if (first.length >= 4 && !listed.has(first.toLowerCase()) && countWords(person) > 1) {
        for (const honorific of ["pak", "bapak", "bu", "ibu", "bang", "mas", "mbak"])
          add(candidate, `${honorific} ${first}`, { kind: "name", ambiguous: true, everyday: true });
      }
    }
    for (const alias of candidate.aliases) addAlias(candidate, alias, false);
    for (const title of candidate.titles) addAlias(candidate, title, true);
    for (const slogan of candidate.slogans) {
      const oneWord = countWords(slogan) === 1;
      add(candidate, slogan, {
        kind: "slogan",
        ambiguous: countWords(slogan) < DISTINCT_SLOGAN_WORDS,
        everyday: oneWord && isEveryday(slogan),
        needsCaps: oneWord && isAllCaps(slogan),
      });
    }
    for (const party of candidate.parties) add(candidate, party, { kind: "party" });
    for (const term of candidate.against) {
      if (term.startsWith("#")) addTag(candidate, term, true);
      else add(candidate, term, { kind: "against" });
    }
    for (const hashtag of candidate.hashtags) addTag(candidate, hashtag, false);
    for (const account of candidate.accounts) accounts.set(account.replace(/^@/, "").toLowerCase(), candidate.id);
    if (candidate.number !== null && contest.kind !== "pileg") byNumber.set(candidate.number, candidate.id);
    if (candidate.empty_box) for (const term of boxTerms) add(candidate, term, { kind: "name" });
  }
  const hasDates = contest.candidates.some((candidate) =>
    [...candidate.aliases, ...candidate.titles].some((alias) => alias.from !== undefined || alias.to !== undefined),
  );
  return { trie, tags, accounts, byNumber, numbers: numberWords, hasDates };
}

function nameWords(candidate: Candidate): Set<string> {
  return new Set([...candidate.people, ...candidate.aliases.map((alias) => alias.text)].flatMap((name) => name.split(/[\s-]+/)).map(nameKey));
}

/** True when a key can be cut into the given words without a rest. */
function isMadeOf(key: string, words: ReadonlySet<string>): boolean {
  if (key === "") return true;
  for (const word of words) if (word !== "" && key.startsWith(word) && isMadeOf(key.slice(word.length), words)) return true;
  return false;
}

/** A slogan of so many words is nobody's everyday sentence. */
const DISTINCT_SLOGAN_WORDS = 3;

/** One spelling of a name for lookup: small letters, no marks. */
export function nameKey(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function countWords(text: string): number {
  return tokenize(text).tokens.length;
}

function isAllCaps(text: string): boolean {
  return text.length > 1 && text === text.toUpperCase() && text !== text.toLowerCase();
}

/** Finds everything in a text that points to the contest. `postedAt` decides which titles mean whom; unknown time drops titles with dates. */
export function readContest(index: ContestIndex, read: TokenizedText, { text, postedAt }: { text: string; postedAt: Date | null }): ContestReading {
  const { tokens } = read;
  const day = postedAt === null || !index.hasDates ? null : jakartaDay(postedAt);
  const found = findAll(index.trie, read.scan).filter(
    ({ payload: { from, to } }) => (from === undefined || (day !== null && day >= from)) && (to === undefined || (day !== null && day <= to)),
  );
  const names = longestFirst(found.filter(({ payload }) => payload.kind === "name" || payload.kind === "slogan"));
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
  for (const [i, token] of tokens.entries()) {
    const owner = token.kind === "mention" ? index.accounts.get(token.key) : undefined;
    if (owner !== undefined)
      mentions.push({ kind: "name", candidateId: owner, ambiguous: false, term: `@${token.key}`, first: i, last: i, inTag: false, marked: true });
  }
  const taken = new Set(mentions.flatMap((mention) => range(mention)));
  for (const number of numberMentions(index, tokens, text)) if (!range(number).some((i) => taken.has(i))) mentions.push(number);
  mentions.sort((a, b) => a.first - b.first || b.last - a.last);
  const tags = read.tags.flatMap((tag, i) => tagEntries(index, tag.key).map((entry) => ({ ...entry, tag: i })));
  return {
    mentions: joinPairs(mentions, tokens),
    tags,
    againstTerms: longestFirst(found.filter(({ payload }) => payload.kind === "against")),
    parties: found.filter(({ payload }) => payload.kind === "party"),
  };
}

/** Whose hashtag it is, by its key; [] when nobody's. */
export function tagEntries(index: ContestIndex, key: string): readonly TagEntry[] {
  return index.tags.get(key) ?? longerTag(index, key);
}

/** "#TirtaSekarMenang" where "#TirtaSekar" is the pair's own: a campaign hashtag that nobody listed. Its words are read like any others besides. */
function longerTag({ tags }: ContestIndex, key: string): readonly TagEntry[] {
  for (const [known, entries] of tags) {
    const [only, second] = entries;
    if (only?.against === false && second === undefined && known.length >= PAIR_TAG_MIN && key.length > known.length && key.includes(known))
      return [{ ...only, nameOnly: false, longer: true }];
  }
  return [];
}

const PAIR_TAG_MIN = 8;

function range({ first, last }: Slot): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Keeps the longest of overlapping finds; equals stay together. */
function longestFirst<T>(found: readonly Found<T>[]): Found<T>[] {
  const kept: Found<T>[] = [];
  const owner = new Map<number, Found<T>>();
  for (const item of [...found].sort((a, b) => b.last - b.first - (a.last - a.first) || a.first - b.first)) {
    const spans = range(item);
    const blocker = spans.map((i) => owner.get(i)).find((other) => other !== undefined);
    if (blocker !== undefined && !(blocker.first === item.first && blocker.last === item.last)) continue;
    kept.push(item);
    for (const i of spans) if (!owner.has(i)) owner.set(i, item);
  }
  return kept;
}

function answersTo(token: Token | undefined, keys: ReadonlySet<string>): boolean {
  return token !== undefined && (keys.has(token.key) || token.others.some((other) => keys.has(other)));
}

function numberMentions(index: ContestIndex, tokens: readonly Token[], text: string): Mention[] {
  const mentions: Mention[] = [];
  for (const [i, token] of tokens.entries()) {
    const value = token.kind === "number" ? (token.key.length <= 2 ? Number(token.key) : undefined) : index.numbers.get(token.key);
    const candidateId = value === undefined ? undefined : index.byNumber.get(value);
    if (candidateId === undefined || isPartOfFigure(tokens, i, text)) continue;
    let first = i;
    let marked = false;
    let pair = false;
    while (first > 0 && answersTo(tokens[first - 1], LEADS) && tokens[first - 1]?.sentence === token.sentence) {
      first -= 1;
      if (answersTo(tokens[first], STRONG_LEADS)) marked = true;
      if (tokens[first]?.key === "pasangan") pair = true;
    }
    // Ballots print 01, 02, 03; hardly anything else does outside dates and times.
    const isCode = token.kind === "number" && token.key.length === 2 && token.key.startsWith("0");
    const isNumber = first < i || isCode;
    mentions.push({
      kind: isNumber ? "number" : "bare_number",
      candidateId,
      // "01" is also a size or a code, and couples come in ones and twos.
      ambiguous: (isCode && first === i) || (pair && token.kind === "word"),
      term: isNumber
        ? tokens
            .slice(first, i + 1)
            .map((part) => part.key)
            .join(" ")
        : token.key,
      first,
      last: i,
      inTag: token.tag >= 0,
      marked: marked || isCode,
    });
  }
  return mentions;
}

/** "2,5", "1-2", "50%", "02/11", "01 Maret", "pukul 01.30" are figures, not ballot numbers. */
function isPartOfFigure(tokens: readonly Token[], i: number, text: string): boolean {
  const token = tokens[i] as Token;
  if (token.tag >= 0) return false;
  const after = text[token.end] ?? " ";
  const afterThat = text[token.end + 1] ?? " ";
  const before = text[token.start - 1] ?? " ";
  const beforeThat = text[token.start - 2] ?? " ";
  const isDigit = (char: string): boolean => char >= "0" && char <= "9";
  if (after === "%" || ("/.,:-–".includes(after) && isDigit(afterThat)) || ("/.,:-–".includes(before) && isDigit(beforeThat))) return true;
  if (after === " " && "/-".includes(afterThat) && isDigit(text[token.end + 3] ?? " ")) return true;
  if (beforeThat === "-" && before === " " && token.kind === "number") return true;
  if (before === "$" || (before === "+" && token.kind === "number")) return true;
  const next = tokens[i + 1];
  const previous = tokens[i - 1];
  return (
    (next?.kind === "number" && next.start - token.end <= 1) ||
    (previous?.kind === "number" && token.start - previous.end <= 1 && previous.others.length === 0) ||
    (next !== undefined && MONTHS.has(next.key))
  );
}

/** "Pak Bahar & Bu Ratih": mentions of one candidate joined by "dan", "&" or nothing become one, honorifics included. */
function joinPairs(mentions: readonly Mention[], tokens: readonly Token[]): Mention[] {
  const joined: Mention[] = [];
  for (const mention of mentions) {
    let first = mention.first;
    if (mention.kind === "name")
      while (first > 0 && HONORIFICS.has(tokens[first - 1]?.key ?? "") && tokens[first - 1]?.sentence === tokens[first]?.sentence) first -= 1;
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
        between.every((token) => JOINERS.has(token.key)) &&
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

/** Slots for the pack's patterns: `{candidate}` takes names, slogans and ballot numbers, `{number}` any number of a candidate. */
export function slotsOf(mentions: readonly Mention[]): SlotTable {
  const candidate = new Map<number, Slot[]>();
  const number = new Map<number, Slot[]>();
  const put = (table: Map<number, Slot[]>, mention: Mention): void => {
    table.set(mention.first, [...(table.get(mention.first) ?? []), mention]);
  };
  for (const mention of mentions) {
    if (mention.kind !== "bare_number" && !(mention.kind === "slogan" && mention.ambiguous)) put(candidate, mention);
    if (mention.kind === "number" || mention.kind === "bare_number") put(number, mention);
    if (mention.kind === "number" && mention.first < mention.last) {
      // "antrian {number}" must also see the 2 of "antrian nomor 2" when the pattern spells out "nomor".
      number.set(mention.last, [...(number.get(mention.last) ?? []), { first: mention.last, last: mention.last }]);
    }
  }
  return { candidate, number };
}
