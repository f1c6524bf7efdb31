import type { AskExport, ExportEstimate, ExportList, ExportView } from "@netra/service-api/contract";
import { call } from "../api.ts";

const at = (id: string, act: string): string => `/api/exports/${encodeURIComponent(id)}/${act}`;

export const listExports = () => call<ExportList>("GET", "/api/exports");
export const estimateExport = (asked: AskExport) => call<ExportEstimate>("POST", "/api/exports/estimate", asked);
export const askExport = (asked: AskExport) => call<ExportView>("POST", "/api/exports", asked);
export const actOnExport = (id: string, act: "approve" | "refuse" | "cancel") => call<ExportView>("POST", at(id, act));

/** Has the browser save the file by itself: it may be larger than a page can hold, and a download that breaks off goes on. */
export function saveFile(id: string): void {
  const link = document.createElement("a");
  link.href = at(id, "file");
  link.download = "";
  link.click();
}
