import { randomUUID } from "node:crypto";
import { runOnce, systemActor } from "@netra/store";
import { expect } from "vitest";
import type { TestApi } from "./api.ts";
import { decideAs, ESCALATE } from "./decide.ts";
import { lookOf } from "./second-look.ts";
import { HANDLE_HERE, HERE, raiseFlag, type SeededUser } from "./seed.ts";

/** What a person gets who names rows of another region: all of them must say "not found". */
const REACHES: readonly { readonly method: "GET" | "POST" | "PUT"; readonly path: (row: Rows) => string; readonly body?: object }[] = [
  { method: "GET", path: (row) => `/api/flags/${row.flagId}` },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/claim` },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/renew`, body: { fence: 1 } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/release`, body: { fence: 1 } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/recuse` },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/reading`, body: { fence: 1, reading: "neither", targetId: null } },
  {
    method: "POST",
    path: (row) => `/api/flags/${row.flagId}/decision`,
    body: { fence: 1, idempotencyKey: randomUUID(), act: "close", outcome: "not_partisan", reason: "x" },
  },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/undo`, body: { decisionId: randomUUID() } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/identity`, body: { reason: "account_link" } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/reminder`, body: { idempotencyKey: randomUUID() } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/answer`, body: { idempotencyKey: randomUUID(), words: "x", from: "agency" } },
  { method: "GET", path: (row) => `/api/cases/${row.caseId}` },
  {
    method: "POST",
    path: (row) => `/api/cases/${row.caseId}/steps`,
    body: { idempotencyKey: randomUUID(), kind: "correction", reason: "Keliru sekali." },
  },
  {
    method: "POST",
    path: (row) => `/api/cases/${row.caseId}/replies`,
    body: { idempotencyKey: randomUUID(), words: "x", givenOn: "2026-01-01" },
  },
  { method: "POST", path: (row) => `/api/cases/${row.caseId}/identity`, body: { reason: "account_link" } },
  { method: "GET", path: (row) => `/api/flags/${row.flagId}/group` },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/group`, body: { name: "coblos", reason: "x" } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/group/members`, body: { number: "B-00001" } },
  { method: "POST", path: (row) => `/api/flags/${row.flagId}/group/leave`, body: { reason: "x" } },
  { method: "POST", path: (row) => `/api/handovers/${row.handoverId}/read` },
  { method: "GET", path: (row) => `/api/flags/${row.flagId}/evidence/${row.versionId}` },
  { method: "GET", path: (row) => `/api/flags/${row.flagId}/files/abc` },
  { method: "PUT", path: (row) => `/api/views/${row.viewId}`, body: { name: "coblos" } },
  { method: "GET", path: (row) => `/api/intake/${row.captureId}` },
  { method: "GET", path: (row) => `/api/intake/${row.captureId}/files/abc` },
  { method: "POST", path: (row) => `/api/intake/${row.captureId}/look`, body: lookOf() },
  { method: "POST", path: (row) => `/api/intake/${row.captureId}/reporter`, body: { reason: "ingin tahu" } },
  { method: "POST", path: (row) => `/api/loans/${row.loanId}/end` },
  { method: "POST", path: (row) => `/api/recusals/${row.interestId}/end` },
  { method: "GET", path: (row) => `/api/reports/${row.reportId}` },
  { method: "GET", path: (row) => `/api/reports/${row.reportId}/files/laporan.csv` },
  { method: "PUT", path: (row) => `/api/reports/${row.reportId}/note`, body: { note: "coblos", noteRevision: 0 } },
  { method: "POST", path: (row) => `/api/reports/${row.reportId}/final`, body: { noteRevision: 0 } },
  { method: "GET", path: (row) => `/api/exports/${row.exportId}` },
  { method: "GET", path: (row) => `/api/exports/${row.exportId}/file` },
  ...(["approve", "refuse", "cancel"] as const).map((act) => ({
    method: "POST" as const,
    path: (row: Rows) => `/api/exports/${row.exportId}/${act}`,
  })),
  { method: "GET", path: () => `/api/overview?region=${HERE}` },
  { method: "GET", path: () => `/api/overview/flags?region=${HERE}&week=2026-W10&asOf=2026-03-04T00:00:00Z&figure=opened` },
  { method: "GET", path: () => `/api/overview/accounts?region=${HERE}&week=2026-W10&asOf=2026-03-04T00:00:00Z&platform=facebook` },
  { method: "GET", path: (row) => `/api/registry/accounts/${row.accountId}` },
  { method: "POST", path: (row) => `/api/registry/accounts/${row.accountId}/revocation/preview`, body: { notACivilServant: true } },
  {
    method: "POST",
    path: (row) => `/api/registry/accounts/${row.accountId}/revocation`,
    body: { notACivilServant: false, reason: "surat 1", seen: { flags: 1, corrections: 1, purged: null } },
  },
  { method: "POST", path: (row) => `/api/registry/people/${row.personId}/identity`, body: { reason: "account_link" } },
];
let seeded = 0;

export interface Rows {
  readonly accountId: string;
  readonly personId: string;
  readonly flagId: string;
  /** Of another flag. */
  readonly caseId: string;
  readonly versionId: string;
  readonly reportId: string;
  readonly captureId: string;
  readonly loanId: string;
  readonly handoverId: string;
  readonly viewId: string;
  readonly interestId: string;
  /** Waits for a second person. */
  readonly exportId: string;
}

/** One flag, one case, one finished report, one tip that waits, one loan, one handover note and one view of the list in the seeded office's region. */
export async function seedRows(of: TestApi): Promise<Rows> {
  const { flagId, versionId } = await raiseFlag(of.store, of.office);
  const { flagId: escalated } = await raiseFlag(of.store, of.office);
  for (const _ of [1, 2]) await decideAs(of, { region: HERE, flagId: escalated, act: ESCALATE });
  const [found] = await runOnce(of.url, `select case_id from netra.case_flag where flag_id = '${escalated}'`);
  const reportId = await of.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.reports.request("2026-W10", HERE));
  const file = { name: "laporan.csv", mediaType: "text/csv", bytes: Buffer.from("a;b"), sha256: Buffer.alloc(32) };
  await of.store.as({ ...systemActor("report"), regions: ["ID"] }, (tx) => tx.reports.finish(reportId, { posts: 1 }, [file]));
  const { field, supervisor, analyst } = of.office.here;
  const captureId = await of.store.as({ process: "api", kind: "person", ...field }, async (tx) => {
    const seen = { url: null, urlKey: null, platform: "facebook", handle: "sari.teladan", kind: "post", visibility: "public" } as const;
    const said = { text: "Ayo coblos", seenHow: "", officeAccount: false, uploader: "owner", origin: "tip", raw: Buffer.from("{}") } as const;
    const { id } = await tx.captures.add({ ...seen, ...said, clientId: randomUUID(), region: HERE, seenAt: new Date() });
    await tx.captures.addReporter({ id, region: HERE }, await tx.captures.seal({ name: "Sari", contact: "a;b", note: "" }));
    return id;
  });
  const lent = { userId: analyst.id, region: `${HERE}.${10 + seeded++}`, until: new Date(Date.now() + 86_400_000), reason: "coblos" };
  const loanId = await of.store.as({ process: "api", kind: "person", ...supervisor }, (tx) => tx.loans.add(lent));
  const left = { region: HERE, note: "coblos", idempotencyKey: randomUUID() };
  const handoverId = (await of.store.as({ process: "api", kind: "person", ...analyst }, (tx) => tx.handovers.add(left))) ?? "";
  const view = { region: HERE, role: "analyst", name: `coblos ${seeded}`, filters: {} };
  const { id: viewId } = await of.store.as({ process: "api", kind: "person", ...analyst }, (tx) => tx.savedViews.add(view));
  // Over before it could keep the others of these tests from the flag.
  const days = { from: "2020-01-01", to: "2020-01-02" };
  const interest = { userId: analyst.id, region: HERE, subject: { about: "contest", contestId: of.office.contest.id }, days } as const;
  const interestId = await of.store.as({ process: "api", kind: "person", ...supervisor }, (tx) => tx.recusals.add(interest));
  const account = await of.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.accounts.findByHandle("facebook", HANDLE_HERE));
  const large = { kind: "flags", filter: { region: HERE }, format: "csv", expected: 9_999, needsApproval: true } as const;
  const exportId = await of.store.as({ process: "api", kind: "person", ...analyst }, (tx) => tx.exports.add(large));
  return {
    flagId,
    caseId: String(found?.case_id),
    versionId,
    reportId,
    captureId,
    loanId,
    handoverId,
    viewId,
    interestId,
    exportId,
    accountId: account?.id ?? "",
    personId: account?.civilServantId ?? "",
  };
}

/** Every way to name these rows ends at a closed door, in the same words as if they did not exist. */
export async function expectClosed(of: TestApi, rows: Rows, people: readonly SeededUser[]): Promise<void> {
  for (const person of people) {
    const caller = await of.as(person);
    for (const { method, path, body } of REACHES) {
      const answer = await caller.send({ method, url: path(rows), ...(body ? { payload: body } : {}) });
      // Auditors may not write and analysts may not download: the role is refused before the row is looked for.
      expect([403, 404], `${person.username} ${method} ${path(rows)}`).toContain(answer.statusCode);
      if (answer.statusCode === 403) expect(answer.json().code).toBe("role-may-not");
      for (const secret of ["coblos", "Sari", "a;b"]) expect(answer.body).not.toContain(secret);
    }
    if (person.role === "field") continue;
    expect((await caller.get("/api/flags?limit=100")).json().flags).toEqual([]);
    for (const words of ["coblos", `@${HANDLE_HERE}`]) expect((await caller.post("/api/flags/search", { words })).json().flags).toEqual([]);
    expect((await caller.post("/api/flags/look", { ids: [rows.flagId] })).json().flags).toEqual([]);
    expect((await caller.get("/api/cases")).json().cases).toEqual([]);
    expect((await caller.get("/api/views")).json().views).toEqual([]);
    expect((await caller.get("/api/reports")).json().reports).toEqual([]);
    expect((await caller.get("/api/exports")).json().exports).toEqual([]);
    expect((await caller.get("/api/intake")).json().captures).toEqual([]);
    expect((await caller.get(`/api/overview?region=${person.regions[0]}`)).json()).toMatchObject({
      opened: { now: { value: 0 } },
      waiting: { now: { value: 0 } },
    });
    if (person.role !== "auditor") {
      expect((await caller.get("/api/handovers")).json().notes).toEqual([]);
      expect((await caller.get("/api/day")).json()).toMatchObject({ claims: [], waiting: [], lapsing: [] });
    }
    if (person.role === "supervisor") expect((await caller.get("/api/loans")).json().loans).toEqual([]);
    if (person.role === "analyst") continue;
    expect((await caller.get("/api/team")).json().interests).toEqual([]);
    expect((await caller.get("/api/team/agreement?weeks=12")).json().cells).toEqual([]);
    for (const answer of [await caller.get("/api/registry/people"), await caller.post("/api/registry/search", { words: HANDLE_HERE })])
      expect(answer.json<{ people: { id: string }[] }>().people.map(({ id }) => id)).not.toContain(rows.personId);
    expect((await caller.get("/api/registry/corrections")).json().corrections).toEqual([]);
  }
}
