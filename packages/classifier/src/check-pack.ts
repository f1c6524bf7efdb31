import { type Classifier, compile } from "./compile.ts";
import { type Candidate, type Contest, parseContest } from "./contest.ts";
import type { Problem } from "./read-yaml.ts";
import type { PackExample, RulePack } from "./rule-pack.ts";
import { tokenize } from "./tokenize.ts";

/** The fictional contest that a pack's examples are read under. Nobody in it exists. */
export const EXAMPLE_CONTEST: Contest = parseContest(`
id: contoh
kind: pilkada-bupati
region: "99.01"
watch: { from: 2029-06-01, to: 2029-12-31, decision: contoh }
stages: { candidates_determined: 2029-09-22, campaign_from: 2029-09-25, quiet_from: 2029-11-24, vote: 2029-11-27 }
candidates:
  - { id: a, number: 1, people: [Wastra Kirana, Galih Pamenang], aliases: [Wastra, Galih, Wastra-Galih], parties: [Partai Pelangi], hashtags: ["#WastraGalih"], slogans: [GEMILANG], accounts: ["@wastragalih"], against: ["#WastraIngkar"] }
  - { id: b, number: 2, people: [Tirta Buana, Sekar Melati], aliases: [Tirta, Sekar, Tirta-Sekar], parties: [Partai Embun], hashtags: ["#TirtaSekar"], slogans: [SEGARA], accounts: ["@tirtasekar"], against: ["#TirtaIngkar"] }
  - { id: c, number: 3, people: [Bayu Lazuardi, Ratna Cempaka], aliases: [Bayu, Ratna, Bayu-Ratna], parties: [Partai Lentera], hashtags: ["#BayuRatna"], slogans: [CAKRAWALA], accounts: ["@bayuratna"], against: ["#BayuIngkar"] }
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
 * Checks what a pack promises: every example reads as it says, for each candidate in turn; no term twice in one category; no term names a candidate or a ballot number.
 *
 * `contests`: names that must not occur in terms, besides those of the fictional contest.
 */
export function checkRulePack(pack: RulePack, contests: readonly Contest[] = []): Problem[] {
  return [
    ...exampleProblems(pack, compile(pack, EXAMPLE_CONTEST)),
    ...duplicateProblems(pack),
    ...nameProblems(pack, [EXAMPLE_CONTEST, ...contests]),
  ];
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

function duplicateProblems(pack: RulePack): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const lexicon of pack.lexicons) {
    for (const [index, entry] of lexicon.entries.entries()) {
      const key = termKey(entry.term) + (entry.stem ? "~" : "");
      if (key === "")
        problems.push({
          severity: "error",
          path: lexicon.path,
          entry: index + 1,
          message: `“${entry.term}” holds nothing that can be matched; use words, numbers or emoji`,
        });
      const first = seen.get(key);
      if (first !== undefined)
        problems.push({
          severity: "error",
          path: lexicon.path,
          entry: index + 1,
          message: `“${entry.term}” is the same as ${first} once read; keep one`,
        });
      seen.set(key, `“${entry.term}” in ${lexicon.path}`);
    }
  }
  return problems;
}

function termKey(term: string): string {
  return term
    .split(/(\{candidate\}|\{number\})/)
    .map((piece) =>
      piece.startsWith("{")
        ? piece
        : tokenize(piece)
            .tokens.map((token) => token.key)
            .join(" "),
    )
    .join(" ")
    .trim();
}

/** "2 periode" counts terms of office; any other number may be on the ballot. */
function holdsNumber(term: string): boolean {
  const { tokens } = tokenize(term.replaceAll(/\{\w+\}/g, " "));
  return tokens.some((token, i) => token.kind === "number" && tokens[i + 1]?.key !== "periode");
}

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
        names.add(termKey(name));
    }
  }
  names.delete("");
  const problems: Problem[] = [];
  for (const lexicon of pack.lexicons) {
    for (const [index, entry] of lexicon.entries.entries()) {
      const padded = ` ${termKey(entry.term)} `;
      const name = [...names].find((key) => padded.includes(` ${key} `));
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
