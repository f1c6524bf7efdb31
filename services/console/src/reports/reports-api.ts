import type { FinalizeReport, ReportDetail, ReportList, ReportView, RequestReport } from "@netra/service-api/contract";
import { call } from "../api.ts";

/** The reports' calls. Words travel in bodies alone. */

const one = (id: string): string => `/api/reports/${encodeURIComponent(id)}`;
export const listReports = () => call<ReportList>("GET", "/api/reports");
export const getReport = (id: string) => call<ReportDetail>("GET", one(id));
export const requestReport = (given: RequestReport) => call<ReportView>("POST", "/api/reports", given);
export const writeNote = (id: string, given: { note: string; noteRevision: number }) => call<ReportDetail>("PUT", `${one(id)}/note`, given);
export const finalizeReport = (id: string, given: FinalizeReport) => call<ReportDetail>("POST", `${one(id)}/final`, given);
export const fileAddress = (id: string, name: string): string => `${one(id)}/files/${encodeURIComponent(name)}`;

/** Something is still being made: ask again soon. */
export const isUnderWay = ({ state }: Pick<ReportView, "state">): boolean => state === "waiting" || state === "finalizing";
