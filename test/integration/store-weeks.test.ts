import { systemActor } from "@netra/store";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { age, arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, person, publish, register, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
});
afterAll(() => world.close());

const custody = systemActor("custody");
const partitions = async (): Promise<string[]> =>
  (await world.see<{ name: string }>("select relname as name from pg_class where relispartition and relkind = 'r' order by 1")).map(
    (row) => row.name,
  );
const ensure = (monday: string) => world.see("select netra.ensure_week($1)", [monday]);

describe("the partitions of a week", () => {
  it("are made for this week and those ahead, and making them again changes nothing", async () => {
    await world.store.as(custody, (tx) => tx.posts.ensureWeek(8));
    const made = await partitions();
    expect(made).toHaveLength(18);
    await world.store.as(custody, (tx) => tx.posts.ensureWeek(8));
    expect(await partitions()).toEqual(made);
  });

  it("are made once by many who need them at the same moment", async () => {
    const before = (await partitions()).length;
    await Promise.all(Array.from({ length: 8 }, () => world.store.as(systemActor("ingest"), (tx) => tx.posts.ensureWeek(10))));
    expect((await partitions()).length).toBe(before + 4);
  });

  it("once they are there, keep no page waiting for another", async () => {
    const ingest = systemActor("ingest");
    await world.store.as(ingest, async (tx) => {
      await tx.posts.ensureWeek();
      // The first page is still being saved.
      await world.store.as(ingest, (other) => other.posts.ensureWeek());
    });
  });

  it("carry the ISO year of their Thursday, so that no two weeks share a name", async () => {
    await ensure("2024-12-30");
    await ensure("2026-12-28");
    expect(await partitions()).toEqual(expect.arrayContaining(["capture_body_2025w01", "capture_body_2026w53", "classification_detail_2026w53"]));
  });

  it("begin on a Monday or not at all", async () => {
    await expect(ensure("2026-11-17")).rejects.toThrow("2026-11-17 is not a Monday");
    await expect(world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("kemarin"))).rejects.toThrow();
    await expect(world.see("select netra.drop_week('2026-11-17')")).rejects.toThrow("2026-11-17 is not a Monday");
  });
});

describe("beside somebody who writes down a reading, and then copies the bytes", () => {
  /** A reading of this week in the order in which `classify` writes: the detail first, the bytes after it. */
  async function reading(between: (reader: pg.Client) => Promise<void>): Promise<void> {
    await world.store.as(custody, (tx) => tx.posts.ensureWeek());
    const reader = new pg.Client(world.server.url(world.server.database));
    await reader.connect();
    try {
      await reader.query("begin");
      await reader.query(`insert into netra.classification_detail (classification_id, week, region, body)
        values (gen_random_uuid(), date_trunc('week', clock_timestamp() at time zone 'Asia/Jakarta')::date, '${HERE}', '{}')`);
      await between(reader);
      await reader.query("select count(*) from netra.capture_body");
      await reader.query("rollback");
    } finally {
      await reader.end();
    }
  }

  it("weeks are made at once", async () => {
    const before = (await partitions()).length;
    await reading(() => world.store.as(custody, (tx) => tx.posts.ensureWeek(14)));
    expect((await partitions()).length).toBeGreaterThan(before);
  });

  it("a week is dropped after it, and neither is ended by the other", async () => {
    await ensure("2026-01-12");
    let dropped: Promise<unknown> = Promise.resolve();
    await reading(async () => {
      dropped = world.see("select netra.drop_week('2026-01-12')");
      await expect.poll(() => world.see("select from pg_locks where not granted"), { timeout: 60_000 }).not.toHaveLength(0);
    });
    await dropped;
    expect(await partitions()).not.toContain("capture_body_2026w03");
  });
});

describe("dropping old weeks", () => {
  let flagged: { versionId: string; postId: string };
  let plain: { versionId: string; postId: string };
  let waiting: { versionId: string; postId: string };
  const OLD = "2026-01-05";

  beforeEach(async () => {
    const owner = await register(world, HERE);
    flagged = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
    plain = await arrive(world, owner, { text: "Selamat pagi" });
    await classifier(world)({ versionIds: [flagged.versionId, plain.versionId] });
    waiting = await arrive(world, owner);
    for (const { versionId } of [flagged, plain, waiting]) await age(world, versionId, OLD);
  });

  const versions = (ids: readonly { versionId: string }[]) =>
    world.see<{ id: string; hash: number; state: string; gone: boolean }>(
      "select id, octet_length(sha256) as hash, state, body_dropped_at is not null as gone from post_version where id = any($1) order by array_position($1, id)",
      [ids.map(({ versionId }) => versionId)],
    );

  it("keeps ids and hashes, the pinned bytes of a flag, and everything of this week", async () => {
    const owner = await register(world, HERE);
    const fresh = await arrive(world, owner);
    expect(await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2026-02-01"))).toBe(3);
    expect(await partitions()).not.toContain("capture_body_2026w02");
    expect(await versions([flagged, plain, fresh])).toEqual([
      { id: flagged.versionId, hash: 32, state: "classified", gone: true },
      { id: plain.versionId, hash: 32, state: "classified", gone: true },
      { id: fresh.versionId, hash: 32, state: "pending", gone: false },
    ]);
    expect(await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2026-02-01"))).toBe(0);

    const reader = await person(world, "analyst", [HERE]);
    const [flag] = await world.see<{ id: string }>("select id from flag where version_id = $1", [flagged.versionId]);
    const read = await world.store.as(reader, (tx) => tx.triage.read(flag?.id ?? ""));
    expect(read.versions).toMatchObject([{ text: `Dukung ${FIRST}, ${PHRASE}`, pinned: true }]);
    expect(read.classification).toMatchObject({ stance: "support", scoreTenths: 100, detail: { scoreTenths: 100, flagged: true } });
    const evidence = await world.store.as(reader, (tx) => tx.triage.readEvidence(flag?.id ?? "", flagged.versionId));
    expect(evidence.raw.toString()).toContain(PHRASE);
  });

  it("leaves a week alone that began on the very day", async () => {
    expect(await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore(OLD))).toBe(0);
    expect(await partitions()).toContain("capture_body_2026w02");
    await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2026-02-01"));
  });

  it("a version whose bytes went before it was read is set aside and says why, and its neighbours are read", async () => {
    const neighbour = await arrive(world, await register(world, HERE));
    await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2026-02-01"));
    expect(await classifier(world)({ versionIds: [waiting.versionId, neighbour.versionId] })).toMatchObject({ read: 1, failed: 0 });
    expect(await world.see("select state, quarantine_reason, attempts, lease_token from post_version where id = $1", [waiting.versionId])).toEqual([
      { state: "quarantined", quarantine_reason: "body-dropped", attempts: 0, lease_token: null },
    ]);
  });

  it("a changed contest does not ask for bytes that are gone", async () => {
    await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2026-02-01"));
    await world.store.as(systemActor("operator"), (tx) => tx.posts.reopenSince(new Date(0)));
    expect((await versions([plain]))[0]).toMatchObject({ state: "classified" });
  });
});
