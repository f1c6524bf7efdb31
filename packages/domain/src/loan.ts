import { conflict, forbidden, invalid } from "./errors.ts";
import { covers, type Region } from "./region.ts";
import { can, type Role } from "./roles.ts";
import { isCalendarDay, JAKARTA_OFFSET_MS } from "./week.ts";

/** The longest that somebody is lent to another region at once. */
export const LOAN_DAYS = 90;
const DAY_MS = 86_400_000;

/** The end of a loan's last day in Jakarta. Throws invalid `loan-until` for what is no day, is over, or lies more than `LOAN_DAYS` days ahead. */
export function loanEnd(day: string, now: Date): Date {
  const end = isCalendarDay(day) ? new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS - JAKARTA_OFFSET_MS) : null;
  if (end === null || end <= now || end.getTime() > now.getTime() + (LOAN_DAYS + 1) * DAY_MS)
    throw invalid("loan-until", `Give the last day as YYYY-MM-DD, from today to ${LOAN_DAYS} days ahead.`);
  return end;
}

/** Whether this loan may be made. Only an analyst is lent, by a supervisor who sees both where the person works and where the person is lent to. */
export function checkLoan(given: {
  readonly lender: { readonly role: Role; readonly regions: readonly Region[] };
  readonly reader: { readonly role: Role; readonly regions: readonly Region[]; readonly active: boolean };
  readonly region: Region;
  readonly reason: string;
}): void {
  const { lender, reader, region } = given;
  const sees = (regions: readonly Region[], inner: Region): boolean => regions.some((own) => covers(own, inner));
  if (!can(lender.role, "loan.manage")) throw forbidden("role-may-not", "A supervisor lends a reader.", { role: "supervisor" });
  if (!sees(lender.regions, region) || !reader.regions.every((own) => sees(lender.regions, own)))
    throw forbidden("loan-outside-regions", "A reader is lent by a supervisor of both regions, such as the province's.");
  if (reader.role !== "analyst" || !reader.active) throw invalid("loan-of-analyst", "Only an analyst who may sign in is lent.");
  if (sees(reader.regions, region)) throw conflict("loan-not-needed", "This person works in that region already.");
  if (given.reason.trim() === "") throw invalid("reason-missing", "Give a reason for lending a reader.");
}
