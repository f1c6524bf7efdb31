export type { ExportDeps } from "./export-work.ts";
export { createMakeExport } from "./make-export.ts";
export { createMakeReport, type ReportDeps } from "./make-report.ts";
