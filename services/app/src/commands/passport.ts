import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { can, conflict, DomainError, exportableName, forbidden, invalid } from "@netra/domain";
import { buildPassport, EvidenceError, importSigningKey, sha256Hex } from "@netra/evidence";
import { type Actor, systemActor, type Tx } from "@netra/store";
import { sealAndSign } from "../checkpoints.ts";
import type { Context } from "../context.ts";
import { assemblePassport, sealedRowsOf } from "../passport.ts";

type Needs = Pick<Context, "store" | "keys" | "config" | "log" | "clock">;

export interface PassportAsk {
  /** As people see it in the console. */
  readonly number: string;
  /** Name the person behind the account too. */
  readonly withPeople: boolean;
}

/** `netra passport flag NUMBER --by USERNAME [--out FILE] [--with-people]`. Returns what to say. */
export async function exportPassport(
  context: Needs,
  ask: PassportAsk & { readonly by: string; readonly out: string | undefined },
): Promise<string[]> {
  const actor = await findExporter(context, ask.by);
  const bytes = await makePassport(context, actor, ask);
  const out = resolve(ask.out ?? `flag-${Number(ask.number.replace(/^#/, ""))}.passport.zip`);
  writeNew(out, bytes);
  return [
    `${out} (${bytes.length.toLocaleString("en")} bytes, SHA-256 ${await sha256Hex(bytes)}).`,
    `Anybody can check it with \`netra verify\`, docs/verify/netra_verify.py or the page inside it; the verifier key is \`netra checkpoint --print-key\`.`,
  ];
}

/** A flag's number, as the console shows it or bare. */
const WRITTEN = /^(?:#|B-)?0*([1-9]\d{0,14})$/i;

/**
 * Makes the passport of a flag, as somebody: what this person may not see does not exist. Everything that waits is sealed and signed first, so that each
 * row has its proof; the export is written into the audit trail before the bytes are given away. Throws forbidden, not-found, or conflict.
 */
export async function makePassport(context: Needs, actor: Actor, { number, withPeople }: PassportAsk): Promise<Uint8Array> {
  const digits = WRITTEN.exec(number)?.[1];
  if (digits === undefined)
    throw invalid("flag-number", `${JSON.stringify(number)} is no number of a flag: write it as the console shows it, e.g. B-00012, or 12.`);
  refuseUnless(actor, withPeople);
  const checkpoint = await sealAndSign(context);
  const read = await context.store.as(actor, async (tx) => {
    const flag = await tx.passports.readFlag(Number(digits));
    const people = withPeople ? await readPeople(tx, flag) : null;
    return {
      flag,
      people,
      leaves: await tx.ledger.listLeavesOf(sealedRowsOf(flag)),
      hashes: await tx.ledger.listHashes(checkpoint.size),
      name: await tx.ledger.origin(),
    };
  });
  const { name, flag } = read;
  const parts = await assemblePassport({ ...read, checkpoint, now: context.clock() });
  const bytes = await buildPassport({ ...parts, key: await importSigningKey(context.keys.checkpoint), name }).catch(explainRefusal);
  await context.store.as(actor, async (tx) =>
    tx.audit.append({
      act: "passport.exported",
      objectType: "flag",
      objectId: flag.id,
      region: flag.region,
      detail: { sha256: await sha256Hex(bytes), withPeople, checkpoint: checkpoint.size },
    }),
  );
  return bytes;
}

function refuseUnless({ role }: Actor, withPeople: boolean): void {
  const may = (permission: "passport.export" | "passport.name"): boolean => can(role as Parameters<typeof can>[0], permission);
  if (!may("passport.export")) throw forbidden("role-may-not", `The role ${role} may not export a passport: name a supervisor or an auditor.`);
  if (withPeople && !may("passport.name")) throw forbidden("role-may-not", `The role ${role} may not name people in a passport: name a supervisor.`);
}

/** Who it is, as a reader sees it after opening the identity. Refused where the link is only inferred or was taken back. */
async function readPeople(
  tx: Tx,
  flag: { readonly id: string; readonly link: "declared" | "agency_verified" | "inferred"; readonly linkRevoked: boolean; readonly region: string },
): Promise<Record<string, unknown>> {
  const { name, nipEnd, ...person } = await tx.triage.readIdentity(flag.id);
  const shown = exportableName({ link: flag.link, revoked: flag.linkRevoked, name });
  return { ...person, name: shown, nip_end: nipEnd, link: flag.link };
}

async function findExporter({ store }: Pick<Context, "store">, username: string): Promise<Actor> {
  const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
  if (!user?.active)
    throw new DomainError("not-found", "user-not-found", `No active user named ${JSON.stringify(username)}: see \`netra users list\`.`);
  return { process: "api", kind: "person", id: user.id, role: user.role, regions: user.regions };
}

const explainRefusal = (error: unknown): never => {
  if (!(error instanceof EvidenceError)) throw error;
  throw conflict(
    "passport-refused",
    `What is kept of this flag does not hold together, so no passport was made: ${error.message}. Run \`netra ledger check\`.`,
  );
};

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
