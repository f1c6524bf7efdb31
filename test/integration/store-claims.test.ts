import { contentHash } from "@netra/evidence";
import { ATTEMPTS_BEFORE_QUARANTINE, type ClassifyTurn, systemActor } from "@netra/store";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, publish, register, SECOND, type World } from "../support/world.ts";

const classify = systemActor("classify");
const LEASE = 15;

let world: World;
let owner: Awaited<ReturnType<typeof register>>;
beforeAll(async () => {
  world = await openWorld();
  owner = await register(world, HERE);
  await publish(world, contestIn(HERE));
});
afterEach(() => world.see("update post_version set state = 'classified', lease_until = null, lease_token = null where state = 'pending'"));
afterAll(() => world.close());

const arriveMany = async (count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await arrive(world, owner)).versionId);
  return ids;
};
const claim = (ids: readonly string[]) => world.store.as(classify, (tx) => tx.posts.claimVersions(ids, LEASE));
const claimOne = async (id: string): Promise<ClassifyTurn> => {
  const [turn] = await claim([id]);
  if (!turn) throw new Error("the version was not free");
  return turn;
};
/** Lets a lease run out, as if its worker had been killed that long ago. */
const expire = (...ids: string[]) =>
  world.see("update post_version set lease_until = clock_timestamp() - interval '1 millisecond' where id = any($1)", [ids]);
const row = async (id: string) =>
  (await world.see("select state, attempts, quarantine_reason as reason, lease_token as token from post_version where id = $1", [id]))[0];
const count = async (table: string, id: string) =>
  (await world.see<{ n: number }>(`select count(*)::int as n from ${table} where version_id = $1`, [id]))[0]?.n;

describe("claiming versions", () => {
  it("two workers on the same ids read each version once", async () => {
    const ids = await arriveMany(60);
    const totals = await Promise.all([
      classifier(world)({ versionIds: ids }),
      classifier(world)({ versionIds: ids }),
      classifier(world)({ versionIds: ids.toReversed() }),
    ]);
    expect(totals.reduce((sum, total) => sum + total.read, 0)).toBe(60);
    expect(totals.every((total) => total.failed === 0)).toBe(true);
    for (const id of ids) expect([await count("classification", id), await count("flag", id)]).toEqual([1, 1]);
  });

  it("gives a held version to nobody, and one whose lease ran out to the next", async () => {
    const [id = ""] = await arriveMany(1);
    const first = await claimOne(id);
    expect(await claim([id])).toEqual([]);
    await expire(id);
    const second = await claimOne(id);
    expect(second.token).not.toBe(first.token);
    expect([first.attempts, second.attempts]).toEqual([1, 2]);
  });

  it("is by the database's clock alone: fifteen seconds from now", async () => {
    const [id = ""] = await arriveMany(1);
    await claimOne(id);
    const [left] = await world.see<{ s: number }>(
      "select extract(epoch from lease_until - clock_timestamp())::float8 as s from post_version where id = $1",
      [id],
    );
    expect(left?.s).toBeGreaterThan(LEASE - 5);
    expect(left?.s).toBeLessThanOrEqual(LEASE);
  });

  it("an unknown id, or one that was read, is nobody's", async () => {
    const [id = ""] = await arriveMany(1);
    await classifier(world)({ versionIds: [id] });
    expect(await claim([id, "0192f0c1-7d2e-7aaa-8bbb-000000000001"])).toEqual([]);
  });
});

describe("a worker that comes late", () => {
  it("writes nothing: its flag and classification are rolled back", async () => {
    const { versionId, postId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
    const late = await claimOne(versionId);
    await expire(versionId);
    const winner = await claimOne(versionId);
    const written = world.store.as(classify, async (tx) => {
      await tx.flags.lockPost(postId);
      const id = await tx.flags.saveClassification(late, await reading());
      expect(id).not.toBeNull();
      if (!(await tx.posts.finishVersion(late))) throw new Error("turn-lost");
    });
    await expect(written).rejects.toThrow("turn-lost");
    expect(await count("classification", versionId)).toBe(0);
    expect(await row(versionId)).toMatchObject({ state: "pending", token: winner.token });
    await world.store.as(classify, (tx) => tx.posts.failVersion(late, "too-late"));
    expect(await row(versionId)).toMatchObject({ state: "pending", token: winner.token, reason: null });
  });

  it("opens no flag on bytes that are gone", async () => {
    const { versionId, postId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
    const turn = await claimOne(versionId);
    await world.see("delete from capture_body where version_id = $1", [versionId]);
    const open = world.store.as(classify, async (tx) => {
      await tx.flags.lockPost(postId);
      const said = await reading();
      const classificationId = await tx.flags.saveClassification(turn, said);
      const flag = {
        ...said,
        classificationId: classificationId ?? "",
        raisedBy: "machine",
        tier: "text",
        priority: 1,
        deadlineAt: new Date(),
      } as const;
      await tx.flags.open(turn, flag);
    });
    await expect(open).rejects.toMatchObject({ code: "evidence-missing" });
    expect([await count("flag", versionId), await count("classification", versionId)]).toEqual([0, 0]);
  });

  it("still ends its turn well when nobody took it over", async () => {
    const [id = ""] = await arriveMany(1);
    const turn = await claimOne(id);
    await expire(id);
    expect(await world.store.as(classify, (tx) => tx.posts.finishVersion(turn))).toBe(true);
    expect(await row(id)).toMatchObject({ state: "classified", attempts: 0, token: null });
    expect(await world.store.as(classify, (tx) => tx.posts.finishVersion(turn))).toBe(false);
  });
});

describe("a post that kills its workers", () => {
  it("is claimed three times, then set aside alone and counted", async () => {
    const ids = await arriveMany(3);
    const [poison = "", ...healthy] = ids;
    // It died with everything it was claimed with.
    expect(await claim(ids)).toHaveLength(3);
    await expire(...ids);
    for (let death = 2; death <= ATTEMPTS_BEFORE_QUARANTINE; death += 1) {
      expect((await claimOne(poison)).attempts).toBe(death);
      await expire(poison);
    }
    expect(await claim([poison])).toEqual([]);
    expect(await row(poison)).toMatchObject({ state: "quarantined", reason: "worker-died", token: null });
    for (const id of healthy) expect(await classifier(world)({ versionIds: [id] })).toMatchObject({ read: 1 });
    expect(await world.store.as(systemActor("api"), (tx) => tx.status.read())).toMatchObject({ quarantined: 1 });
  });

  it("once it is a suspect it is taken only when it comes alone", async () => {
    const [suspect = "", healthy = ""] = await arriveMany(2);
    await claimOne(suspect);
    await expire(suspect);
    expect((await claim([suspect, healthy])).map((turn) => turn.versionId)).toEqual([healthy]);
    expect((await claim([suspect])).map((turn) => turn.versionId)).toEqual([suspect]);
  });

  it("and one that fails with an error is back at once, then set aside with its code", async () => {
    const [id = ""] = await arriveMany(1);
    for (let attempt = 1; attempt <= ATTEMPTS_BEFORE_QUARANTINE; attempt += 1) {
      expect(await row(id)).toMatchObject({ state: "pending", token: null });
      const turn = await claimOne(id);
      await world.store.as(classify, (tx) => tx.posts.failVersion(turn, "RangeError"));
    }
    expect(await row(id)).toMatchObject({ state: "quarantined", reason: "RangeError" });
    expect(await claim([id])).toEqual([]);
  });

  it("a database that goes away is not counted against it", async () => {
    const [id = ""] = await arriveMany(1);
    for (let attempt = 1; attempt <= ATTEMPTS_BEFORE_QUARANTINE + 1; attempt += 1) {
      const turn = await claimOne(id);
      await world.store.as(classify, (tx) => tx.posts.failVersion(turn, "database-away"));
    }
    expect(await row(id)).toMatchObject({ state: "pending", attempts: 0 });
  });

  it("a good end forgets earlier failures", async () => {
    const [id = ""] = await arriveMany(1);
    const turn = await claimOne(id);
    await world.store.as(classify, (tx) => tx.posts.failVersion(turn, "40P01"));
    expect(await classifier(world)({ versionIds: [id] })).toMatchObject({ read: 1 });
    expect(await row(id)).toEqual({ state: "classified", attempts: 0, reason: null, token: null });
  });
});

describe("the sweep", () => {
  const scheduler = systemActor("scheduler");
  const sweep = (limit: number, { suspect = false } = {}) =>
    world.store.as(scheduler, (tx) => tx.posts.sweep({ suspect, limit, offeredBeforeSeconds: 15 }));
  const forget = (...ids: string[]) =>
    world.see("update post_version set offered_at = clock_timestamp() - interval '16 seconds' where id = any($1)", [ids]);

  it("offers what nobody offered lately, once, and marks it", async () => {
    const ids = await arriveMany(3);
    expect(await sweep(10)).toEqual([]);
    await forget(...ids);
    expect((await sweep(10)).toSorted()).toEqual(ids.toSorted());
    expect(await sweep(10)).toEqual([]);
  });

  it("keeps to its limit, oldest first, what was never offered before all", async () => {
    const [old = "", older = "", never = ""] = await arriveMany(3);
    await forget(old);
    await world.see("update post_version set offered_at = clock_timestamp() - interval '1 hour' where id = $1", [older]);
    await world.see("update post_version set offered_at = null where id = $1", [never]);
    expect((await sweep(2)).toSorted()).toEqual([older, never].toSorted());
    expect(await sweep(2)).toEqual([old]);
  });

  it("two at once share the work and offer nothing twice", async () => {
    const ids = await arriveMany(40);
    await forget(...ids);
    const [one = [], other = []] = await Promise.all([sweep(40), sweep(40)]);
    expect([...one, ...other].toSorted()).toEqual(ids.toSorted());
  });

  it("leaves alone what somebody holds, was read, or was set aside, and keeps suspects apart", async () => {
    const [held = "", read = "", aside = "", suspect = ""] = await arriveMany(4);
    await claimOne(held);
    await classifier(world)({ versionIds: [read] });
    await world.see("update post_version set state = 'quarantined' where id = $1", [aside]);
    await claimOne(suspect);
    await expire(suspect);
    await forget(held, read, aside, suspect);
    expect(await sweep(10)).toEqual([]);
    expect(await sweep(10, { suspect: true })).toEqual([suspect]);
    expect(await sweep(10, { suspect: true })).toEqual([]);
  });
});

it("one job reads the versions of a post in the order they were captured, however it names them", async () => {
  for (let round = 0; round < 5; round += 1) {
    const ids: string[] = [];
    for (const [n, candidate] of [FIRST, SECOND, FIRST, SECOND].entries())
      ids.push(
        (await arrive(world, owner, { externalId: `ordered-${round}`, versionKey: `${n}`, text: `Dukung ${candidate}, ${PHRASE}` })).versionId,
      );
    await classifier(world)({ versionIds: ids.toReversed() });
    const flags = await world.see<{ seq: number; supersedes: number | null }>(
      `select v.seq, s.seq as supersedes from flag f join post_version v on v.id = f.version_id left join flag p on p.id = f.supersedes left join post_version s on s.id = p.version_id
      where v.id = any($1) order by f.number`,
      [ids],
    );
    expect(flags).toEqual([
      { seq: 1, supersedes: null },
      { seq: 2, supersedes: 1 },
    ]);
  }
});

describe("two versions of one post, classified at the same moment", () => {
  it("open one flag when they say the same", async () => {
    for (let round = 0; round < 10; round += 1) {
      const externalId = `same-${round}`;
      const one = await arrive(world, owner, { externalId, text: `Dukung ${FIRST}, ${PHRASE}` });
      const two = await arrive(world, owner, { externalId, versionKey: "2", text: `Ayo dukung ${FIRST}, ${PHRASE}` });
      await Promise.all([classifier(world)({ versionIds: [one.versionId] }), classifier(world)({ versionIds: [two.versionId] })]);
      expect(await world.see("select state from flag where post_id = $1 and state <> 'withdrawn'", [one.postId])).toEqual([{ state: "open" }]);
      expect([await count("classification", one.versionId), await count("classification", two.versionId)]).toEqual([1, 1]);
    }
  });

  it("open two, of which one supersedes the other, when they name different candidates", async () => {
    const one = await arrive(world, owner, { externalId: "differ", text: `Dukung ${FIRST}, ${PHRASE}` });
    const two = await arrive(world, owner, { externalId: "differ", versionKey: "2", text: `Dukung ${SECOND}, ${PHRASE}` });
    await Promise.all([classifier(world)({ versionIds: [one.versionId] }), classifier(world)({ versionIds: [two.versionId] })]);
    expect(
      await world.see("select count(*)::int as flags, count(supersedes)::int as superseding from flag where post_id = $1", [one.postId]),
    ).toEqual([{ flags: 2, superseding: 1 }]);
  });
});

describe("a contest that changes while versions are being read", () => {
  it("takes back the turns that read under the old one, so that nothing keeps an old reading", async () => {
    const [id = ""] = await arriveMany(1);
    const turn = await claimOne(id);
    await world.store.as(systemActor("operator"), (tx) => tx.posts.reopenSince(new Date(0)));
    expect(await world.store.as(classify, (tx) => tx.posts.finishVersion(turn))).toBe(false);
    expect(await row(id)).toMatchObject({ state: "pending", attempts: 1, token: null });
  });

  it("makes a claim wait until it is published, so that what was saved meanwhile is read under the new one", async () => {
    const changed = { ...contestIn(HERE), watch: { ...contestIn(HERE).watch, decision: "Pleno uji 2" } };
    const hash = await contentHash(changed);
    let saved = "";
    let done = false;
    let reading: Promise<unknown> = Promise.resolve();
    const isWaiting = async () => (await world.see("select from pg_locks where locktype = 'advisory' and not granted")).length > 0;
    await world.store.as(systemActor("operator"), async (tx) => {
      await tx.contests.publish({ id: changed.id, region: HERE, hash, body: changed, demo: false });
      await tx.posts.reopenSince(new Date(0));
      [saved = ""] = await arriveMany(1);
      reading = classifier(world)({ versionIds: [saved] }).finally(() => {
        done = true;
      });
      while (!done && !(await isWaiting()));
    });
    await reading;
    expect(await world.see("select contest_hash from classification where version_id = $1", [saved])).toEqual([{ contest_hash: hash }]);
  });

  it("gives what was set aside another chance, but for what retention dropped", async () => {
    const [aside = "", dropped = ""] = await arriveMany(2);
    await world.see("update post_version set state = 'quarantined', attempts = 3 where id = any($1)", [[aside, dropped]]);
    await world.see("update post_version set body_dropped_at = clock_timestamp() where id = $1", [dropped]);
    await world.store.as(systemActor("operator"), (tx) => tx.posts.reopenSince(new Date(0)));
    expect([await row(aside), await row(dropped)]).toMatchObject([{ state: "pending", attempts: 0 }, { state: "quarantined" }]);
    expect(await classifier(world)({ versionIds: [aside] })).toMatchObject({ read: 1 });
  });

  it("reads again what was young enough, withdraws an open flag that fell, and leaves older readings", async () => {
    const young = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
    const old = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
    await classifier(world)({ versionIds: [young.versionId, old.versionId] });
    await world.see("update post_version set captured_at = now() - interval '20 days' where id = $1", [old.versionId]);
    // A pack without the phrase.
    await world.store.as(systemActor("operator"), async (tx) => {
      const live = await tx.packs.findLive();
      const body = { ...(live?.body as { lexicons: unknown[] }), lexicons: [] };
      await tx.packs.publishLive({ packId: "selftest", version: 2, hash: await contentHash(body), body });
      await tx.posts.reopenSince(new Date(Date.now() - 14 * 86_400_000));
    });
    expect([await row(young.versionId), await row(old.versionId)]).toMatchObject([{ state: "pending" }, { state: "classified" }]);
    await classifier(world)({ versionIds: [young.versionId, old.versionId] });
    const states = await world.see("select post_id, state from flag where post_id = any($1) order by array_position($1, post_id)", [
      [young.postId, old.postId],
    ]);
    expect(states).toEqual([
      { post_id: young.postId, state: "withdrawn" },
      { post_id: old.postId, state: "open" },
    ]);
    const withdrawn = await world.see(
      "select a.act, a.reason from audit_event a join flag f on f.id::text = a.object_id where a.act = 'flag.withdrawn' and f.post_id = any($1)",
      [[young.postId, old.postId]],
    );
    expect(withdrawn).toEqual([{ act: "flag.withdrawn", reason: "pack-or-contest-changed" }]);
  });
});

/** What a classifier might have said. */
async function reading() {
  const [live] = await world.see<{ pack: string; contest: string }>(
    "select p.hash as pack, c.live_hash as contest from rule_pack_version p, contest c where p.state = 'live'",
  );
  return {
    contestId: contestIn(HERE).id,
    contestHash: live?.contest ?? "",
    packHash: live?.pack ?? "",
    stance: "support" as const,
    targets: ["rima-joko"],
    scoreTenths: 100,
    thresholdTenths: 40,
    flagged: true,
    possibleForms: [],
    detail: {},
  };
}
