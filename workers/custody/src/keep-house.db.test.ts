import { systemActor } from "@netra/store";
import { afterAll, beforeAll, expect, it } from "vitest";
import { age, arrive, contestIn, HERE, openWorld, person, publish, register, silent, type World } from "../../../test/support/world.ts";
import { noBlobs } from "../test/blobs.ts";
import { createKeepHouse } from "./keep-house.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
});
afterAll(() => world.close());

const keepHouse = (now: string) => {
  const house = createKeepHouse({
    store: world.store,
    actor: systemActor("custody"),
    blobs: noBlobs,
    clock: () => new Date(now),
    log: silent,
    retentionWeeks: 5,
  });
  return (task: Parameters<typeof house>[0]) => house(task, { signal: new AbortController().signal });
};
const partitions = async (): Promise<string[]> =>
  (await world.see<{ name: string }>("select relname as name from pg_class where relispartition and relkind = 'r' order by 1")).map(
    ({ name }) => name,
  );

it("makes the partitions of this week and of two months to come, as often as it is asked", async () => {
  const house = keepHouse("2026-11-21T05:00:00Z");
  await house({ task: "partitions" });
  const made = await partitions();
  expect(made.filter((name) => name.startsWith("capture_body_"))).toHaveLength(9);
  expect(made.filter((name) => name.startsWith("classification_detail_"))).toHaveLength(9);
  await Promise.all([house({ task: "partitions" }), house({ task: "partitions" })]);
  expect(await partitions()).toEqual(made);
});

it("forgets a name's tries after a day, and links and sessions a month after they ended", async () => {
  const { id } = await person(world, "analyst", [HERE]);
  await world.see(
    "insert into sign_in_failure (name_hash, failures, at) values ('old', 1, now() - interval '25 hours'), ('new', 1, now() - interval '23 hours')",
  );
  await world.see(
    `insert into sign_in_link (token_hash, user_id, expires_at, used_at) values ('spent', $1, now(), now() - interval '31 days'),
      ('lapsed', $1, now() - interval '31 days', null), ('fresh', $1, now() - interval '29 days', null)`,
    [id],
  );
  await world.see(
    `insert into user_session (token_hash, user_id, expires_at, ended_at) values ('ended', $1, now(), now() - interval '31 days'),
      ('lapsed', $1, now() - interval '31 days', null), ('fresh', $1, now(), now() - interval '29 days'), ('live', $1, now() + interval '1 hour', null)`,
    [id],
  );
  await keepHouse("2026-01-05T05:00:00Z")({ task: "retention" });
  const left = async (table: string, column = "token_hash") =>
    (await world.see<{ name: string }>(`select convert_from(${column}, 'UTF8') as name from ${table} order by 1`)).map(({ name }) => name);
  expect([await left("sign_in_failure", "name_hash"), await left("sign_in_link"), await left("user_session")]).toEqual([
    ["new"],
    ["fresh"],
    ["fresh", "live"],
  ]);
});

it("drops a week once its Monday is more than five weeks past, in Jakarta's days, and leaves a trace", async () => {
  const owner = await register(world, HERE);
  const { versionId } = await arrive(world, owner);
  await age(world, versionId, "2026-01-05");
  const isDropped = async () =>
    (await world.see<{ gone: boolean }>("select body_dropped_at is not null as gone from post_version where id = $1", [versionId]))[0]?.gone;

  // Monday 9 February in Jakarta is five weeks to the day.
  await keepHouse("2026-02-09T16:59:59Z")({ task: "retention" });
  expect([await isDropped(), (await partitions()).includes("capture_body_2026w02")]).toEqual([false, true]);
  await keepHouse("2026-02-09T17:00:00Z")({ task: "retention" });
  expect([await isDropped(), (await partitions()).includes("capture_body_2026w02")]).toEqual([true, false]);

  await keepHouse("2026-02-10T17:00:00Z")({ task: "retention" });
  expect(await world.see("select act, object_id, detail from audit_event where act = 'captures.dropped'")).toEqual([
    { act: "captures.dropped", object_id: "2026-01-06", detail: { versions: 1 } },
  ]);
});
