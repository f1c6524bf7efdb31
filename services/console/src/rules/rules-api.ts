import type { DraftView, FoundTerms, RulesView, SampleList, SampleView, TermChangeView, TermQuality, TryResult } from "@netra/service-api/contract";
import { call, queryString } from "../api.ts";

/** The workbench's calls. Words and texts travel in bodies alone. */

export type SampleKind = "missed" | "spared" | "fresh";

const at = (id: string, act = ""): string => `/api/rules/drafts/${encodeURIComponent(id)}${act}`;

export const getRules = () => call<RulesView>("GET", "/api/rules");
export const getQuality = () => call<TermQuality>("GET", "/api/rules/terms");
export const lookupTerms = (words: string) => call<FoundTerms>("POST", "/api/rules/lookup", { words });
export const declineProposal = (id: string, reason: string) =>
  call<void>("POST", `/api/rules/proposals/${encodeURIComponent(id)}/decline`, { reason });
export const goBack = (reason: string) => call<RulesView>("POST", "/api/rules/back", { reason });
export const beginDraft = () => call<DraftView>("POST", "/api/rules/drafts");
export const getDraft = (id: string) => call<DraftView>("GET", at(id));
export const saveDraft = (id: string, revision: number, changes: readonly TermChangeView[]) => call<DraftView>("PUT", at(id), { revision, changes });
export const dropDraft = (id: string) => call<void>("DELETE", at(id));
export const tryText = (id: string, text: string, contestId: string | null) =>
  call<TryResult>("POST", at(id, "/try"), { text, ...(contestId === null ? {} : { contestId }) });
export const askComparison = (id: string) => call<DraftView>("POST", at(id, "/comparison"));
export const listSamples = (id: string, kind: SampleKind) => call<SampleList>("GET", `${at(id, "/samples")}${queryString({ kind })}`);
export const openSample = (id: string) => call<SampleView>("POST", `/api/rules/samples/${encodeURIComponent(id)}/read`);
export const offerDraft = (id: string, note: string) => call<DraftView>("POST", at(id, "/offer"), { note });
export const approveDraft = (id: string, note: string) => call<DraftView>("POST", at(id, "/approve"), { note });
export const refuseDraft = (id: string, reason: string) => call<DraftView>("POST", at(id, "/refuse"), { reason });
export const exportAddress = (id: string): string => at(id, "/pack.zip");
