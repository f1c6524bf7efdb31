import { createHash, randomUUID } from "node:crypto";
import { weekOf } from "@netra/domain";
import type { ReportList, ReportView, Status } from "@netra/service-api/contract";
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
const finish = (id: string, files: { name: string; mediaType: string; text: string }[]) =>
  api.store.as({ ...systemActor("report"), regions: ["ID"] }, (tx) =>
    tx.reports.finish(
      id,
      { posts: 7, accounts: 2, opened: 3, decided: 1, escalated: 0, backlog: 2 },
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
    expect(report).toMatchObject({ state: "ready", summary: { posts: 7, accounts: 2, opened: 3, decided: 1, escalated: 0, backlog: 2 } });
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
