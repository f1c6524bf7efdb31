import type {
  CaseDetail,
  CasePage,
  FlagGroup,
  IdentityView,
  KeepReply,
  MakeGroup,
  MakePassport,
  OpenIdentity,
  TakeStep,
} from "@netra/service-api/contract";
import { call, download, queryString } from "../api.ts";

const at = (id: string, path = ""): string => `/api/cases/${encodeURIComponent(id)}${path}`;
const groupAt = (flagId: string, path = ""): string => `/api/flags/${encodeURIComponent(flagId)}/group${path}`;

export const listCases = (which: "standing" | "over", cursor: string | null): Promise<CasePage> =>
  call("GET", `/api/cases${queryString({ which, cursor })}`);
export const getCase = (id: string): Promise<CaseDetail> => call("GET", at(id));
export const takeStep = (id: string, step: TakeStep): Promise<CaseDetail> => call("POST", at(id, "/steps"), step);
export const keepReply = (id: string, reply: KeepReply): Promise<CaseDetail> => call("POST", at(id, "/replies"), reply);
export const openCaseIdentity = (id: string, reason: OpenIdentity["reason"]): Promise<IdentityView> => call("POST", at(id, "/identity"), { reason });
export const downloadCasePassport = (id: string, asked: MakePassport): Promise<void> => download(at(id, "/passport"), asked);
/** Looking for others that rest on the same takes the server a moment: only where somebody wants them. */
export const getGroup = (flagId: string, suggest: boolean): Promise<FlagGroup> =>
  call("GET", `${groupAt(flagId)}${queryString({ suggest: suggest ? "true" : null })}`);
export const makeGroup = (flagId: string, given: MakeGroup): Promise<FlagGroup> => call("POST", groupAt(flagId), given);
export const joinGroup = (flagId: string, number: string): Promise<FlagGroup> => call("POST", groupAt(flagId, "/members"), { number });
export const leaveGroup = (flagId: string, reason: string): Promise<FlagGroup> => call("POST", groupAt(flagId, "/leave"), { reason });
