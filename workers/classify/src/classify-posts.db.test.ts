import { systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  arrive,
  classifier,
  contestIn,
  ELSEWHERE,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  publish,
  register,
  SECOND,
  silent,
  THERE,
  type World,
} from "../../../test/support/world.ts";
import { createClassifyPosts, type ReadingLag } from "./classify-posts.ts";

let world: World;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  world = await openWorld();
  owner = await register(world, HERE);
});
afterEach(() => world.close());

const rowsOf = (versionId: string) =>
  world.see<{ contest: string; stance: string; flagged: boolean }>(
    "select contest_id as contest, stance, flagged from classification where version_id = $1 order by 1",
    [versionId],
  );
const stateOf = async (versionId: string) =>
  (
    await world.see<{ state: string; attempts: number; reason: string | null }>(
      "select state, attempts, quarantine_reason as reason from post_version where id = $1",
      [versionId],
    )
  )[0];
const flags = () =>
  world.see<{ contest: string; raisedBy: string; tier: string; state: string }>(
    `select contest_id as contest, raised_by as "raisedBy", tier, state from flag order by number`,
  );

describe("a post is read against", () => {
  it("every contest of its province, and none of another", async () => {
    for (const region of [HERE, THERE, ELSEWHERE]) await publish(world, contestIn(region));
    const { versionId } = await arrive(world, owner);
    await classifier(world)({ versionIds: [versionId] });
    expect((await rowsOf(versionId)).map((row) => row.contest)).toEqual(["pemilihan-19-06", "pemilihan-19-71"]);
  });

  it("a contest of the whole country, wherever it was written", async () => {
    await publish(world, contestIn("ID"));
    const { versionId } = await arrive(world, await register(world, ELSEWHERE));
    await classifier(world)({ versionIds: [versionId] });
    expect(await rowsOf(versionId)).toHaveLength(1);
  });

  it("only what watched the day it counts by", async () => {
    await publish(world, contestIn(HERE));
    const before = await arrive(world, owner, { createdAt: new Date(Date.now() - 100 * 86_400_000) });
    const within = await arrive(world, owner, { createdAt: new Date(Date.now() - 80 * 86_400_000) });
    expect(await classifier(world)({ versionIds: [before.versionId, within.versionId] })).toEqual({ read: 2, flagged: 1, failed: 0 });
    expect([await rowsOf(before.versionId), await rowsOf(within.versionId)]).toMatchObject([[], [{ flagged: true }]]);
    expect(await stateOf(before.versionId)).toMatchObject({ state: "classified" });
  });
});

it("an edit's flag supersedes that of what it edits, whichever is read first", async () => {
  await publish(world, contestIn(HERE));
  const chain = async (postId: string) => {
    const flagged = await world.see<{ seq: number; supersedes: number | null }>(
      `select v.seq, (select o.seq from flag p join post_version o on o.id = p.version_id where p.id = f.supersedes) as supersedes
        from flag f join post_version v on v.id = f.version_id where f.post_id = $1 order by v.seq`,
      [postId],
    );
    return flagged.map(({ seq, supersedes }) => [seq, supersedes]);
  };
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ]) {
    const externalId = `disunting-${order.join("")}`;
    const versions: Awaited<ReturnType<typeof arrive>>[] = [];
    for (const [at, text] of [`Dukung ${FIRST}, ${PHRASE}`, `Dukung ${SECOND}, ${PHRASE}`, `Selamat pagi, ${PHRASE}`].entries())
      versions.push(await arrive(world, owner, { externalId, versionKey: String(at), text }));
    for (const at of order) await classifier(world)({ versionIds: [versions[at]?.versionId ?? ""] });
    expect(await chain(versions[0]?.postId ?? ""), order.join()).toEqual([
      [1, null],
      [2, 1],
      [3, 2],
    ]);
  }
});

describe("while nothing is live", () => {
  it("no pack: nothing is claimed and everything waits", async () => {
    const { versionId } = await arrive(world, owner);
    expect(await classifier(world)({ versionIds: [versionId] })).toEqual({ read: 0, flagged: 0, failed: 0 });
    expect(await stateOf(versionId)).toEqual({ state: "pending", attempts: 0, reason: null });
  });

  it("a pack that cannot be compiled costs no version an attempt", async () => {
    await publish(world, contestIn(HERE));
    await world.see("update rule_pack_version set body = '{}' where state = 'live'");
    const { versionId } = await arrive(world, owner);
    await expect(classifier(world)({ versionIds: [versionId] })).rejects.toThrow();
    expect(await stateOf(versionId)).toEqual({ state: "pending", attempts: 0, reason: null });
  });
});

describe("what stands after a flagged post", () => {
  it("is a flag, its pinned bytes, its reading and a trace without any text, in one transaction", async () => {
    await publish(world, contestIn(HERE));
    const said: unknown[] = [];
    const note = (event: string, fields?: object): void => void said.push([event, fields]);
    const { versionId, postId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
    const classify = createClassifyPosts({
      store: world.store,
      actor: systemActor("classify"),
      clock: () => new Date(),
      log: { info: note, warn: note, error: note },
    });
    expect(await classify({ versionIds: [versionId] })).toEqual({ read: 1, flagged: 1, failed: 0 });
    expect(await flags()).toEqual([{ contest: "pemilihan-19-71", raisedBy: "machine", tier: "text", state: "open" }]);
    const [pinned] = await world.see<{ same: boolean }>(
      "select e.raw = b.raw and e.text = b.text and e.sha256 = v.sha256 and sha256(e.raw) = e.sha256 as same from evidence e join post_version v on v.id = e.version_id join capture_body b on b.version_id = v.id",
    );
    expect(pinned?.same).toBe(true);
    expect(await world.see("select act, actor_kind, region, detail->>'postId' as post from audit_event where object_type = 'flag'")).toEqual([
      { act: "flag.opened", actor_kind: "system", region: HERE, post: postId },
    ]);
    const traces = JSON.stringify([said, await world.see("select * from audit_event")]);
    expect(traces).toContain(versionId);
    for (const secret of [FIRST, PHRASE, owner.handle, "Pegawai Misal"]) expect(traces).not.toContain(secret);
  });

  it.each(["like", "follow"] as const)("a %s stands in the context tier, whatever its text", async (kind) => {
    await publish(world, contestIn(HERE));
    const { versionId } = await arrive(world, owner, { kind });
    await classifier(world)({ versionIds: [versionId] });
    expect(await flags()).toMatchObject([{ tier: "context" }]);
  });

  it("a sighting sent by hand that the machine reads nothing in stands once, in the author's own contest", async () => {
    for (const region of [THERE, HERE]) await publish(world, contestIn(region));
    const { versionId } = await arrive(world, owner, { text: "Selamat pagi", byHand: true, origin: "tip" });
    await classifier(world)({ versionIds: [versionId] });
    expect(await flags()).toEqual([{ contest: "pemilihan-19-71", raisedBy: "person", tier: "context", state: "open" }]);
  });
});

describe("a post that cannot be written", () => {
  /** Makes writing one post's classification fail the way a database does. */
  const failOn = (versionId: string, sqlstate: string) =>
    world.see(`create function netra.fails() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '${sqlstate}'; end $$;
      create trigger fails before insert on netra.classification for each row when (new.version_id = '${versionId}') execute function netra.fails()`);
  const alone = async (versionId: string, times: number): Promise<void> => {
    for (let n = 0; n < times; n += 1) await classifier(world)({ versionIds: [versionId] });
  };

  beforeEach(() => publish(world, contestIn(HERE)));

  it("is set aside alone after the third time, with its code; its neighbours are read", async () => {
    const [poison, healthy] = [await arrive(world, owner), await arrive(world, owner)];
    await failOn(poison.versionId, "22000");
    expect(await classifier(world)({ versionIds: [poison.versionId, healthy.versionId] })).toEqual({ read: 1, flagged: 1, failed: 1 });
    await alone(poison.versionId, 2);
    expect(await stateOf(poison.versionId)).toMatchObject({ state: "quarantined", reason: "22000" });
    expect(await stateOf(healthy.versionId)).toMatchObject({ state: "classified" });
    expect(await world.see("select post_id from flag")).toEqual([{ post_id: healthy.postId }]);
  });

  it.each([
    ["53100", "the disk is full"],
    ["40P01", "a deadlock"],
    ["25P04", "a transaction that the server cut off"],
    ["57P01", "the server restarts"],
  ])("for %s (%s) waits as long as it takes, and is read when that has passed", async (sqlstate) => {
    const { versionId } = await arrive(world, owner);
    await failOn(versionId, sqlstate);
    await alone(versionId, 5);
    expect(await stateOf(versionId)).toEqual({ state: "pending", attempts: 0, reason: sqlstate });
    await world.see("drop trigger fails on netra.classification");
    await alone(versionId, 1);
    expect(await stateOf(versionId)).toMatchObject({ state: "classified", reason: null });
  });

  it("because a statement ran too long is its own fault", async () => {
    const { versionId } = await arrive(world, owner);
    await failOn(versionId, "57014");
    await alone(versionId, 3);
    expect(await stateOf(versionId)).toMatchObject({ state: "quarantined", reason: "57014" });
  });
});

describe("a worker that is too slow for its lease", () => {
  it("gives back what it did not come to, uncounted, and keeps what it read", async () => {
    await publish(world, contestIn(HERE));
    const versionIds: string[] = [];
    for (let n = 0; n < 3; n += 1) versionIds.push((await arrive(world, owner)).versionId);
    let elapsedMs = 0;
    const classify = createClassifyPosts({
      store: world.store,
      actor: systemActor("classify"),
      clock: () => new Date(),
      log: silent,
      // Every post takes a minute.
      onFirstReading: () => {
        elapsedMs += 60_000;
      },
      monotonicMs: () => elapsedMs,
    });
    const waiting = () => world.see("select attempts, lease_token as token from post_version where state = 'pending'");
    expect(await classify({ versionIds })).toEqual({ read: 1, flagged: 1, failed: 0 });
    expect(await waiting()).toEqual([
      { attempts: 0, token: null },
      { attempts: 0, token: null },
    ]);
    expect(await classify({ versionIds })).toMatchObject({ read: 1 });
    expect(await waiting()).toHaveLength(1);
  });
});

describe("whoever measures is told", () => {
  const lags: ReadingLag[] = [];
  const measured = () => {
    lags.splice(0);
    return createClassifyPosts({
      store: world.store,
      actor: systemActor("classify"),
      clock: () => new Date(),
      log: silent,
      onFirstReading: (lag) => void lags.push(lag),
    });
  };
  const flaggedText = `Dukung ${FIRST}, ${PHRASE}`;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

  it("how long a version waited since it was first seen, and since it was posted when a flag opened", async () => {
    await publish(world, contestIn(HERE));
    const { versionId } = await arrive(world, owner, { text: flaggedText, createdAt: hoursAgo(3) });
    await world.see("update post_version set captured_at = clock_timestamp() - interval '1 hour' where id = $1", [versionId]);
    await measured()({ versionIds: [versionId] });
    expect(lags).toEqual([{ sinceSeenMs: expect.any(Number), sincePostedMs: expect.any(Number) }]);
    const [{ sinceSeenMs, sincePostedMs } = { sinceSeenMs: 0, sincePostedMs: 0 }] = lags;
    expect([Math.floor(sinceSeenMs / 3_600_000), Math.floor((sincePostedMs ?? 0) / 3_600_000)]).toEqual([1, 3]);
  });

  it.each([
    ["no flag opened", { text: "Selamat pagi" }],
    ["a person said when it was posted", { text: flaggedText, createdTrust: "analyst" }],
    ["nobody knows when it was posted", { text: flaggedText, createdAt: null }],
  ] as const)("nothing of the time since posting when %s", async (_why, given) => {
    await publish(world, contestIn(HERE));
    const { versionId } = await arrive(world, owner, given);
    await measured()({ versionIds: [versionId] });
    expect(lags).toEqual([{ sinceSeenMs: expect.any(Number), sincePostedMs: null }]);
  });

  it("of no second reading under another contest, of none without a contest, and of none that failed", async () => {
    const classify = measured();
    const { versionId } = await arrive(world, owner, { text: flaggedText });
    await publish(world, contestIn(ELSEWHERE));
    await classify({ versionIds: [versionId] });
    expect(await stateOf(versionId)).toMatchObject({ state: "classified" });
    expect(lags).toEqual([]);
    await publish(world, contestIn(HERE));
    await world.see("update post_version set state = 'pending'");
    await classify({ versionIds: [versionId] });
    await world.see("update post_version set state = 'pending'");
    await classify({ versionIds: [versionId] });
    expect(lags).toHaveLength(1);
    const { versionId: broken } = await arrive(world, owner, { text: flaggedText });
    await world.see(`create function netra.fails() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger fails before insert on netra.classification for each row execute function netra.fails()`);
    expect(await classify({ versionIds: [broken] })).toMatchObject({ failed: 1 });
    expect(lags).toHaveLength(1);
  });
});
