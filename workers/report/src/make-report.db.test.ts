import { createHash } from "node:crypto";
import type { Contest } from "@netra/classifier";
import { makeDocument, overviewFigure, type ReportDocument, weekOf, weekSpan } from "@netra/domain";
import { type Actor, systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLOSE, decideAs, ESCALATE } from "../../../test/support/decide.ts";
import { pdfPages } from "../../../test/support/pdf-text.ts";
import {
  arrive,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  PROVINCE,
  person,
  publish,
  register,
  SECOND,
  silent,
  THERE,
  type World,
} from "../../../test/support/world.ts";
import { readZip } from "../../../test/support/zip.ts";
import { reportFiles } from "./forms/report-files.ts";
import { createMakeReport, readReport } from "./make-report.ts";

const report = systemActor("report");
/** The forms of an edition in the order of their names, and what goes with both. */
const FORMS = ["csv", "en.html", "en.pdf", "en.xlsx", "id.html", "id.pdf", "id.xlsx", "json", "manifest.json", "tables.zip"];
const SCHEMA = "netra-report-1.schema.json";
const forms = async () => ({ letterheads: [], columns: null, signer: null });
const bare = (text: string): string => text.replace(/\s+/g, "");
/** What a file says to whoever opens it, without spaces: archives and pages that are packed tell nothing by their bytes. */
function wordsOf(name: string, bytes: Buffer): string {
  if (name.endsWith(".pdf")) return bare(pdfPages(bytes).join());
  if (!name.endsWith(".xlsx") && !name.endsWith(".zip")) return bare(bytes.toString("utf8"));
  return bare([...readZip(bytes)].map(([part, content]) => part + content.toString("utf8")).join());
}
let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const makeReport = () => createMakeReport({ store: world.store, actor: report, log: silent, forms });

/** Asks for a report of the week the database is in, and renders it. */
async function reportOf(region: string): Promise<string> {
  const [now] = await world.see<{ now: Date }>("select clock_timestamp() as now");
  const supervisor = await person(world, "supervisor", [region]);
  const id = await world.store.as(supervisor, (tx) => tx.reports.request(weekOf(now?.now ?? new Date()), region));
  await makeReport()({ reportId: id });
  return id;
}

interface StoredFile {
  name: string;
  bytes: Buffer;
  sha256: Buffer;
}
const filesOf = (reportId: string): Promise<StoredFile[]> =>
  world.see<StoredFile>("select name, bytes, sha256 from report_file where report_id = $1 order by name", [reportId]);
const reportRow = async (reportId: string) =>
  (
    await world.see<{ state: string; attempts: number; summary: Record<string, number> | null }>(
      "select state, attempts, summary from report where id = $1",
      [reportId],
    )
  )[0];

/** The figures of the CSV: `table contest platform what detail measure` → value. */
async function figuresOf(reportId: string): Promise<Map<string, string>> {
  const file = (await filesOf(reportId)).find(({ name }) => name.endsWith(".internal.csv"));
  const [, ...lines] = (file?.bytes.toString("utf8") ?? "").trim().split("\r\n");
  return new Map(
    lines.map((line) => {
      const [, , table, , contest, platform, what, detail, measure, , value = ""] = line.split(",");
      return [[table, contest, platform, what, detail, measure].filter(Boolean).join(" "), value];
    }),
  );
}

/** Posts of an account, read by the machine; returns the flags in order. */
async function postsIn(region: string, texts: readonly string[]): Promise<string[]> {
  const owner = await register(world, region);
  const flags: string[] = [];
  for (const text of texts) {
    const { versionId } = await arrive(world, owner, { text, createdAt: null });
    await classifier(world)({ versionIds: [versionId] });
    for (const { id } of await world.see<{ id: string }>("select id from flag where version_id = $1 order by number", [versionId])) flags.push(id);
  }
  return flags;
}

const FLAGGED = `Dukung ${FIRST}, ${PHRASE}`;

describe("a weekly report", () => {
  beforeEach(() => publish(world, contestIn(HERE)));

  it("stores files whose hashes are theirs and whose names name nobody, and says who may count on what", async () => {
    await postsIn(HERE, [FLAGGED, "Selamat pagi"]);
    const id = await reportOf(HERE);
    const files = await filesOf(id);
    const [now] = await world.see<{ now: Date }>("select clock_timestamp() as now");
    const stem = `netra-${weekOf(now?.now ?? new Date())}-${HERE}-v1-DRAFT`;
    expect(files.map(({ name }) => name.replace(`${stem}.`, ""))).toEqual([...FORMS.map((end) => `internal.${end}`), SCHEMA]);
    for (const { bytes, sha256 } of files) expect(sha256).toEqual(createHash("sha256").update(bytes).digest());
    expect(await reportRow(id)).toMatchObject({ state: "ready", summary: { posts: 2, opened: 1, backlog: 1 } });
    for (const { name, bytes } of files) {
      const said = wordsOf(name, bytes);
      if (!name.endsWith(SCHEMA)) expect(said, name).toContain(HERE);
      for (const secret of [PHRASE, "Selamat", "Pegawai Misal", "pegawai.misal"]) expect(said, name).not.toContain(bare(secret));
    }
    const served = await world.store.as({ ...systemActor("api"), regions: [HERE] }, (tx) => tx.reports.readFile(id, `${stem}.internal.csv`));
    expect([served.bytes, served.sha256]).toEqual([files[0]?.bytes, files[0]?.sha256.toString("hex")]);
  });

  it("is rendered once: a second or simultaneous job changes no byte", async () => {
    await postsIn(HERE, [FLAGGED]);
    const id = await reportOf(HERE);
    const before = await filesOf(id);
    await postsIn(HERE, [FLAGGED]);
    await Promise.all([makeReport()({ reportId: id }), makeReport()({ reportId: id })]);
    expect(await filesOf(id)).toEqual(before);
    const again = await reportOf(HERE);
    expect((await filesOf(again)).map(({ name }) => name.includes("-v2"))).toEqual([...Array(10).fill(true), false]);
    expect((await figuresOf(again)).get("week_by_contest pemilihan-19-71 opened")).toBe("2");
  });

  it("gives the same bytes when its time is asked for again, whatever was posted since", async () => {
    await postsIn(HERE, [FLAGGED, "Selamat pagi"]);
    const stored = await filesOf(await reportOf(HERE));
    const document = JSON.parse(stored.find(({ name }) => name.endsWith(".internal.json"))?.bytes.toString("utf8") ?? "") as ReportDocument;
    await postsIn(HERE, [FLAGGED]);
    const asked = { of: document.span.week ?? "", region: HERE, asOf: new Date(document.asOf) };
    const read = await world.store.as({ ...report, regions: [HERE] }, (tx) => readReport(tx, asked));
    const again = await reportFiles({ ...read, version: 1, draft: true }, await forms());
    expect(again).toHaveLength(stored.length);
    for (const { name, bytes } of stored) expect(Buffer.from(again.find((file) => file.name === name)?.bytes ?? []).equals(bytes), name).toBe(true);
  });

  it("many workers with the same report make it once", async () => {
    const supervisor = await person(world, "supervisor", [HERE]);
    const id = await world.store.as(supervisor, (tx) => tx.reports.request("2026-W10", HERE));
    await Promise.all(Array.from({ length: 4 }, () => makeReport()({ reportId: id })));
    // A closed week has a shareable edition too, as of its closing.
    const names = (await filesOf(id)).map(({ name }) => name.replace(/^netra-2026-W10-19.71-v1./, ""));
    expect(names).toEqual([...["internal", "shareable"].flatMap((edition) => FORMS.map((end) => `DRAFT.${edition}.${end}`)), SCHEMA]);
    const shared = (await filesOf(id)).find(({ name }) => name.endsWith("shareable.json"));
    expect(JSON.parse(shared?.bytes.toString("utf8") ?? "")).toMatchObject({ edition: "shareable", asOf: "2026-03-08T23:00:00.000Z" });
    expect(await world.see("select act from audit_event where object_type = 'report'")).toHaveLength(1);
    expect(await reportRow(id)).toMatchObject({ state: "ready", attempts: 0 });
  });

  it("of one regency counts nothing of the next; that of the province counts both", async () => {
    await publish(world, contestIn(THERE));
    await postsIn(HERE, [FLAGGED, "Selamat pagi"]);
    await postsIn(THERE, [FLAGGED]);
    const count = async (region: string) => (await reportRow(await reportOf(region)))?.summary;
    // Each flagged text is read against both contests of the province.
    expect(await count(HERE)).toMatchObject({ posts: 2, opened: 2, backlog: 2 });
    expect(await count(THERE)).toMatchObject({ posts: 1, opened: 2, backlog: 2 });
    expect(await count(PROVINCE)).toMatchObject({ posts: 3, opened: 4, backlog: 4 });
  });

  it("is bounded by its region twice: by the question asked and by row security, each alone", async () => {
    await postsIn(HERE, [FLAGGED]);
    await postsIn(THERE, [FLAGGED, FLAGGED]);
    const [now] = await world.see<{ now: Date }>("select clock_timestamp() as now");
    const asOf = now?.now ?? new Date();
    const figures = async (actor: Actor, region: string): Promise<ReportDocument> =>
      makeDocument(await world.store.as(actor, (tx) => tx.reports.readFacts({ region, of: weekOf(asOf), asOf })), "internal");
    const both = await figures({ ...report, regions: [HERE] }, HERE);
    expect(overviewFigure(both, "posts")).toBe(1);
    const tables = ({ tables }: ReportDocument) => tables.filter(({ by }) => !by.includes("region"));
    expect(tables(await figures({ ...report, regions: [HERE] }, "ID"))).toEqual(tables(both));
    expect(await figures({ ...report, regions: ["ID"] }, HERE)).toEqual(both);
    expect(overviewFigure(await figures(report, "ID"), "posts")).toBe(3);
  });

  it("reads its figures with the rights of its region and no other", async () => {
    const eyes: (readonly string[])[] = [];
    const store: World["store"] = {
      ...world.store,
      as: (actor, act) =>
        world.store.as(actor, (tx) => {
          const readFacts: typeof tx.reports.readFacts = (asked) => {
            eyes.push(actor.regions);
            return tx.reports.readFacts(asked);
          };
          return act({ ...tx, reports: { ...tx.reports, readFacts } });
        }),
    };
    const supervisor = await person(world, "supervisor", [HERE]);
    const reportId = await world.store.as(supervisor, (tx) => tx.reports.request("2026-W10", HERE));
    await createMakeReport({ store, actor: report, log: silent, forms })({ reportId });
    // Once for each edition of a closed week.
    expect(eyes).toEqual([[HERE], [HERE]]);
  });

  it("counts a close as closed only where the flag closed, and tells contestants apart", async () => {
    const [first = "", second = "", third = ""] = await postsIn(HERE, [FLAGGED, FLAGGED, `Dukung ${SECOND}, ${PHRASE}`]);
    await decideAs(world, { region: HERE, flagId: first, act: CLOSE });
    // A second reader who closes does not close it: readers differ.
    await decideAs(world, { region: HERE, flagId: second, act: ESCALATE });
    await decideAs(world, { region: HERE, flagId: second, act: CLOSE });
    await decideAs(world, { region: HERE, flagId: third, act: ESCALATE });
    await decideAs(world, { region: HERE, flagId: third, act: ESCALATE });
    const id = await reportOf(HERE);
    const figures = await figuresOf(id);
    expect((await reportRow(id))?.summary).toMatchObject({ opened: 3, decided: 2, closed: 1, escalated: 1, backlog: 1 });
    expect(figures.get("outcomes_week pemilihan-19-71 not_partisan decided")).toBe("1");
    expect(figures.get("week_by_candidate pemilihan-19-71 1 · Rima Contoh – Joko Misal decided")).toBe("1");
    expect(figures.get("week_by_candidate pemilihan-19-71 2 · Bahar Tanjung – Ratih Kuala escalated")).toBe("1");
    expect(figures.get("backlog disputed flags")).toBe("1");
  });

  it("does not count a decision that was taken back", async () => {
    const [flagId = ""] = await postsIn(HERE, [FLAGGED]);
    const reader = await decideAs(world, { region: HERE, flagId, act: CLOSE });
    await world.store.as(reader, async (tx) => {
      const flag = await tx.triage.lock(flagId);
      const last = await tx.triage.lastDecision(flagId);
      if (last) await tx.triage.undo(flag, last, 15);
    });
    expect((await reportRow(await reportOf(HERE)))?.summary).toMatchObject({ decided: 0, backlog: 1 });
  });

  it("measures from a flag to its first decision, and not to what came after", async () => {
    const [flagId = ""] = await postsIn(HERE, [FLAGGED]);
    await decideAs(world, { region: HERE, flagId, act: ESCALATE });
    await decideAs(world, { region: HERE, flagId, act: ESCALATE });
    const { from } = weekSpan(weekOf((await world.see<{ now: Date }>("select clock_timestamp() as now"))[0]?.now ?? new Date()));
    await world.see("update flag set opened_at = $1", [from]);
    await world.see("update decision set at = $1::timestamptz + interval '1 millisecond' * (case reader_no when 1 then 1 else 6 * 3600000 end)", [
      from,
    ]);
    expect((await figuresOf(await reportOf(HERE))).get("time to_decision median_hours")).toBe("0");
  });

  it("counts what was posted, opened or decided outside its week in no list but the standing one, and there what waited when it closed", async () => {
    await postsIn(HERE, [FLAGGED]);
    const supervisor = await person(world, "supervisor", [HERE]);
    const summaryOfW10 = async () => {
      const id = await world.store.as(supervisor, (tx) => tx.reports.request("2026-W10", HERE));
      await makeReport()({ reportId: id });
      return (await reportRow(id))?.summary;
    };
    const outside = { posts: 0, opened: 0, decided: 0, stoodAt: Date.parse("2026-03-08T23:00:00Z") };
    expect(await summaryOfW10()).toMatchObject({ ...outside, backlog: 0 });
    await world.see("update flag set opened_at = '2026-02-20'");
    expect(await summaryOfW10()).toMatchObject({ ...outside, backlog: 1 });
  });
});

describe("a report that fails", () => {
  it("leaves nothing half-made, is tried again, and is marked as failed after the fifth time", async () => {
    await publish(world, contestIn(HERE));
    const supervisor = await person(world, "supervisor", [HERE]);
    const id = await world.store.as(supervisor, (tx) => tx.reports.request("2026-W10", HERE));
    await world.see("update contest_version set body = '{}'");
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await reportRow(id)).toMatchObject({ state: "waiting", attempts: attempt - 1 });
      await expect(makeReport()({ reportId: id })).rejects.toThrow();
      expect(await filesOf(id)).toEqual([]);
    }
    expect(await reportRow(id)).toMatchObject({ state: "failed", attempts: 5 });
    expect((await world.store.as(systemActor("scheduler"), (tx) => tx.reports.listWaiting())).map((row) => row.id)).not.toContain(id);
    await makeReport()({ reportId: id });
    expect(await reportRow(id)).toMatchObject({ state: "failed" });
  });

  it("is not a report nobody asked for", async () => {
    await makeReport()({ reportId: "0192f0c1-7d2e-7aaa-8bbb-000000000001" });
    expect(await world.see("select from report_file")).toEqual([]);
  });
});

describe("names that a spreadsheet would run", () => {
  it("are neutralised in the table", async () => {
    const contest = contestIn(HERE);
    const [first, second] = contest.candidates;
    const hostile = {
      ...contest,
      candidates: [
        { ...first, number: null, people: ["=cmd|calc", FIRST] },
        { ...second, number: null, people: ["@SUM(A1)", SECOND] },
      ],
    } as Contest;
    await publish(world, hostile);
    const [flagId = ""] = await postsIn(HERE, [FLAGGED]);
    await decideAs(world, { region: HERE, flagId, act: CLOSE });
    const id = await reportOf(HERE);
    const csv = (await filesOf(id)).find(({ name }) => name.endsWith(".internal.csv"))?.bytes.toString("utf8");
    expect(csv).toContain("'=cmd|calc");
    expect(csv).toContain("'@SUM(A1)");
    expect(csv).not.toMatch(/(^|,)"?[=@]/m);
  });
});
