import type { ClassifierInput, Stance } from "@netra/classifier";

/** A row of the batch door, ready to be read. */
export interface BatchRow extends ClassifierInput {
  /** As it was written: a string or a whole number. */
  readonly id: string | number;
  /** Of rows that name their contest, and of labelled ones. */
  readonly contest: string | null;
  readonly label: Stance | null;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i;
/** A Kemendagri code (province, regency, district, village), or ID for the whole country. */
export const REGION = /^(ID|\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)$/;
const LABELS: readonly unknown[] = ["support", "oppose", "neutral"];

/** Reads `{id, text, posted_at?, region?}`, and `contest` and `label` where they are ones; other keys are ignored. Problems name the field and the remedy and never hold a value of the row. */
export function parseRow(line: string): BatchRow | { readonly problems: readonly string[] } {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return { problems: ["is not JSON; write one JSON object a line"] };
  }
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { problems: ['is not a JSON object; write {"id": …, "text": …}'] };
  const { id, text, posted_at: postedAt = null, region = null, contest, label } = raw as Record<string, unknown>;
  const problems: string[] = [];
  if (id === undefined) problems.push('"id" is missing; add it');
  else if (!(typeof id === "string" && id !== "") && !Number.isSafeInteger(id))
    problems.push('"id" must be a string that is not empty; put it in quotes');
  if (text === undefined) problems.push('"text" is missing; add it');
  else if (typeof text !== "string") problems.push(`"text" must be a string, got ${nameType(text)}; correct it`);
  const time = postedAt === null ? null : parseTime(postedAt);
  if (time === undefined) problems.push('"posted_at" must be a time as 2029-10-23T09:41:00+07:00, or absent');
  if (region !== null && !(typeof region === "string" && REGION.test(region)))
    problems.push('"region" must be a Kemendagri code in quotes, as "19.71", or absent');
  if (problems.length > 0) return { problems };
  return {
    id: id as string | number,
    text: text as string,
    postedAt: time ?? null,
    region: region as string | null,
    contest: typeof contest === "string" ? contest : null,
    label: LABELS.includes(label) ? (label as Stance) : null,
  };
}

/** A day or a time in ISO form; without an offset it is Jakarta's (UTC+7), on every machine. Undefined when it is no time of the calendar. */
export function parseTime(value: unknown): Date | undefined {
  const parts = typeof value === "string" ? TIME.exec(value) : null;
  if (parts === null) return undefined;
  const [, year, month, day, clock = "00:00", offset = "+07:00"] = parts;
  const calendar = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(calendar.getTime()) || calendar.getUTCDate() !== Number(day)) return undefined;
  const time = new Date(`${year}-${month}-${day}T${clock}${offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2")}`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

const nameType = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`);
