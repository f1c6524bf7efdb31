import type { IntakeDetail, IntakePage, Look, Reporter } from "@netra/service-api/contract";
import { call, queryString } from "../api.ts";

/** Which captures a list shows: those that wait for a second look, or those that had one. */
export type IntakeState = "waiting" | "done";

const at = (captureId: string, act = ""): string => `/api/intake/${encodeURIComponent(captureId)}${act}`;

export const listIntake = (state: IntakeState, after: string | null): Promise<IntakePage> =>
  call("GET", `/api/intake${queryString({ state, after })}`);
export const getCapture = (captureId: string): Promise<IntakeDetail> => call("GET", at(captureId));
export const saveLook = (captureId: string, look: Look): Promise<IntakeDetail> => call("POST", at(captureId, "/look"), look);
/** Has the platform asked once whether the capture's address still shows a post. */
export const checkAddress = (captureId: string): Promise<IntakeDetail> => call("POST", at(captureId, "/address-check"));
export const openReporter = (captureId: string, reason: string): Promise<Reporter> => call("POST", at(captureId, "/reporter"), { reason });
export const captureFileAddress = (captureId: string, fileId: string): string => at(captureId, `/files/${encodeURIComponent(fileId)}`);
