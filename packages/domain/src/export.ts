import { DomainError, forbidden, invalid } from "./errors.ts";
import type { Role } from "./roles.ts";
import { mayAlso } from "./two-person.ts";
import { JAKARTA_OFFSET_MS } from "./week.ts";

/** Flag lists, audit extracts, and sets of passports. Stored: never rename. */
export const EXPORT_KINDS = ["flags", "audit", "evidence"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const EXPORT_FORMATS = { flags: ["csv", "xlsx"], audit: ["csv", "xlsx"], evidence: ["zip"] } as const satisfies Record<
  ExportKind,
  readonly string[]
>;
export type ExportFormat = (typeof EXPORT_FORMATS)[ExportKind][number];

/** Where an export stands. Stored: never rename. */
export const EXPORT_STATES = ["waiting_approval", "waiting", "running", "ready", "failed", "refused", "cancelled", "expired"] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** What people do to an export; its worker and its time do the rest. */
export type ExportAct = "approve" | "refuse" | "cancel";
const STEPS: Readonly<Record<ExportAct, Partial<Record<ExportState, ExportState>>>> = {
  approve: { waiting_approval: "waiting" },
  refuse: { waiting_approval: "refused" },
  cancel: { waiting_approval: "cancelled", waiting: "cancelled", running: "cancelled" },
};

/** What one person of a role may ask for in a day, and up to how many rows alone. Rows of a set are its flags and cases. */
export interface ExportLimit {
  readonly exportsPerDay: number;
  readonly rowsPerDay: number;
  readonly aloneUpTo: number;
}

/** Who may ask for what; a role that is not here may not. A day is one of Asia/Jakarta. */
export const EXPORT_LIMITS: Readonly<Record<ExportKind, Partial<Record<Role, ExportLimit>>>> = {
  flags: {
    analyst: { exportsPerDay: 3, rowsPerDay: 5_000, aloneUpTo: 1_000 },
    supervisor: { exportsPerDay: 10, rowsPerDay: 2_000_000, aloneUpTo: 50_000 },
  },
  audit: { auditor: { exportsPerDay: 10, rowsPerDay: 2_000_000, aloneUpTo: 100_000 } },
  evidence: { supervisor: { exportsPerDay: 10, rowsPerDay: 200, aloneUpTo: 20 } },
};

/** Who may be the second person. */
export const EXPORT_APPROVERS: Readonly<Record<ExportKind, readonly Role[]>> = {
  flags: ["supervisor"],
  audit: ["supervisor", "auditor"],
  evidence: ["supervisor"],
};

/** Most rows that fit into a workbook without its reader giving up; more go to CSV. */
export const WORKBOOK_ROWS = 200_000;
/** Most flags and cases in one set. */
export const SET_ITEMS = 100;
/** How long a sign-in, or its confirmation, counts as fresh: asking for and fetching an export need one. */
export const CONFIRMED_MINUTES = 10;

/** What a person asked for today of one kind: what failed, was refused, or was cancelled before it held a row does not count. */
export interface ExportUse {
  readonly exports: number;
  readonly rows: number;
}

/** When a used-up quota is free again: the next midnight of Asia/Jakarta. */
export const quotaFreeAt = (now: Date): Date => new Date((Math.floor((now.getTime() + JAKARTA_OFFSET_MS) / DAY_MS) + 1) * DAY_MS - JAKARTA_OFFSET_MS);
const DAY_MS = 86_400_000;

/** The limit of a role for a kind; throws forbidden `role-may-not` where there is none. */
export function exportLimit(kind: ExportKind, role: Role): ExportLimit {
  const limit = EXPORT_LIMITS[kind][role];
  if (limit) return limit;
  const who = Object.keys(EXPORT_LIMITS[kind]).join(", ");
  throw forbidden("role-may-not", `The role ${role} may not export this kind of list: ask one of ${who}.`, { role, kind });
}

/**
 * Whether an export of so many rows may be asked for, and whether a second person must approve it. Throws forbidden `role-may-not`, invalid `export-format` or `workbook-too-long`, or
 * limited `export-quota` with the moment when it is free again.
 */
export function judgeExport(asked: {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly role: Role;
  readonly rows: number;
  readonly used: ExportUse;
  readonly now: Date;
}): { readonly needsApproval: boolean } {
  const { kind, format, role, rows, used, now } = asked;
  const limit = exportLimit(kind, role);
  if (!(EXPORT_FORMATS[kind] as readonly string[]).includes(format))
    throw invalid("export-format", `This kind of export is made as ${EXPORT_FORMATS[kind].join(" or ")}: choose one of these.`);
  if (format === "xlsx" && rows > WORKBOOK_ROWS)
    throw invalid("workbook-too-long", `A workbook takes ${WORKBOOK_ROWS} rows, these are ${rows}: choose CSV, or a narrower filter.`);
  if (kind === "evidence" && rows > SET_ITEMS)
    throw invalid("set-too-large", `A set takes ${SET_ITEMS} flags and cases, these are ${rows}: make several.`);
  if (used.exports + 1 > limit.exportsPerDay || used.rows + rows > limit.rowsPerDay) {
    const freeAt = quotaFreeAt(now);
    throw new DomainError(
      "limited",
      "export-quota",
      `Today's quota is ${limit.exportsPerDay} exports and ${limit.rowsPerDay} rows; ${used.exports} and ${used.rows} are used. Narrow the filter, or ask again after ${freeAt.toISOString()}.`,
      {
        detail: {
          exportsLeft: Math.max(0, limit.exportsPerDay - used.exports),
          rowsLeft: Math.max(0, limit.rowsPerDay - used.rows),
          freeAt: freeAt.toISOString(),
          retrySeconds: Math.ceil((freeAt.getTime() - now.getTime()) / 1_000),
        },
      },
    );
  }
  return { needsApproval: rows > limit.aloneUpTo };
}

/** The state after an act of a person. Throws conflict `export-state` where it is too late for it. */
export function stepExport(state: ExportState, act: ExportAct): ExportState {
  const next = STEPS[act][state];
  if (next) return next;
  throw new DomainError("conflict", "export-state", `This export is ${state.replace("_", " ")}: it is too late for this. Load the list again.`, {
    detail: { state },
  });
}

/** Whether somebody may say yes or no to another's export; throws forbidden `own-export` for one's own, and `role-may-not`. */
export function requireApprover(
  asked: { readonly kind: ExportKind; readonly askedBy: string },
  person: { readonly id: string; readonly role: Role },
): void {
  if (!EXPORT_APPROVERS[asked.kind].includes(person.role))
    throw forbidden("role-may-not", `The role ${person.role} may not approve this export: ask one of ${EXPORT_APPROVERS[asked.kind].join(", ")}.`);
  const may = mayAlso(asked.askedBy === person.id ? ["ask_export"] : [], "approve_export");
  if (!may.ok) throw forbidden(may.code, may.reason.en);
}
