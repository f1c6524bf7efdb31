import { type Classifier, compile } from "./compile.ts";
import { type Candidate, type Contest, parseContest } from "./contest.ts";
import { lintTerms } from "./lint-terms.ts";
import { readTerm } from "./read-term.ts";
import type { Problem } from "./read-yaml.ts";
import type { PackExample, RulePack } from "./rule-pack.ts";

/** The fictional contest that a pack's examples are read under. Nobody in it exists. */
export const EXAMPLE_CONTEST: Contest = parseContest(`
id: contoh
kind: pilkada-bupati
region: "99.01"
watch: { from: 2029-06-01, to: 2029-12-31, decision: contoh }
stages: { candidates_determined: 2029-09-22, campaign_from: 2029-09-25, quiet_from: 2029-11-24, vote: 2029-11-27 }
candidates:
  - { id: a, number: 1, people: [Wastra Kirana, Galendra Pamenang], aliases: [Wastra, Galendra, Wastra-Galendra], parties: [Partai Pelangi], hashtags: ["#WastraGEMILANG", "#WastraGalendra"], slogans: [GEMILANG], accounts: ["@wastragalendra"], against: ["#WastraIngkar"] }
  - { id: b, number: 2, people: [Tirtana Buana, Sekarwangi Melati], aliases: [Tirtana, Sekarwangi, Tirtana-Sekarwangi], parties: [Partai Embun], hashtags: ["#TirtanaSEGARA", "#TirtanaSekarwangi"], slogans: [SEGARA], accounts: ["@tirtanasekarwangi"], against: ["#TirtanaIngkar"] }
  - { id: c, number: 3, people: [Bayudra Lazuardi, Ratnika Cempaka], aliases: [Bayudra, Ratnika, Bayudra-Ratnika], parties: [Partai Lentera], hashtags: ["#BayudraCAKRAWALA", "#BayudraRatnika"], slogans: [CAKRAWALA], accounts: ["@bayudraratnika"], against: ["#BayudraIngkar"] }
  - { id: box, number: null, people: [], aliases: [], empty_box: true }
`);

const EXAMPLE_TIME = new Date("2029-10-22T13:00:00Z");

/** Fills an example's slots. `shift` 1 puts B where A stood, and so on, so that every example is also tried for the others. */
export function fillExample(text: string, shift = 0): string {
  return text.replace(/\{([ABC])(?:\.(\w+))?\}/g, (_, letter: string, field: string | undefined) => {
    const candidate = EXAMPLE_CONTEST.candidates["ABC".indexOf(letter) === -1 ? 0 : ("ABC".indexOf(letter) + shift) % 3] as Candidate;
    if (field === "number") return String(candidate.number);
    if (field === "word") return ["satu", "dua", "tiga"][(candidate.number ?? 1) - 1] as string;
    if (field === "hashtag") return candidate.hashtags[0] as string;
    if (field === "slogan") return candidate.slogans[0] as string;
    if (field === "account") return candidate.accounts[0] as string;
    if (field === "against") return candidate.against[0] as string;
    if (field === "full") return candidate.people[0] as string;
    if (field === "pair") return candidate.people.map((person) => person.split(" ")[0]).join("-");
    return candidate.aliases[0]?.text as string;
  });
}

/**
 * Checks what a pack promises: every example reads as it says, for each candidate in turn; no term is there twice, dead or shadowed (`lintTerms`); no term
 * names a candidate or a ballot number. Problems have an entry but no line: `locateProblems` finds it.
 *
 * `contests`: names that must not occur in terms, besides those of the fictional contest.
 */
export function checkRulePack(pack: RulePack, contests: readonly Contest[] = []): Problem[] {
  return [...exampleProblems(pack, compile(pack, EXAMPLE_CONTEST)), ...lintTerms(pack), ...nameProblems(pack, [EXAMPLE_CONTEST, ...contests])];
}

function exampleProblems(pack: RulePack, classifier: Classifier): Problem[] {
  const problems: Problem[] = [];
  for (const [index, example] of pack.examples.entries()) {
    for (let shift = 0; shift < (example.text.includes("{") ? 3 : 1); shift += 1) {
      const text = fillExample(example.text, shift);
      const got = classifier.classify({ text, postedAt: EXAMPLE_TIME, region: "99.01" });
      const target = expectedTarget(example, shift);
      const says = `${example.stance}, ${example.flagged ? "flagged" : "not flagged"}${target === undefined ? "" : `, ${target}`}`;
      const stanceFits = got.stance === example.stance || (!example.flagged && !got.flagged && example.stance === "neutral");
      if (got.flagged === example.flagged && stanceFits && (target === undefined || got.targets.join() === target)) continue;
      problems.push({
        severity: "error",
        path: "examples.yaml",
        entry: index + 1,
        message: `“${text}” should be ${says}; the pack says ${got.stance}, ${got.flagged ? "flagged" : "not flagged"}${got.targets.length > 0 ? `, ${got.targets.join("+")}` : ""} (${(got.scoreTenths / 10).toFixed(1)} of ${pack.threshold}); change a term, a rule or the example`,
      });
      break;
    }
  }
  return problems;
}

function expectedTarget(example: PackExample, shift: number): string | undefined {
  if (example.target === undefined) return undefined;
  return example.target === "box" ? "box" : EXAMPLE_CONTEST.candidates[("ABC".indexOf(example.target) + shift) % 3]?.id;
}

/** "2 periode", "5 tahun", "100 persen" count something; any other number of one or two digits may be on the ballot. */
const COUNTED = new Set(["periode", "tahun", "persen", "kali", "x"]);

function holdsNumber(term: string): boolean {
  const pieces = readTerm(term);
  return pieces.some(({ key }, i) => /^[0-9]{1,2}$/.test(key) && !COUNTED.has(pieces[i + 1]?.key ?? ""));
}

/** The words of a term, slots left out, for looking names up in it. */
const wordsOf = (term: string): string =>
  readTerm(term)
    .map(({ key }) => key)
    .join(" ")
    .trim();

/** Common given names, so that they can be told from candidates: that list names everybody, and thereby nobody. */
const COMMON_NAMES = "everyday_name";

function nameProblems(pack: RulePack, contests: readonly Contest[]): Problem[] {
  const names = new Set<string>();
  for (const contest of contests) {
    for (const candidate of contest.candidates) {
      for (const name of [
        ...candidate.people,
        ...candidate.aliases.filter((alias) => !alias.ambiguous).map((alias) => alias.text),
        ...candidate.hashtags,
        ...candidate.accounts,
      ])
        names.add(wordsOf(name));
    }
  }
  names.delete("");
  const problems: Problem[] = [];
  for (const lexicon of pack.lexicons) {
    for (const [index, entry] of lexicon.entries.entries()) {
      const padded = ` ${wordsOf(entry.term)} `;
      const name = lexicon.category === COMMON_NAMES ? undefined : [...names].find((key) => padded.includes(` ${key} `));
      if (name !== undefined)
        problems.push({
          severity: "error",
          path: lexicon.path,
          entry: index + 1,
          message: `“${entry.term}” names a candidate (${name}); a pack names nobody, use {candidate}`,
        });
      if ((lexicon.side === "support" || lexicon.side === "oppose") && holdsNumber(entry.term)) {
        problems.push({
          severity: "error",
          path: lexicon.path,
          entry: index + 1,
          message: `“${entry.term}” holds a number that may be a ballot number; use {number}`,
        });
      }
    }
  }
  return problems;
}
