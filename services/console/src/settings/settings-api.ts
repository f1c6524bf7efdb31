import type { AgencyList, Agreement, EnterInterest, InterestList, InterestView, LoanList, OwnSettings, Team } from "@netra/service-api/contract";
import { call } from "../api.ts";

/** The settings' calls. A handle, a NIP or an address travels in a body alone. */

export const readSettings = () => call<OwnSettings>("GET", "/api/settings");
export const setDigest = (on: boolean) => call<OwnSettings>("PUT", "/api/settings/digest", { on });
export const setReportMail = (on: boolean) => call<OwnSettings>("PUT", "/api/settings/report-mail", { on });
export const listInterests = () => call<InterestList>("GET", "/api/recusals");
export const listAgencies = () => call<AgencyList>("GET", "/api/recusals/agencies");
export const enterInterest = (given: EnterInterest) => call<InterestView>("POST", "/api/recusals", given);
export const endInterest = (id: string) => call<void>("POST", `/api/recusals/${encodeURIComponent(id)}/end`);
export const readTeam = () => call<Team>("GET", "/api/team");
export const setAddress = (userId: string, address: string | null) =>
  call<void>("PUT", `/api/team/${encodeURIComponent(userId)}/address`, { address });
export const readAgreement = (weeks: 4 | 12) => call<Agreement>("GET", `/api/team/agreement?weeks=${weeks}`);
export const listLoans = () => call<LoanList>("GET", "/api/loans");
export const endLoan = (id: string) => call<void>("POST", `/api/loans/${encodeURIComponent(id)}/end`);
