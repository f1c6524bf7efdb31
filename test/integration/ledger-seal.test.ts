import { systemActor } from "@netra/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fillEveryTable } from "../support/every-table.ts";
import { openLedger } from "../support/ledger.ts";
import { HERE, openWorld, type World } from "../support/world.ts";

const custody = systemActor("custody");

let world: World;
let ledger: ReturnType<typeof openLedger>;
beforeEach(async () => {
  world = await openWorld();
  ledger = openLedger(world);
});
afterEach(async () => {
  ledger.close();
  await world.close();
});

const audit = (n: number, { store }: World = world) =>
  store.as(custody, async (tx) => {
    for (let i = 0; i < n; i += 1) await tx.audit.append({ act: "test.act", objectType: "test", objectId: String(i), region: HERE, detail: { i } });
  });
const leaves = () =>
  world.see<{ index: string; kind: string; object_id: string; hash: Buffer }>("select index, kind, object_id, hash from ledger_leaf order by index");

it("seals acts, evidence and files that a capture took, once each and without a gap, and then rests", async () => {
  const { flagId } = await fillEveryTable(world);
  await world.see("update upload set capture_id = (select id from capture limit 1)");
  const all = await world.see<{ kind: string; object_id: string }>(
    `select 'audit' as kind, id::text as object_id from audit_event
    union all select 'evidence', id::text from evidence where flag_id = $1 union all select 'upload', id from upload union all select 'media', id::text from post_media`,
    [flagId],
  );
  expect(await ledger.seal()).toBe(all.length);
  expect(await ledger.seal()).toBe(0);
  const sealed = await leaves();
  expect(sealed.map(({ index }) => Number(index))).toEqual(sealed.map((_, n) => n));
  const name = (row: { kind: string; object_id: string }) => `${row.kind} ${row.object_id}`;
  expect(sealed.map(name).sort()).toEqual(all.map(name).sort());
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["audit", "evidence", "upload", "media"]));
});

it("seals rows of a transaction that ends late, however many later ones were sealed before", async () => {
  const slow = await world.login();
  await slow.query("begin");
  await slow.query("set local role netra_custody");
  await slow.query(
    "insert into audit_event (actor_kind, actor_role, region, act, object_type, object_id) values ('system', 'system', $1, 'test.slow', 'test', 'x')",
    [HERE],
  );
  await audit(3);
  expect(await ledger.seal()).toBe(3);
  await audit(2);
  await slow.query("commit");
  await slow.end();
  expect(await ledger.seal()).toBe(3);
  const sealed = await world.see<{ act: string }>(
    "select a.act from ledger_leaf l join audit_event a on a.id::text = l.object_id and l.kind = 'audit' order by l.index",
  );
  expect(sealed.map(({ act }) => act)).toEqual(["test.act", "test.act", "test.act", "test.slow", "test.act", "test.act"]);
});

it("gives every row one place when several seal at once, while more is written", async () => {
  await audit(1_200);
  const [one, two] = [openLedger(world), openLedger(world)];
  const taken = await Promise.all([one.seal(), two.seal(), audit(300), ledger.seal()]);
  await ledger.seal();
  one.close();
  two.close();
  expect(taken.filter((n) => typeof n === "number").reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(1_200);
  const sealed = await leaves();
  expect(sealed.map(({ index }) => Number(index))).toEqual(sealed.map((_, n) => n));
  expect(new Set(sealed.map(({ object_id }) => object_id)).size).toBe(1_500);
  expect((await ledger.check()).wrong).toEqual([]);
});

it("loses nothing when a sealer dies in the middle", async () => {
  await audit(700);
  // The second batch dies with its connection, after its leaves were written and before they were kept.
  let batch = 0;
  const dying: World["store"] = {
    ...world.store,
    as: (actor, act) =>
      world.store.as(actor, async (tx) => {
        const done = await act(tx);
        batch += 1;
        if (batch === 2)
          await world.see(
            "select pg_terminate_backend(pid) from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' and datname = current_database() and pid <> pg_backend_pid()",
          );
        return done;
      }),
  };
  const dead = openLedger({ store: dying });
  await expect(dead.seal()).rejects.toThrow();
  dead.close();
  expect((await leaves()).length).toBe(500);
  expect(await ledger.seal()).toBe(200);
  expect((await leaves()).length).toBe(700);
  expect((await ledger.check()).wrong).toEqual([]);
});

it("erases a leaf with its row, keeps its hash, and leaves an act that is sealed in its turn", async () => {
  const { flagId } = await fillEveryTable(world);
  await world.see("update upload set capture_id = (select id from capture limit 1)");
  await ledger.seal();
  const before = await leaves();
  await world.see("delete from upload");
  await world.see("update evidence set raw = '', text = '' where flag_id = $1", [flagId]);
  await ledger.seal();
  const erased = await world.see("select kind from ledger_leaf where salt is null order by kind");
  expect(erased).toEqual([{ kind: "evidence" }, { kind: "upload" }]);
  expect((await leaves()).slice(0, before.length)).toEqual(before);
  const report = await ledger.check();
  expect(report.wrong).toEqual([]);
  expect(report.seen[0]).toContain("2 of them erased");
});

it("forgets a row that was deleted before it was sealed", async () => {
  await fillEveryTable(world);
  await world.see("update upload set capture_id = (select id from capture limit 1)");
  await world.see("delete from upload");
  await ledger.seal();
  expect((await ledger.check()).wrong).toEqual([]);
  expect(await world.see("select from ledger_leaf where kind = 'upload'")).toEqual([]);
});
