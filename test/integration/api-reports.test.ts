import { createHash, randomUUID } from "node:crypto";
import { weekOf } from "@netra/domain";
import type { ReportDetail, ReportList, ReportView, Status } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { HERE, seedUser, THERE } from "../support/seed.ts";

let api: TestApi;
let supervisor: Caller;
let auditor: Caller;
beforeAll(async () => {
  api = await startTestApi();
  supervisor = await api.as(api.office.here.supervisor);
  auditor = await api.as(api.office.here.auditor);
});
afterAll(() => api?.close());

const ask = (week: string, region: string, caller = supervisor) => caller.post("/api/reports", { week, region });
const SUMMARY = { posts: 7, accounts: 2, registered: 3, opened: 3, decided: 1, escalated: 0, backlog: 2 };
const finish = (id: string, files: { name: string; mediaType: string; text: string }[], summary: Record<string, number> = SUMMARY) =>
  api.store.as({ ...systemActor("report"), regions: ["ID"] }, (tx) =>
    tx.reports.finish(
      id,
      summary,
      files.map(({ text, ...file }) => ({ ...file, bytes: Buffer.from(text), sha256: createHash("sha256").update(text).digest() })),
    ),
  );

describe("a report", () => {
  test("is asked for, hurried along once, and waits", async () => {
    const answer = await ask("2026-W10", HERE);
    const report = answer.json<ReportView>();
    expect(report).toMatchObject({
      week: "2026-W10",
      region: HERE,
      regionName: "Kota Pangkalpinang",
      state: "waiting",
      version: 1,
      scheduled: false,
      requestedBy: "Supervisor",
      summary: null,
      files: [],
    });
    expect([report.from, report.to]).toEqual(["2026-03-01T17:00:00.000Z", "2026-03-08T17:00:00.000Z"]);
    expect(api.jobs).toEqual([{ name: "report", payload: { reportId: report.id } }]);
    expect(await actsOn(api.store, { type: "report", id: report.id })).toEqual(["report.requested"]);
    expect((await ask("2026-W10", HERE)).json<ReportView>().version).toBe(2);
  });

  test("of this week may be asked for, of one to come or that never was not", async () => {
    expect((await ask(weekOf(new Date()), HERE)).statusCode).toBe(200);
    expect((await ask(weekOf(new Date(Date.now() + 8 * 86_400_000)), HERE)).json()).toMatchObject({ status: 422, code: "week-in-future" });
    for (const week of ["2026-W54", "2026-10", "", "W10-2026"])
      expect((await ask(week, HERE)).json(), week).toMatchObject({ status: 422, code: "week-unknown" });
  });

  test("of a region that is not one's own, or none, cannot be asked for", async () => {
    for (const region of [THERE, "19", "ID", "19.71.99", "x", "19.71' or 1=1"])
      expect((await ask("2026-W10", region)).json(), region).toMatchObject({ status: 404, code: "region-not-found" });
    const province = await api.as(await seedUser(api.store, { username: "provinsi", role: "supervisor", regions: ["19"] }));
    expect((await ask("2026-W10", THERE, province)).statusCode).toBe(200);
  });

  test("is served as the bytes that were stored, and every download leaves a trace", async () => {
    const { id } = (await ask("2026-W11", HERE)).json<ReportView>();
    await finish(id, [
      { name: "laporan minggu 11.csv", mediaType: "text/csv; charset=utf-8", text: "wilayah;jumlah\n'=1+1;2" },
      { name: "laporan.html", mediaType: "text/html; charset=utf-8", text: "<!doctype html><style>p{}</style><p>Ringkasan" },
    ]);
    const report = (await supervisor.get(`/api/reports/${id}`)).json<ReportView>();
    expect(report).toMatchObject({ state: "draft", summary: { posts: 7, accounts: 2, opened: 3, decided: 1, closed: 1, escalated: 0, backlog: 2 } });
    expect([report.unwatched, report.shareableAsOf]).toEqual([null, null]);
    const csv = await supervisor.get(`/api/reports/${id}/files/${encodeURIComponent("laporan minggu 11.csv")}`);
    expect(csv.body).toBe("wilayah;jumlah\n'=1+1;2");
    expect(csv.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      etag: `"${report.files[0]?.sha256}"`,
      "content-disposition": `attachment; filename="laporan_minggu_11.csv"; filename*=UTF-8''laporan%20minggu%2011.csv`,
    });
    const page = await auditor.get(`/api/reports/${id}/files/laporan.html`);
    expect(page.headers["content-security-policy"]).toBe("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox");
    expect(page.headers["content-disposition"]).toBe('inline; filename="laporan.html"');
    const again = await auditor.send({ url: `/api/reports/${id}/files/laporan.html`, headers: { "if-none-match": String(page.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect((await supervisor.get(`/api/reports/${id}/files/none.csv`)).statusCode).toBe(404);
    expect(await actsOn(api.store, { type: "report", id })).toEqual([
      "report.requested",
      "report.downloaded",
      "report.downloaded",
      "report.downloaded",
    ]);
  });

  test("is not served when its bytes were changed past Netra", async () => {
    const { id } = (await ask("2026-W12", HERE)).json<ReportView>();
    await finish(id, [{ name: "laporan.csv", mediaType: "text/csv; charset=utf-8", text: "wilayah;jumlah" }]);
    await runOnce(api.url, `update netra.report_file set bytes = bytes || 'x' where report_id = '${id}'`);
    expect((await supervisor.get(`/api/reports/${id}/files/laporan.csv`)).json()).toMatchObject({ status: 410, code: "bytes-damaged" });
  });

  test("is listed with the running week to whoever covers its region", async () => {
    const list = (await (await api.as(api.office.here.analyst)).get("/api/reports")).json<ReportList>();
    expect(list.currentWeek).toBe(weekOf(new Date()));
    expect(list.reports.length).toBeGreaterThan(2);
    expect(list.reports.every((report) => report.region === HERE)).toBe(true);
    expect((await supervisor.get(`/api/reports/${randomUUID()}`)).json()).toMatchObject({ status: 404, code: "report-not-found" });
  });
});

describe("a draft", () => {
  const drafted = async (week: string, reason?: string): Promise<ReportDetail> => {
    const { id } = (await supervisor.post("/api/reports", { week, region: HERE, ...(reason === undefined ? {} : { reason }) })).json<ReportView>();
    await finish(id, [{ name: `${id}.html`, mediaType: "text/html", text: "<p>Ringkasan" }]);
    return (await supervisor.get(`/api/reports/${id}`)).json<ReportDetail>();
  };
  const annotate = (id: string, note: string, noteRevision: number, caller = supervisor) =>
    caller.send({ method: "PUT", url: `/api/reports/${id}/note`, payload: { note, noteRevision } });
  const finalize = (id: string, noteRevision = 0, caller = supervisor) => caller.post(`/api/reports/${id}/final`, { noteRevision });
  /** What the worker does once it is asked. */
  const becomes = (id: string) =>
    api.store.as({ ...systemActor("report"), regions: ["ID"] }, (tx) => tx.reports.finishFinal(id, { region: HERE, files: [], at: new Date() }));

  test("takes a note, changed and taken away by who has seen it, and by nobody else", async () => {
    const { id, noteRevision, state, mayBeFinal } = await drafted("2026-W20");
    expect([state, noteRevision, mayBeFinal]).toEqual(["draft", 0, "yes"]);
    const first = (await annotate(id, "  Jam Senin hilang.\r\nListrik padam. ", 0)).json<ReportDetail>();
    expect(first).toMatchObject({ note: "Jam Senin hilang.\nListrik padam.", noteRevision: 1, noteBy: "Supervisor", noteAt: expect.any(String) });
    expect((await annotate(id, "Yang lain.", 0)).json()).toMatchObject({ status: 409, code: "note-changed" });
    expect((await finalize(id, 0)).json()).toMatchObject({ status: 409, code: "note-changed" });
    for (const [words, code] of [
      ["NIP 1990 0101 2022 2110 01", "words-number"],
      ["akun @pegawai.misal", "words-handle"],
      ["lihat https://x.example", "words-address"],
    ] as const)
      expect((await annotate(id, words, 1)).json(), words).toMatchObject({ status: 422, code });
    expect((await annotate(id, "x".repeat(4001), 1)).statusCode).toBe(400);
    expect((await annotate(id, " ", 1)).json()).toMatchObject({ note: null, noteRevision: 2 });
    expect(await actsOn(api.store, { type: "report", id })).toEqual(["report.requested", "report.annotated", "report.note-removed"]);
  });

  test("is made final by one of two who ask at once; the other is told, and the worker has one job", async () => {
    const { id } = await drafted("2026-W21");
    const other = await api.as(await seedUser(api.store, { username: "pengawas.dua", role: "supervisor", regions: [HERE] }));
    api.jobs.length = 0;
    const answers = await Promise.all([finalize(id), finalize(id, 0, other)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    const [yes, no] = [answers.find(({ statusCode }) => statusCode === 200), answers.find(({ statusCode }) => statusCode === 409)];
    expect(yes?.json<ReportDetail>().state).toBe("finalizing");
    expect(no?.json()).toMatchObject({ code: "report-not-a-draft", detail: expect.stringContaining("somebody else") });
    expect(api.jobs).toEqual([{ name: "report", payload: { reportId: id } }]);
    expect((await annotate(id, "Terlambat.", 0)).json()).toMatchObject({ status: 409, code: "report-not-a-draft" });
    expect((await supervisor.post("/api/reports", { week: "2026-W21", region: HERE })).json()).toMatchObject({
      status: 409,
      code: "report-finalizing",
    });
    await becomes(id);
    expect((await annotate(id, "Terlambat.", 0)).json()).toMatchObject({ status: 409, code: "report-not-a-draft" });
    expect((await finalize(id)).json()).toMatchObject({ status: 409, code: "report-not-a-draft" });
    expect((await supervisor.get(`/api/reports/${id}`)).json()).toMatchObject({ state: "final", finalAt: expect.any(String), mayBeFinal: null });
    expect(await actsOn(api.store, { type: "report", id })).toEqual(["report.requested", "report.finalize-asked"]);
  });

  test("of a week that stands as final is a correction, with a reason; of no other is there one", async () => {
    const early = await drafted("2026-W22");
    const { id } = await drafted("2026-W22");
    expect((await supervisor.post("/api/reports", { week: "2026-W22", region: HERE, reason: "Surat 4" })).json()).toMatchObject({
      ...{ status: 422, code: "nothing-to-correct" },
    });
    await finalize(id);
    await becomes(id);
    expect((await ask("2026-W22", HERE)).json()).toMatchObject({ status: 409, code: "correction-needs-reason" });
    expect((await supervisor.post("/api/reports", { week: "2026-W22", region: HERE, reason: "NIP 199001012022211001" })).json()).toMatchObject({
      code: "words-number",
    });
    expect((await finalize(early.id)).json()).toMatchObject({ status: 409, code: "report-superseded" });
    const correction = await drafted("2026-W22", "Dua kiriman terlambat.");
    const again = await drafted("2026-W22", "Tiga kiriman terlambat.");
    expect(correction).toMatchObject({ version: 3, corrects: 2, mayBeFinal: "yes", correction: { why: "Dua kiriman terlambat.", changes: null } });
    await finalize(correction.id);
    expect((await finalize(again.id)).json()).toMatchObject({ status: 409, code: "report-finalizing" });
    await becomes(correction.id);
    expect((await supervisor.get(`/api/reports/${again.id}`)).json()).toMatchObject({ mayBeFinal: "superseded" });
    expect((await finalize(again.id)).json()).toMatchObject({ status: 409, code: "report-superseded" });
    expect((await supervisor.get(`/api/reports/${id}`)).json()).toMatchObject({ state: "final", correctedBy: 3 });
    expect(await actsOn(api.store, { type: "report", id: correction.id })).toContain("report.correction-requested");
  });

  test.each([
    ["2026-W30", { accounts: 0, registered: 4 }, "not_watched"],
    ["2026-W31", { accounts: 0, registered: 0 }, "no_accounts"],
    ["2026-W32", { accounts: 0 }, "not_watched"],
  ] as const)("of %s, %j, says %s, and becomes final only for who says that this is known", async (week, figures, why) => {
    const { id } = (await ask(week, HERE)).json<ReportView>();
    await finish(id, [], figures);
    expect((await supervisor.get(`/api/reports/${id}`)).json()).toMatchObject({ state: "draft", mayBeFinal: "yes", unwatched: why });
    for (const given of [{ noteRevision: 0 }, { noteRevision: 0, acknowledgeUnwatched: false }])
      expect((await supervisor.post(`/api/reports/${id}/final`, given)).json()).toMatchObject({
        status: 409,
        code: "report-unwatched",
        detail: expect.stringContaining("acknowledgeUnwatched: true"),
        context: { unwatched: why },
      });
    expect(await actsOn(api.store, { type: "report", id })).toEqual(["report.requested"]);
    expect((await supervisor.post(`/api/reports/${id}/final`, { noteRevision: 0, acknowledgeUnwatched: true })).json()).toMatchObject({
      state: "finalizing",
    });
    const [{ detail } = {}] = await runOnce(
      api.url,
      `select detail from netra.audit_event where object_id = '${id}' and act = 'report.finalize-asked'`,
    );
    expect(detail).toEqual({ version: 1, unwatched: why });
  });

  test("tells as of when each of its editions counts", async () => {
    const { id } = (await ask("2026-W33", HERE)).json<ReportView>();
    await finish(id, [{ name: "netra-2026-W33-19.71-v1-DRAFT.shareable.json", mediaType: "application/json", text: "{}" }]);
    const { asOf, shareableAsOf } = (await supervisor.get(`/api/reports/${id}`)).json<ReportView>();
    expect([shareableAsOf, shareableAsOf === asOf]).toEqual(["2026-08-16T23:00:00.000Z", false]);
  });

  test("as of when things stood is what its document said; one of before that was told stood as of its own time", async () => {
    const stoodOf = async (week: string, figures: Record<string, number>) => {
      const { id } = (await ask(week, HERE)).json<ReportView>();
      await finish(id, [], figures);
      const { asOf, stoodAt } = (await supervisor.get(`/api/reports/${id}`)).json<ReportView>();
      return { asOf, stoodAt };
    };
    const told = "2026-08-23T23:00:00.000Z";
    expect(await stoodOf("2026-W34", { accounts: 1, stoodAt: Date.parse(told) })).toMatchObject({ stoodAt: told });
    const { asOf, stoodAt } = await stoodOf("2026-W35", { accounts: 1 });
    expect(stoodAt).toBe(asOf);
  });

  test("of days that were not over stays one", async () => {
    const running = await drafted(weekOf(new Date()));
    expect(running.mayBeFinal).toBe("not_over");
    expect((await finalize(running.id)).json()).toMatchObject({ status: 409, code: "report-not-over" });
  });

  test("shows its changes to whoever may take its files", async () => {
    const { id } = await drafted("2026-W23");
    await finalize(id);
    await becomes(id);
    const { id: second } = (await supervisor.post("/api/reports", { week: "2026-W23", region: HERE, reason: "Surat 5" })).json<ReportView>();
    const change = { table: "overview", key: ["posts"], column: "value", from: 1, to: 2 };
    await api.store.as({ ...systemActor("report"), regions: ["ID"] }, (tx) => tx.reports.finish(second, {}, [], { changes: [change], more: 3 }));
    const analyst = await api.as(api.office.here.analyst);
    const { asOf } = (await supervisor.get(`/api/reports/${id}`)).json<ReportView>();
    expect((await auditor.get(`/api/reports/${second}`)).json().correction).toEqual({ why: "Surat 5", asOf, changes: [change], more: 3 });
    expect((await analyst.get(`/api/reports/${second}`)).json().correction).toEqual({ why: "Surat 5", asOf, changes: null, more: 0 });
  });
});

describe("a report of a span of days", () => {
  const ask = (given: object) => supervisor.post("/api/reports", { region: HERE, ...given });
  test("is asked for with two days, and listed with them", async () => {
    const answer = (await ask({ from: "2026-02-25", to: "2026-03-24" })).json<ReportView>();
    expect(answer).toMatchObject({ week: null, from: "2026-02-24T17:00:00.000Z", to: "2026-03-24T17:00:00.000Z", version: 1 });
    expect((await ask({ from: "2026-02-25", to: "2026-03-24" })).json<ReportView>().version).toBe(2);
    expect((await supervisor.get("/api/reports")).json<ReportList>().reports.map(({ id }) => id)).toContain(answer.id);
  });

  test.each([
    [{ from: "2026-02-25" }, "span-needed"],
    [{ week: "2026-W10", from: "2026-02-25", to: "2026-02-26" }, "span-needed"],
    [{}, "span-needed"],
    [{ from: "2026-02-25", to: "2026-02-24" }, "span-backwards"],
    [{ from: "2024-02-25", to: "2026-02-24" }, "span-too-long"],
    [{ from: "2026-02-25", to: "2126-02-24" }, "span-too-long"],
    [{ from: "2126-02-23", to: "2126-02-24" }, "span-in-future"],
    [{ from: "2026-02-30", to: "2026-03-24" }, "span-unknown"],
  ])("%j is refused: %s", async (given, code) => expect((await ask(given)).json()).toMatchObject({ status: 422, code }));
});

describe("the state of the system", () => {
  test("is open to all as one word", async () => {
    expect((await api.nobody.get("/api/health")).json()).toEqual({ status: "ok" });
  });

  test("is numbers only, and says what is not watched and why", async () => {
    const engineer = await api.as(api.office.here.engineer);
    const add = (handle: string, change: string) =>
      runOnce(
        api.url,
        `insert into netra.account (civil_servant_id, region, platform, handle, handle_key, link, link_source)
        select civil_servant_id, region, 'facebook', '${handle}', '${handle}', 'declared', 'uji' from netra.account where region = '${HERE}' limit 1;
        update netra.account set ${change} where handle_key = '${handle}'`,
      );
    await add("duga", "link = 'inferred', expires_at = 'infinity'");
    await add("hilang", "state = 'deleted'");
    await add("tutup", "state = 'private'");
    await add("lain", "platform = 'tiktok'");
    const status = (await engineer.get("/api/status")).json<Status>();
    expect(status).toMatchObject({ accounts: 5, contests: 1, roles: ["api"], pack: { id: "uji", version: 1, confirmed: false } });
    expect(status.notWatched.toSorted((a, b) => (a.why < b.why ? -1 : 1))).toEqual([
      { why: "account_gone", accounts: 1 },
      { why: "account_private", accounts: 1 },
      { why: "link_inferred", accounts: 1 },
      { why: "no_connector", accounts: 1 },
    ]);
    expect(JSON.stringify(status)).not.toContain("sari");
  });

  test("the pack in force is confirmed by a supervisor, once", async () => {
    const path = `/api/rules/packs/${encodeURIComponent(api.office.packHash)}/confirm`;
    expect((await supervisor.post("/api/rules/packs/sha256:none/confirm")).statusCode).toBe(404);
    expect((await supervisor.post(path)).statusCode).toBe(204);
    expect((await supervisor.post(path)).statusCode).toBe(404);
    expect((await supervisor.get("/api/status")).json<Status>().pack?.confirmed).toBe(true);
    expect(await actsOn(api.store, { type: "rule_pack", id: api.office.packHash })).toEqual(["pack.confirmed"]);
  });
});
