import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importSigningKey, openNote, parseCheckpoint, parseVerifierKey, verifierKeyOf } from "@netra/evidence";
import { systemActor } from "@netra/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkpointFile } from "../../services/app/src/checkpoint-files.ts";
import { checkpointer, sealAndSign, verifierKey } from "../../services/app/src/checkpoints.ts";
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

const act = () => world.store.as(custody, (tx) => tx.audit.append({ act: "test.act", objectType: "test", objectId: "x", region: HERE }));
const file = (size: number): string => join(ledger.config.paths.checkpoints, checkpointFile(size));
const inTable = async () => (await world.see<{ size: string }>("select size from checkpoint order by size")).map(({ size }) => Number(size));

it("says the same in the database and in a file that nobody writes over, and any note reader can open it", async () => {
  await act();
  const { size, note } = await sealAndSign(ledger.context);
  expect(size).toBe(1);
  expect(readFileSync(file(1), "utf8")).toBe(note);
  expect(statSync(file(1)).mode & 0o222).toBe(0);
  expect(await world.see("select note from checkpoint")).toEqual([{ note }]);
  const key = await parseVerifierKey(await verifierKey(ledger.context));
  const said = parseCheckpoint((await openNote(note, key)).text);
  expect([said.origin, said.size]).toEqual([key.name, 1]);
  expect(key.name).toMatch(/^netra\.[a-z0-9]{12}$/);
});

it("is one for each size: without new leaves it is the one before, whoever asks and however often", async () => {
  await act();
  const first = await sealAndSign(ledger.context);
  const again = await Promise.all([1, 2, 3].map(() => sealAndSign(ledger.context)));
  expect(again.map(({ note, isNew }) => [note, isNew])).toEqual(Array(3).fill([first.note, false]));
  expect(readdirSync(ledger.config.paths.checkpoints)).toEqual([checkpointFile(1)]);
  await act();
  await sealAndSign(ledger.context);
  expect(await inTable()).toEqual([1, 2]);
});

it("is taken up again when the process died between the file and the database", async () => {
  await act();
  await ledger.seal();
  const dying = checkpointer({
    ...ledger.context,
    store: {
      ...world.store,
      as: (actor, doing) =>
        world.store.as(actor, async (tx) => {
          await doing(tx);
          throw new Error("killed");
        }),
    },
  });
  await expect(dying()).rejects.toThrow("killed");
  const written = readFileSync(file(1), "utf8");
  expect(await inTable()).toEqual([]);
  expect((await ledger.checkpoint()).note).toBe(written);
  expect(await inTable()).toEqual([1]);
});

it("fills in a file that another machine lacks, from the database", async () => {
  await act();
  const { note } = await sealAndSign(ledger.context);
  const elsewhere = openLedger(world);
  const there = checkpointer({ ...ledger.context, config: elsewhere.config });
  expect((await there()).note).toBe(note);
  expect(readFileSync(join(elsewhere.config.paths.checkpoints, checkpointFile(1)), "utf8")).toBe(note);
  elsewhere.close();
});

it("refuses to sign over what a file contradicts, and leaves both as they are", async () => {
  await act();
  await sealAndSign(ledger.context);
  await act();
  await ledger.seal();
  // As if the database had been rolled back and had grown again to the same size.
  await world.see("update ledger_leaf set hash = sha256(hash) where index = 1");
  const { note } = await ledger.checkpoint();
  await world.see("delete from checkpoint where size = 2");
  await world.see(`update ledger_frontier set nodes = '["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]'`);
  await expect(ledger.checkpoint()).rejects.toMatchObject({ code: "checkpoint-contradicts", message: expect.stringContaining("netra ledger check") });
  expect(readFileSync(file(2), "utf8")).toBe(note);
  expect(await inTable()).toEqual([1]);
});

it("refuses a file that is somebody else's", async () => {
  await act();
  const stranger = openLedger(world);
  const { note } = await sealAndSign(stranger.context);
  await world.see("delete from checkpoint");
  await sealAndSign(stranger.context);
  await world.see("delete from checkpoint");
  // Another key, the same ledger.
  await act();
  await sealAndSign(ledger.context);
  writeFileSync(join(ledger.config.paths.checkpoints, checkpointFile(1)), note);
  const { wrong } = await ledger.check();
  expect(wrong).toEqual([expect.stringMatching(/^The file 0000000001\.txt is not signed by netra\./)]);
  expect(await verifierKeyOf("netra.x", await importSigningKey(stranger.keys.checkpoint))).not.toBe(
    await verifierKeyOf("netra.x", await importSigningKey(ledger.keys.checkpoint)),
  );
  stranger.close();
});
