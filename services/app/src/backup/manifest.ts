import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "@netra/domain";
import { baseFilesOf, writeSafely } from "./backup-files.ts";

/** One file of a base backup, as it was when it was copied. */
export interface ManifestFile {
  /** Within the base, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** What a base backup is, and everything in it. */
export interface Manifest {
  readonly name: string;
  readonly systemId: string;
  /** Of the server, e.g. `18.4`. Another major version cannot read the copy. */
  readonly postgres: string;
  readonly timeline: number;
  readonly segmentBytes: number;
  /** The log from here on is needed … */
  readonly startLsn: string;
  /** … and to here at least. */
  readonly stopLsn: string;
  readonly startedAt: string;
  /** By the server's clock. A restore can reach this moment and any later one. */
  readonly stoppedAt: string;
  /** Directories of the cluster, also the empty ones. */
  readonly directories: readonly string[];
  readonly files: readonly ManifestFile[];
}

const FORM = 1;

/** Saves the manifest in a base's directory, with a checksum of its own. Written last: a directory without it is no backup. */
export function writeManifest(base: string, manifest: Manifest): void {
  const body = JSON.stringify(manifest);
  writeSafely(baseFilesOf(base).manifest, `${JSON.stringify({ form: FORM, sha256: digest(body), manifest })}\n`);
}

/** Reads a base's manifest. Throws invalid `backup-damaged` when it is missing, was changed, or is of a newer form. */
export function readManifest(base: string): Manifest {
  const path = baseFilesOf(base).manifest;
  try {
    const found = JSON.parse(readFileSync(path, "utf8")) as { form?: unknown; sha256?: unknown; manifest?: Manifest };
    if (found.form === FORM && found.manifest && found.sha256 === digest(JSON.stringify(found.manifest))) return found.manifest;
  } catch {
    // Said below: the error of a parser or a disk would not tell an operator more.
  }
  throw damaged(path, "is missing or not what netra backup wrote");
}

/** Throws invalid `backup-damaged` when a file of a base is not the one that was copied. */
export function requireSame(base: string, expected: ManifestFile, found: Pick<ManifestFile, "bytes" | "sha256">): void {
  if (found.bytes !== expected.bytes) throw damaged(join(base, expected.path), `has ${found.bytes} bytes instead of ${expected.bytes}`);
  if (found.sha256 !== expected.sha256) throw damaged(join(base, expected.path), "has other bytes than when it was copied");
}

/** A file of a backup that cannot be relied on. */
export const damaged = (path: string, what: string): DomainError =>
  new DomainError("invalid", "backup-damaged", `${path} ${what}. Check that disk, and restore from another backup: netra restore --from <name>.`);

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
