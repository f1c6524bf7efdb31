import { LEADS } from "./ballot-numbers.ts";
import type { Classification, ClassifierInput } from "./classification.ts";
import { ballotName, type Contest } from "./contest.ts";
import { type ContestIndex, indexContest, nameKey } from "./contest-index.ts";
import { ACCOUNT, BALLOT, type Dictionary, LEAD } from "./dictionary.ts";
import { type ReasonTemplate, reasonTemplate } from "./explain.ts";
import { addPattern, newTrie, type Trie } from "./match.ts";
import { squash, usualSpelling } from "./normalize.ts";
import { prepareQuiet, type QuietPack, type QuietRole, readQuiet } from "./read-quiet.ts";
import type { Lexicon, PackRule, RulePack, Term } from "./rule-pack.ts";
import { Scan } from "./scan.ts";
import { scanText } from "./scan-text.ts";
import { scoreText } from "./score.ts";
import { MAX_MATCHED_LENGTH } from "./tokenize.ts";
import { newDictionary } from "./word-list.ts";

/** A term of the pack with where it lives and its weight in tenths. */
export interface PackTerm {
  readonly entry: Term;
  readonly lexicon: Lexicon;
  readonly tenths: number;
  readonly role: QuietRole;
}

/** A pack and a contest ready to read texts. */
export interface Compiled {
  readonly pack: RulePack;
  readonly contest: Contest;
  readonly terms: Trie<PackTerm>;
  readonly index: ContestIndex;
  /** The first rule on each category or reading. */
  readonly detectors: ReadonlyMap<string, PackRule>;
  /** The rule on each category that gives points. */
  readonly pointed: ReadonlyMap<string, PackRule>;
  /** Rules that take points, in their order. */
  readonly weakening: readonly PackRule[];
  readonly reasons: ReadonlyMap<PackRule, ReasonTemplate>;
  readonly quiet: QuietPack;
  /** How candidates are shown in reasons, by id, and their ids in ballot order. */
  readonly names: ReadonlyMap<string, string>;
  readonly ballotOrder: readonly string[];
  readonly leanTenths: number;
  readonly thresholdTenths: number;
  /** Where a text is read into, one after another. */
  readonly scan: Scan;
}

/** Reads texts under one pack and one contest. */
export interface Classifier {
  /** Pure and deterministic. Any string is valid; only the first 20,000 UTF-16 units are read. */
  classify(input: ClassifierInput): Classification;
}

/**
 * Prepares a pack and a contest; do it once, classify many. Accepts both back from JSON.
 *
 * Cost: one pass over the terms (a few ms for thousands); classify costs one pass over the text whatever their number.
 */
export function compile(pack: RulePack, contest: Contest): Classifier {
  const compiled = prepare(pack, contest);
  return {
    classify: (input) => {
      scanText(compiled.scan, input.text, MAX_MATCHED_LENGTH);
      return readQuiet(compiled) ?? scoreText(compiled, input);
    },
  };
}

/** What `compile` prepares: the trees of the pack and the contest over one dictionary, and a scan to read texts into. */
export function prepare(pack: RulePack, contest: Contest): Compiled {
  const words = newDictionary();
  const terms = newTrie<PackTerm>(words);
  const numberWords = new Map<string, number>();
  const boxTerms: string[] = [];
  const everyday = new Set<string>();
  const quiet = prepareQuiet(pack);
  for (const lexicon of pack.lexicons) {
    const role = quiet.roles.get(lexicon.category) as QuietRole;
    for (const entry of lexicon.entries) {
      if (lexicon.category === "number_word") {
        if (entry.number !== undefined) numberWords.set(usualSpelling(squash(entry.term)), entry.number);
        continue;
      }
      if (lexicon.category === "empty_box") boxTerms.push(entry.term);
      if (lexicon.category === "everyday_name") {
        everyday.add(nameKey(entry.term));
        continue;
      }
      const full = Math.round(entry.weight * 10);
      addPattern(terms, entry.term, { entry, lexicon, tenths: lexicon.reviewed ? full : Math.floor(full / 2), role }, entry.stem);
    }
  }
  const index = indexContest(contest, { words, numberWords, boxTerms, everyday });
  markContest(words, index);
  return {
    pack,
    contest,
    terms,
    index,
    quiet,
    ...sortRules(pack.rules),
    names: new Map(contest.candidates.map((candidate) => [candidate.id, ballotName(candidate)])),
    ballotOrder: contest.candidates.map(({ id }) => id),
    leanTenths: Math.round(pack.lean * 10),
    thresholdTenths: Math.round(pack.threshold * 10),
    scan: new Scan(words),
  };
}

function sortRules(rules: readonly PackRule[]): Pick<Compiled, "detectors" | "pointed" | "weakening" | "reasons"> {
  const detectors = new Map<string, PackRule>();
  const pointed = new Map<string, PackRule>();
  for (const rule of rules) {
    if (!detectors.has(rule.on)) detectors.set(rule.on, rule);
    if (rule.effect !== "weaken" && !pointed.has(rule.on)) pointed.set(rule.on, rule);
  }
  return {
    detectors,
    pointed,
    weakening: rules.filter(({ effect }) => effect === "weaken"),
    reasons: new Map(rules.map((rule) => [rule, reasonTemplate(rule.reason)])),
  };
}

/** Marks what may point to a candidate without being one of its names: numbers and the words before them, accounts. */
function markContest(words: Dictionary, { byNumber, numbers, accounts }: ContestIndex): void {
  for (const number of byNumber.keys()) for (const written of [String(number), String(number).padStart(2, "0")]) words.mark(written, BALLOT);
  for (const [word, number] of numbers) if (byNumber.has(number)) words.mark(word, BALLOT);
  for (const lead of LEADS) words.mark(lead, LEAD);
  for (const account of accounts.keys()) words.mark(account, ACCOUNT);
}
