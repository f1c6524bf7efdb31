import type { Day, HandoverList, LeaveHandover, NoteAnswer } from "@netra/service-api/contract";
import { call } from "../api.ts";

const flagAt = (flagId: string, act: string): string => `/api/flags/${encodeURIComponent(flagId)}/${act}`;

export const getDay = (): Promise<Day> => call("GET", "/api/day");
/** Notes in the flag's history that its addressee was reminded, or what they answered. The same key again changes nothing. */
export const noteReminder = (flagId: string, idempotencyKey: string): Promise<void> => call("POST", flagAt(flagId, "reminder"), { idempotencyKey });
export const noteAnswer = (flagId: string, given: NoteAnswer): Promise<void> => call("POST", flagAt(flagId, "answer"), given);
export const listHandovers = (): Promise<HandoverList> => call("GET", "/api/handovers");
export const leaveHandover = (given: LeaveHandover): Promise<HandoverList> => call("POST", "/api/handovers", given);
export const tickHandover = (id: string): Promise<void> => call("POST", `/api/handovers/${encodeURIComponent(id)}/read`);
