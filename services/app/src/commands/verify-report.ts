import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DomainError } from "@netra/domain";
import { EvidenceError, openNote, parseVerifierKey, reportNoteText } from "@netra/evidence";
import { type ReportManifest, readManifest } from "../report-manifest.ts";
import type { VerifyReport } from "./verify.ts";

const MANIFEST = /\.manifest\.json$/;

/** True for what `verifyReport` checks: a directory, or a manifest. */
export function isReport(path: string): boolean {
  if (MANIFEST.test(path)) return true;
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * `netra verify DIR|….manifest.json [--key VKEY]`: compares the files of a report with its manifests, each by size and SHA-256, and the manifests with their signatures; without a database
 * or a network. What is missing, changed or, in a directory, named by no manifest is told by name, and refused.
 */
export async function verifyReport(path: string, { key }: { readonly key?: string | undefined }): Promise<VerifyReport> {
  const one = MANIFEST.test(path);
  const dir = one ? dirname(path) : path;
  const there = readFolder(dir);
  const manifests = one ? [basename(path)] : there.filter((name) => MANIFEST.test(name)).toSorted();
  const lines: string[] = [];
  const named = new Set<string>();
  let ok = manifests.length > 0;
  const say = (holds: boolean | null, what: string, sentence: string): void => {
    if (holds === false) ok = false;
    lines.push(`${holds === null ? "--  " : holds ? "ok  " : "NO  "}${what.padEnd(10)} ${sentence}`);
  };
  if (manifests.length === 0) say(false, "manifest", `${dir} holds no file that ends in .manifest.json: name the directory of a report.`);
  for (const name of manifests) {
    const checked = await checkManifest(dir, name, key);
    for (const file of checked.named) named.add(file);
    for (const { holds, what, sentence } of checked.findings) say(holds, what, sentence);
  }
  if (!one) for (const name of there) if (!named.has(name)) say(false, "extra", `${name} is named by no manifest`);
  return {
    ok,
    lines: [
      ...lines,
      "",
      ok ? "Every file is the one that its manifest names." : "REFUSED: do not rely on these files. Ask the office that made them for another copy.",
    ],
  };
}

interface Finding {
  readonly holds: boolean | null;
  readonly what: string;
  readonly sentence: string;
}

async function checkManifest(
  dir: string,
  name: string,
  key: string | undefined,
): Promise<{ readonly named: readonly string[]; readonly findings: readonly Finding[] }> {
  const note = name.replace(/json$/, "note");
  const bytes = readOne(dir, name);
  const manifest = bytes && readManifest(bytes);
  if (!manifest)
    return {
      named: [name, note],
      findings: [{ holds: false, what: "manifest", sentence: `${name} ${bytes ? "is no manifest of a report's files" : "cannot be read"}` }],
    };
  const files = manifest.files.map((file): Finding => {
    const found = readOne(dir, file.name);
    if (!found) return { holds: false, what: "missing", sentence: file.name };
    const same = found.length === file.bytes && createHash("sha256").update(found).digest("hex") === file.sha256;
    return { holds: same, what: same ? "file" : "changed", sentence: file.name };
  });
  const { week, from, to, region, edition, asOf } = manifest;
  const span = week === null ? `from ${from} to ${to}` : `week ${week}`;
  const head: Finding = { holds: true, what: "manifest", sentence: `${name}: ${span}, region ${region}, ${edition} edition, as of ${asOf}` };
  return {
    named: [name, note, ...manifest.files.map((file) => file.name)],
    findings: [head, ...files, await checkNote(dir, { note, bytes, manifest, key })],
  };
}

async function checkNote(
  dir: string,
  {
    note,
    bytes,
    manifest,
    key,
  }: { readonly note: string; readonly bytes: Uint8Array; readonly manifest: ReportManifest; readonly key: string | undefined },
): Promise<Finding> {
  const what = "signature";
  const found = readOne(dir, note);
  if (!found && manifest.key === null && key === undefined)
    return { holds: null, what, sentence: "the manifest is not signed: whoever changed files could have changed it too" };
  if (!found) return { holds: false, what, sentence: `${note} is missing` };
  const wanted = key ?? manifest.key;
  if (wanted === null) return { holds: null, what, sentence: `${note}: give the office's key with --key` };
  try {
    const verifier = await parseVerifierKey(wanted);
    const { text } = await openNote(new TextDecoder("utf-8", { fatal: true }).decode(found), verifier);
    if (text !== (await reportNoteText(bytes))) return { holds: false, what, sentence: `${note} was signed for another manifest` };
    const compared =
      key === undefined
        ? "; compare that key with one that you got from the office by another way, and give it with --key"
        : ", the key that you gave";
    return { holds: true, what, sentence: `signed by ${verifier.text}${compared}` };
  } catch (error) {
    if (error instanceof EvidenceError) return { holds: false, what, sentence: `${note}: ${error.message}` };
    if (error instanceof TypeError) return { holds: false, what, sentence: `${note} is no text` };
    throw error;
  }
}

function readFolder(dir: string): string[] {
  try {
    return readdirSync(dir).toSorted();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new DomainError("not-found", "file-unreadable", `${dir} cannot be read (${code}): name the directory of a report, or its manifest.`);
  }
}

/** A plain file of the directory; null for what is not there or is something else, such as a link that leads out of it. */
function readOne(dir: string, name: string): Uint8Array | null {
  try {
    const path = join(dir, name);
    return lstatSync(path).isFile() ? readFileSync(path) : null;
  } catch {
    return null;
  }
}
