import Type, { type Static } from "typebox";
import { describeProblem, locate, type Problem, readYaml, schemaProblems } from "./read-yaml.ts";
import { refusePattern } from "./refuse-pattern.ts";

const Id = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,79}$" });
const Day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const Words = Type.Array(Type.String({ minLength: 1 }));
const Region = Type.String({ pattern: "^\\d{2}(\\.\\d{2}){0,3}$" });

const Alias = Type.Object(
  { text: Type.String({ minLength: 1 }), ambiguous: Type.Optional(Type.Boolean()), from: Type.Optional(Day), to: Type.Optional(Day) },
  { additionalProperties: false },
);

/** Why a candidate has none, or far fewer, of what the others have: read by people and by the symmetry lint, never by the classifier. */
const Reason = Type.Optional(Type.String({ minLength: 10 }));
const Lacks = Type.Object(
  { number: Reason, aliases: Reason, hashtags: Reason, slogans: Reason, accounts: Reason, against: Reason },
  { additionalProperties: false },
);

const CandidateShape = {
  id: Id,
  number: Type.Union([Type.Integer({ minimum: 0, maximum: 999 }), Type.Null()]),
  people: Words,
  parties: Type.Optional(Words),
  hashtags: Type.Optional(Words),
  slogans: Type.Optional(Words),
  accounts: Type.Optional(Words),
  against: Type.Optional(Words),
  empty_box: Type.Optional(Type.Boolean()),
  /** A *bakal calon* says where the name comes from, since when, and who approved the entry. */
  source: Type.Optional(Type.String()),
  date: Type.Optional(Day),
  approver: Type.Optional(Type.String()),
  party: Type.Optional(Type.String()),
  list_number: Type.Optional(Type.Integer({ minimum: 1 })),
  district: Type.Optional(Type.String()),
  lacks: Type.Optional(Lacks),
};

// People write an alias as a plain string or with conditions; the parsed contest has one shape.
const Written = Type.Union([Type.String({ minLength: 1 }), Alias]);
const CandidateFile = Type.Object(
  { ...CandidateShape, aliases: Type.Optional(Type.Array(Written)), titles: Type.Optional(Type.Array(Written)) },
  { additionalProperties: false },
);

const Head = {
  id: Id,
  title: Type.Optional(Type.String({ minLength: 1 })),
  version: Type.Optional(Type.Integer({ minimum: 1 })),
  kind: Type.Enum(["pilpres", "pileg", "pilkada-gubernur", "pilkada-bupati", "pilkada-walikota"]),
  region: Type.Union([Region, Type.Null()]),
  watch: Type.Object({ from: Day, to: Day, decision: Type.String({ minLength: 1 }) }, { additionalProperties: false }),
  stages: Type.Object({ candidates_determined: Day, campaign_from: Day, quiet_from: Day, vote: Day }, { additionalProperties: false }),
};

/** A contest file: the schema that it is checked with. */
export const ContestFile = Type.Object({ ...Head, candidates: Type.Array(CandidateFile, { minItems: 1 }) }, { additionalProperties: false });

/** A name, nickname or title. `ambiguous`: also an everyday word or another person's name. `from`/`to`: days (Asia/Jakarta) between which it means this candidate. */
export type CandidateAlias = Static<typeof Alias>;
type CandidateInFile = Static<typeof CandidateFile>;

/** Who stands: a pair, a person, a party, or the empty box. Plain JSON. Lists are always present. */
export interface Candidate extends Omit<CandidateInFile, "aliases" | "titles" | "parties" | "hashtags" | "slogans" | "accounts" | "against"> {
  readonly aliases: CandidateAlias[];
  readonly titles: CandidateAlias[];
  readonly parties: string[];
  readonly hashtags: string[];
  readonly slogans: string[];
  readonly accounts: string[];
  readonly against: string[];
}

/** A contest as read from its file. Plain JSON: survives jsonb and canonical hashing. Days are `YYYY-MM-DD`, Asia/Jakarta. */
export interface Contest extends Omit<Static<typeof ContestFile>, "candidates"> {
  readonly candidates: Candidate[];
}

/** A contest file that cannot be used. `problems` holds all of them, not the first. */
export class ContestError extends Error {
  override readonly name = "ContestError";
  readonly code = "contest-invalid";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.problems = problems;
  }
}

/**
 * Reads a contest from YAML (core schema, no tags, aliases or merge keys) or JSON.
 *
 * Unknown keys are errors; missing lists become empty ones, a plain-string alias becomes `{ text }`.
 * @throws ContestError with every problem found, each with its field, remedy and line.
 */
export function parseContest(text: string): Contest {
  const file = readYaml("contest", text);
  if (file.problems.length > 0) throw new ContestError(file.problems);
  const path = typeof (file.value as { id?: unknown } | null)?.id === "string" ? (file.value as { id: string }).id : "contest";
  const problems = schemaProblems({ file, path, schema: ContestFile, value: file.value });
  if (problems.length > 0) throw new ContestError(problems);
  const raw = file.value as Static<typeof ContestFile>;
  const contest: Contest = {
    ...raw,
    candidates: raw.candidates.map((candidate) => ({
      ...candidate,
      aliases: (candidate.aliases ?? []).map(toAlias),
      titles: (candidate.titles ?? []).map(toAlias),
      parties: candidate.parties ?? [],
      hashtags: candidate.hashtags ?? [],
      slogans: candidate.slogans ?? [],
      accounts: candidate.accounts ?? [],
      against: candidate.against ?? [],
    })),
  };
  const wrong = [...orderProblems(contest, path), ...patternProblems(contest, path)].map((problem) => locate(file, problem));
  if (wrong.length > 0) throw new ContestError(wrong);
  return contest;
}

function patternProblems({ candidates }: Contest, path: string): Problem[] {
  return candidates.flatMap(({ people, aliases, titles, parties, hashtags, slogans, accounts, against }, i) =>
    [...people, ...[...aliases, ...titles].map(({ text }) => text), ...parties, ...hashtags, ...slogans, ...accounts, ...against].flatMap((entry) => {
      const message = refusePattern(entry);
      return message === null ? [] : [{ severity: "error" as const, path, entry: i + 1, message }];
    }),
  );
}

function toAlias(written: string | CandidateAlias): CandidateAlias {
  return typeof written === "string" ? { text: written } : written;
}

function orderProblems(contest: Contest, path: string): Problem[] {
  const { watch, stages } = contest;
  const days: [string, string][] = [
    ["watch.from", watch.from],
    ["stages.candidates_determined", stages.candidates_determined],
    ["stages.campaign_from", stages.campaign_from],
    ["stages.quiet_from", stages.quiet_from],
    ["stages.vote", stages.vote],
    ["watch.to", watch.to],
  ];
  const problems: Problem[] = [];
  for (const [name, day] of days) {
    if (Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) {
      problems.push({ severity: "error", path, message: `"${name}" is not a day of the calendar, got ${day}; correct it` });
    }
  }
  for (let i = 1; i < days.length; i += 1) {
    const [before, earlier] = days[i - 1] as [string, string];
    const [after, later] = days[i] as [string, string];
    // A by-election may be opened for watching after its candidates are known.
    if (before === "watch.from" ? watch.from > watch.to : earlier > later) {
      problems.push({ severity: "error", path, message: `"${after}" (${later}) must not be before "${before}" (${earlier}); correct one of them` });
    }
  }
  const ids = new Set<string>();
  const numbers = new Set<number>();
  for (const [index, candidate] of contest.candidates.entries()) {
    if (ids.has(candidate.id))
      problems.push({ severity: "error", path, entry: index + 1, message: `the id ${candidate.id} is used twice; give each candidate its own` });
    ids.add(candidate.id);
    if (candidate.number === null || contest.kind === "pileg") continue;
    if (numbers.has(candidate.number))
      problems.push({
        severity: "error",
        path,
        entry: index + 1,
        message: `the ballot number ${candidate.number} is used twice; correct one of them`,
      });
    numbers.add(candidate.number);
  }
  return problems;
}

/** How a candidate is shown everywhere: ballot number and both names, `2 · Bahar Tanjung – Ratih Kuala`. */
export function ballotName(candidate: Candidate): string {
  const names = candidate.people.length > 0 ? candidate.people.join(" – ") : candidate.empty_box ? "Kotak kosong" : candidate.id;
  return candidate.number === null ? names : `${candidate.number} · ${names}`;
}
