import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Contest, checkContest, describeProblem, parseContest } from "@netra/classifier";
import { loadContestFile } from "@netra/config";
import { invalid, normalizeHandle, type Problem } from "@netra/domain";
import {
  type CampaignAccountRow,
  type CandidateRow,
  type ContestRow,
  openTable,
  parseCampaignAccounts,
  parseCandidates,
  parseContestRows,
  type TableFile,
} from "@netra/imports";
import type { DraftKind } from "./register-kinds.ts";

type Entry = Record<string, unknown> & { id: string };
/** A contest file that need not be whole yet. */
type Draft = Record<string, unknown> & { id: string; candidates: Entry[] };

export interface DraftOutcome {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/**
 * Brings drafts of contest files up to date from rows: `<folder>/<contest>.json`, begun from the contest of that id in `config/contests` when there is one. Without `apply`
 * only says what would differ; all rows or none. A draft may lack candidates or days; what `netra contests open` would still refuse is said.
 */
export async function draftContests(ask: {
  readonly file: string;
  readonly sheet?: string | undefined;
  readonly kind: DraftKind;
  readonly folder: string;
  readonly apply: boolean;
}): Promise<DraftOutcome> {
  const { file, kind, folder } = ask;
  const drafts = new Map<string, Draft | null>();
  const draftOf = (id: string): Draft | null => {
    if (!drafts.has(id)) drafts.set(id, openDraft(folder, id));
    return drafts.get(id) ?? null;
  };
  const counts = { new: 0, changed: 0, unchanged: 0 };
  const lines: string[] = [];
  const { problems, found } = applyRows(kind, await openTable(readFileSync(file), { sheet: ask.sheet }), draftOf, {
    onDraft: (draft) => drafts.set(draft.id, draft),
    onRow(line, what, fields, fresh) {
      const outcome = fresh ? "new" : fields.length > 0 ? "changed" : "unchanged";
      counts[outcome] += 1;
      if (outcome !== "unchanged") lines.push(`row ${line}: ${what}: ${outcome}${fresh ? "" : `: ${fields.join(", ")}`}`);
    },
  });
  const all = [...problems, ...found];
  if (all.length > 0)
    return {
      ok: false,
      lines: [
        ...all.map(({ at, what, remedy }) => `${file}: ${at}: ${what}; ${remedy}`),
        `${all.length} ${all.length === 1 ? "problem" : "problems"}: nothing was written.`,
      ],
    };
  const sum = `${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged`;
  const changed = [...drafts.values()].filter((draft) => draft !== null);
  for (const draft of changed) lines.push(...openQuestions(draft));
  if (!ask.apply) return { ok: true, lines: [...lines, `Dry run: ${sum}. Nothing was written yet; add --apply to write the drafts.`] };
  mkdirSync(folder, { recursive: true });
  for (const draft of changed) lines.push(`Written: ${saveDraft(folder, draft)}`);
  return { ok: true, lines: [...lines, `${sum}. Read the drafts, then \`netra contests open FILE\`.`] };
}

interface Told {
  onDraft(draft: Draft): void;
  onRow(line: number, what: string, fields: readonly string[], fresh: boolean): void;
}

function applyRows(
  kind: DraftKind,
  file: TableFile,
  draftOf: (id: string) => Draft | null,
  told: Told,
): { problems: readonly Problem[]; found: readonly Problem[] } {
  const found: Problem[] = [];
  const needDraft = (at: string, id: string): Draft | null => {
    const draft = draftOf(id);
    if (!draft)
      found.push({
        at,
        what: "is no contest that has a file or a draft",
        remedy: "import the contest first (--kind contests)",
      });
    return draft;
  };
  if (kind === "contests") {
    const { rows, problems } = parseContestRows(file);
    for (const { line, values } of rows) {
      const known = draftOf(values.id);
      const draft: Draft = known ?? { id: values.id, candidates: [] };
      const fields = assign(draft, contestFields(values));
      told.onDraft(draft);
      told.onRow(line, values.id, fields, known === null);
    }
    return { problems, found };
  }
  if (kind === "candidates") {
    const { rows, problems, place } = parseCandidates(file);
    for (const { line, values } of rows) {
      const draft = needDraft(place(line, "contest"), values.contest);
      if (!draft) continue;
      const known = draft.candidates.find(({ id }) => id === values.id);
      const entry: Entry = known ?? { id: values.id };
      const fields = assign(entry, candidateFields(values));
      if (!known) draft.candidates.push(entry);
      told.onRow(line, `${values.contest}/${values.id}`, fields, !known);
    }
    return { problems, found };
  }
  const { rows, problems, place } = parseCampaignAccounts(file);
  for (const { line, values } of rows) {
    const draft = needDraft(place(line, "contest"), values.contest);
    if (!draft) continue;
    const entry = draft.candidates.find(({ id }) => id === values.candidate);
    if (!entry)
      found.push({
        at: place(line, "candidate"),
        what: "is no candidate of this contest",
        remedy: "import the candidate first (--kind candidates)",
      });
    else told.onRow(line, `${values.contest}/${values.candidate}: account on ${values.platform}`, [], addAccount(entry, values));
  }
  return { problems, found };
}

/** Sets what is given and differs; an empty cell says nothing. Gives the names of the fields. */
function assign(target: Record<string, unknown>, given: Readonly<Record<string, unknown>>): string[] {
  const changed = Object.entries(given).filter(([key, value]) => !isEmpty(value) && JSON.stringify(target[key]) !== JSON.stringify(value));
  for (const [key, value] of changed) target[key] = value;
  return changed.map(([key]) => key);
}

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

const contestFields = (row: ContestRow) => ({
  title: row.title,
  kind: row.kind,
  region: row.region === "ID" ? null : row.region,
  watch: { from: row.watchFrom, to: row.watchTo, decision: row.decision },
  stages: { candidates_determined: row.candidatesDetermined, campaign_from: row.campaignFrom, quiet_from: row.quietFrom, vote: row.vote },
});

const candidateFields = (row: CandidateRow) => ({
  number: row.number,
  people: row.people,
  aliases: row.aliases,
  parties: row.parties,
  hashtags: row.hashtags,
  slogans: row.slogans,
  party: row.party,
  list_number: row.listNumber,
  district: row.district,
  source: row.source,
});

/** True when it was new. */
function addAccount(entry: Entry, { handle }: CampaignAccountRow): boolean {
  const accounts = Array.isArray(entry.accounts) ? (entry.accounts as string[]) : [];
  if (accounts.some((known) => normalizeHandle(known) === normalizeHandle(handle))) return false;
  entry.accounts = [...accounts, `@${handle.trim().replace(/^@/, "")}`];
  return true;
}

const pathOf = (folder: string, id: string): string => join(folder, `${id}.json`);

function openDraft(folder: string, id: string): Draft | null {
  const path = pathOf(folder, id);
  if (existsSync(path)) return readDraft(path);
  try {
    return structuredClone(parseContest(loadContestFile(id))) as unknown as Draft;
  } catch (error) {
    if (error instanceof Error && error.message.includes("not found")) return null;
    throw error;
  }
}

function readDraft(path: string): Draft {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as Draft;
    if (typeof value.id === "string" && Array.isArray(value.candidates)) return value;
  } catch {
    // said below
  }
  throw invalid("draft-unreadable", `${path} is no draft that this command wrote: mend it or move it away.`);
}

/** One candidate a line, so that two drafts can be compared by eye. */
function saveDraft(folder: string, { candidates, ...head }: Draft): string {
  const fields = Object.entries({ ...head, region: head.region ?? null }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const text = `{\n${fields.join("\n")}\n  "candidates": [\n${candidates.map((entry) => `    ${JSON.stringify({ number: null, people: [], ...entry })}`).join(",\n")}\n  ]\n}\n`;
  const path = pathOf(folder, head.id);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

/** What `netra contests open` would still say of a draft. */
function openQuestions(draft: Draft): string[] {
  const whole = { ...draft, region: draft.region ?? null, candidates: draft.candidates.map((entry) => ({ number: null, people: [], ...entry })) };
  try {
    const contest: Contest = parseContest(JSON.stringify(whole));
    return checkContest(contest).map((problem) => `${draft.id}: still open: ${describeProblem(problem)}`);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.split("\n").map((line) => `${draft.id}: still open: ${line}`);
  }
}
