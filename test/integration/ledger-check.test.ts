import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { appendLeaf, checkpointText, emptyFrontier, importSigningKey, signNote } from "@netra/evidence";
import { systemActor } from "@netra/store";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkpointFile } from "../../services/app/src/checkpoint-files.ts";
import { fillEveryTable } from "../support/every-table.ts";
import { openLedger } from "../support/ledger.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { HERE, openWorld, type World } from "../support/world.ts";

const custody = systemActor("custody");

let world: World;
let ledger: ReturnType<typeof openLedger>;
let fences: number[];

/** What every test begins with, made once and copied. */
let first: { readonly database: FreshDatabase; readonly ledger: ReturnType<typeof openLedger>; readonly fences: readonly number[] };
beforeAll(async () => {
  world = await openWorld();
  ledger = openLedger(world);
  fences = [];
  await fillEveryTable(world);
  await world.see("update upload set capture_id = (select id from capture limit 1)");
  for (let round = 0; round < 3; round += 1) await grow();
  first = { database: await world.leave(), ledger, fences };
});
afterAll(async () => {
  first.ledger.close();
  await first.database.drop();
});
beforeEach(async () => {
  world = await openWorld(await freshDatabase(first.database));
  ledger = openLedger(world, {}, first.ledger.dir);
  fences = [...first.fences];
});
afterEach(async () => {
  ledger.close();
  await world.close();
});

/** Some acts, sealed and signed. */
async function grow(): Promise<void> {
  await world.store.as(custody, async (tx) => {
    for (let n = 0; n < 7; n += 1) await tx.audit.append({ act: "test.act", objectType: "test", objectId: String(n), region: HERE, detail: { n } });
  });
  await ledger.seal();
  fences.push((await ledger.checkpoint()).size);
}

/** Writes history anew as whoever holds database and key would: every leaf, the sealer's note and every checkpoint in the database. */
async function sealAnew(): Promise<void> {
  await world.see("delete from ledger_leaf");
  await world.see("delete from checkpoint");
  await world.see("update ledger_frontier set size = 0, nodes = '[]'");
  await world.see("insert into ledger_waiting (kind, object_id) select 'audit', id::text from audit_event order by id");
  await world.see("insert into ledger_waiting (kind, object_id) select 'evidence', id::text from evidence where octet_length(raw) > 0");
  await world.see("insert into ledger_waiting (kind, object_id) select 'upload', id from upload");
  await ledger.seal();
  const rows = await world.store.as(custody, (tx) => tx.ledger.state());
  const origin = await world.store.as(custody, (tx) => tx.ledger.origin());
  const key = await importSigningKey(ledger.keys.checkpoint);
  const note = await signNote({ text: checkpointText({ ...rows, origin, at: new Date() }), name: origin, key });
  await world.store.as(custody, (tx) => tx.ledger.addCheckpoint({ ...rows, note }));
}

it("finds nothing wrong in what was left alone, and says what it looked at", async () => {
  await world.store.as(custody, (tx) => tx.audit.append({ act: "test.late", objectType: "test", objectId: "x", region: HERE }));
  const { ok, seen, wrong } = await ledger.check();
  expect([ok, wrong]).toEqual([true, []]);
  expect(seen.join("\n")).toMatch(
    /^netra\.[a-z0-9]+: \d+ leaves \(\d+ audit, 1 evidence, 1 media, 1 upload\), 0 of them erased; 1 row waits to be sealed\.\n3 checkpoints in the database and 3 files in/,
  );
});

it("only reads", async () => {
  const before = await world.see("select * from ledger_leaf order by index");
  await expect(
    world.store.as(custody, async (tx) => {
      await tx.ledger.onlyRead();
      await tx.audit.append({ act: "test.act", objectType: "test", objectId: "x", region: HERE });
    }),
  ).rejects.toThrow(/read-only/);
  await ledger.check();
  expect(await world.see("select * from ledger_leaf order by index")).toEqual(before);
});

const AN_ACT = "(select id from audit_event where act = 'test.act' order by id offset 4 limit 1)";
const ITS_LEAF = `kind = 'audit' and object_id = ${AN_ACT}::text`;

/** What somebody with every right on the database does, and what is said of it. */
const EDITS: readonly (readonly [name: string, statements: readonly string[], said: RegExp])[] = [
  ...[
    "at = at + interval '1 microsecond'",
    "act = 'test.other'",
    "object_id = 'y'",
    "actor_role = 'admin'",
    "reason = 'x'",
    "detail = '{}'",
    "region = '31'",
  ].map(
    (set) => [`an act: ${set}`, [`update audit_event set ${set} where id = ${AN_ACT}`], /^Leaf \d+ \(audit \d+\) is not what its row says/] as const,
  ),
  ["an act that is gone", [`delete from audit_event where id = ${AN_ACT}`], /^Leaf \d+ \(audit \d+\) has lost its row, and was not erased/],
  [
    "an act that is gone with the salt of its leaf",
    [`update ledger_leaf set salt = null where ${ITS_LEAF}`, `delete from audit_event where id = ${AN_ACT}`],
    /^Leaf \d+ \(audit \d+\) was erased, and no act says so/,
  ],
  ["a leaf without its salt", [`update ledger_leaf set salt = null where ${ITS_LEAF}`], /was erased, and no act says so/],
  ["the bytes of evidence", ["update evidence set raw = raw || 'x'::bytea where octet_length(raw) > 0"], /stands for bytes that were changed/],
  [
    "the text of evidence",
    ["update evidence set text = text || ' x' where octet_length(raw) > 0"],
    /^Leaf \d+ \(evidence [0-9a-f-]+\) is not what its row says/,
  ],
  [
    "the hash of evidence",
    ["update evidence set sha256 = sha256(raw || 'x'::bytea) where octet_length(raw) > 0"],
    /stands for bytes that were changed/,
  ],
  [
    "evidence with another hash and bytes",
    ["update evidence set raw = raw || 'x'::bytea, sha256 = sha256(raw || 'x'::bytea) where octet_length(raw) > 0"],
    /evidence [0-9a-f-]+\) is not what its row says/,
  ],
  [
    "when evidence was captured",
    ["update evidence set captured_at = captured_at - interval '1 day' where octet_length(raw) > 0"],
    /evidence .* is not what its row says/,
  ],
  ["a file's hash", ["update upload set sha256 = sha256('x'::bytea)"], /upload .* is not what its row says/],
  ["a file's region", ["update upload set region = '31'"], /upload .* is not what its row says/],
  ["a leaf's hash", [`update ledger_leaf set hash = sha256('x'::bytea) where ${ITS_LEAF}`], /is not what its row says/],
  ["a leaf's salt", [`update ledger_leaf set salt = substr(sha256('x'::bytea), 1, 16) where ${ITS_LEAF}`], /is not what its row says/],
  ["which row a leaf is of", [`update ledger_leaf set object_id = '999999' where ${ITS_LEAF}`], /has lost its row/],
  ["a row that no act can have", [`update ledger_leaf set object_id = 'no number' where ${ITS_LEAF}`], /has lost its row/],
  [
    "two leaves that changed places",
    [
      "update ledger_leaf set index = 1000 where index = 3",
      "update ledger_leaf set index = 3 where index = 4",
      "update ledger_leaf set index = 4 where index = 1000",
    ],
    /history was rewritten between leaf/,
  ],
  ["a leaf that is gone", ["delete from ledger_leaf where index = 5"], /Leaf 5 is missing, or has another number/],
  ["the first leaf that is gone", ["delete from ledger_leaf where index = 0"], /Leaf 0 is missing/],
  [
    "a leaf put in",
    [
      "update ledger_leaf set index = index + 100000 where index >= 6",
      "update ledger_leaf set index = index - 99999 where index > 100000",
      "insert into ledger_leaf (index, kind, object_id, hash) values (6, 'audit', '999999', sha256('x'::bytea))",
    ],
    /Leaf 6 \(audit 999999\) was erased, and no act says so/,
  ],
  [
    "the end that is gone",
    ["delete from ledger_leaf where index >= 10", "delete from checkpoint", "update ledger_frontier set size = 10"],
    /the end was cut off, or an older database was put back/,
  ],
  [
    "an act written past the ledger",
    [
      "insert into audit_event (actor_kind, actor_role, region, act, object_type, object_id) values ('system', 'system', '19', 'x', 'x', 'x')",
      "delete from ledger_waiting",
    ],
    /1 row was written past the ledger/,
  ],
  ["the sealer's note", ["update ledger_frontier set size = size - 1"], /are not those that the sealer left/],
  ["a checkpoint's root", ["update checkpoint set root = sha256('x'::bytea)"], /says another size or root than it stands for/],
  ["a checkpoint's note", ["update checkpoint set note = replace(note, 'at 2', 'at 1')"], /is not signed by/],
];

it.each(EDITS)("finds %s", async (_, statements, said) => {
  for (const statement of statements) expect(await changes(statement)).toBeGreaterThan(0);
  const { ok, wrong } = await ledger.check();
  expect([ok, wrong.join("\n")]).toEqual([false, expect.stringMatching(said)]);
});

/** How many rows a statement changed. */
const changes = async (statement: string): Promise<number> => (await world.see(`${statement} returning 1`)).length;

it("finds any single changed leaf, and names it", async () => {
  const rows = await world.see<{ index: string; hash: Buffer }>("select index, hash from ledger_leaf order by index");
  for (const { index, hash } of rows) {
    await world.see("update ledger_leaf set hash = sha256(hash) where index = $1", [index]);
    expect((await ledger.check()).wrong[0]).toMatch(new RegExp(`^Leaf ${index} \\(`));
    await world.see("update ledger_leaf set hash = $2 where index = $1", [index, hash]);
  }
  expect(rows.length).toBeGreaterThan(25);
  expect((await ledger.check()).ok).toBe(true);
});

describe("whoever holds the database and the key is contradicted by the files", () => {
  it("when history was rewritten and signed anew", async () => {
    await world.see(`update audit_event set detail = '{"n": 99}' where id = ${AN_ACT}`);
    await sealAnew();
    const { wrong } = await ledger.check();
    expect(wrong[0]).toMatch(/^The file \d{10}\.txt was signed over other leaves than these: history was rewritten between leaf 0 and leaf \d+/);
  });

  it("when the end was cut off and signed anew", async () => {
    await world.see("delete from audit_event where act = 'test.act' and id > (select max(id) - 4 from audit_event)");
    await sealAnew();
    expect((await ledger.check()).wrong.join("\n")).toMatch(
      /The file 0*\d+\.txt was signed (over other leaves|when there were \d+ leaves, and there are \d+)/,
    );
  });

  it("when an older database was put back, and lived on", async () => {
    const [, old] = fences as [number, number, number];
    await world.see(`delete from audit_event where id::text in (select object_id from ledger_leaf where kind = 'audit' and index >= ${old})`);
    await world.see("delete from checkpoint where size > $1", [old]);
    await world.see("create table ledger_kept as select * from ledger_leaf where index < $1", [old]);
    const hashes = (await world.see<{ hash: Buffer }>("select hash from ledger_kept order by index")).map(({ hash }) => hash);
    await world.see("delete from ledger_leaf");
    await restoreFrontier(hashes);
    await world.see("insert into ledger_leaf select * from ledger_kept");
    expect((await ledger.check()).wrong).toEqual([expect.stringMatching(/was signed when there were \d+ leaves, and there are \d+/)]);

    await world.store.as(custody, async (tx) => {
      for (let n = 0; n < 9; n += 1) await tx.audit.append({ act: "test.fork", objectType: "test", objectId: String(n), region: HERE });
    });
    await ledger.seal();
    await ledger.checkpoint();
    expect((await ledger.check()).wrong).toEqual([expect.stringMatching(/^The file \d{10}\.txt was signed over other leaves than these/)]);
  });

  it("when two ledgers grew out of one", async () => {
    const size = (fences.at(-1) ?? 0) + 5;
    const origin = await world.store.as(custody, (tx) => tx.ledger.origin());
    const key = await importSigningKey(ledger.keys.checkpoint);
    const note = await signNote({ text: checkpointText({ origin, size, root: new Uint8Array(32), at: new Date() }), name: origin, key });
    writeFileSync(join(ledger.config.paths.checkpoints, checkpointFile(size)), note);
    await grow();
    expect((await ledger.check()).wrong).toEqual([expect.stringMatching(new RegExp(`^The file 0*${size}\\.txt was signed over other leaves`))]);
  });
});

async function restoreFrontier(hashes: readonly Buffer[]): Promise<void> {
  let frontier = emptyFrontier();
  for (const hash of hashes) frontier = await appendLeaf(frontier, new Uint8Array(hash));
  await world.see("update ledger_frontier set size = $1, nodes = $2", [frontier.size, JSON.stringify(frontier.nodes)]);
}
