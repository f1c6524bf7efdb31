import type { Contest } from "@netra/classifier";
import { DomainError, invalid, LINK_ATTRIBUTES } from "@netra/domain";
import { type Actor, type AttributeNoted, systemActor } from "@netra/store";
import type { Context } from "../context.ts";
import { findSupervisor } from "./find-supervisor.ts";
import { parsePlatform } from "./revoke-link.ts";

type Deps = Pick<Context, "store">;

/** The register is written by the operator's process, in the person's name and regions. */
const asOperator = (person: Actor): Actor => ({ ...person, process: "operator" });

/** `netra accounts renamed PLATFORM OLD NEW --by USERNAME --evidence TEXT`: the same account, another handle. Posts stay, the old handle is kept with its time. */
export async function renameAccount(
  { store }: Deps,
  on: { platform: string; from: string; to: string; by: string; evidence: string },
): Promise<string> {
  const platform = parsePlatform(on.platform);
  if (on.to.trim().replace(/^@/, "") === "" || on.to.includes("://"))
    throw invalid("handle-invalid", "The new handle is not a handle: write the account's name alone, without an address.");
  const supervisor = await findSupervisor(store, { username: on.by, permission: "registry.write", deed: "change the register" });
  await store.as(asOperator(supervisor), async (tx) => {
    const { id, region } = await tx.registry.rename(platform, on);
    await tx.audit.append({ act: "account.renamed", objectType: "account", objectId: id, region, detail: { platform } });
  });
  return "The account has its new handle and is fetched next. Its posts and flags stay; the old handle is kept with its time.";
}

/** `netra people find PLATFORM HANDLE --by USERNAME`: the id of the person behind an account. No name, no NIP; opening one leaves a trace. */
export async function findPerson({ store }: Deps, on: { platform: string; handle: string; by: string }): Promise<string> {
  const platform = parsePlatform(on.platform);
  const supervisor = await findSupervisor(store, { username: on.by, permission: "registry.write", deed: "look up the register" });
  const person = await store.as(supervisor, async (tx) => {
    const found = await tx.registry.findPerson(platform, on.handle);
    if (found) await tx.audit.append({ act: "person.looked-up", objectType: "civil-servant", objectId: found.id, region: found.region });
    return found;
  });
  if (!person)
    throw new DomainError("not-found", "account-not-found", "No such account is registered in this supervisor's regions: check platform and handle.");
  return `${person.id}  region ${person.region}, linked accounts: ${person.accounts}`;
}

/**
 * `netra accounts infer PLATFORM HANDLE --person ID --contest ID --receipt NO --seen "KIND|SOURCE[|VALUE]"… --seen-by USERNAME --by USERNAME`: a link for one received tip. It is
 * never fetched, never exported with a name, and ends with the contest's watch window.
 */
export async function inferLink(
  { store }: Deps,
  on: { platform: string; handle: string; person: string; contest: string; receipt: string; seen: readonly string[]; seenBy: string; by: string },
): Promise<string> {
  const platform = parsePlatform(on.platform);
  const reviewer = await findSupervisor(store, { username: on.by, permission: "registry.write", deed: "change the register" });
  const finder = await store.as(systemActor("operator"), (tx) => tx.users.findByName(on.seenBy));
  if (!finder) throw new DomainError("not-found", "user-not-found", `No user named ${JSON.stringify(on.seenBy)}: see \`netra users list\`.`);
  const evidence = on.seen.map((text) => parseSeen(text, finder.id));
  const expires = await store.as(asOperator(reviewer), async (tx) => {
    const contest = await tx.contests.findLive(on.contest);
    if (!contest) throw new DomainError("not-found", "contest-not-found", `No contest ${JSON.stringify(on.contest)} is published.`);
    const { to } = (contest.body as Contest).watch;
    const { id, region } = await tx.registry.inferLink({
      civilServantId: on.person,
      platform,
      handle: on.handle,
      receiptNo: on.receipt,
      contestId: on.contest,
      expiresAt: new Date(Date.parse(`${to}T00:00:00+07:00`) + 86_400_000),
      evidence,
    });
    await tx.audit.append({
      act: "link.inferred",
      objectType: "account",
      objectId: id,
      region,
      detail: { contest: on.contest, attributes: evidence.map(({ kind }) => kind) },
    });
    return to;
  });
  return `Linked for this tip until the end of ${expires}. It is not fetched, and cannot be exported with a name.`;
}

/** `workplace|receipt T-211126-0047, photo 2|Dinas Contoh`. The value is optional and stored as a keyed hash. */
function parseSeen(text: string, by: string): AttributeNoted {
  const [kindText, source, ...value] = text.split("|").map((part) => part.trim());
  const kind = LINK_ATTRIBUTES.find((known) => known === kindText);
  if (!kind || kind === "declaration" || kind === "agency_letter" || !source)
    throw invalid(
      "attribute-invalid",
      `--seen is "KIND|SOURCE" or "KIND|SOURCE|VALUE"; kinds: ${LINK_ATTRIBUTES.filter((known) => known !== "declaration" && known !== "agency_letter").join(", ")}.`,
    );
  return { kind, source, value: value.length === 0 ? null : value.join("|"), by };
}
