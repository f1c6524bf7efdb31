import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Contest, parseContest, parseRulePack, type RulePack } from "@netra/classifier";

const rule = (id: string, effect: string, more = ""): string =>
  `  - { id: ${id}, effect: ${effect}, on: ${id}, cap: 8, ${more}reason: { id: "Alasan ${id} {terms} untuk {candidate}.", en: "Reason ${id} {terms} for {candidate}." } }\n`;
const lexicon = (category: string, side: string, terms: Readonly<Record<string, number>>): string =>
  [
    `category: ${category}\nside: ${side}\ntitle: { id: "${category}", en: "${category}" }\nentries:`,
    ...Object.entries(terms).map(([term, weight]) => `  - { term: ${JSON.stringify(term)}, weight: ${weight}, note: "contoh", source: "contoh" }`),
    "",
  ].join("\n");

/** A pack of a few words whose weights no tuning changes: "coblos" is flagged beside a name, "semangat" leans, "bohong" opposes, "netral" takes away. */
export const SMALL_PACK: Readonly<Record<string, string>> = {
  "pack.yaml": 'id: kecil\nversion: 1\ntitle: { id: "Paket kecil", en: "Small pack" }\nthreshold: 4.0\nlean: 1.5\n',
  "rules.yaml": `rules:\n${rule("call", "support", "binds: [name, number, bare_number, slogan], ")}${rule("cheer", "support")}${rule("attack", "oppose")}${rule("campaign_hashtag", "support", "points: 5, ")}${rule("against_term", "oppose", "points: 4, ")}${rule("number_only", "weaken", "share: 0.7, ")}${rule("pledge", "weaken", 'absent: { id: "ikrar", en: "pledge" }, ')}`,
  "lexicons/call.yaml": lexicon("call", "support", { coblos: 5, "jangan lupa coblos": 6 }),
  "lexicons/cheer.yaml": lexicon("cheer", "support", { semangat: 2 }),
  "lexicons/attack.yaml": lexicon("attack", "oppose", { bohong: 5 }),
  "lexicons/pledge.yaml": lexicon("pledge", "against", { "tetap netral": 3 }),
  "examples.yaml":
    'examples:\n  - { text: "Coblos {A.full}", stance: support, flagged: true, target: A }\n  - { text: "Semangat {A.full}", stance: support, flagged: false }\n',
};

/** A contest of two made-up pairs, even in every list. */
export const SMALL_CONTEST = `id: kecil-2029
kind: pilkada-bupati
region: "99.01"
watch: { from: 2029-06-01, to: 2029-12-31, decision: contoh }
stages: { candidates_determined: 2029-09-22, campaign_from: 2029-09-25, quiet_from: 2029-11-24, vote: 2029-11-27 }
candidates:
  - { id: a, number: 1, people: [Wastra Kirana, Galih Pamenang], aliases: [Wastra-Galih], parties: [Partai Pelangi], hashtags: ["#HuluBangkit"], slogans: [GEMILANG], accounts: ["@wastragalih"], against: ["#WastraIngkar"] }
  - { id: b, number: 2, people: [Tirta Buana, Sekar Melati], aliases: [Tirta-Sekar], parties: [Partai Embun], hashtags: ["#PesisirBangkit"], slogans: [SEGARA], accounts: ["@tirtasekar"], against: ["#TirtaIngkar"] }
`;

/** The small pack, with files of it exchanged, added or (undefined) left out. */
export function smallPackFiles(changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...SMALL_PACK, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The small pack, parsed. */
export const smallPack = (changes: Readonly<Record<string, string | undefined>> = {}): RulePack => parseRulePack(smallPackFiles(changes));

/** The small contest, parsed. */
export const smallContest = (): Contest => parseContest(SMALL_CONTEST);

/** One lexicon file as text: terms with their weights. */
export const smallLexicon = lexicon;

/** Writes a pack's files below a folder and returns the folder. */
export function writePack(folder: string, files: Readonly<Record<string, string>> = SMALL_PACK): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
