import { createFieldCipher, createPool, createStore, systemActor } from "@netra/store";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fillEveryTable } from "../support/every-table.ts";
import { HERE, openWorld, person, register, type World } from "../support/world.ts";

const NIP = "197803042003122001";
let world: World;
let flagId: string;
beforeAll(async () => {
  world = await openWorld();
  ({ flagId } = await fillEveryTable(world));
});
afterAll(() => world.close());

const count = async (table: string): Promise<number> => Number((await world.see<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

it("finds the same person by a number however it is written, in another office too", async () => {
  const before = await count("civil_servant");
  const one = await register(world, HERE, { nip: "19780304 200312 2 001", name: "Wati Misal" });
  const other = await register(world, HERE, {
    nip: "19780304.200312.2.001",
    name: "WATI  Misal",
    agency: "Dinas Lain",
    from: "2015-01-01",
    platform: "instagram",
  });
  expect(other.civilServantId).toBe(one.civilServantId);
  expect(await count("civil_servant")).toBe(before + 1);
});

it("keeps two people apart whose numbers differ in one digit", async () => {
  const one = await register(world, HERE, { nip: NIP, name: "Wati Misal" });
  const other = await register(world, HERE, { nip: "197803042003122002" });
  expect(other.civilServantId).not.toBe(one.civilServantId);
});

it("tells namesakes without a number apart by their agency", async () => {
  const given = { nip: null, name: "Rudi Misal", employmentKind: "non_asn" as const };
  const one = await register(world, HERE, { ...given, agency: "Dinas Satu" });
  const again = await register(world, HERE, { ...given, agency: "Dinas Satu", platform: "tiktok" });
  const other = await register(world, HERE, { ...given, agency: "Dinas Dua" });
  expect(again.civilServantId).toBe(one.civilServantId);
  expect(other.civilServantId).not.toBe(one.civilServantId);
});

it("stands in no table, neither as digits nor as their bytes", async () => {
  await register(world, HERE, { nip: NIP, name: "Wati Misal" });
  const tables = await world.see<{ name: string }>(
    "select quote_ident(nspname) || '.' || quote_ident(relname) as name from pg_class join pg_namespace n on n.oid = relnamespace where relkind = 'r' and nspname like 'netra%'",
  );
  expect(tables.length).toBeGreaterThan(30);
  const numbers = [NIP, "198507122010011003"];
  const forms = numbers.flatMap((nip) => [nip, Buffer.from(nip).toString("hex"), Buffer.from(nip).toString("base64")]);
  const found: string[] = [];
  let rows = 0;
  for (const { name } of tables) {
    for (const { row } of await world.see<{ row: string }>(`select t::text as row from ${name} t`)) {
      rows += 1;
      if (forms.some((form) => row.replace(/[\s.]/g, "").includes(form))) found.push(name);
    }
  }
  expect(found).toEqual([]);
  expect(rows).toBeGreaterThan(50);
});

it("shows a reader four digits of the right person", async () => {
  const reader = await person(world, "analyst", [HERE]);
  expect(await world.store.as(reader, (tx) => tx.triage.readIdentity(flagId))).toMatchObject({
    nipEnd: "1003",
    handle: expect.stringMatching(/^pegawai\.misal/),
  });
});

it("under the keys of another installation nothing is read and the remedy is said", async () => {
  const pool = createPool(world.server.url(world.server.database), { name: "foreign", max: 1 });
  const foreign = createStore({ pool, cipher: createFieldCipher({ field: Buffer.alloc(32, 9), blindIndex: Buffer.alloc(32, 9) }) });
  const reader = { ...systemActor("api"), id: "0192f0c1-7d2e-7aaa-8bbb-000000000001", regions: [HERE] };
  await expect(foreign.as(reader, (tx) => tx.triage.readIdentity(flagId))).rejects.toThrow("NETRA_KEYS_DIR");
  await foreign.close();
});
