import { REPORT_FILES_SCHEMA } from "@netra/worker-report";

/** As much of a report's manifest as a check needs. */
export interface ReportManifest {
  readonly edition: string;
  /** Null for a span of days. */
  readonly week: string | null;
  readonly from: string;
  readonly to: string;
  readonly region: string;
  readonly asOf: string;
  readonly key: string | null;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** A name that stays in its directory. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the manifest of a report's files; null for anything else. Bytes from outside: every field is looked at, and no name leads out of the directory. */
export function readManifest(bytes: Uint8Array): ReportManifest | null {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (!isRecord(read) || read.schema !== REPORT_FILES_SCHEMA || !Array.isArray(read.files) || read.files.length === 0) return null;
  const said = (key: string): string | null => (typeof read[key] === "string" ? (read[key] as string) : null);
  const [edition, week, region, asOf, from, to] = ["edition", "week", "region", "asOf", "from", "to"].map(said) as (string | null)[] as [
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
    string | null,
  ];
  if (
    edition === null ||
    region === null ||
    asOf === null ||
    from === null ||
    to === null ||
    (week === null && read.week !== null) ||
    (read.key !== null && said("key") === null)
  )
    return null;
  const files = read.files.flatMap((file: unknown) => {
    if (!isRecord(file)) return [];
    const { name, bytes, sha256 } = file;
    const fits =
      typeof name === "string" && NAME.test(name) && typeof bytes === "number" && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
    return fits ? [{ name, bytes, sha256 }] : [];
  });
  const names = new Set(files.map(({ name }) => name));
  return files.length === read.files.length && names.size === files.length
    ? { edition, week, from, to, region, asOf, key: said("key"), files }
    : null;
}
