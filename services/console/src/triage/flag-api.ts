import type {
  Decide,
  Decided,
  FlagDetail,
  FlagPage,
  IdentityView,
  Lease,
  MakePassport,
  OpenIdentity,
  SaveReading,
  VerifierKeyView,
} from "@netra/service-api/contract";
import { call, download, queryString } from "../api.ts";
import type { Filters } from "./filters.ts";

const PAGE_ROWS = 50;
const at = (flagId: string, act = ""): string => `/api/flags/${encodeURIComponent(flagId)}${act}`;

export const listFlags = (filters: Filters, contest: string | null, cursor: string | null): Promise<FlagPage> =>
  call("GET", `/api/flags${queryString({ ...filters, contest, cursor, limit: PAGE_ROWS })}`);
export const getFlag = (flagId: string): Promise<FlagDetail> => call("GET", at(flagId));
export const claimFlag = (flagId: string): Promise<Lease> => call("POST", at(flagId, "/claim"));
export const renewFlag = (flagId: string, fence: number): Promise<Lease> => call("POST", at(flagId, "/renew"), { fence });
export const releaseFlag = (flagId: string, fence: number): Promise<void> => call("POST", at(flagId, "/release"), { fence });
export const recuseFlag = (flagId: string): Promise<void> => call("POST", at(flagId, "/recuse"));
export const saveReading = (flagId: string, reading: SaveReading): Promise<FlagDetail> => call("POST", at(flagId, "/reading"), reading);
export const decideFlag = (flagId: string, decision: Decide): Promise<Decided> => call("POST", at(flagId, "/decision"), decision);
export const undoDecision = (flagId: string, decisionId: string): Promise<FlagDetail> => call("POST", at(flagId, "/undo"), { decisionId });
export const reopenFlag = (flagId: string, reason: string): Promise<FlagDetail> => call("POST", at(flagId, "/reopen"), { reason });
export const openIdentity = (flagId: string, reason: OpenIdentity["reason"]): Promise<IdentityView> =>
  call("POST", at(flagId, "/identity"), { reason });
export const downloadPassport = (flagId: string, asked: MakePassport): Promise<void> => download(at(flagId, "/passport"), asked);
export const getVerifierKey = (): Promise<VerifierKeyView> => call("GET", "/api/passports/key");
export const fileAddress = (flagId: string, fileId: string): string => at(flagId, `/files/${encodeURIComponent(fileId)}`);
