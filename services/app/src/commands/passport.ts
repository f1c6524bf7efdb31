import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { conflict, DomainError, invalid, type PassportReason } from "@netra/domain";
import { sha256Hex } from "@netra/evidence";
import { type Actor, systemActor } from "@netra/store";
import type { Context } from "../context.ts";
import { type MadePassport, makePassport, type PassportNeeds } from "../passport-desk.ts";

export interface ExportAsk {
  readonly kind: "flag" | "case";
  /** A flag's as the console shows it; for a case that of any flag in it (B-00012), or the case's own in digits. */
  readonly number: string;
  readonly by: string;
  readonly out?: string | undefined;
  readonly reason: PassportReason;
  readonly withPeople: boolean;
  /** As `PassportAsk` has it. */
  readonly withoutFiles?: boolean | undefined;
}

/** `netra passport flag|case NUMBER --by USERNAME --reason FOR [--out FILE] [--with-people] [--with-files | --without-files]`. Returns what to say. */
export async function exportPassport(context: PassportNeeds, ask: ExportAsk): Promise<string[]> {
  const actor = await findExporter(context, ask.by);
  const number = parseNumber(ask.kind, ask.number);
  const byFlag = ask.kind === "case" && /^(#|B-)/i.test(ask.number);
  const made = await makePassport(context, actor, { ...ask, which: byFlag ? { flagNumber: number } : { number } });
  const { bytes, leftOut } = made;
  const out = resolve(ask.out ?? `${ask.kind}-${made.number}.passport.zip`);
  writeNew(out, bytes);
  return [
    `${out} (${bytes.length.toLocaleString("en")} bytes, SHA-256 ${await sha256Hex(bytes)}).`,
    ...(ask.withoutFiles === true ? [] : sayLeftOut(leftOut)),
    `Anybody can check it with \`netra verify\`, docs/verify/netra_verify.py or the page inside it; the verifier key is \`netra checkpoint --print-key\`.`,
  ];
}

function sayLeftOut({ citizen, masked }: MadePassport["leftOut"]): string[] {
  const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? "" : "s"}`;
  return [
    ...(citizen === 0
      ? []
      : [`${count(citizen, "file")} that came with a tip or a complaint: hash and proof only, since they may show who sent them.`]),
    ...(masked === 0 ? [] : [`${count(masked, "picture")} as the office masked them: of the originals hash and proof only, since they show others.`]),
    ...(citizen + masked === 0 ? [] : ["--with-files puts the originals in."]),
  ];
}

/** A number as the console shows it or bare. */
const WRITTEN = /^(?:#|B-)?0*([1-9]\d{0,14})$/i;

/** Reads the number of a flag or a case. Throws invalid `flag-number` or `case-number`. */
export function parseNumber(kind: ExportAsk["kind"], written: string): number {
  const digits = WRITTEN.exec(written)?.[1];
  if (digits !== undefined) return Number(digits);
  throw invalid(
    `${kind}-number`,
    `${JSON.stringify(written)} is no number of a ${kind}: write it ${kind === "flag" ? "as the console shows it, e.g. B-00012, or 12" : "in digits, or that of a flag in it, e.g. B-00012"}.`,
  );
}

async function findExporter({ store }: Pick<Context, "store">, username: string): Promise<Actor> {
  const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
  if (!user?.active)
    throw new DomainError("not-found", "user-not-found", `No active user named ${JSON.stringify(username)}: see \`netra users list\`.`);
  return { process: "api", kind: "person", id: user.id, role: user.role, regions: user.regions };
}

/** Writes a file that is not there yet, whole or not at all, for its owner alone. */
function writeNew(path: string, bytes: Uint8Array): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw conflict("file-exists", `${path} is there already: name another file with --out.`);
  }
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
