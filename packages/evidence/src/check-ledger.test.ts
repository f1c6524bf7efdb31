import { beforeAll, describe, expect, it } from "vitest";
import { checkLedger, type KeptCheckpoint, type LedgerRow } from "./check-ledger.ts";
import { leafData, leafHash } from "./leaf.ts";
import { MerkleTree } from "./merkle-tree.ts";

const SIZES = [8, 15, 20];
let rows: LedgerRow[];
let checkpoints: KeptCheckpoint[];

const rowAt = async (index: number, act: string): Promise<LedgerRow> => {
  const data = leafData({ kind: "audit", entry: { id: String(index), act }, salt: new Uint8Array(16).fill(index) });
  return { index, data, hash: await leafHash(data) };
};
const makeRows = (act: (index: number) => string): Promise<LedgerRow[]> =>
  Promise.all(Array.from({ length: 20 }, (_, index) => rowAt(index, act(index))));
async function checkpointsOf(list: readonly LedgerRow[], sizes = SIZES): Promise<KeptCheckpoint[]> {
  const tree = new MerkleTree();
  for (const { hash } of list) tree.append(hash);
  return Promise.all(sizes.map(async (size) => ({ size, root: await tree.rootAt(size), name: `${String(size).padStart(10, "0")}.txt` })));
}
beforeAll(async () => {
  rows = await makeRows(() => "flag.opened");
  checkpoints = await checkpointsOf(rows);
});
const check = (list: readonly LedgerRow[], beside = checkpoints, external = checkpoints) =>
  checkLedger({ rows: list, checkpoints: beside, external });

it("finds nothing in an honest ledger, erased leaves included, streamed or not", async () => {
  expect(await check(rows)).toMatchObject({ ok: true, size: 20, erased: 0, wrongRow: null, contradiction: null, changed: null });
  const erased = rows.map((row) => (row.index === 4 ? { ...row, data: null } : row));
  const stream = async function* () {
    yield* erased;
  };
  expect(await checkLedger({ rows: stream(), checkpoints, external: [] })).toMatchObject({ ok: true, erased: 1 });
  expect(await checkLedger({ rows: [], checkpoints: await checkpointsOf([], [0]), external: [] })).toMatchObject({ ok: true, size: 0 });
});

describe("an edit of one row", () => {
  it.each<[string, (list: LedgerRow[]) => void, { index: number; reason: string }, number | null]>([
    ["of its entry", (list) => list.splice(9, 1, { ...list[9]!, data: list[8]!.data }), { index: 9, reason: "hash" }, null],
    ["of its hash", (list) => list.splice(9, 1, { ...list[9]!, hash: list[8]!.hash }), { index: 9, reason: "hash" }, 15],
    ["of its index", (list) => list.splice(9, 1, { ...list[9]!, index: 19 }), { index: 9, reason: "index" }, null],
    ["that drops it", (list) => list.splice(9, 1), { index: 9, reason: "index" }, 15],
    ["that doubles it", (list) => list.splice(9, 0, list[9]!), { index: 10, reason: "index" }, 15],
  ])("%s is found at its place", async (_, edit, wrongRow, contradicted) => {
    const list = [...rows];
    edit(list);
    const verdict = await check(list);
    expect(verdict).toMatchObject({ ok: false, wrongRow, changed: { from: wrongRow.index, to: wrongRow.index + 1 } });
    expect(verdict.contradiction?.size ?? null).toBe(contradicted);
  });

  it("made consistent in itself is found by the next checkpoint, which bounds where it was", async () => {
    const list = [...rows];
    list[9] = await rowAt(9, "flag.closed");
    expect(await check(list, [], checkpoints)).toMatchObject({
      ok: false,
      wrongRow: null,
      contradiction: { kept: "external", size: 15, name: "0000000015.txt", reason: "root" },
      changed: { from: 8, to: 15 },
    });
  });
});

describe("an attack on the whole chain, with the checkpoints beside it made to fit", () => {
  it("that cuts the tail contradicts the checkpoint outside", async () => {
    const cut = rows.slice(0, 15);
    expect(await check(cut, await checkpointsOf(cut, [8, 15]))).toMatchObject({
      ok: false,
      contradiction: { kept: "external", size: 20, reason: "beyond-end" },
      changed: { from: 15, to: 20 },
    });
  });

  it("that drops a row and numbers the rest anew is placed after the last checkpoint that agrees", async () => {
    const dropped = rows.filter(({ index }) => index !== 17).map((row, index) => ({ ...row, index }));
    expect(await check(dropped, [])).toMatchObject({ ok: false, contradiction: { size: 20, reason: "beyond-end" }, changed: { from: 15, to: 20 } });
  });

  it("that rewrites history from some leaf on", async () => {
    const rewritten = await makeRows((index) => (index < 10 ? "flag.opened" : "flag.closed"));
    expect(await check(rewritten, await checkpointsOf(rewritten))).toMatchObject({
      ok: false,
      contradiction: { kept: "external", size: 15, reason: "root" },
    });
  });

  it("that rolls back and goes on differently", async () => {
    const fork = await makeRows((index) => (index < 15 ? "flag.opened" : "flag.other"));
    expect(await check(fork, await checkpointsOf(fork))).toMatchObject({
      ok: false,
      contradiction: { kept: "external", size: 20 },
      changed: { from: 15, to: 20 },
    });
  });

  it("that shows an outsider another tree", async () => {
    const fork = await makeRows((index) => (index < 15 ? "flag.opened" : "flag.other"));
    expect(await check(rows, checkpoints, await checkpointsOf(fork))).toMatchObject({ ok: false, contradiction: { kept: "external", size: 20 } });
  });
});
