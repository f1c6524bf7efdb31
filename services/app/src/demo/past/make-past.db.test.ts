import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, loadContestFile } from "@netra/config";
import { createFakeConnector } from "@netra/connectors";
import { findTable, type ReportDocument, type ReportRow, weekOf, weekSpan } from "@netra/domain";
import { parseVerifierKey } from "@netra/evidence";
import { describeSchema, systemActor } from "@netra/store";
import { createMakeReport, readReport } from "@netra/worker-report";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FreshDatabase, freshDatabase } from "../../../../../test/support/postgres.ts";
import { checkpointFiles } from "../../checkpoint-files.ts";
import { sealAndSign, verifierKey } from "../../checkpoints.ts";
import { checkLedgerOf } from "../../commands/check-ledger.ts";
import { type Context, createContext } from "../../context.ts";
import { reportForms } from "../../report-forms.ts";
import { createDemoWorld } from "../world.ts";
import { pastCalendar } from "./calendar.ts";
import { makePast } from "./make-past.ts";
import { isClockSetBack } from "./past-clock.ts";
import { signReports } from "./sign-reports.ts";

const OFFICE = "19.06";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Last week's Wednesday, 14:30 in Jakarta, whenever this runs; `past-weeks.test.ts` asks for the other days. */
const firstStart = new Date(weekSpan(weekOf(new Date())).from.getTime() - 5 * DAY_MS + 14.5 * HOUR_MS);
const world = createDemoWorld({ firstStart, contestText: loadContestFile("belitung-timur-demo") });
const { mondays, gaps, opens } = pastCalendar(firstStart);
const weeks = mondays.slice(0, -1).map((monday) => weekOf(monday));
const closings = mondays.slice(1).map((monday) => new Date(monday.getTime() + 6 * HOUR_MS));

let database: FreshDatabase;
let context: Context;
let admin: pg.Pool;
let data: string;
let schemaBefore: string;
const see = async <Row = Record<string, unknown>>(statement: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await admin.query(statement, [...values])).rows as Row[];

beforeAll(async () => {
  database = await freshDatabase();
  data = mkdtempSync(join(tmpdir(), "netra-past-"));
  admin = new pg.Pool({ connectionString: database.url, max: 2, options: "-c search_path=netra -c timezone=UTC" });
  const config = loadConfig({ NETRA_DATA_DIR: data, NETRA_LOG_LEVEL: "silent" });
  context = await createContext(config, { server: database.server, connectors: [createFakeConnector({ timeline: world.timeline })] });
  schemaBefore = await describeSchema(database.url);
  await makePast(context, { world, firstStart, urls: { admin: database.url, app: database.server.url(database.server.database, "netra_app") } });
});
afterAll(async () => {
  await context.close();
  await admin.end();
  await database.drop();
  rmSync(data, { recursive: true });
});

const documents = new Map<string, { internal: ReportDocument; shareable: ReportDocument }>();
/** The report of a past week as of its closing, as the report worker reads it. */
async function reportOf(week: number): Promise<{ internal: ReportDocument; shareable: ReportDocument }> {
  const of = weeks[week] as string;
  const known = documents.get(of);
  if (known) return known;
  const asOf = closings[week] as Date;
  const { document, shareable } = await context.store.as({ ...systemActor("report"), regions: [OFFICE] }, (tx) =>
    readReport(tx, { of, region: OFFICE, asOf }),
  );
  if (!shareable) throw new Error("test: a closed week has a shareable edition");
  documents.set(of, { internal: document, shareable });
  return { internal: document, shareable };
}
const rowsOf = (document: ReportDocument, id: string): readonly ReportRow[] => findTable(document, id)?.rows ?? [];
const cellsOf = (document: ReportDocument, id: string, column: string): unknown[] => {
  const at = findTable(document, id)?.columns.findIndex((one) => one.id === column) ?? -1;
  return rowsOf(document, id).map(({ cells }) => cells[at]);
};
const overview = (document: ReportDocument, figure: string): ReportRow | undefined =>
  rowsOf(document, "overview").find(({ key }) => key[0] === figure);

describe("the past of the demo", () => {
  it("leaves the database's clock and schema as they were", async () => {
    expect(await describeSchema(database.url)).toBe(schemaBefore);
    expect(await isClockSetBack(database.url)).toBe(false);
  });

  it("is told in the order in which it happened, within its weeks, and ends with an entry of today that says it was played", async () => {
    const acts = await see<{ act: string; at: Date }>("select act, at from audit_event order by id");
    const times = acts.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(opens.getTime());
    expect(acts.at(-1)?.act).toBe("demo.past-played");
    expect(acts.at(-1)?.at.getTime()).toBeGreaterThanOrEqual(firstStart.getTime());
    expect(acts.map(({ act }) => act)).toEqual(
      expect.arrayContaining(["flag.opened", "flag.claimed", "flag.read", "flag.decided", "link.revoked", "flag.withdrawn", "report.requested"]),
    );
  });

  it("has every post captured within the hour in which its account was fetched, and after a gap what was posted in it", async () => {
    const posts = await see<{ posted: Date; captured: Date; known: Date }>(
      "select p.posted_at as posted, v.captured_at as captured, p.first_seen_at as known from post p join post_version v on v.post_id = p.id and v.seq = 1",
    );
    expect(posts.length).toBeGreaterThan(200);
    for (const { posted, captured, known } of posts) {
      expect(captured.getTime()).toBeGreaterThanOrEqual(posted.getTime());
      expect(Math.abs(known.getTime() - captured.getTime())).toBeLessThan(HOUR_MS);
      const late = captured.getTime() - posted.getTime() > 1.1 * HOUR_MS;
      if (late) expect(gaps.some((gap) => posted.getTime() > gap.from.getTime() - HOUR_MS && posted < gap.to)).toBe(true);
      for (const gap of gaps.filter(({ platform }) => platform === null)) expect(captured < gap.from || captured >= gap.to).toBe(true);
    }
  });

  it("has a ledger that is whole", async () => {
    await sealAndSign(context);
    const key = await parseVerifierKey(await verifierKey(context));
    const dir = context.config.paths.checkpoints;
    expect(await checkLedgerOf({ store: context.store, files: checkpointFiles(dir), dir, keyFor: async () => key })).toMatchObject({
      ok: true,
      wrong: [],
    });
    const [none] = await see("select count(*)::int as n from evidence e where e.raw = '' or e.captured_at > e.pinned_at");
    expect(none?.n).toBe(0);
  });

  it("has flags in the lanes that people work in, decided by more than two, and some left to be read", async () => {
    const standing = await see<{ state: string; n: number }>("select state, count(*)::int as n from flag group by 1");
    const count = (state: string): number => standing.find((row) => row.state === state)?.n ?? 0;
    expect(count("open")).toBeGreaterThanOrEqual(10);
    expect(count("escalated")).toBeGreaterThanOrEqual(15);
    expect(count("closed")).toBeGreaterThanOrEqual(20);
    expect(count("withdrawn")).toBe(3);
    const [tips] = await see("select count(*)::int as n, min(received_at) as since from capture where needs_look");
    expect([tips?.n, (tips?.since as Date) > new Date(firstStart.getTime() - DAY_MS)]).toEqual([2, true]);
    const [kinds] = await see(
      "select count(distinct outcome)::int as outcomes, count(distinct user_id)::int as people from decision where undone_at is null",
    );
    expect(kinds?.outcomes).toBeGreaterThanOrEqual(4);
    expect(kinds?.people).toBeGreaterThanOrEqual(4);
    const [alone] = await see(
      "select count(*)::int as n from decision a join decision b on b.flag_id = a.flag_id and b.user_id = a.user_id and a.reader_no = 1 and b.reader_no = 2",
    );
    expect(alone?.n).toBe(0);
  });
});

describe("reports of the demo's past weeks", () => {
  it("show work in every week, and how it changed", async () => {
    for (const week of weeks.keys()) {
      const { internal } = await reportOf(week);
      const [opened, decided] = [overview(internal, "opened"), overview(internal, "decided")];
      expect(opened?.cells[1]).toBeGreaterThanOrEqual(10);
      expect(decided?.cells[1]).toBeGreaterThan(0);
      expect(typeof opened?.change?.[1]).toBe("number");
      expect(overview(internal, "accounts_watched")?.cells[1]).toBeGreaterThan(25);
      expect(internal.packs).toHaveLength(1);
      // The office began after the determination: hours are known since then.
      expect(internal.knownSince.map(({ what }) => what)).toEqual(
        week === 0 ? expect.arrayContaining(["account_hours", "removed"]) : ["account_hours"],
      );
    }
    const late = await Promise.all([...weeks.keys()].map(async (week) => overview((await reportOf(week)).internal, "late")?.cells[1] as number));
    expect(Math.max(...late)).toBeGreaterThan(0);
    expect(overview((await reportOf(2)).internal, "withdrawn")?.cells[1]).toBe(3);
  });

  it("say in which hours nothing was fetched: two nights of the second week, and one platform in the third", async () => {
    const without = async (week: number) => cellsOf((await reportOf(week)).internal, "coverage_hours", "hours_without");
    expect(await without(1)).toEqual([40, 40, 40, 40, 40]);
    expect(await without(3)).toEqual([0, 0, 0, 0, 0]);
    const third = (await reportOf(2)).internal;
    expect(rowsOf(third, "coverage_hours").map(({ key, cells }) => [key[0], cells[2], cells[3]])).toContainEqual(["tiktok", 11, 11]);
  });

  it("compare candidates once there is enough, with intervals, and rules of which some have enough", async () => {
    const { internal } = await reportOf(3);
    expect(cellsOf(internal, "equal_treatment", "enough")).toEqual(["enough", "enough", "enough"]);
    for (const interval of cellsOf(internal, "equal_treatment", "confirm_interval")) expect(interval).toHaveLength(2);
    expect(new Set(cellsOf(internal, "precision_by_rule", "enough"))).toEqual(new Set(["enough", "not_enough"]));
    expect(rowsOf(internal, "agreement").length).toBeGreaterThan(0);
  });

  it("hide small counts in the shareable edition and show others", async () => {
    const { shareable } = await reportOf(3);
    const agencies = rowsOf(shareable, "week_by_agency").flatMap(({ cells }) => cells);
    const isHidden = (cell: unknown): boolean => typeof cell === "object" && cell !== null && "hidden" in cell;
    expect(agencies.some(isHidden)).toBe(true);
    expect(shareable.tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells)).some((cell) => typeof cell === "number" && cell >= 5)).toBe(
      true,
    );
    expect(shareable.hidden?.cells).toBeGreaterThan(20);
  });

  it("are asked for in their weeks, and signed today with a note, but for the newest", { timeout: 240_000 }, async () => {
    const make = createMakeReport({ store: context.store, actor: systemActor("report"), log: context.log, forms: reportForms(context) });
    const waiting = await see<{ id: string; week: string; as_of: Date }>(
      "select id, week, as_of from report where region = $1 and not scheduled order by week",
      [OFFICE],
    );
    expect(waiting.length).toBeGreaterThanOrEqual(weeks.length - 2);
    for (const { id, week, as_of } of waiting) {
      expect(weekOf(new Date(as_of.getTime() - DAY_MS))).toBe(week);
      await make({ reportId: id });
    }
    const queue = { ...context.queue, enqueue: async (_: string, { reportId }: { reportId: string }) => make({ reportId }) } as Context["queue"];
    const signing = { users: world.users, firstStart, signal: new AbortController().signal };
    await signReports({ ...context, queue }, signing);
    // Another start finds nothing to do.
    await signReports({ ...context, queue }, signing);
    const signed = await see<{ final_at: Date | null; note: string; who: string }>(
      "select r.final_at, r.note, u.username as who from report r join app_user u on u.id = r.final_by where r.id = any($1)",
      [waiting.map(({ id }) => id)],
    );
    expect(signed).toHaveLength(waiting.length);
    for (const { final_at, note, who } of signed) {
      expect(final_at?.getTime()).toBeGreaterThan(firstStart.getTime());
      expect([note.length > 0, who]).toEqual([true, "dewi"]);
    }
    const [{ n } = {}] = await see("select count(*)::int as n from report where scheduled and final_by is not null");
    expect(n).toBe(0);
  });
});
