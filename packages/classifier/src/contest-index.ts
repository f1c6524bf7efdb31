import type { Candidate, CandidateAlias, Contest } from "./contest.ts";
import type { Dictionary } from "./dictionary.ts";
import { indexLists, type ListName, type ListPlaces } from "./list-places.ts";
import { addPattern, newTrie, type Trie } from "./match.ts";
import type { Scan } from "./scan.ts";
import { isRootWord, stemWord } from "./stem.ts";
import { TagFilter } from "./tag-filter.ts";
import { tagKey, tokenize } from "./tokenize.ts";

/** A name, slogan, party or harmful word of the contest, as the index finds it. */
export interface NamePattern {
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
export interface TagEntry {
  readonly candidateId: string;
  readonly against: boolean;
  readonly nameOnly: boolean;
  /** Found inside a longer hashtag. */
  readonly longer?: boolean;
  readonly term: string;
}

/** A contest ready for lookup. */
export interface ContestIndex {
  readonly trie: Trie<NamePattern | ListName>;
  readonly tags: ReadonlyMap<string, readonly TagEntry[]>;
  readonly tagFilter: TagFilter;
  readonly accounts: ReadonlyMap<string, string>;
  readonly byNumber: ReadonlyMap<number, string>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Legislative lists; empty in other contests. */
  readonly lists: ListPlaces;
  /** Some alias or title holds only between days. */
  readonly hasDates: boolean;
}

/** Words before a name that belong to it. */
export const HONORIFICS: ReadonlySet<string> = new Set(
  (
    "pak bapak bu ibu bang abang mas mbak mba kak kakak haji hajah hj h prof dr drs dra ir gus ning cak kang teh teteh aa neng om tante bung pakde bude bulik paklik " +
    "ustad ustadz ustadzah kh kyai kiai nyai habib buya tuan datuk dato atok wak uwak mang ko koh ci cik encik cece ce ayuk yuk bro sis uda uni ompung opung tulang inang " +
    "opa oma om bli mbok gung daeng puang karaeng mpok pok nyak babe engkong bunda ayah mama papa nona nyong kapten komandan"
  ).split(" "),
);
/** A slogan of so many words is nobody's everyday sentence. */
const DISTINCT_SLOGAN_WORDS = 3;

const PAIR_TAG_MIN = 8;
const NOBODY: readonly never[] = Object.freeze([]);

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
  const trie = newTrie<NamePattern | ListName>(words);
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
  return {
    trie,
    tags,
    tagFilter: new TagFilter(tags.keys()),
    accounts,
    byNumber,
    numbers: numberWords,
    lists: indexLists(contest, trie as Trie<ListName>),
    hasDates,
  };
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

/** Whose hashtag a row of the scan's hashtags is; [] when nobody's, which costs no string for nearly all. */
export function tagEntries(index: ContestIndex, { pool, tagRaws }: Scan, row: number): readonly TagEntry[] {
  const raw = tagRaws[row] as number;
  if (!index.tagFilter.mayHold(pool.units, raw)) return NOBODY;
  const key = pool.text(raw);
  return index.tags.get(key) ?? longerTag(index, key);
}

/** "#TirtaSekarMenang" where "#TirtaSekar" is the pair's own: a campaign hashtag that nobody listed. Its words are read like any others besides. */
function longerTag({ tags }: ContestIndex, key: string): readonly TagEntry[] {
  for (const [known, entries] of tags) {
    const [only, second] = entries;
    if (only?.against === false && second === undefined && known.length >= PAIR_TAG_MIN && key.length > known.length && key.includes(known))
      return [{ ...only, nameOnly: false, longer: true }];
  }
  return NOBODY;
}
