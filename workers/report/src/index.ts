export type { ExportDeps } from "./export-work.ts";
export type { ColumnMapping, FormSettings, Signer } from "./forms/form-settings.ts";
export { tableCatalogue } from "./forms/mapped-tables.ts";
export { reportFiles } from "./forms/report-files.ts";
export { REPORT_FILES_SCHEMA, type ReportFile } from "./forms/report-manifest.ts";
export { createMakeExport } from "./make-export.ts";
export { createMakeReport, readReport } from "./make-report.ts";
export type { ReportInput } from "./report-input.ts";
