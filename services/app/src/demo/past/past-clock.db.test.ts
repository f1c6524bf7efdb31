import { createFieldCipher, createPool, createStore, describeSchema, runOnce, type Store, systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../../../test/support/postgres.ts";
import { isClockSetBack, openPastClock } from "./past-clock.ts";

const cipher = createFieldCipher({ field: Buffer.alloc(32, 1), blindIndex: Buffer.alloc(32, 2) });
const THEN = new Date("2029-09-10T01:00:00Z");
const LATER = new Date("2029-09-12T01:00:00Z");
const MINUTE_MS = 60_000;
const isAbout = (at: Date): { asymmetricMatch(value: unknown): boolean } => ({
  asymmetricMatch: (value) => value instanceof Date && value >= at && value.getTime() < at.getTime() + MINUTE_MS,
});

let database: FreshDatabase;
let today: Store;
beforeAll(async () => {
  database = await freshDatabase();
  today = createStore({ pool: createPool(database.url, { name: "test", max: 2 }), cipher });
});
afterAll(async () => {
  await today.close();
  await database.drop();
});

const operator = systemActor("operator");
const note = (store: Store, objectId: string) =>
  store.as(operator, (tx) => tx.audit.append({ act: "test.noted", objectType: "test", objectId, region: "ID" }));
const noted = async (objectId: string): Promise<unknown> =>
  (await runOnce(database.url, `select at from netra.audit_event where object_id = '${objectId}'`))[0]?.at;

describe("the demo's clock of the past", () => {
  it("tells what the store writes, and what its columns and triggers write beside it, and leaves everybody else today", async () => {
    const clock = await openPastClock({ admin: database.url, app: database.url }, cipher);
    expect(await isClockSetBack(database.url)).toBe(true);
    await clock.set(THEN);
    await clock.store.as(operator, async (tx) => {
      expect(await tx.status.now()).toEqual(isAbout(THEN));
      await tx.packs.publishLive({ packId: "uji", version: 1, hash: "sha256:11", body: {} });
    });
    await note(clock.store, "then");
    expect(clock.now()).toEqual(isAbout(THEN));
    expect(await noted("then")).toEqual(isAbout(THEN));
    expect((await runOnce(database.url, "select from_at from netra.in_force"))[0]?.from_at).toEqual(isAbout(THEN));
    expect((await today.pulse()).now.getTime()).toBeGreaterThan(Date.now() - MINUTE_MS);

    await clock.set(LATER);
    await clock.set(THEN);
    await note(clock.store, "later");
    expect(await noted("later")).toEqual(isAbout(LATER));
    await clock.close();
  });

  it("sees a claim of then as one that still runs", async () => {
    const clock = await openPastClock({ admin: database.url, app: database.url }, cipher);
    await clock.set(THEN);
    const [view] = await runOnce(database.url, "select pg_get_viewdef('demo_clock.flag_standing'::regclass) as body");
    expect(view?.body).toMatch(/l\.until > demo_clock\.clock_timestamp\(\)/);
    await clock.close();
  });

  it("leaves the schema as it was", async () => {
    const before = await describeSchema(database.url);
    const clock = await openPastClock({ admin: database.url, app: database.url }, cipher);
    expect(await describeSchema(database.url)).not.toBe(before);
    await clock.close();
    expect(await describeSchema(database.url)).toBe(before);
    expect(await isClockSetBack(database.url)).toBe(false);
    await note(today, "today");
    expect((await noted("today")) as Date).not.toEqual(isAbout(LATER));
  });
});
