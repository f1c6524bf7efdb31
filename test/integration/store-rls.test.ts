import { covers } from "@netra/domain";
import { createFieldCipher, createPool, createStore, type Process, systemActor } from "@netra/store";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyInto, copyOfRow, fillEveryTable, insertCopy, type RegionTable, regionTables } from "../support/every-table.ts";
import { ELSEWHERE, HERE, openWorld, PROVINCE, register, THERE, type World } from "../support/world.ts";

const PEOPLE = ["api", "report", "operator"] as const;
const MACHINES = ["ingest", "classify", "custody", "scheduler"] as const;
/** Where rows lie. A part of `HERE`, the region beside it, and places that only look alike or lie above. */
const PLACES = [HERE, `${HERE}.01`, `${HERE}1`, THERE, PROVINCE, ELSEWHERE, "ID"];
/** Who stands is public, and every province reads its neighbours' contests. */
const PUBLIC = ["contest"];

let world: World;
let app: pg.Client;
let tables: RegionTable[];

beforeAll(async () => {
  world = await openWorld();
  await fillEveryTable(world);
  tables = (await regionTables(world)).filter((table) => !PUBLIC.includes(table.name));
  await copyInto({ see: world.see }, PLACES.slice(1));
  app = await world.login();
});
afterAll(async () => {
  await app.end();
  await world.close();
});

/** Runs one statement as a process with these regions, and takes it back. The answer is the rows, or the SQLSTATE of the refusal. */
async function as(process: Process, regions: readonly string[], text: string, values: unknown[] = []): Promise<Record<string, unknown>[] | string> {
  await app.query("begin");
  try {
    await app.query("select set_config('role', $1, true), set_config('netra.regions', $2, true)", [`netra_${process}`, regions.join(",")]);
    return (await app.query(text, values)).rows;
  } catch (error) {
    return `${(error as pg.DatabaseError).code} ${/row-level security/.test((error as Error).message) ? "row security" : "right"}`;
  } finally {
    await app.query("rollback");
  }
}

const may = async (process: Process, right: "SELECT" | "INSERT" | "UPDATE", table: string): Promise<boolean> => {
  const asked = {
    SELECT: "has_column_privilege($1, $2, 'region', $3)",
    INSERT: "has_table_privilege($1, $2, $3)",
    UPDATE: "has_any_column_privilege($1, $2, $3)",
  }[right];
  const [row] = await world.see<{ may: boolean }>(`select ${asked} as may`, [`netra_${process}`, `netra.${table}`, right]);
  return row?.may === true;
};

const DENIED = "42501 right";
const regionsIn = (answer: Record<string, unknown>[] | string): unknown =>
  typeof answer === "string" ? answer : [...new Set(answer.map((row) => row.region as string))].sort();

describe("every table with a region", () => {
  it("is known to these tests", () => {
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.map((table) => table.name)).toEqual(
      expect.arrayContaining(["post", "flag", "evidence", "civil_servant", "audit_event", "report_file", "capture"]),
    );
  });

  it("shows people's processes exactly what their regions cover", async () => {
    const eyes = [[HERE], [PROVINCE], [THERE], [HERE, ELSEWHERE], ["ID"], []];
    let cells = 0;
    for (const { name } of tables) {
      for (const process of PEOPLE) {
        const readable = await may(process, "SELECT", name);
        for (const regions of eyes) {
          const seen = PLACES.filter((place) => regions.some((own) => covers(own, place))).sort();
          const answer = await as(process, regions, `select region from netra.${name}`);
          // Every place has a copy of an account of the person of `HERE`: whoever sees one of them sees that person.
          const shown = name === "civil_servant" && process === "api" && seen.length > 0 ? [...new Set([...seen, HERE])].sort() : seen;
          expect([name, process, regions, regionsIn(answer)]).toEqual([name, process, regions, readable ? shown : DENIED]);
          cells += 1;
        }
      }
    }
    console.log(`row security: ${tables.length} tables, ${cells} cells of people's processes`);
  });

  it("shows machine processes every region, where they may read at all", async () => {
    for (const { name } of tables) {
      for (const process of MACHINES) {
        const answer = await as(process, [], `select region from netra.${name}`);
        expect([name, process, regionsIn(answer)]).toEqual([name, process, (await may(process, "SELECT", name)) ? [...PLACES].sort() : DENIED]);
      }
    }
  });

  it("takes a new row of the own region and refuses one of another", async () => {
    let refused = 0;
    for (const table of tables) {
      for (const process of PEOPLE) {
        if (!(await may(process, "INSERT", table.name))) continue;
        const insert = async (region: string) => as(process, [HERE], insertCopy(table), [JSON.stringify(await copyOfRow(world, table, region))]);
        expect([table.name, process, await insert(THERE)]).toEqual([table.name, process, "42501 row security"]);
        expect([table.name, process, await insert(PROVINCE)]).toEqual([table.name, process, "42501 row security"]);
        // Whether the copy is otherwise acceptable is not the question here.
        expect([table.name, process, await insert(HERE)]).not.toEqual([table.name, process, "42501 row security"]);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(15);
  });

  it("lets nobody change what lies in another region, nor move a row there", async () => {
    let moved = 0;
    for (const { name } of tables) {
      for (const process of PEOPLE) {
        if (!(await may(process, "UPDATE", name)) || !(await may(process, "SELECT", name))) continue;
        const columns = await world.see<{ column: string }>(
          `select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and has_column_privilege($2, attrelid, attnum, 'UPDATE')`,
          [`netra.${name}`, `netra_${process}`],
        );
        const column = columns[0]?.column;
        expect(regionsIn(await as(process, [HERE], `update netra.${name} set ${column} = ${column} returning region`))).toEqual([HERE, `${HERE}.01`]);
        if (!columns.some((each) => each.column === "region")) continue;
        expect([name, process, await as(process, [HERE], `update netra.${name} set region = '${THERE}'`)]).toEqual([
          name,
          process,
          "42501 row security",
        ]);
        moved += 1;
      }
    }
    expect(moved).toBeGreaterThan(3);
  });
});

describe("a civil servant with accounts in two regions", () => {
  it("is seen by whoever sees one of them, and by nobody else; the other account stays closed", async () => {
    const who = { nip: "198001012005011009", name: "Dewi Misal" };
    const { civilServantId: id } = await register(world, HERE, who);
    const single = await register(world, HERE);
    expect((await register(world, THERE, { ...who, from: "2015-01-01", platform: "instagram" })).civilServantId).toBe(id);
    const sees = async (process: Process, regions: readonly string[], person = id) =>
      ((await as(process, regions, "select region from netra.civil_servant where id = $1", [person])) as unknown[]).length === 1;
    expect([await sees("api", [HERE]), await sees("api", [THERE]), await sees("api", ["ID"])]).toEqual([true, true, true]);
    expect([await sees("api", [ELSEWHERE]), await sees("api", []), await sees("api", [THERE], single.civilServantId)]).toEqual([false, false, false]);
    expect(await sees("operator", [THERE])).toBe(false);
    const accounts = await as("api", [THERE], "select region from netra.account where civil_servant_id = $1", [id]);
    expect(accounts).toEqual([{ region: THERE }]);
  });
});

describe("the application's login", () => {
  it("sees no table by itself, whatever regions it claims", async () => {
    await app.query("select set_config('netra.regions', 'ID', false)");
    const names = await world.see<{ name: string }>(
      "select relname as name from pg_class where relnamespace = 'netra'::regnamespace and relkind in ('r', 'p')",
    );
    expect(names.length).toBeGreaterThan(30);
    for (const { name } of names) await expect(app.query(`select from netra.${name}`)).rejects.toMatchObject({ code: "42501" });
    await app.query("reset netra.regions");
  });

  it.each(["netra_owner", "netra_backup", "netra_queue", "postgres"])("cannot become %s", async (role) => {
    await expect(app.query(`set role ${role}`)).rejects.toMatchObject({ code: expect.stringMatching(/42501|22023/) });
  });
});

describe("a partition", () => {
  it("is refused when it is read past its parent", async () => {
    const [week] = await world.see<{ name: string }>(
      "select relname as name from pg_class where relispartition and relkind = 'r' and relname like 'capture_body_%' order by 1 limit 1",
    );
    expect(week).toBeDefined();
    for (const process of [...PEOPLE, ...MACHINES])
      expect([process, await as(process, ["ID"], `select from netra.${week?.name}`)]).toEqual([process, DENIED]);
  });
});

describe("whether a region is seen", () => {
  it("is what the domain says of every two codes, and never null", async () => {
    const codes = ["ID", "19", "19.0", "19.06", "19.060", "19.06.01", "19.06.01.1001", "19.06.01.100", "19.71", "1", "71"];
    const rows = await world.see<{ own: string; row: string | null; visible: boolean | null }>(
      `select own, row, set_config('netra.regions', '71.01,' || own, true) is not null and netra.region_visible(row) as visible
        from unnest($1::text[]) own, unnest($1::text[] || null::text) row`,
      [codes],
    );
    expect(rows).toHaveLength(codes.length * (codes.length + 1));
    for (const { own, row, visible } of rows) expect([own, row, visible]).toEqual([own, row, row === null ? own === "ID" : covers(own, row)]);
    for (const none of ["", null])
      expect(await world.see("select set_config('netra.regions', $1, true) is not null and netra.region_visible('19') as visible", [none])).toEqual([
        { visible: false },
      ]);
  });

  it("is written into a statement, not asked of a function once a row", async () => {
    const plan = JSON.stringify(await as("api", [HERE], "explain (verbose) select id from netra.flag"));
    expect(plan).toContain("netra.regions");
    expect(plan).not.toContain("region_visible");
  });
});

describe("after a transaction", () => {
  it("neither role nor regions nor person stay on the connection, committed or not", async () => {
    const pool = createPool(world.server.url(world.server.database), { name: "one", max: 1 });
    const store = createStore({ pool, cipher: createFieldCipher({ field: Buffer.alloc(32), blindIndex: Buffer.alloc(32) }) });
    const left = async () =>
      (
        await pool.query(
          "select current_user = session_user as nobody, current_setting('netra.regions', true) as regions, current_setting('netra.actor', true) as actor",
        )
      ).rows[0];
    const somebody = { ...systemActor("api"), id: "0192f0c1-7d2e-7aaa-8bbb-000000000001", regions: [HERE] };
    expect(await store.as(somebody, (tx) => tx.flags.countByState())).toEqual({ escalated: 2, withdrawn: 1 });
    expect(await left()).toEqual({ nobody: true, regions: "", actor: "" });
    await expect(
      store.as(somebody, async () => {
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    expect(await left()).toEqual({ nobody: true, regions: "", actor: "" });
    // The next one on the same connection sees with its own eyes, not with the ones before.
    expect(await store.as({ ...somebody, regions: [] }, (tx) => tx.flags.countByState())).toEqual({});
    await store.close();
  });
});
