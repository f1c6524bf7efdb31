import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KEY_FILES } from "./keys.ts";

/** What an operator said about a copy of the keys. Holds no key: a fingerprint of 256 random bits gives nothing away. */
export interface CopyRecord {
  readonly at: Date;
  /** Where the copy is, in the operator's words, or the directory it was compared with. */
  readonly to: string;
  /** True when the copy was read and found equal, file by file. */
  readonly compared: boolean;
  readonly fingerprints: Fingerprints;
}

/** SHA-256 of each key file as `sha256sum` prints it, by file name; missing files are left out. */
export type Fingerprints = Readonly<Record<string, string>>;

const RECORD = "copied.json";

export const fingerprintsIn = (dir: string): Fingerprints =>
  Object.fromEntries(
    KEY_FILES.filter((file) => existsSync(join(dir, file))).map((file) => [
      file,
      createHash("sha256")
        .update(readFileSync(join(dir, file)))
        .digest("hex"),
    ]),
  );

/** Names of key files that differ or are in one place only. */
export const differingKeys = (one: Fingerprints, other: Fingerprints): readonly string[] => KEY_FILES.filter((file) => one[file] !== other[file]);

/** The record beside the keys; null when there is none, or none that can be understood. */
export function readCopyRecord(dir: string): CopyRecord | null {
  try {
    const { at, to, compared, fingerprints } = JSON.parse(readFileSync(join(dir, RECORD), "utf8")) as Record<string, unknown>;
    const when = new Date(typeof at === "string" ? at : "");
    if (Number.isNaN(when.getTime()) || typeof fingerprints !== "object" || fingerprints === null) return null;
    return { at: when, to: String(to), compared: compared === true, fingerprints: fingerprints as Fingerprints };
  } catch {
    return null;
  }
}

/** Writes the record whole, readable by the keys' owner alone. */
export function writeCopyRecord(dir: string, record: CopyRecord): void {
  const draft = join(dir, `.${RECORD}.${process.pid}`);
  try {
    writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(draft, join(dir, RECORD));
  } finally {
    rmSync(draft, { force: true });
  }
}
