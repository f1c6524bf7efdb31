import type {
  AlikeList,
  Colleagues,
  Decide,
  Decided,
  FlagDetail,
  FlagPage,
  FlagStandings,
  GuidanceView,
  IdentityView,
  JudgeSpans,
  Lease,
  MakePassport,
  OpenIdentity,
  PassedOn,
  PassOn,
  ProposeTerm,
  SavedView,
  SavedViews,
  SaveReading,
  SearchFlags,
  SearchResult,
  TermCategories,
  VerifierKeyView,
  ViewFilters,
} from "@netra/service-api/contract";
import { call, download, queryString } from "../api.ts";
import type { Filters } from "./filters.ts";

const PAGE_ROWS = 50;
const at = (flagId: string, act = ""): string => `/api/flags/${encodeURIComponent(flagId)}${act}`;

export const listFlags = (filters: Filters, contest: string | null, cursor: string | null): Promise<FlagPage> =>
  call("GET", `/api/flags${queryString({ ...filters, contest, cursor, limit: PAGE_ROWS })}`);
export const askStandings = (ids: readonly string[]): Promise<FlagStandings> => call("POST", "/api/flags/look", { ids });
/** Words, addresses and handles travel in the body alone. */
export const searchFlags = (asked: SearchFlags): Promise<SearchResult> => call("POST", "/api/flags/search", asked);
export const listViews = (): Promise<SavedViews> => call("GET", "/api/views");
export const keepView = (name: string, filters: ViewFilters): Promise<SavedView> => call("POST", "/api/views", { name, filters });
export const renameView = (id: string, name: string): Promise<void> => call("PUT", `/api/views/${encodeURIComponent(id)}`, { name });
export const removeView = (id: string): Promise<void> => call("DELETE", `/api/views/${encodeURIComponent(id)}`);
/** `on` is the day of the act, YYYY-MM-DD. */
export const getGuidance = (on: string): Promise<GuidanceView> => call("GET", `/api/guidance${queryString({ on })}`);
export const getFlag = (flagId: string): Promise<FlagDetail> => call("GET", at(flagId));
export const claimFlag = (flagId: string): Promise<Lease> => call("POST", at(flagId, "/claim"));
export const renewFlag = (flagId: string, fence: number): Promise<Lease> => call("POST", at(flagId, "/renew"), { fence });
export const releaseFlag = (flagId: string, fence: number): Promise<void> => call("POST", at(flagId, "/release"), { fence });
/** Who may be given all of these flags, which the asker holds. */
export const listColleagues = (ids: readonly string[]): Promise<Colleagues> => call("POST", "/api/flags/colleagues", { ids });
export const passOnFlag = (flagId: string, given: PassOn): Promise<PassedOn> => call("POST", at(flagId, "/pass-on"), given);
/** Takes back what was passed on under this fence, within the minute. */
export const takeBackFlag = (flagId: string, fence: number): Promise<FlagDetail> => call("POST", at(flagId, "/pass-on/back"), { fence });
export const recuseFlag = (flagId: string): Promise<void> => call("POST", at(flagId, "/recuse"));
/** The same, and from now on every flag of the person, whoever that is. */
export const recusePerson = (flagId: string): Promise<unknown> => call("POST", "/api/recusals", { about: "flag", which: flagId });
export const saveReading = (flagId: string, reading: SaveReading): Promise<FlagDetail> => call("POST", at(flagId, "/reading"), reading);
export const listAlike = (flagId: string): Promise<AlikeList> => call("GET", at(flagId, "/alike"));
export const decideTogether = (flagId: string, as: string, idempotencyKey: string): Promise<Decided> =>
  call("POST", at(flagId, "/together"), { as, idempotencyKey });
export const judgeSpans = (flagId: string, said: JudgeSpans): Promise<FlagDetail> => call("POST", at(flagId, "/verdicts"), said);
export const proposeTerm = (flagId: string, proposal: ProposeTerm): Promise<void> => call("POST", at(flagId, "/terms"), proposal);
export const listCategories = (): Promise<TermCategories> => call("GET", "/api/rules/categories");
export const decideFlag = (flagId: string, decision: Decide): Promise<Decided> => call("POST", at(flagId, "/decision"), decision);
export const undoDecision = (flagId: string, decisionId: string): Promise<FlagDetail> => call("POST", at(flagId, "/undo"), { decisionId });
export const reopenFlag = (flagId: string, reason: string): Promise<FlagDetail> => call("POST", at(flagId, "/reopen"), { reason });
export const openIdentity = (flagId: string, reason: OpenIdentity["reason"]): Promise<IdentityView> =>
  call("POST", at(flagId, "/identity"), { reason });
export const downloadPassport = (flagId: string, asked: MakePassport): Promise<void> => download(at(flagId, "/passport"), asked);
export const getVerifierKey = (): Promise<VerifierKeyView> => call("GET", "/api/passports/key");
export const fileAddress = (flagId: string, fileId: string): string => at(flagId, `/files/${encodeURIComponent(fileId)}`);
