import { systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { arrive, classifier, contestIn, ELSEWHERE, FIRST, HERE, openWorld, PHRASE, person, publish, register, type World } from "../support/world.ts";

let world: World;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  world = await openWorld();
  owner = await register(world, HERE);
  await publish(world, contestIn(HERE));
});
afterEach(() => world.close());

const house = () => world.store.as(systemActor("classify"), (tx) => tx.status.readHouse());
const flagged = (region = owner) => arrive(world, region, { text: `Dukung ${FIRST}, ${PHRASE}` });
const read = (...versionIds: string[]) => classifier(world)({ versionIds });

describe("the house in numbers", () => {
  it("names every state, also one that nothing is in", async () => {
    await world.see("update account set due_at = clock_timestamp() + interval '1 hour'");
    expect(await house()).toEqual({
      accounts: { overdue: 0, worstLateSeconds: 0 },
      versions: { pending: 0, classified: 0, quarantined: 0 },
      oldestUnreadSeconds: 0,
      flags: { open: 0, claimed: 0, needs_info: 0, awaiting_second: 0, disputed: 0, escalated: 0, closed: 0, withdrawn: 0 },
      claims: { live: 0, lapsed: 0 },
      fixityFaults: 0,
      stamps: { waiting: 0, oldestSeconds: 0 },
      checkpointMailsWaiting: 0,
      digestsFailed: 0,
      reportMailsFailed: 0,
    });
  });

  it("counts versions and flags of every region", async () => {
    await publish(world, contestIn(ELSEWHERE));
    const [here, elsewhere] = [await flagged(), await flagged(await register(world, ELSEWHERE))];
    await read(here.versionId, elsewhere.versionId);
    const { versionId } = await arrive(world, owner);
    await world.see("update post_version set state = 'quarantined' where id = $1", [versionId]);
    await arrive(world, owner);
    expect(await house()).toMatchObject({ versions: { pending: 1, classified: 2, quarantined: 1 }, flags: { open: 2 } });
  });

  it("calls an account overdue that nobody has fetched for a minute after its time, and no other", async () => {
    const others = await Promise.all([1, 2, 3, 4].map(() => register(world, HERE)));
    const due = (id: string, ago: string, more = "") =>
      world.see(`update account set due_at = clock_timestamp() - interval '${ago}'${more} where id = $1`, [id]);
    await due(owner.id, "50 seconds");
    await due(others[0]?.id ?? "", "1 hour");
    await due(others[1]?.id ?? "", "2 hours", ", lease_until = clock_timestamp() + interval '1 minute'");
    await due(others[2]?.id ?? "", "2 hours", ", revoked_at = clock_timestamp()");
    await due(others[3]?.id ?? "", "2 hours", ", link = 'inferred', expires_at = 'infinity'");
    const { accounts } = await house();
    expect(accounts.overdue).toBe(1);
    expect(accounts.worstLateSeconds).toBeGreaterThanOrEqual(3_600);
    expect(accounts.worstLateSeconds).toBeLessThan(7_200);
  });

  it("knows the age of the oldest version that waits and was never read", async () => {
    const [old, young, again] = [await arrive(world, owner), await arrive(world, owner), await arrive(world, owner)];
    await world.see("update post_version set captured_at = clock_timestamp() - interval '2 hours' where id = $1", [old.versionId]);
    await world.see("update post_version set captured_at = clock_timestamp() - interval '9 days' where id = $1", [again.versionId]);
    await read(again.versionId);
    // A pack or contest changed: what was read waits to be read again, which is no delay.
    await world.see("update post_version set state = 'pending' where id = $1", [again.versionId]);
    const age = (await house()).oldestUnreadSeconds;
    expect(age).toBeGreaterThanOrEqual(7_200);
    expect(age).toBeLessThan(86_400);
    await read(old.versionId);
    expect((await house()).oldestUnreadSeconds).toBeLessThan(7_200);
    await read(young.versionId);
    expect((await house()).oldestUnreadSeconds).toBe(0);
  });

  it("tells a claim that lapsed from one that is live, and counts its flag as it stands", async () => {
    const versions = [await flagged(), await flagged()];
    await read(...versions.map(({ versionId }) => versionId));
    const analyst = await person(world, "analyst", [HERE]);
    const flags = await world.see<{ id: string }>("select id from flag");
    for (const { id } of flags) await world.store.as(analyst, async (tx) => tx.triage.claim(await tx.triage.lock(id), 15));
    expect(await house()).toMatchObject({ claims: { live: 2, lapsed: 0 }, flags: { open: 0, claimed: 2 } });
    await world.see("update flag_lease set until = clock_timestamp() - interval '1 second' where flag_id = $1", [flags[0]?.id]);
    expect(await house()).toMatchObject({ claims: { live: 1, lapsed: 1 }, flags: { open: 1, claimed: 1 } });
  });

  it("is counted in a transaction that can write nothing", async () => {
    const { versionId } = await arrive(world, owner);
    const act = world.store.as(systemActor("classify"), async (tx) => {
      await tx.status.readHouse();
      await tx.posts.claimVersions([versionId], 15);
    });
    await expect(act).rejects.toMatchObject({ code: "25006" });
  });
});

describe("the pulse", () => {
  it("is the database's time and whether its schema is this code's", async () => {
    const [{ now } = { now: new Date(0) }] = await world.see<{ now: Date }>("select clock_timestamp() as now");
    const pulse = await world.store.pulse();
    expect(pulse.schemaFits).toBe(true);
    expect(pulse.now.getTime()).toBeGreaterThanOrEqual(now.getTime());
  });

  it.each([
    ["newer", "insert into netra_migration.kysely_migration (name, timestamp) values ('9999_later', 'x')"],
    ["older", "delete from netra_migration.kysely_migration where name = (select max(name) from netra_migration.kysely_migration)"],
  ])("does not fit when the database is %s", async (_what, change) => {
    await world.see(change);
    expect((await world.store.pulse()).schemaFits).toBe(false);
  });
});
