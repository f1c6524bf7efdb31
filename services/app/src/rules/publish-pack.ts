import { checkRulePack, describeProblem, type RulePack } from "@netra/classifier";
import { can, conflict, DomainError, decidePack, forbidden, invalid, notFound, type Permission, WHOLE_COUNTRY } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import { type PackStanding, systemActor, type User } from "@netra/store";
import type { Context } from "../context.ts";
import { refuse } from "../publish.ts";
import { asPerson, putLive } from "./pack-desk.ts";

type Deps = Pick<Context, "store" | "log" | "clock">;

/**
 * `netra rules publish PACK --by ENGINEER [--shadow]`: saves a version as a draft, or offers it (`shadow`) for trial and approval. Versions never change: other
 * content needs another number. Nothing is read with it until a supervisor approves.
 */
export async function publishPack(
  { store, log }: Deps,
  pack: RulePack,
  { by, shadow, note }: { readonly by: string; readonly shadow: boolean; readonly note: string | undefined },
): Promise<string> {
  refuse(
    `rule pack ${pack.id}`,
    checkRulePack(pack)
      .filter(({ severity }) => severity === "error")
      .map(describeProblem),
  );
  const person = await actingPerson(store, by, "pack.publish");
  const hash = await contentHash(pack);
  const name = `${pack.id}@${pack.version}`;
  const state = await store.as(asPerson(person), async (tx) => {
    await tx.packs.lockPublishing();
    const known = await tx.packs.lockVersion(pack.id, pack.version);
    if (known !== undefined && known.hash !== hash)
      throw conflict("pack-version-taken", `${name} is published with other content, and a version never changes: raise "version" in pack.yaml.`);
    if (known !== undefined && !(shadow && known.state === "draft")) return `${standing(known)} already`;
    if (known === undefined)
      await tx.packs.saveVersion({ packId: pack.id, version: pack.version, hash, body: pack, state: shadow ? "shadow" : "draft" });
    else {
      decidePack(known, "offer", person);
      await tx.packs.offer(hash);
    }
    const to = shadow ? "shadow" : "draft";
    await tx.audit.append({
      act: `pack.${to}`,
      objectType: "rule-pack",
      objectId: hash,
      region: WHOLE_COUNTRY,
      ...(note === undefined ? {} : { reason: note }),
    });
    return to;
  });
  if (!state.endsWith("already")) log.info("pack.saved", { pack: pack.id, hash });
  const next = state.startsWith("draft")
    ? "Offer it with --shadow."
    : state.startsWith("shadow")
      ? `Try it with netra rules diff live …; another person approves it: netra rules approve ${name} --by SUPERVISOR.`
      : state.startsWith("refused")
        ? 'It is not offered again: raise "version" in pack.yaml.'
        : "";
  return `${name} is ${state} (${hash}). ${next}`.trim();
}

/** `netra rules approve PACK@VERSION --by SUPERVISOR`: puts an offered version live, retires the one before, and has young posts read again. */
export async function approvePack(
  { store, log, clock }: Deps,
  name: string,
  { by, note }: { readonly by: string; readonly note: string | undefined },
): Promise<string> {
  const [, packId, number] = /^([a-z0-9-]+)@(\d{1,6})$/.exec(name) ?? [];
  if (packId === undefined)
    throw invalid("pack-name", `${JSON.stringify(name)} is no version: write PACK@VERSION, as inti@2; netra rules list shows them.`);
  const person = await actingPerson(store, by, "pack.approve");
  const { version, reread } = await store.as(asPerson(person), async (tx) => {
    await tx.packs.lockPublishing();
    const version = await tx.packs.lockVersion(packId, Number(number));
    if (version === undefined) throw new DomainError("not-found", "pack-version-not-found", `No version ${name} is published: see netra rules list.`);
    return { version, reread: await putLive(tx, version, person, { now: clock(), note: note ?? "" }) };
  });
  log.info("pack.approved", { pack: packId, hash: version.hash });
  return `${name} is live. ${reread} young posts are read again; older ones keep their reading.`;
}

/** `netra rules list`: every published version, newest first. */
export async function listPacks({ store }: Pick<Context, "store">): Promise<string[]> {
  const versions = await store.as(systemActor("operator"), (tx) => tx.packs.list());
  return versions.length === 0 ? ["No rule pack is published: the first start publishes inti."] : versions.map(describeVersion);
}

/** How a version stands, as it is told: a refused one is a draft that is not offered again. */
const standing = ({ state, refusedAt }: Pick<PackStanding, "state" | "refusedAt">): string =>
  state === "draft" && refusedAt !== null ? "refused" : state;

function describeVersion(known: PackStanding): string {
  const { packId, version, publishedAt, publisher, confirmedAt, confirmer, hash } = known;
  const day = (at: Date): string => at.toISOString().slice(0, 10);
  const confirmed = confirmedAt === null ? "" : `, confirmed ${day(confirmedAt)} by ${confirmer ?? "the system"}`;
  return `${`${packId}@${version}`.padEnd(16)} ${standing(known).padEnd(8)} published ${day(publishedAt)} by ${publisher ?? "the system"}${confirmed}  ${hash}`;
}

/** The pack that posts are read with now. */
export async function livePack({ store }: Pick<Context, "store">): Promise<RulePack> {
  const live = await store.as(systemActor("operator"), (tx) => tx.packs.findLive());
  if (live === undefined) throw notFound("live rule pack");
  return live.body as RulePack;
}

async function actingPerson(store: Context["store"], username: string, permission: Permission): Promise<User> {
  const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
  if (!user?.active) throw new DomainError("not-found", "user-not-found", `No active user named ${JSON.stringify(username)}: see netra users list.`);
  if (!can(user.role, permission))
    throw forbidden("role-may-not", `The role ${user.role} may not do this: name ${permission === "pack.publish" ? "an engineer" : "a supervisor"}.`);
  return user;
}
