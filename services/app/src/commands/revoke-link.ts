import { conflict, DomainError, PLATFORMS, type Platform } from "@netra/domain";
import { type Cascade, revokeCascade } from "@netra/service-api";
import type { Context } from "../context.ts";
import { findSupervisor } from "./find-supervisor.ts";

type Deps = Pick<Context, "store">;

/**
 * `netra accounts revoke PLATFORM HANDLE --by USERNAME --reason TEXT [--not-a-civil-servant]`: an account turns out not to be this civil servant's. In one transaction,
 * in the name of the supervisor who says so, with that person's rights and regions: what contained its flags is listed for correction, every flag on its posts is
 * withdrawn from whatever state, and, when whose it is turns out to be no civil servant, what was captured of it is purged. Other links of the person stand.
 */
export async function revokeLink(
  { store }: Deps,
  on: { platform: string; handle: string; by: string; reason: string; purge?: boolean },
): Promise<string> {
  const platform = parsePlatform(on.platform);
  const supervisor = await findSupervisor(store, { username: on.by, permission: "link.revoke", deed: "revoke a link" });
  const cascade = await store.as(supervisor, async (tx) => {
    const account = await tx.accounts.findByHandle(platform, on.handle);
    if (!account)
      throw new DomainError(
        "not-found",
        "account-not-found",
        "No such account is registered in this supervisor's regions: check platform and handle.",
      );
    return revokeCascade(tx, [account], { cause: "link_revoked", reason: on.reason, purge: on.purge === true });
  });
  return `The link is revoked; nothing more is fetched for this account. ${sayCascade(cascade)}`;
}

/**
 * `netra people not-a-civil-servant ID --by USERNAME --reason TEXT`: there is no lawful ground to keep anything of this person. In one transaction every link is revoked
 * with all that follows, all captures are purged, and the NIP is forgotten. Refused when something of the person lies outside the supervisor's regions.
 */
export async function markNotCivilServant({ store }: Deps, on: { id: string; by: string; reason: string }): Promise<string> {
  requirePersonId(on.id);
  const supervisor = await findSupervisor(store, { username: on.by, permission: "link.revoke", deed: "revoke a link" });
  const { accounts, cascade } = await store.as(supervisor, async (tx) => {
    await tx.recusals.refuseKept({ accountIds: [], civilServantId: on.id });
    const { region, accounts } = await tx.registry.markNotCivilServant(on.id);
    const cascade = await revokeCascade(tx, accounts, { cause: "not_civil_servant", reason: on.reason, purge: true });
    await tx.audit.append({
      act: "person.not-a-civil-servant",
      objectType: "civil-servant",
      objectId: on.id,
      region,
      reason: on.reason,
      detail: { accounts: accounts.length },
    });
    return { accounts: accounts.length, cascade };
  });
  return `This person is marked as no civil servant, and the NIP is forgotten. Accounts: ${accounts}. ${sayCascade(cascade)}`;
}

/**
 * `netra people civil-servant-again ID --by USERNAME --reason TEXT`: the word that somebody is no civil servant was wrong. The purge stands and no link comes back; the next register
 * that holds the person brings number and accounts.
 */
export async function markCivilServantAgain({ store }: Deps, on: { id: string; by: string; reason: string }): Promise<string> {
  requirePersonId(on.id);
  const supervisor = await findSupervisor(store, { username: on.by, permission: "link.revoke", deed: "take such a word back" });
  await store.as(supervisor, async (tx) => {
    await tx.recusals.refuseKept({ accountIds: [], civilServantId: on.id });
    const { region } = await tx.registry.markCivilServantAgain(on.id);
    await tx.audit.append({ act: "person.civil-servant-again", objectType: "civil-servant", objectId: on.id, region, reason: on.reason });
  });
  return [
    "This person may be registered again.",
    "What was purged does not come back, withdrawn flags stay withdrawn, and no account is linked or fetched yet.",
    "Import the agency's register with this person in it (`netra registry import FILE --kind accounts`): it brings the NIP back and links the accounts anew.",
  ].join(" ");
}

function requirePersonId(id: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new DomainError("invalid", "person-id-invalid", "This is no id of a person: `netra people find PLATFORM HANDLE --by USERNAME` gives it.");
}

function sayCascade({ flags, corrections, purged }: Cascade): string {
  const kept = purged
    ? `Purged: ${purged.versions} versions of posts, ${purged.captures} captures sent by hand, ${purged.files} files.`
    : "What was captured of it stays.";
  const correct =
    corrections === 0 ? "Nothing that went out is to be corrected." : `To be corrected: ${corrections}; \`netra registry corrections\` lists them.`;
  return `Flags withdrawn: ${flags}. ${kept} ${correct}`;
}

/** Throws invalid `platform-unknown`. */
export function parsePlatform(name: string): Platform {
  const platform = PLATFORMS.find((known) => known === name);
  if (!platform)
    throw new DomainError("invalid", "platform-unknown", `No platform is called ${JSON.stringify(name)}: one of ${PLATFORMS.join(", ")}.`);
  return platform;
}

/** `netra registry corrections --by USERNAME`: what still waits for a correction within that person's regions. */
export async function listCorrections({ store }: Deps, by: string): Promise<string[]> {
  const supervisor = await findSupervisor(store, { username: by, permission: "link.revoke", deed: "see what is to be corrected" });
  const rows = await store.as(supervisor, (tx) => tx.registry.openCorrections());
  if (rows.length === 0) return ["Nothing waits for a correction."];
  return rows.map((row) =>
    [row.id, row.foundAt.toISOString().slice(0, 10), row.region.padEnd(5), row.kind.padEnd(8), row.objectId, row.cause].join("  "),
  );
}

/** `netra registry corrected ID --by USERNAME --note TEXT`: what was done about it. */
export async function settleCorrection({ store }: Deps, on: { id: string; by: string; note: string }): Promise<string> {
  const supervisor = await findSupervisor(store, { username: on.by, permission: "link.revoke", deed: "settle a correction" });
  await store.as(supervisor, async (tx) => {
    const settled = await tx.registry.settleCorrection(on.id, on.note);
    if (!settled) throw conflict("correction-settled", "No such correction waits in this supervisor's regions: see `netra registry corrections`.");
    await tx.audit.append({ act: "correction.settled", objectType: "correction", objectId: on.id, region: settled.region, reason: on.note });
  });
  return "Noted.";
}
