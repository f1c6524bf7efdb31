import {
  CONFIRMED_MINUTES,
  can,
  codeOf,
  conflict,
  DomainError,
  EXPORT_APPROVERS,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  EXPORT_LIMITS,
  exportLimit,
  forbidden,
  invalid,
  isCalendarDay,
  isRegion,
  judgeExport,
  notFound,
  quotaFreeAt,
  recused,
  requireApprover,
  stepExport,
} from "@netra/domain";
import type { ExportAsked, ExportRow, Tx } from "@netra/store";
import type { AskExport, ExportEstimate, ExportList, ExportView } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { requireAllSeen } from "../passports/require-all-seen.ts";
import { firstName } from "../triage/flag-view.ts";

interface Asking {
  readonly person: SignedIn;
  readonly given: AskExport;
}
interface OnExport {
  readonly person: SignedIn;
  readonly id: string;
}

/** Own exports, those of others that wait for this person's word or had it, and what may be asked for. */
export async function listExports({ store, config }: ApiDeps, person: SignedIn): Promise<ExportList> {
  const approves = EXPORT_KINDS.filter((kind) => EXPORT_APPROVERS[kind].includes(person.role));
  return store.as(actorOf(person), async (tx) => {
    const offers: ExportList["offers"] = [];
    let now = await tx.status.now();
    for (const kind of EXPORT_KINDS) {
      const limit = EXPORT_LIMITS[kind][person.role];
      if (!limit) continue;
      const used = await tx.exports.used(kind);
      now = used.now;
      offers.push({
        kind,
        formats: [...EXPORT_FORMATS[kind]],
        exportsLeft: Math.max(0, limit.exportsPerDay - used.exports),
        rowsLeft: Math.max(0, limit.rowsPerDay - used.rows),
        aloneUpTo: limit.aloneUpTo,
      });
    }
    const rows = await tx.exports.listFor(approves);
    return {
      exports: rows.filter((row) => sees(person, row.region)).map((row) => viewExport(row, person)),
      offers,
      freeAt: quotaFreeAt(now).toISOString(),
      keptDays: config.exportDays,
      confirmed: person.confirmed,
      confirmMinutes: CONFIRMED_MINUTES,
      secondFactorFirst: config.exportCodeRequired && !person.secondFactor,
    };
  });
}

/** How many rows an export would have now, and whether it would be made, before anybody asks for it. */
export function estimateExport({ store }: ApiDeps, { person, given }: Asking): Promise<ExportEstimate> {
  return store.as(actorOf(person), async (tx) => {
    const asked = await readAsked(tx, { person, given });
    const rows = await tx.exports.count(asked);
    const { now, ...used } = await tx.exports.used(asked.kind);
    try {
      return { rows, refused: null, ...judgeExport({ kind: asked.kind, format: given.format, role: person.role, rows, used, now }) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { rows, refused: error.code, needsApproval: false };
    }
  });
}

/** Asks for an export. The row is the order; the job only hurries it along. */
export async function askExport(deps: ApiDeps, { person, given }: Asking): Promise<ExportView> {
  const row = await deps.store.as(actorOf(person), async (tx) => {
    const asked = await readAsked(tx, { person, given });
    // Before the count: two at once share one quota.
    const { now, ...used } = await tx.exports.used(asked.kind);
    const rows = await tx.exports.count(asked);
    const { format } = given;
    const { needsApproval } = judgeExport({ kind: asked.kind, format, role: person.role, rows, used, now });
    const id = await tx.exports.add({ ...asked, format, expected: rows, needsApproval });
    const detail = { kind: asked.kind, format, rows, needsApproval, filter: codesOf(asked) };
    await tx.audit.append({ act: "export.asked", objectType: "export", objectId: id, region: asked.filter.region, detail });
    return tx.exports.get(id);
  });
  if (row.state === "waiting") await hurry(deps, row.id);
  return viewExport(row, person);
}

export function readExport({ store }: ApiDeps, { person, id }: OnExport): Promise<ExportView> {
  return store.as(actorOf(person), async (tx) => viewExport(requireOpen(await tx.exports.get(id), person), person));
}

/** The second person says yes or no. Nobody says it to their own, nor to a set with a flag that they are kept from. */
export async function decideExport(deps: ApiDeps, { person, id, act }: OnExport & { readonly act: "approve" | "refuse" }): Promise<ExportView> {
  const row = await deps.store.as(actorOf(person), async (tx) => {
    const found = requireOpen(await tx.exports.lock(id), person);
    requireApprover(found, person);
    if (found.kind === "evidence") await requireNotKept(tx, found.filter.items);
    const to = stepExport(found.state, act);
    await tx.exports.decide(id, to as "waiting" | "refused");
    await tx.audit.append({
      act: act === "approve" ? "export.approved" : "export.refused",
      objectType: "export",
      objectId: id,
      region: found.region,
    });
    return tx.exports.get(id);
  });
  if (row.state === "waiting") await hurry(deps, row.id);
  return viewExport(row, person);
}

/** Stops what one asked for oneself. */
export function cancelExport({ store }: ApiDeps, { person, id }: OnExport): Promise<ExportView> {
  return store.as(actorOf(person), async (tx) => {
    const found = requireOwn(await tx.exports.lock(id), person);
    await tx.exports.decide(id, stepExport(found.state, "cancel") as "cancelled");
    await tx.audit.append({ act: "export.cancelled", objectType: "export", objectId: id, region: found.region });
    return viewExport(await tx.exports.get(id), person);
  });
}

const hurry = ({ queue, logger }: ApiDeps, exportId: string): Promise<void> =>
  queue.enqueue("export", { exportId }).catch((error: unknown) => logger.warn({ exportId, code: codeOf(error) }, "export.not-enqueued"));

/** What was asked, checked: the region is the person's, days exist, and each flag and case of a set is there and may be in a passport of this person's. */
async function readAsked(tx: Tx, { person, given }: Asking): Promise<ExportAsked> {
  exportLimit(given.kind, person.role);
  const { region } = given.filter;
  if (!isRegion(region)) throw notFound("region");
  requireSight(person, region, "region");
  if (given.kind === "evidence") return { kind: "evidence", filter: await readSet(tx, person, given.filter) };
  const { from, to } = given.filter;
  for (const day of [from, to])
    if (day !== undefined && !isCalendarDay(day)) throw invalid("export-days", "Write days that exist, such as 2029-06-30.");
  if (from !== undefined && to !== undefined && from > to) throw invalid("export-days", "The first day is after the last: exchange them.");
  return given.kind === "flags" ? { kind: "flags", filter: given.filter } : { kind: "audit", filter: given.filter };
}

async function readSet(
  tx: Tx,
  person: SignedIn,
  { region, reason, flags, cases }: Extract<AskExport, { kind: "evidence" }>["filter"],
): Promise<Extract<ExportAsked, { kind: "evidence" }>["filter"]> {
  if (!can(person.role, "passport.export")) throw forbidden("role-may-not", `The role ${person.role} may not export a passport: ask a supervisor.`);
  if (flags.length + cases.length === 0) throw invalid("set-empty", "Name at least one flag or case by its number.");
  const found = await tx.exports.resolve({ flags, cases });
  const missing = [...flags.map((number) => ({ kind: "flag", number })), ...cases.map((number) => ({ kind: "case", number }))].filter(
    (one) => !found.some(({ kind, number, region: where }) => kind === one.kind && number === one.number && sees({ regions: [region] }, where)),
  );
  if (missing.length > 0)
    throw invalid(
      "set-unknown",
      "Some of these are not there, not in this region, or not offered to you: take their numbers out.",
      missing.map(({ kind, number }) => ({ at: `filter/${kind}s/${number}`, what: `no such ${kind}`, remedy: "Take the number out." })),
    );
  for (const { kind, region: where, flagIds } of found) await requireAllSeen(tx, person, { kind, region: where, flagIds });
  return { region, reason, items: found.map(({ kind, id, number }) => ({ kind, id, number })) };
}

async function requireNotKept(tx: Tx, items: Extract<ExportRow, { kind: "evidence" }>["filter"]["items"]): Promise<void> {
  const numbers = (kind: "flag" | "case") => items.filter((item) => item.kind === kind).map(({ number }) => number);
  if ((await tx.exports.resolve({ flags: numbers("flag"), cases: numbers("case") })).length < items.length) throw recused();
}

/** Own, or one whose approval is this person's to say. Anything else does not exist for them. */
function requireOpen(row: ExportRow, person: SignedIn): ExportRow {
  requireSight(person, row.region, "export");
  if (row.askedBy !== person.id && !(row.needsApproval && EXPORT_APPROVERS[row.kind].includes(person.role))) throw notFound("export");
  return row;
}

export function requireOwn(row: ExportRow, person: SignedIn): ExportRow {
  requireOpen(row, person);
  if (row.askedBy !== person.id) throw forbidden("not-yours", "Only whoever asked for an export has its file and may stop it.");
  return row;
}

/** Throws gone `export-expired`, or conflict `export-not-ready`, or `export-recused-since`. */
export async function requireReady(tx: Tx, row: ExportRow): Promise<{ sha256: string; bytes: number; asOf: Date }> {
  if (row.state === "expired") throw new DomainError("gone", "export-expired", "This file was kept for some days and is gone: ask for it again.");
  if (row.state !== "ready" || row.sha256 === null || row.bytes === null || row.asOf === null)
    throw conflict("export-not-ready", "This export is not ready: wait until it is.", { state: row.state });
  if (await tx.exports.recusedSince(row.asOf))
    throw conflict("export-recused-since", "You have been kept from flags since this was made, and it may hold them: ask for it again.");
  return { sha256: row.sha256, bytes: row.bytes, asOf: row.asOf };
}

/** What it was narrowed to, for the audit and the page: codes, days and counts. */
function codesOf({ kind, filter }: ExportAsked): Record<string, string | number> {
  if (kind !== "evidence") return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== "region"));
  const count = (of: "flag" | "case"): number => filter.items.filter((item) => item.kind === of).length;
  return { reason: filter.reason, flags: count("flag"), cases: count("case") };
}

function viewExport(row: ExportRow, person: SignedIn): ExportView {
  const mine = row.askedBy === person.id;
  return {
    id: row.id,
    kind: row.kind,
    format: row.format,
    region: row.region,
    regionName: row.regionName,
    filter: codesOf(row),
    state: row.state,
    mine,
    askedBy: firstName(row.askedByName),
    askedAt: row.askedAt.toISOString(),
    expected: row.expected,
    needsApproval: row.needsApproval,
    decidedBy: row.decidedBy && firstName(row.decidedBy),
    mayDecide: !mine && row.state === "waiting_approval" && EXPORT_APPROVERS[row.kind].includes(person.role),
    done: row.done,
    total: row.total,
    asOf: row.asOf?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    file: row.state === "ready" && mine ? { rows: row.rowCount ?? 0, bytes: row.bytes ?? 0, sha256: row.sha256 ?? "" } : null,
    failedCode: row.failedCode,
  };
}
