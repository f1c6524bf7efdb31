import { type Connector, ConnectorError, createFakeConnector, FAKE_PAGE_SIZE, type FakeEvent, type FaultCode } from "@netra/connectors";
import { systemActor } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contestIn, ELSEWHERE, HERE, openWorld, PHRASE, post, publish, register, save, THERE, type World } from "../../../test/support/world.ts";
import { createIngestAccount } from "./ingest-account.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
});
afterAll(() => world.close());

let owner: Awaited<ReturnType<typeof register>>;
let jobs: { name: string; versionIds: readonly string[] }[];
let said: [string, unknown][];
beforeEach(async () => {
  owner = await register(world, HERE);
  jobs = [];
  said = [];
});

const EVERY = 900;
const MINUTE = 60_000;
const START = Date.now() - 600 * MINUTE;
/** The n-th minute of the made-up platform. */
const at = (n: number): Date => new Date(START + n * MINUTE);
const writes = (count: number, prefix = "p"): FakeEvent[] =>
  Array.from({ length: count }, (_, n) => ({
    act: "create",
    at: at(n),
    externalId: `${owner.id}-${prefix}${n}`,
    kind: "post",
    text: `Selamat pagi ${n}, ${PHRASE}`,
  }));

const note = (event: string, fields?: object): void => void said.push([event, fields]);
const ingest = (
  connectors: readonly Connector[],
  more: { signal?: AbortSignal; enqueue?: () => Promise<void>; accountId?: string; leaseSeconds?: number } = {},
) =>
  createIngestAccount({
    store: world.store,
    actor: systemActor("ingest"),
    queue: { enqueue: more.enqueue ?? (async (name, payload) => void jobs.push({ name, ...(payload as { versionIds: string[] }) })) },
    connectors,
    clock: () => new Date(),
    log: { info: note, warn: note, error: note },
    everySeconds: EVERY,
    ...(more.leaseSeconds === undefined ? {} : { leaseSeconds: more.leaseSeconds }),
  })({ accountId: more.accountId ?? owner.id }, { signal: more.signal ?? new AbortController().signal });

const fake = (timeline: readonly FakeEvent[], fail?: Parameters<typeof createFakeConnector>[0]["fail"]): Connector =>
  createFakeConnector({ timeline: () => timeline, ...(fail ? { fail } : {}) });

interface AccountRow {
  state: string;
  error: string | null;
  failures: number;
  cursor: unknown;
  token: string | null;
  dueIn: number;
  fetched: boolean;
}
const account = async (): Promise<AccountRow> => {
  const [row] = await world.see<AccountRow>(
    `select state, last_error as error, failures, cursor, lease_token as token, round(extract(epoch from due_at - clock_timestamp()))::int as "dueIn", fetched_at is not null as fetched
    from account where id = $1`,
    [owner.id],
  );
  if (!row) throw new Error("no such account");
  return row;
};
const dueNow = () => world.see("update account set due_at = clock_timestamp() - interval '1 second' where id = $1", [owner.id]);
const posts = async (): Promise<number> =>
  (await world.see<{ n: number }>("select count(*)::int as n from post where account_id = $1", [owner.id]))[0]?.n ?? -1;
/** Seconds, as the machine is slow. */
const about = (seconds: number) => expect.toSatisfy((dueIn: number) => Math.abs(dueIn - seconds) <= 20, `about ${seconds}`);

describe("fetching an account", () => {
  it("saves every page, offers every version, and is due again after its interval", async () => {
    await ingest([fake(writes(45))]);
    expect(await posts()).toBe(45);
    expect(jobs.map((job) => [job.name, job.versionIds.length])).toEqual([
      ["classify", FAKE_PAGE_SIZE],
      ["classify", FAKE_PAGE_SIZE],
      ["classify", 5],
    ]);
    expect(await account()).toMatchObject({ state: "active", error: null, failures: 0, token: null, dueIn: about(EVERY), fetched: true });
  });

  it("goes on where it was: what was saved is not saved again", async () => {
    await ingest([fake(writes(25))]);
    await dueNow();
    jobs = [];
    await ingest([fake(writes(30))]);
    expect([await posts(), jobs.flatMap((job) => job.versionIds).length]).toEqual([30, 5]);
  });

  it("keeps the platform's id of the account with the first page, asks with it from then on, and never takes another", async () => {
    const asked: (string | null)[] = [];
    const naming = (accountExternalId: string): Connector => ({
      ...fake([]),
      async *fetchPosts(ask) {
        asked.push(ask.account.externalId);
        for await (const page of fake(writes(25)).fetchPosts({ ...ask, cursor: null })) yield { ...page, accountExternalId };
      },
    });
    await ingest([naming("did:plc:satu")]);
    await dueNow();
    await ingest([naming("did:plc:dua")]);
    expect(asked).toEqual([null, "did:plc:satu"]);
    expect(await world.see("select external_id as id from account where id = $1", [owner.id])).toEqual([{ id: "did:plc:satu" }]);
  });

  it("keeps its turn for as long as the platform lets it wait for a page", async () => {
    const leaseOf = async (): Promise<number> =>
      (await world.see<{ at: number }>("select (extract(epoch from lease_until) * 1000)::float8 as at from account where id = $1", [owner.id]))[0]
        ?.at ?? 0;
    const slow: Connector = {
      ...fake([]),
      async *fetchPosts(ask) {
        const first = await leaseOf();
        await expect.poll(leaseOf, { timeout: 60_000 }).toBeGreaterThan(first + 1_000);
        yield* fake(writes(3)).fetchPosts(ask);
      },
    };
    await ingest([slow], { leaseSeconds: 1 });
    expect(await posts()).toBe(3);
  });

  it("keeps edits as versions and marks what went", async () => {
    const [first, ...others] = writes(3);
    await ingest([
      fake([
        ...(first ? [first] : []),
        ...others,
        { act: "edit", at: at(50), externalId: `${owner.id}-p0`, kind: "post", text: "Disunting" },
        { act: "delete", at: at(51), externalId: `${owner.id}-p1` },
      ]),
    ]);
    expect(
      await world.see(
        "select p.source_state as source, count(*)::int as versions from post p join post_version v on v.post_id = p.id where p.account_id = $1 group by p.id order by p.external_id",
        [owner.id],
      ),
    ).toEqual([
      { source: "edited", versions: 2 },
      { source: "suspect_gone", versions: 1 },
      { source: "live", versions: 1 },
    ]);
  });

  it("loses nothing when the queue takes nothing: the sweep offers it later", async () => {
    await ingest([fake(writes(3))], { enqueue: () => Promise.reject(new Error("the queue is away")) });
    expect(await posts()).toBe(3);
    expect((await account()).error).toBeNull();
    await world.see("update post_version set offered_at = clock_timestamp() - interval '20 seconds' where state = 'pending'");
    expect(
      (await world.store.as(systemActor("scheduler"), (tx) => tx.posts.sweep({ suspect: false, limit: 100, offeredBeforeSeconds: 15 }))).length,
    ).toBeGreaterThanOrEqual(3);
  });

  it("writes no text, handle or name into a log line or a job", async () => {
    await ingest([
      fake([...writes(2), { act: "create", at: at(9), externalId: `${owner.id}-x`, kind: "post", text: "x", rawOverride: `{"body":"${PHRASE}"}` }]),
    ]);
    const traces = JSON.stringify([said, jobs]);
    expect(traces).toContain(owner.id);
    for (const secret of [PHRASE, "Selamat", owner.handle, "Pegawai Misal"]) expect(traces).not.toContain(secret);
  });
});

describe("bytes that fit no schema", () => {
  const broken = (n: number): FakeEvent => ({
    act: "create",
    at: at(n),
    externalId: `${owner.id}-b${n}`,
    kind: "post",
    text: "x",
    rawOverride: `{"n":${n}}`,
  });

  it("are kept aside and counted, once each; the rest of the page is saved", async () => {
    await ingest([fake([...writes(3), broken(10), broken(11)])]);
    expect(await posts()).toBe(3);
    const drift = () =>
      world.see<{ raw: Buffer; reason: string; region: string }>("select raw, reason, region from drift where account_id = $1 order by at", [
        owner.id,
      ]);
    expect((await drift()).map((row) => [row.raw.toString(), row.region])).toEqual([
      ['{"n":10}', HERE],
      ['{"n":11}', HERE],
    ]);
    await world.see("update account set cursor = null, due_at = clock_timestamp() where id = $1", [owner.id]);
    await ingest([fake([...writes(3), broken(10), broken(11)])]);
    expect(await drift()).toHaveLength(2);
    expect(said.filter(([event]) => event === "connector.drift")).toHaveLength(2);
  });

  it("and a post that is on record under another account is kept aside too, not a stop for ever", async () => {
    const other = await register(world, THERE);
    const shared = post();
    await save(world, other, shared);
    const theirs: FakeEvent = { act: "create", at: at(1), externalId: shared.externalId, kind: "post", text: shared.text };
    await ingest([fake([...writes(1), theirs, ...writes(3).slice(2)])]);
    expect(await posts()).toBe(2);
    expect(await world.see("select reason from drift where account_id = $1", [owner.id])).toEqual([{ reason: "post-of-another-account" }]);
    expect(await account()).toMatchObject({ error: null, dueIn: about(EVERY) });
  });
});

describe("an account's turn", () => {
  it("goes to one of many workers; the others do nothing", async () => {
    let fetches = 0;
    const counting: Connector = {
      ...fake([]),
      async *fetchPosts(ask) {
        fetches += 1;
        yield* fake(writes(45)).fetchPosts(ask);
      },
    };
    await Promise.all(Array.from({ length: 6 }, () => ingest([counting])));
    expect([fetches, await posts()]).toEqual([1, 45]);
  });

  it("does not come again before it is due, whoever asks", async () => {
    await ingest([fake(writes(1))]);
    await ingest([fake(writes(5))]);
    expect(await posts()).toBe(1);
    await dueNow();
    await ingest([fake(writes(5))]);
    expect(await posts()).toBe(5);
  });

  it("that was lost takes its page with it", async () => {
    const robbed: Connector = {
      ...fake([]),
      async *fetchPosts(ask) {
        let pages = 0;
        for await (const page of fake(writes(45)).fetchPosts(ask)) {
          // Another worker holds the account before the second page is saved.
          if (pages === 1) await world.see("update account set lease_token = gen_random_uuid() where id = $1", [owner.id]);
          pages += 1;
          yield page;
        }
      },
    };
    await ingest([robbed]);
    expect(await posts()).toBe(FAKE_PAGE_SIZE);
    const row = await account();
    expect([row.token === null, row.error, row.fetched]).toEqual([false, null, false]);
    expect(jobs.flatMap((job) => job.versionIds)).toHaveLength(FAKE_PAGE_SIZE);
  });

  it("of a killed worker passes on when its lease has run out, from the last page saved", async () => {
    const killed: Connector = {
      ...fake([]),
      async *fetchPosts(ask) {
        for await (const page of fake(writes(45)).fetchPosts(ask)) {
          yield page;
          throw Object.assign(new Error("killed"), { killed: true });
        }
      },
    };
    // A kill leaves the lease behind; nothing else ends without giving the turn back.
    await ingest([killed]).catch(() => undefined);
    await world.see(
      "update account set lease_token = gen_random_uuid(), lease_until = clock_timestamp() - interval '1 ms', due_at = clock_timestamp() where id = $1",
      [owner.id],
    );
    await ingest([fake(writes(45))]);
    expect(await posts()).toBe(45);
    expect(jobs.flatMap((job) => job.versionIds)).toHaveLength(45);
  });

  it("ends with an error nobody foresaw counted, and the next try an interval away", async () => {
    const broken: Connector = {
      ...fake([]),
      // biome-ignore lint/correctness/useYield: it fails before its first page
      async *fetchPosts() {
        throw new TypeError("cannot read the post of Budi");
      },
    };
    await expect(ingest([broken])).rejects.toThrow(TypeError);
    expect(await account()).toMatchObject({ error: "TypeError", failures: 1, token: null, dueIn: about(EVERY) });
  });

  it("of a worker that stops is given back at once, uncounted", async () => {
    const stopping = new AbortController();
    const slow: Connector = {
      ...fake([]),
      async *fetchPosts(ask) {
        for await (const page of fake(writes(45)).fetchPosts(ask)) {
          yield page;
          stopping.abort();
        }
      },
    };
    await ingest([slow], { signal: stopping.signal });
    expect(await posts()).toBe(FAKE_PAGE_SIZE);
    expect(await account()).toMatchObject({ error: null, failures: 0, token: null, dueIn: about(0) });
    await ingest([fake(writes(45))]);
    expect(await posts()).toBe(45);
  });
});

describe("a platform that says no", () => {
  const failing = (code: FaultCode, retryAfterMs?: number): Connector =>
    fake(writes(3), () => new ConnectorError(code, retryAfterMs === undefined ? {} : { retryAfterMs }));

  it.each([
    ["transient", EVERY, "active"],
    ["rate-limited", 3_600, "active"],
    ["auth", 86_400, "active"],
    ["private", 86_400, "private"],
    ["suspended", 86_400, "suspended"],
    ["gone-account", 604_800, "deleted"],
    ["schema-drift", 3_600, "active"],
  ] as const)("%s: the next try is %i s away and the account is %s", async (code, seconds, state) => {
    await ingest([failing(code)]);
    expect(await account()).toMatchObject({ error: code, failures: 1, state, token: null, dueIn: about(seconds), fetched: false });
    expect(await posts()).toBe(0);
  });

  it("is left alone as long as it asks", async () => {
    await ingest([failing("rate-limited", 120_000)]);
    expect(await account()).toMatchObject({ dueIn: about(120) });
  });

  it("keeps the pages that came before", async () => {
    let asked = 0;
    await ingest([fake(writes(45), () => (asked++ === 0 ? null : new ConnectorError("transient")))]);
    expect(await posts()).toBe(FAKE_PAGE_SIZE);
    await dueNow();
    await ingest([fake(writes(45))]);
    expect(await posts()).toBe(45);
    expect(await account()).toMatchObject({ error: null, failures: 0, state: "active" });
  });

  it("a private account that opens again is active again, and so is one that was gone, when its week is over", async () => {
    await ingest([failing("private")]);
    await dueNow();
    await ingest([fake(writes(1))]);
    expect(await account()).toMatchObject({ state: "active" });
    await dueNow();
    await ingest([failing("gone-account")]);
    expect(await account()).toMatchObject({ state: "deleted", dueIn: about(604_800) });
    await dueNow();
    await ingest([fake(writes(5))]);
    expect([await posts(), (await account()).state]).toEqual([5, "active"]);
  });

  it("to a cursor it does not know: begins again once, then waits for a person", async () => {
    await ingest([fake(writes(2))]);
    await dueNow();
    await ingest([failing("bad-request")]);
    expect(await account()).toMatchObject({ cursor: null, error: "bad-request" });
    await world.see(`update account set cursor = '{"page":1}', due_at = clock_timestamp() where id = $1`, [owner.id]);
    await ingest([failing("bad-request")]);
    expect(await account()).toMatchObject({ cursor: { page: 1 }, error: "bad-request", failures: 2 });
  });
});

describe("nothing is fetched", () => {
  const watched = (connector: Connector): { connector: Connector; asked: () => boolean } => {
    let asked = false;
    return {
      connector: {
        ...connector,
        async *fetchPosts(ask) {
          asked = true;
          yield* connector.fetchPosts(ask);
        },
      },
      asked: () => asked,
    };
  };

  it("while the gate is closed", async () => {
    const { connector, asked } = watched({ ...fake(writes(3)), gate: { open: false, reference: "no letter yet" } });
    await ingest([connector]);
    expect([asked(), await posts(), (await account()).error, (await account()).dueIn]).toEqual([false, 0, "gate-closed", about(300)]);
  });

  it("from a platform that has no connector", async () => {
    const { connector, asked } = watched({ ...fake(writes(3)), platforms: ["tiktok"] });
    await ingest([connector]);
    expect([asked(), (await account()).error]).toEqual([false, "no-connector"]);
  });

  it("from an account whose province has no open contest", async () => {
    owner = await register(world, ELSEWHERE);
    const { connector, asked } = watched(fake(writes(3)));
    await ingest([connector]);
    expect([asked(), (await account()).error]).toEqual([false, "no-contest"]);
  });

  it("for a contest whose days are over", async () => {
    const closed = await openWorld();
    const contest = contestIn(HERE);
    await publish(closed, { ...contest, watch: { ...contest.watch, from: "2020-01-01", to: "2020-12-31" } });
    const own = await register(closed, HERE);
    const { connector, asked } = watched(fake(writes(3)));
    const worker = createIngestAccount({
      store: closed.store,
      actor: systemActor("ingest"),
      queue: { enqueue: async () => undefined },
      connectors: [connector],
      clock: () => new Date(),
      log: { info: note, warn: note, error: note },
      everySeconds: EVERY,
    });
    await worker({ accountId: own.id }, { signal: new AbortController().signal });
    expect(asked()).toBe(false);
    await closed.close();
  });

  it.each([
    ["whose link was only inferred", "link = 'inferred', expires_at = 'infinity'"],
    ["whose link was revoked", "revoked_at = clock_timestamp()"],
    ["whose holder has left the service", "employed_to = '2020-12-31'"],
    ["whose holder is appointed later", "employed_from = '2099-01-01'"],
  ])("from an account %s, and it is not listed as due", async (_what, change) => {
    await world.see(`update account set ${change} where id = $1`, [owner.id]);
    const { connector, asked } = watched(fake(writes(3)));
    await ingest([connector]);
    expect(asked()).toBe(false);
    const due = await world.store.as(systemActor("scheduler"), (tx) => tx.accounts.listDue(1_000));
    expect(due.map((row) => row.accountId)).not.toContain(owner.id);
  });

  it("for an account that does not exist", async () => {
    await ingest([fake(writes(3))], { accountId: "0192f0c1-7d2e-7aaa-8bbb-000000000001" });
    expect(jobs).toEqual([]);
  });
});
