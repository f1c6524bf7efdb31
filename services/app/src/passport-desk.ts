import { loadReferrals } from "@netra/config";
import { can, conflict, exportableName, type FileGuard, forbidden, type PassportReason, type Role } from "@netra/domain";
import { buildPassport, EvidenceError, importSigningKey, sha256Hex } from "@netra/evidence";
import { requireAllSeen } from "@netra/service-api";
import { type Actor, type FileForPassport, type FlagForPassport, type LeafBesideRow, systemActor, type Tx } from "@netra/store";
import { checkpointer, sealer, stampsOf, verifierKey } from "./checkpoints.ts";
import type { Context } from "./context.ts";
import { assemblePassport, isEnclosed } from "./passport.ts";
import { sealedRowsOf } from "./passport-flag.ts";

export type PassportNeeds = Pick<Context, "store" | "keys" | "config" | "log" | "clock" | "blobs">;

export interface PassportAsk {
  readonly kind: "flag" | "case";
  /** By its id or number; a case by the number of a flag in it too. */
  readonly which: { readonly id: string } | { readonly number: number } | { readonly flagNumber: number };
  /** Name the person behind the account too. */
  readonly withPeople: boolean;
  /** True: only hash and proof of pictures and files. False: all of them whole. Without it: all but guarded originals; see `isEnclosed`. */
  readonly withoutFiles?: boolean | undefined;
  /** Goes to the audit trail. */
  readonly reason: PassportReason;
}

/** A passport, and the number of what it is about. */
export interface MadePassport {
  readonly bytes: Uint8Array;
  readonly number: string;
  /** How many guarded originals are in it with hash and proof only, by why they are guarded. */
  readonly leftOut: Readonly<Record<FileGuard, number>>;
}

/**
 * Makes the passport of a flag or of a case, as somebody: what this person may not see does not exist, and what they may not see yet is refused (`requireAllSeen`). Everything that
 * waits is sealed first, so that each row has its proof; a checkpoint that an authority has stamped is taken where one holds all of it, else a new one is signed. The export is
 * written into the audit trail with its reason before the bytes are given away. Throws forbidden, not-found, or conflict.
 */
export async function makePassport(context: PassportNeeds, actor: Actor, ask: PassportAsk): Promise<MadePassport> {
  refuseUnless(actor, ask.withPeople);
  await sealer(context)();
  const read = await context.store.as(actor, (tx) => readAll(tx, actor, ask));
  const checkpoint = await chooseCheckpoint(context, read.leaves);
  const [hashes, name] = await context.store.as(
    actor,
    async (tx) => [await tx.ledger.listHashes(checkpoint.size), await tx.ledger.origin()] as const,
  );
  const source = {
    ...read,
    checkpoint,
    hashes,
    referrals: loadReferrals(),
    now: context.clock(),
    blobs: context.blobs,
    withoutFiles: ask.withoutFiles,
  };
  const parts = await assemblePassport(source);
  const bytes = await buildPassport({ ...parts, key: await importSigningKey(context.keys.checkpoint), name }).catch(explainRefusal);
  const guarded = read.flags.flatMap(({ files }) => files).filter(({ guarded }) => guarded !== null);
  const given = countGuards(guarded.filter((file) => isEnclosed(file, ask.withoutFiles)));
  await context.store.as(actor, async (tx) =>
    tx.audit.append({
      act: "passport.exported",
      objectType: ask.kind,
      objectId: read.of.id,
      region: read.region,
      reason: ask.reason,
      detail: {
        sha256: await sha256Hex(bytes),
        withPeople: ask.withPeople,
        checkpoint: checkpoint.size,
        ...(given.citizen === 0 ? {} : { citizenFiles: given.citizen }),
        ...(given.masked === 0 ? {} : { maskedOriginals: given.masked }),
      },
    }),
  );
  return { bytes, number: read.of.number, leftOut: countGuards(guarded.filter((file) => !isEnclosed(file, ask.withoutFiles))) };
}

const countGuards = (files: readonly Pick<FileForPassport, "guarded">[]): Record<FileGuard, number> => ({
  citizen: files.filter(({ guarded }) => guarded === "citizen").length,
  masked: files.filter(({ guarded }) => guarded === "masked").length,
});

/** Makes passports for the API, one after the other: each is held in memory whole, and checked there. */
export function passportDesk(context: PassportNeeds) {
  let last: Promise<unknown> = Promise.resolve();
  return {
    make(actor: Actor, ask: PassportAsk): Promise<MadePassport> {
      const made = last.then(() => makePassport(context, actor, ask));
      last = made.catch(() => undefined);
      return made;
    },
    verifierKey: () => verifierKey(context),
  };
}

async function readAll(tx: Tx, actor: Actor, { kind, which, withPeople }: PassportAsk) {
  const of =
    kind === "case" ? await tx.passports.readCase(which) : await tx.passports.readFlag("flagNumber" in which ? { number: which.flagNumber } : which);
  const flagIds = "flags" in of ? of.flags.map(({ id }) => id) : [of.id];
  await requireAllSeen(tx, { id: actor.id ?? "", role: actor.role as Role, regions: actor.regions }, { kind, region: of.region, flagIds });
  const read: FlagForPassport[] = [];
  if ("flags" in of) for (const id of flagIds) read.push(await tx.passports.readFlag({ id }));
  else read.push(of);
  const flags = shareMasks(read);
  const people = withPeople ? await readPeople(tx, flags) : null;
  const leaves = await tx.ledger.listLeavesOf(flags.flatMap(sealedRowsOf));
  const steps = "steps" in of ? of.steps : null;
  return { of: { kind, id: of.id, number: of.number }, region: of.region, flags, steps, people, leaves };
}

/** What was covered in one post of a case is covered in every other that shows the same bytes. */
function shareMasks(flags: readonly FlagForPassport[]): FlagForPassport[] {
  const masks = new Map(flags.flatMap(({ files }) => files.flatMap(({ sha256, mask }) => (mask === null ? [] : [[sha256, mask] as const]))));
  const share = (file: FileForPassport): FileForPassport => {
    const mask = file.mask ?? masks.get(file.sha256);
    // What a machine read may stand under the mask.
    return mask === undefined ? file : { ...file, mask, guarded: file.guarded ?? "masked", words: null };
  };
  return flags.map((flag) => ({ ...flag, files: flag.files.map(share) }));
}

/** The oldest stamped checkpoint that holds these leaves says most about when they were there. */
async function chooseCheckpoint(context: PassportNeeds, leaves: readonly LeafBesideRow[]) {
  const size = leaves.reduce((most, { index }) => Math.max(most, index + 1), 0);
  const stamped = await context.store.as(systemActor("custody"), (tx) => tx.stamps.findStamped(size));
  if (stamped) return stamped;
  const { size: signed, note } = await checkpointer(context)();
  return { size: signed, note, token: await stampsOf(context).one(signed) };
}

function refuseUnless({ role }: Actor, withPeople: boolean): void {
  const may = (permission: "passport.export" | "passport.name"): boolean => can(role as Parameters<typeof can>[0], permission);
  if (!may("passport.export")) throw forbidden("role-may-not", `The role ${role} may not export a passport: name a supervisor or an auditor.`);
  if (withPeople && !may("passport.name")) throw forbidden("role-may-not", `The role ${role} may not name people in a passport: name a supervisor.`);
}

/** Who it is, as a reader sees it after opening the identity. Refused where one of the links is only inferred or was taken back. */
async function readPeople(tx: Tx, flags: readonly FlagForPassport[]): Promise<Record<string, unknown> | null> {
  const found: Record<string, unknown>[] = [];
  for (const flag of flags) {
    const { name, nipEnd, ...person } = await tx.triage.readIdentity(flag.id);
    const shown = exportableName({ link: flag.link, revoked: flag.linkRevoked, name });
    found.push({ ...person, name: shown, nip_end: nipEnd, link: flag.link });
  }
  const accounts = found.filter(
    (one, index) => found.findIndex(({ platform, handle }) => platform === one.platform && handle === one.handle) === index,
  );
  const [first] = accounts;
  // A case is one person's, who may have several accounts.
  return first === undefined || accounts.length === 1 ? (first ?? null) : { ...first, accounts };
}

const explainRefusal = (error: unknown): never => {
  if (!(error instanceof EvidenceError)) throw error;
  throw conflict(
    "passport-refused",
    `What is kept of this does not hold together, so no passport was made: ${error.message}. Run \`netra ledger check\`.`,
  );
};
