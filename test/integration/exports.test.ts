import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { hashPassword } from "@netra/service-api";
import type { ExportEstimate, ExportList, ExportView } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { createCustody } from "@netra/worker-custody";
import { createMakeExport, type ExportDeps } from "@netra/worker-report";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { passportDesk } from "../../services/app/src/passport-desk.ts";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { openLedger } from "../support/ledger.ts";
import { copyFlag } from "../support/many-flags.ts";
import { readZip } from "../support/read-zip.ts";
import { HERE, raiseFlag, seedUser, THERE } from "../support/seed.ts";
import { silent } from "../support/world.ts";

/** Lists and sets as files: asked for, approved, made by a worker that may die, fetched, and gone. */
let api: TestApi;
let analyst: Caller;
let supervisor: Caller;
let auditor: Caller;
const FLAGS = 1_203;
const AGENCY = "=HYPERLINK(1;2)";

beforeAll(async () => {
  api = await startTestApi();
  const { flagId } = await raiseFlag(api.store, api.office);
  await copyFlag(api.url, { flagId, count: FLAGS - 1 });
  await runOnce(api.url, `update netra.agency set name = '${AGENCY}'`);
  await runOnce(api.url, "update netra.classification set rule_ids = '{call,direct}'");
  analyst = await api.as(api.office.here.analyst);
  supervisor = await api.as(api.office.here.supervisor);
  auditor = await api.as(api.office.here.auditor);
});
afterAll(() => api?.close());
beforeEach(() =>
  runOnce(
    api.url,
    "update netra.export set asked_at = asked_at - interval '2 days', needs_approval = false where asked_at > clock_timestamp() - interval '1 day'",
  ),
);

const worker = (more: Partial<ExportDeps> = {}) =>
  createMakeExport({
    store: api.store,
    actor: systemActor("report"),
    blobs: api.blobs,
    passports: { make: () => Promise.reject(new Error("no set is made here")) },
    log: silent,
    keptDays: 7,
    pageRows: 100,
    partRows: 250,
    ...more,
  });
const make = (exportId: string, more?: Partial<ExportDeps>, signal = new AbortController().signal) => worker(more)({ exportId }, { signal });
const flags = (filter: object = {}, format = "csv") => ({ kind: "flags", format, filter: { region: HERE, ...filter } });
async function ask(caller: Caller, body: object): Promise<ExportView> {
  const answer = await caller.post("/api/exports", body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}
const read = async (id: string, caller = supervisor): Promise<ExportView> => (await caller.get(`/api/exports/${id}`)).json();
const fetched = async (id: string, caller = supervisor): Promise<Buffer> => {
  const answer = await caller.get(`/api/exports/${id}/file`);
  expect(answer.statusCode, answer.body.slice(0, 500)).toBe(200);
  return answer.rawPayload;
};
/** Numbers in a CSV's first column. */
const numbersOf = (bytes: Buffer): number[] =>
  bytes
    .toString("utf8")
    .split("\r\n")
    .slice(1, -1)
    .map((line) => Number(line.split(",")[0]));
const plainNumbers = async (where = "true"): Promise<number[]> =>
  (await runOnce(api.url, `select number::int as n from netra.flag f where region = '${HERE}' and ${where} order by number`)).map(({ n }) =>
    Number(n),
  );

describe("a list of flags", () => {
  test("is asked for, made, and fetched as what a plain query gives; each step stands in the audit", async () => {
    const estimate = (await supervisor.post("/api/exports/estimate", flags())).json<ExportEstimate>();
    expect(estimate).toEqual({ rows: FLAGS, needsApproval: false, refused: null });
    const asked = await ask(supervisor, flags());
    expect(asked).toMatchObject({ state: "waiting", expected: FLAGS, needsApproval: false, mine: true, file: null });
    expect(api.jobs.at(-1)).toEqual({ name: "export", payload: { exportId: asked.id } });
    await make(asked.id);
    const ready = await read(asked.id);
    expect(ready).toMatchObject({ state: "ready", done: FLAGS, total: FLAGS, file: { rows: FLAGS } });
    const bytes = await fetched(asked.id);
    expect(bytes.byteLength).toBe(ready.file?.bytes);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(ready.file?.sha256);
    expect(numbersOf(bytes)).toEqual(await plainNumbers());
    expect(await actsOn(api.store, { type: "export", id: asked.id })).toEqual(["export.asked", "export.made", "export.downloaded"]);
  });

  test("says what a flag is in codes and figures: no name, handle, address or text, and no formula", async () => {
    const { id } = await ask(supervisor, flags({ state: "escalated" }));
    await make(id);
    const text = (await fetched(id)).toString("utf8");
    const [header, first] = text.split("\r\n");
    expect(header).toBe(
      "\ufeffnumber,region,contest,platform,kind,origin,raised_by,state,outcome,machine_reading,candidate_ids,candidate_numbers,rule_ids,posted_at,time_trust,opened_at,first_act_at,decided_at,deadline_at,changed_at,agency,agency_region,employment",
    );
    expect(first).toMatch(/^1002,19\.71,pangkalpinang-uji,tiktok,post,own,machine,escalated,,support,rima-joko,1,call direct,/);
    expect(first).toContain(`,'${AGENCY},19.71,pns`);
    for (const secret of ["Sari", "sari.teladan", "facebook.com", "coblos", "Analis"]) expect(text).not.toContain(secret);
  });

  test("says by which times a report counts a flag: the first act and the last decision, without what was undone", async () => {
    const decide = (at: string, to: string, undone: string) =>
      runOnce(
        api.url,
        `insert into netra.decision (flag_id, region, user_id, reader_no, idempotency_key, act, reason, from_state, to_state, fence, at, undone_at)
          select id, region, '${api.office.here.analyst.id}', 1, 'uji-' || '${at}', '${to === "escalated" ? "escalate" : "needs_info"}', 'uji', 'claimed', '${to}', 1, '${at}', ${undone} from netra.flag where number = 1002`,
      );
    await decide("2029-10-01T01:00:00Z", "escalated", "'2029-10-01T01:00:30Z'");
    await decide("2029-10-01T02:00:00Z", "needs_info", "null");
    await decide("2029-10-02T03:04:05.678Z", "escalated", "null");
    const { id } = await ask(supervisor, flags({ state: "escalated" }));
    await make(id);
    const [header = "", first = ""] = (await fetched(id)).toString("utf8").split("\r\n");
    const at = (column: string) => first.split(",")[header.split(",").indexOf(column)];
    expect([at("first_act_at"), at("decided_at")]).toEqual(["2029-10-01T02:00:00.000Z", "2029-10-02T03:04:05.678Z"]);
  });

  test("tells a reader nothing of the machine before they could have read it, and a supervisor only what is over", async () => {
    const { id } = await ask(supervisor, flags({ state: "open" }));
    await make(id);
    const open = (await fetched(id)).toString("utf8").split("\r\n").slice(1, -1);
    expect(open.length).toBeGreaterThan(0);
    // Neither what the machine read nor when somebody first acted.
    for (const line of open) expect(line).toMatch(/,open,,,,,,2[^,]*,[^,]*,[^,]*,,,2/);
    const own = await ask(analyst, flags({ state: "closed" }));
    await make(own.id);
    const lines = (await fetched(own.id, analyst)).toString("utf8").split("\r\n").slice(1, -1);
    expect(lines.length).toBe(301);
    for (const line of lines) expect(line).toMatch(/,closed,,,,,,2/);
  });

  test("as a workbook holds the same rows, typed, and its text is text", async () => {
    const { id } = await ask(supervisor, flags({}, "xlsx"));
    await make(id);
    const book = new ExcelJS.Workbook();
    await book.xlsx.read(Readable.from(await fetched(id)));
    const sheet = book.getWorksheet("flags");
    const rows = (sheet?.getSheetValues() ?? []).slice(2) as unknown[][];
    expect(rows.map((row) => row[1])).toEqual(await plainNumbers());
    expect(rows[0]?.[21]).toBe(`'${AGENCY}`);
    expect(sheet?.getCell("U2").type).toBe(ExcelJS.ValueType.String);
  });

  test("holds nothing that the asker is kept from, and is not handed out once that changed", async () => {
    const [kept] = await runOnce(api.url, "select id, number::int as number from netra.flag where number = 1007");
    const before = await ask(analyst, flags({ state: "awaiting_second" }));
    await make(before.id);
    expect(numbersOf(await fetched(before.id, analyst))).toContain(1007);
    await runOnce(
      api.url,
      `insert into netra.flag_recusal (flag_id, region, user_id) values ('${kept?.id}', '${HERE}', '${api.office.here.analyst.id}')`,
    );
    expect((await analyst.get(`/api/exports/${before.id}/file`)).json()).toMatchObject({ status: 409, code: "export-recused-since" });
    const after = await ask(analyst, flags({ state: "awaiting_second" }));
    expect(after.expected).toBe(before.expected - 1);
    await make(after.id);
    expect(numbersOf(await fetched(after.id, analyst))).toEqual(await plainNumbers("state = 'awaiting_second' and number <> 1007"));
  });

  test("lies in the asker's regions, whatever is asked for, and ends with their rights", async () => {
    for (const region of [THERE, "19", "ID", "x"])
      expect((await supervisor.post("/api/exports", flags({ region }))).json()).toMatchObject({ status: 404 });
    const { id } = await ask(supervisor, flags());
    const elsewhere = await api.as(api.office.there.supervisor);
    for (const path of ["", "/file"])
      expect((await elsewhere.get(`/api/exports/${id}${path}`)).json()).toMatchObject({ status: 404, code: "export-not-found" });
    expect((await elsewhere.get("/api/exports")).json<ExportList>().exports).toEqual([]);
    const leaver = await seedUser(api.store, { username: `pergi-${id}`, role: "supervisor", regions: [HERE] });
    const last = await ask(await api.as(leaver), flags());
    await runOnce(api.url, `update netra.app_user set regions = '{${THERE}}' where id = '${leaver.id}'`);
    await make(last.id);
    expect((await runOnce(api.url, `select state, failed_code from netra.export where id = '${last.id}'`))[0]).toEqual({
      state: "failed",
      failed_code: "asker-may-not",
    });
  });
});

describe("a worker that dies", () => {
  test("is followed by one that goes on behind its last finished part: nothing doubled, nothing missing, and new flags stay out", async () => {
    const { id } = await ask(supervisor, flags());
    let puts = 0;
    const dying: ExportDeps["blobs"] = {
      open: api.blobs.open,
      put: async (source) => {
        const kept = await api.blobs.put(source);
        puts += 1;
        // Killed between the file and the row that names it.
        if (puts === 3) throw Object.assign(new Error("killed"), { code: "EKILLED" });
        return kept;
      },
    };
    await expect(make(id, { blobs: dying })).rejects.toThrow("killed");
    expect(await read(id)).toMatchObject({ state: "running", total: FLAGS });
    const kept = () => runOnce(api.url, `select row_count::int as n from netra.export_part where export_id = '${id}' order by no`);
    const before = await kept();
    expect(before).toHaveLength(2);
    const late = await raiseFlag(api.store, api.office);
    let again = 0;
    await make(id, {
      blobs: {
        open: api.blobs.open,
        put: (source) => {
          again += 1;
          return api.blobs.put(source);
        },
      },
    });
    const after = await kept();
    expect([after.slice(0, 2), again]).toEqual([before, after.length - 2]);
    expect(again).toBeGreaterThan(1);
    expect(numbersOf(await fetched(id))).toEqual(await plainNumbers(`id <> '${late.flagId}'`));
    await runOnce(api.url, `update netra.flag set region = '${THERE}' where id = '${late.flagId}'`);
  });

  test("loses its turn when it comes back late, and writes nothing", async () => {
    const { id } = await ask(supervisor, flags());
    const { promise: resume, resolve: go } = Promise.withResolvers<void>();
    const { promise: stuck, resolve: isStuck } = Promise.withResolvers<void>();
    const slow = make(id, {
      blobs: {
        open: api.blobs.open,
        put: async (source) => {
          const kept = await api.blobs.put(source);
          isStuck();
          await resume;
          return kept;
        },
      },
    });
    await stuck;
    await runOnce(api.url, `update netra.export set lease_until = clock_timestamp() - interval '1 second' where id = '${id}'`);
    await make(id);
    go();
    await slow;
    expect(await read(id)).toMatchObject({ state: "ready" });
    expect(numbersOf(await fetched(id))).toEqual(await plainNumbers());
    expect(
      (await runOnce(api.url, `select count(*)::int as n, count(distinct no)::int as d from netra.export_part where export_id = '${id}'`))[0],
    ).toEqual({ n: 5, d: 5 });
  });

  test("is stopped by a signal between two pages, and anybody goes on at once", async () => {
    const { id } = await ask(supervisor, flags());
    const stop = new AbortController();
    await make(
      id,
      {
        blobs: {
          open: api.blobs.open,
          put: (source) => {
            stop.abort();
            return api.blobs.put(source);
          },
        },
      },
      stop.signal,
    );
    expect(await api.store.as(systemActor("scheduler"), (tx) => tx.exports.listWaiting())).toContain(id);
    await make(id);
    expect(numbersOf(await fetched(id))).toEqual(await plainNumbers());
  });

  test("gives up after five starts without a part, with a code", async () => {
    const { id } = await ask(supervisor, flags());
    const broken: ExportDeps["blobs"] = { open: api.blobs.open, put: () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" })) };
    for (let start = 0; start < 4; start += 1) await expect(make(id, { blobs: broken })).rejects.toThrow("full");
    await make(id, { blobs: broken });
    expect(await read(id)).toMatchObject({ state: "failed", failedCode: "ENOSPC" });
  });

  test("stops where its export was cancelled, and what it made goes", async () => {
    const { id } = await ask(supervisor, flags());
    let seen = 0;
    await make(id, {
      blobs: {
        open: api.blobs.open,
        put: async (source) => {
          seen += 1;
          if (seen === 2) expect((await supervisor.post(`/api/exports/${id}/cancel`)).json()).toMatchObject({ state: "cancelled" });
          return api.blobs.put(source);
        },
      },
    });
    expect(seen).toBe(2);
    expect(await read(id)).toMatchObject({ state: "cancelled" });
    expect((await supervisor.post(`/api/exports/${id}/cancel`)).json()).toMatchObject({ status: 409, code: "export-state" });
  });
});

describe("a download", () => {
  test("that broke off goes on at its byte, and only of the same file", async () => {
    const { id } = await ask(supervisor, flags());
    await make(id);
    const whole = await fetched(id);
    const etag = `"${(await read(id)).file?.sha256}"`;
    const part = async (range: string, ifRange?: string) =>
      supervisor.send({ method: "GET", url: `/api/exports/${id}/file`, headers: { range, ...(ifRange ? { "if-range": ifRange } : {}) } });
    // Over the seams of parts.
    for (const [first, last] of [
      [0, 0],
      [10_000, 99_999],
      [whole.byteLength - 5, whole.byteLength - 1],
      [1, whole.byteLength - 2],
    ] as const) {
      const answer = await part(`bytes=${first}-${last}`, etag);
      expect([answer.statusCode, answer.headers["content-range"]]).toEqual([
        206,
        `bytes ${first}-${Math.min(last, whole.byteLength - 1)}/${whole.byteLength}`,
      ]);
      expect(answer.rawPayload.equals(whole.subarray(first, last + 1))).toBe(true);
    }
    expect((await part("bytes=-7")).rawPayload.equals(whole.subarray(-7))).toBe(true);
    expect((await part("bytes=7-", '"another"')).statusCode).toBe(200);
    const behind = await part(`bytes=${whole.byteLength}-`);
    expect([behind.statusCode, behind.headers["content-range"]]).toEqual([416, `bytes */${whole.byteLength}`]);
  });

  test("is the asker's alone, and needs a fresh sign-in", async () => {
    const { id } = await ask(supervisor, flags());
    await make(id);
    const other = await api.as(await seedUser(api.store, { username: `lain-${id}`, role: "supervisor", regions: [HERE] }));
    expect((await other.get(`/api/exports/${id}/file`)).json()).toMatchObject({ status: 404 });
    await runOnce(
      api.url,
      `update netra.user_session set confirmed_at = clock_timestamp() - interval '11 minutes' where user_id = '${api.office.here.supervisor.id}'`,
    );
    for (const answer of [await supervisor.get(`/api/exports/${id}/file`), await supervisor.post("/api/exports", flags())])
      expect(answer.json()).toMatchObject({ status: 403, code: "confirm-first" });
    expect((await supervisor.post("/api/session/confirm", { password: "apa saja" })).json()).toMatchObject({ status: 409, code: "no-password" });
    await api.store.as({ ...systemActor("api"), regions: ["ID"] }, async (tx) =>
      tx.users.setPassword(api.office.here.supervisor.id, await hashPassword("kopi pagi di muara")),
    );
    expect((await supervisor.post("/api/session/confirm", { password: "teh pagi di muara" })).json()).toMatchObject({
      status: 403,
      code: "confirm-refused",
    });
    expect((await supervisor.post("/api/session/confirm", { password: "kopi pagi di muara" })).statusCode).toBe(204);
    await fetched(id);
  });

  test("in the demo, where nobody has a password, being there is enough; elsewhere nobody is slowed for having none", async () => {
    const demo = await startTestApi({ config: { demo: true } });
    try {
      const caller = await demo.as(demo.office.here.supervisor);
      await runOnce(demo.url, "update netra.user_session set confirmed_at = clock_timestamp() - interval '11 minutes'");
      expect((await caller.post("/api/exports", flags())).json()).toMatchObject({ code: "confirm-first" });
      expect((await caller.post("/api/session/confirm", { password: "" })).statusCode).toBe(204);
      expect((await caller.post("/api/exports", flags())).statusCode).toBe(200);
      await demo.store.as({ ...systemActor("api"), regions: ["ID"] }, async (tx) =>
        tx.users.setPassword(demo.office.here.supervisor.id, await hashPassword("kopi pagi di muara")),
      );
      expect((await caller.post("/api/session/confirm", { password: "" })).json()).toMatchObject({ code: "confirm-refused" });
    } finally {
      await demo.close();
    }
    const linked = await api.as(await seedUser(api.store, { username: "lewat-tautan", role: "supervisor", regions: [HERE] }));
    for (let tries = 0; tries < 12; tries += 1)
      expect((await linked.post("/api/session/confirm", { password: "x" })).json()).toMatchObject({ code: "no-password" });
  });

  test("confirming is slowed like signing in", async () => {
    const user = await seedUser(api.store, { username: "lupa-sandi", role: "supervisor", regions: [HERE] });
    await api.store.as({ ...systemActor("api"), regions: ["ID"] }, async (tx) =>
      tx.users.setPassword(user.id, await hashPassword("kopi pagi di muara")),
    );
    const forgetful = await api.as(user);
    for (let tries = 0; tries < 10; tries += 1) expect((await forgetful.post("/api/session/confirm", { password: "salah" })).statusCode).toBe(403);
    expect((await forgetful.post("/api/session/confirm", { password: "kopi pagi di muara" })).json()).toMatchObject({
      status: 429,
      code: "sign-in-slowed",
    });
  });
});

describe("a large export", () => {
  test("waits for a second person, who is not the asker", async () => {
    const asked = await ask(analyst, flags());
    expect(asked).toMatchObject({ state: "waiting_approval", needsApproval: true });
    await make(asked.id);
    expect(await read(asked.id)).toMatchObject({ state: "waiting_approval", mine: false, mayDecide: true, askedBy: "Analyst" });
    expect((await analyst.post(`/api/exports/${asked.id}/approve`)).json()).toMatchObject({ status: 403, code: "role-may-not" });
    expect((await auditor.post(`/api/exports/${asked.id}/approve`)).json()).toMatchObject({ status: 404 });
    expect((await supervisor.post(`/api/exports/${asked.id}/approve`)).json()).toMatchObject({ state: "waiting", decidedBy: "Supervisor" });
    await make(asked.id);
    expect(await read(asked.id, analyst)).toMatchObject({ state: "ready" });
    expect((await supervisor.get(`/api/exports/${asked.id}/file`)).json()).toMatchObject({ status: 403, code: "not-yours" });
    expect(numbersOf(await fetched(asked.id, analyst)).length).toBe(FLAGS - 1);
    expect(await actsOn(api.store, { type: "export", id: asked.id })).toEqual([
      "export.asked",
      "export.approved",
      "export.made",
      "export.downloaded",
    ]);
  });

  test("that was refused is over; the database itself refuses one's own yes", async () => {
    const own = await ask(supervisor, flags({ state: "open" }));
    await runOnce(api.url, `update netra.export set state = 'waiting_approval', needs_approval = true where id = '${own.id}'`);
    expect((await supervisor.post(`/api/exports/${own.id}/approve`)).json()).toMatchObject({ status: 403, code: "own-export" });
    await expect(runOnce(api.url, `update netra.export set approved_by = asked_by where id = '${own.id}'`)).rejects.toThrow("export_check");
    await expect(runOnce(api.url, `update netra.export set state = 'running' where id = '${own.id}'`)).rejects.toThrow("export_check");
    const other = await api.as(await seedUser(api.store, { username: `menolak-${own.id}`, role: "supervisor", regions: [HERE] }));
    expect((await other.post(`/api/exports/${own.id}/refuse`)).json()).toMatchObject({ state: "refused" });
    expect((await other.post(`/api/exports/${own.id}/approve`)).json()).toMatchObject({ status: 409, code: "export-state" });
  });

  test("stops at the quota of the day, with the hour at which it is free again", async () => {
    for (let asked = 0; asked < 3; asked += 1) await ask(analyst, flags({ state: "closed" }));
    const refused = (await analyst.post("/api/exports", flags({ state: "closed" }))).json();
    expect(refused).toMatchObject({ status: 429, code: "export-quota", context: { exportsLeft: 0 } });
    expect(new Date(refused.context.freeAt).toISOString()).toMatch(/T17:00:00\.000Z$/);
    expect((await analyst.post("/api/exports/estimate", flags())).json()).toMatchObject({ refused: "export-quota" });
    expect((await analyst.get("/api/exports")).json<ExportList>().offers).toEqual([expect.objectContaining({ kind: "flags", exportsLeft: 0 })]);
    // Two at once share one quota.
    await runOnce(api.url, `update netra.export set asked_at = asked_at - interval '2 days' where asked_by = '${api.office.here.analyst.id}'`);
    const many = await Promise.all(Array.from({ length: 6 }, () => analyst.post("/api/exports", flags({ state: "closed" }))));
    expect(many.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 200, 200, 429, 429, 429]);
  });

  test("of another kind is another role's", async () => {
    expect((await analyst.post("/api/exports", { kind: "audit", format: "csv", filter: { region: HERE } })).json()).toMatchObject({
      status: 403,
      code: "role-may-not",
    });
    expect((await supervisor.post("/api/exports", { kind: "audit", format: "csv", filter: { region: HERE } })).json()).toMatchObject({ status: 403 });
    expect((await auditor.post("/api/exports", flags())).json()).toMatchObject({ status: 403, code: "role-may-not" });
    for (const role of ["engineer", "admin", "field"] as const)
      expect((await (await api.as(api.office.here[role])).get("/api/exports")).json()).toMatchObject({ status: 403, code: "role-may-not" });
    expect((await supervisor.post("/api/exports", { kind: "flags", format: "zip", filter: { region: HERE } })).statusCode).toBe(400);
    expect((await supervisor.post("/api/exports", flags({ from: "2029-02-30" }))).json()).toMatchObject({ status: 422, code: "export-days" });
  });
});

test("an extract of the audit holds acts by id, without reasons", async () => {
  await api.store.as({ process: "api", kind: "person", ...api.office.here.supervisor }, (tx) =>
    tx.audit.append({ act: "identity.opened", objectType: "flag", objectId: "f", region: HERE, reason: "Rahasia Sari" }),
  );
  const { id } = await ask(auditor, { kind: "audit", format: "csv", filter: { region: HERE, act: "identity" } });
  await make(id);
  const text = (await fetched(id, auditor)).toString("utf8");
  expect(text.split("\r\n")[0]).toBe("\ufeffid,at,actor_kind,actor_id,actor_role,region,act,object_type,object_id,detail");
  expect(text.split("\r\n")).toHaveLength(3);
  expect(text).toContain(`person,${api.office.here.supervisor.id},supervisor,${HERE},identity.opened,flag,f,{}`);
  expect(text).not.toContain("Rahasia");
});

describe("a set of evidence", () => {
  const desk = () => passportDesk({ ...openLedger({ store: api.store }, { NETRA_DATA_DIR: `${api.dir}/ledger` }).context, blobs: api.blobs });
  async function readFlagAs(flagId: string): Promise<number> {
    const { fence } = (await supervisor.post(`/api/flags/${flagId}/claim`)).json<{ fence: number }>();
    await supervisor.post(`/api/flags/${flagId}/reading`, { fence, reading: "neither", targetId: null });
    return Number((await runOnce(api.url, `select number from netra.flag where id = '${flagId}'`))[0]?.number);
  }

  test("is an archive of passports with a list of hashes; a killed worker goes on with the next passport; a purge takes it", async () => {
    const one = await raiseFlag(api.store, api.office);
    const two = await raiseFlag(api.store, api.office);
    const set = (numbers: readonly number[]) => ({
      kind: "evidence",
      format: "zip",
      filter: { region: HERE, reason: "plenary", flags: numbers, cases: [] },
    });
    const first = await readFlagAs(one.flagId);
    const unread = Number((await runOnce(api.url, `select number from netra.flag where id = '${two.flagId}'`))[0]?.number);
    expect((await supervisor.post("/api/exports", set([first, unread]))).json()).toMatchObject({ status: 403, code: "reading-first" });
    expect((await supervisor.post("/api/exports", set([first, 999_999]))).json()).toMatchObject({ status: 422, code: "set-unknown" });
    expect((await supervisor.post("/api/exports", set([]))).json()).toMatchObject({ status: 422, code: "set-empty" });
    const second = await readFlagAs(two.flagId);
    const { id } = await ask(supervisor, set([first, second]));
    let made = 0;
    const passports = desk();
    const dying: ExportDeps["passports"] = {
      make: (actor, asked) => {
        made += 1;
        return made === 2 ? Promise.reject(Object.assign(new Error("killed"), { code: "EKILLED" })) : passports.make(actor, asked);
      },
    };
    await expect(make(id, { passports: dying })).rejects.toThrow("killed");
    await make(id, { passports });
    const bytes = await fetched(id);
    const files = await readZip(bytes);
    expect([...files.keys()]).toEqual([
      `B-${String(first).padStart(5, "0")}.passport.zip`,
      `B-${String(second).padStart(5, "0")}.passport.zip`,
      "list.csv",
    ]);
    const list = files.get("list.csv")?.toString("utf8") ?? "";
    for (const [name, content] of files)
      if (name !== "list.csv")
        expect(list).toContain(`${name},flag,${name.slice(0, 7)},${content.byteLength},${createHash("sha256").update(content).digest("hex")}`);
    await runOnce(api.url, `update netra.evidence set purged_at = clock_timestamp(), raw = '', text = '' where flag_id = '${two.flagId}'`);
    expect((await supervisor.get(`/api/exports/${id}/file`)).json()).toMatchObject({ status: 410, code: "export-expired" });
    expect(await runOnce(api.url, `select no from netra.export_part where export_id = '${id}'`)).toEqual([]);
    expect((await runOnce(api.url, `select count(*)::int as n from netra.purged_file where blob_gone_at is null`))[0]).toEqual({ n: 3 });
  });
});

test("a file whose time is over is refused at once, and custody takes its bytes, unless another export has the same", async () => {
  const { id } = await ask(supervisor, flags({ platform: "instagram" }));
  const same = await ask(supervisor, flags({ platform: "instagram" }));
  for (const one of [id, same.id]) await make(one);
  const keys = (await runOnce(api.url, `select blob_key from netra.export_part where export_id = '${id}'`)).map(({ blob_key }) => String(blob_key));
  expect(keys.length).toBeGreaterThan(0);
  const expire = (one: string) => runOnce(api.url, `update netra.export set expires_at = clock_timestamp() where id = '${one}'`);
  await expire(id);
  expect((await supervisor.get(`/api/exports/${id}/file`)).json()).toMatchObject({ status: 410, code: "export-expired" });
  // Two hours later by the custody's clock: what was put just now may be named by somebody in a moment.
  const custody = createCustody({
    ...{ store: api.store, actor: systemActor("custody"), blobs: api.blobs, connectors: [], log: silent, retentionWeeks: 5, roundSeconds: 86_400 },
    ...{ oembed: { gate: { platforms: [] } } as never, reader: { read: () => Promise.reject(new Error("no picture")) } as never },
    clock: () => new Date(Date.now() + 7_200_000),
  });
  const run = () => custody({ task: "exports" }, { signal: new AbortController().signal });
  await run();
  expect(await read(id)).toMatchObject({ state: "expired", file: null });
  expect((await actsOn(api.store, { type: "export", id })).at(-1)).toBe("export.expired");
  expect(numbersOf(await fetched(same.id))).toEqual(await plainNumbers("platform = 'instagram'"));
  await expire(same.id);
  await run();
  for (const key of keys) expect(await api.blobs.has(key)).toBe(false);
});
