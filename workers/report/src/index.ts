export { createMakeReport, type ReportDeps } from "./make-report.ts";
