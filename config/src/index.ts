export * from "./config.ts";
export { ConfigError, type Environment, type VariableName } from "./env.ts";
export * from "./files.ts";
export type { BucketConfig, MailConfig } from "./groups.ts";
export * from "./guidance.ts";
export { type CalendarRows, HolidaysSchema, loadHolidays, parseHolidays } from "./holidays.ts";
export { type LetterheadRow, LetterheadSchema, loadLetterheads, parseLetterheads } from "./letterhead.ts";
export { type DeadlineRow, loadDeadlines } from "./procedures.ts";
export { loadReferrals, type ReferralRow, ReferralsSchema } from "./referrals.ts";
export {
  type ColumnMapping,
  ColumnsSchema,
  loadColumns,
  loadOfficeColumns,
  PLACEHOLDERS,
  parseColumns,
  type TableCatalogue,
} from "./report-columns.ts";
