import {
  type Connector,
  ConnectorError,
  createFakeConnector,
  createOembedCheck,
  type FakeEvent,
  type OembedAnswer,
  type OembedCheck,
} from "@netra/connectors";
import { systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decideAs, ESCALATE } from "../../../test/support/decide.ts";
import { contestIn, FIRST, HERE, openWorld, PHRASE, post, publish, register, save, silent, type World } from "../../../test/support/world.ts";
import { flag } from "../test/custody-world.ts";
import { createRecheckPosts } from "./recheck-posts.ts";

let world: World;
let owner: Awaited<ReturnType<typeof register>>;
let events: FakeEvent[];
let fault: ConnectorError | null;
let connectors: readonly Connector[];
let oembed: Pick<OembedCheck, "whyNot" | "exists">;
let said: () => Promise<OembedAnswer>;
let addresses: string[];
beforeEach(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
  owner = await register(world, HERE);
  events = [];
  fault = null;
  connectors = [createFakeConnector({ timeline: () => events, fail: () => fault })];
  oembed = openedFor([]);
  addresses = [];
});
afterEach(() => world.close());

/** The real check's own rules on what may be asked; the answer is the test's. */
const openedFor = (platforms: readonly "facebook"[]): typeof oembed => {
  const fetch = () => Promise.reject(new Error("no network here"));
  const { whyNot } = createOembedCheck({ fetch, platforms, decision: "Nota Dinas 14/2029", clock: () => new Date() });
  return {
    whyNot,
    exists: (url) => {
      addresses.push(url);
      return said();
    },
  };
};

const T0 = Date.now() - 60_000;
const text = `Dukung ${FIRST}, ${PHRASE} a`;
const happen = (act: FakeEvent["act"], minute: number, more: Partial<FakeEvent> = {}) =>
  void events.push({ act, at: new Date(T0 + minute), externalId: "a", kind: "post", text, ...more } as FakeEvent);

/** A flagged post that the platform showed as its first version. */
async function flagged(): Promise<{ flagId: string; postId: string; versionId: string }> {
  happen("create", 1);
  const made = await flag(world, owner, "a");
  await world.see("update post_version set version_key = $1", [new Date(T0 + 1).toISOString()]);
  return made;
}
/** Lets time pass for what was planned, and for what was missed. */
const pass = async (hours: number): Promise<void> => {
  await world.see("update recheck set due_at = due_at - make_interval(hours => $1)", [hours]);
  await world.see(
    "update post set missed_at = missed_at - make_interval(hours => $1), missed_before_at = missed_before_at - make_interval(hours => $1), seen_at = seen_at - make_interval(hours => $1)",
    [hours],
  );
};
const run = () =>
  createRecheckPosts({ store: world.store, actor: systemActor("custody"), connectors, oembed, clock: () => new Date(), log: silent })({
    signal: new AbortController().signal,
  });
const looks = async () =>
  (
    await world.see<{ step: string; result: string | null; reason: string | null }>("select step, result, reason from recheck order by due_at, step")
  ).map(({ step, result, reason }) => [step, result, ...(reason ? [reason] : [])].join(" "));
const source = async () => (await world.see<{ source_state: string }>("select source_state from post"))[0]?.source_state;
const acts = async () =>
  (await world.see<{ act: string }>("select act from audit_event where act like 'source.%' order by id")).map(({ act }) => act);
const PLAN = ["1h ", "6h ", "24h ", "3d ", "7d ", "14d ", "28d "];

describe("the plan", () => {
  it("has seven looks for a flag, from the hour to the fourth week after it opened, once", async () => {
    await flagged();
    await Promise.all([run(), run()]);
    await run();
    expect(await looks()).toEqual(PLAN);
    expect(
      (
        await world.see<{ hours: number }>(
          "select extract(epoch from r.due_at - f.opened_at)::int / 3600 as hours from recheck r join flag f on f.id = r.flag_id order by 1",
        )
      ).map(({ hours }) => hours),
    ).toEqual([1, 6, 24, 72, 168, 336, 672]);
  });

  it("has one more look at once when the case is opened", async () => {
    const { flagId } = await flagged();
    await decideAs(world, { region: HERE, flagId, act: ESCALATE });
    await decideAs(world, { region: HERE, flagId, act: ESCALATE });
    await run();
    await run();
    expect((await looks())[0]).toBe("case same");
  });
});

describe("another look at a flagged post", () => {
  it("finds it as it was, and changes nothing but when it was looked at", async () => {
    await flagged();
    await run();
    await pass(2);
    await run();
    expect(await looks()).toEqual(["1h same", ...PLAN.slice(1)]);
    expect(
      await world.see(
        "select source_state, source_checked_at is not null as checked, (select count(*)::int from post_version) as versions from post",
      ),
    ).toEqual([{ source_state: "live", checked: true, versions: 1 }]);
  });

  it("takes what is due together as one look", async () => {
    await flagged();
    await run();
    await pass(80);
    await run();
    expect(await looks()).toEqual(["1h same", "6h same", "24h same", "3d same", ...PLAN.slice(4)]);
  });

  it("finds it edited, and keeps the new version for the classifier", async () => {
    await flagged();
    await run();
    happen("edit", 2, { text: "Selamat pagi" });
    await pass(2);
    await run();
    expect((await looks())[0]).toBe("1h edited");
    expect(await source()).toBe("edited");
    expect(await world.see("select seq, state from post_version order by seq")).toEqual([
      { seq: 1, state: "classified" },
      { seq: 2, state: "pending" },
    ]);
    await pass(5);
    await run();
    expect((await looks())[1]).toBe("6h same");
  });

  it("calls it gone at the second miss only, and closes nothing", async () => {
    await flagged();
    await run();
    const before = await world.see("select state, priority, deadline_at, changed_at from flag");
    happen("delete", 2);
    await pass(2);
    await run();
    expect([await looks(), await source(), await acts()]).toEqual([["1h missed", "confirm ", ...PLAN.slice(1)], "suspect_gone", []]);
    await pass(1);
    await run();
    expect([(await looks()).slice(0, 2), await source(), await acts()]).toEqual([["1h missed", "confirm gone"], "gone", ["source.gone"]]);
    await pass(4);
    await run();
    expect((await looks())[2]).toBe("6h gone");
    expect(await acts()).toEqual(["source.gone"]);
    expect(await world.see("select state, priority, deadline_at, changed_at from flag")).toEqual(before);
  });

  it("does not take two misses in one breath for two", async () => {
    await flagged();
    await run();
    happen("delete", 2);
    await pass(2);
    await run();
    await world.see("update recheck set due_at = now() where step = '6h'");
    await run();
    expect([(await looks()).slice(0, 2), await source()]).toEqual([["1h missed", "6h missed"], "suspect_gone"]);
  });

  it("finds it back, which is an act too", async () => {
    await flagged();
    await run();
    happen("delete", 2);
    for (const hours of [2, 1]) {
      await pass(hours);
      await run();
    }
    happen("edit", 3, { text });
    await pass(4);
    await run();
    expect((await looks())[2]).toBe("6h edited");
    expect([await source(), await acts()]).toEqual(["edited", ["source.gone", "source.back"]]);
  });

  it.each(["private", "suspended", "gone-account", "renamed", "auth", "schema-drift"] as const)(
    "of an account that is %s is no deletion",
    async (code) => {
      await flagged();
      await run();
      fault = new ConnectorError(code);
      for (const hours of [2, 5, 20]) {
        await pass(hours);
        await run();
      }
      expect((await looks()).slice(0, 3)).toEqual(["1h", "6h", "24h"].map((step) => `${step} unreachable ${code}`));
      expect(await source()).toBe("live");
    },
  );

  it("is put off when the platform asks for it, uncounted, and given up after the third fault of the moment", async () => {
    await flagged();
    await run();
    fault = new ConnectorError("rate-limited", { retryAfterMs: 1_800_000 });
    await pass(2);
    await run();
    expect(
      await world.see("select attempt, (extract(epoch from due_at - now()) / 60)::int as minutes from recheck where reason is not null"),
    ).toEqual([{ attempt: 0, minutes: 30 }]);
    fault = new ConnectorError("transient");
    for (let n = 0; n < 3; n += 1) {
      await world.see("update recheck set due_at = now() where step = '1h' and result is null");
      await run();
    }
    expect(await world.see("select result, reason, attempt from recheck where step = '1h'")).toEqual([
      { result: "unreachable", reason: "transient", attempt: 3 },
    ]);
  });

  it("of a post that a person sent is no edit when the platform shows it for the first time", async () => {
    happen("create", 1, { text: "lain" });
    const made = await flag(world, owner, "a");
    await world.see("update post set observed_versions = 0, seen_at = null, by_hand = true");
    await world.see("update post_version set observed = false where id = $1", [made.versionId]);
    await run();
    await pass(2);
    await run();
    expect([(await looks())[0], await source()]).toEqual(["1h same", "live"]);
    expect(await world.see("select from post_version")).toHaveLength(2);
  });

  it("by two workers at once is one look", async () => {
    await flagged();
    await run();
    await pass(80);
    let asked = 0;
    connectors = connectors.map((connector) => ({
      ...connector,
      fetchPost: (ask) => {
        asked += 1;
        return connector.fetchPost?.(ask) ?? Promise.resolve(null);
      },
    }));
    await Promise.all([run(), run(), run()]);
    expect(asked).toBe(1);
  });
});

describe("a post that no connector fetches, on a platform whose oEmbed the office opened", () => {
  const ADDRESS = "https://www.facebook.com/contoh.sari/posts/pfbid1";
  /** Sent by a person: no version is the platform's own. */
  const sent = async (): Promise<void> => {
    await flagged();
    await world.see("update post set external_id = 'pfbid1', url = $1, observed_versions = 0, seen_at = null, by_hand = true", [ADDRESS]);
    connectors = [];
    oembed = openedFor(["facebook"]);
    await run();
  };
  const answering = (answer: OembedAnswer) => {
    said = () => Promise.resolve(answer);
  };

  it("is as it was when its address still shows it; nothing is read, so there is no new version", async () => {
    await sent();
    answering("exists");
    await pass(2);
    await run();
    expect([(await looks())[0], await source(), addresses]).toEqual(["1h same oembed", "live", [ADDRESS]]);
    expect(await world.see("select source_checked_at is not null as checked, observed_versions from post")).toEqual([
      { checked: true, observed_versions: 0 },
    ]);
    expect(await world.see("select from post_version")).toHaveLength(1);
  });

  it("is suspected, and no more, however often it is missed: of its account nothing is known; one more look is asked for once", async () => {
    await sent();
    const before = await world.see("select state, priority, deadline_at, changed_at from flag");
    answering("missing");
    await pass(2);
    await run();
    expect([(await looks()).slice(0, 2), await source()]).toEqual([["1h missed oembed", "confirm "], "suspect_gone"]);
    for (const hours of [1, 5, 20, 60]) {
      await pass(hours);
      await run();
    }
    expect(await looks()).toEqual([...["1h", "confirm", "6h", "24h", "3d"].map((step) => `${step} missed oembed`), ...PLAN.slice(4)]);
    expect([await source(), await acts(), addresses.length]).toEqual(["suspect_gone", [], 5]);
    expect(await world.see("select state, priority, deadline_at, changed_at from flag")).toEqual(before);
    answering("exists");
    await pass(100);
    await run();
    expect([(await looks())[5], await source()]).toEqual(["7d same oembed", "live"]);
  });

  it("that is closed to the public is unreachable; an answer that says nothing, too; a pause is waited for", async () => {
    await sent();
    answering("closed");
    await pass(2);
    await run();
    said = () => Promise.reject(new ConnectorError("schema-drift"));
    await pass(5);
    await run();
    said = () => Promise.reject(new ConnectorError("rate-limited", { retryAfterMs: 1_800_000 }));
    await pass(20);
    await run();
    expect([(await looks()).slice(0, 3), await source()]).toEqual([
      ["1h unreachable oembed-closed", "6h unreachable schema-drift", "24h  rate-limited"],
      "live",
    ]);
  });

  it.each<[string, string]>([
    ["no-address", "update post set url = null"],
    ["address-of-no-post", "update post set url = 'https://www.facebook.com/contoh.sari'"],
    ["address-of-no-post", "update post set url = 'https://www.facebook.com/contoh.lain/posts/99'"],
    ["address-of-no-post", "update post set url = 'https://facebook.com.contoh.id/a/posts/pfbid1'"],
    ["no-contest", "update contest set live_hash = null"],
    ["link-revoked", "update account set revoked_at = now()"],
  ])("is not asked for: %s, %s", async (reason, change) => {
    await sent();
    await world.see(change);
    await pass(2);
    await run();
    expect([(await looks())[0], addresses]).toEqual([`1h not_possible ${reason}`, []]);
  });

  it("is not asked for while the platform is closed", async () => {
    await sent();
    oembed = openedFor([]);
    await pass(2);
    await run();
    expect([(await looks())[0], addresses]).toEqual(["1h not_possible no-connector", []]);
  });
});

describe("a look that nobody may or can take", () => {
  const without = ({ fetchPost: _, ...connector }: Connector): Connector => connector;
  it.each<[string, () => Promise<unknown> | undefined]>([
    ["no-connector", async () => (connectors = [])],
    ["not-one-by-one", async () => (connectors = connectors.map(without))],
    ["gate-closed", async () => (connectors = connectors.map((connector) => ({ ...connector, gate: { open: false, reference: "-" } })))],
    ["link-revoked", () => world.see("update account set revoked_at = now()")],
    ["flag-over", () => world.see("update flag set state = 'closed', outcome = 'duplicate'")],
    ["no-contest", () => world.see("update contest set live_hash = null")],
  ])("says so: %s", async (reason, change) => {
    await flagged();
    await run();
    await change();
    fault = new ConnectorError("private");
    await pass(2);
    await run();
    expect((await looks())[0]).toBe(`1h not_possible ${reason}`);
  });
});

describe("a post that was fetched again", () => {
  it("is back by the poll's word too, with its act", async () => {
    const arrived = post({ externalId: "b" });
    await save(world, owner, arrived);
    const miss = () => world.store.as(systemActor("ingest"), (tx) => tx.posts.markGone(owner.id, ["b"]));
    await miss();
    await miss();
    await save(world, owner, arrived);
    expect(await acts()).toEqual(["source.gone", "source.back"]);
  });
});
