import type {
  CorrectionList,
  OpenIdentity,
  RegisterImport,
  RegistryAccount,
  RegistryIdentity,
  RegistryPeople,
  RevocationCascade,
  RevokeAccount,
} from "@netra/service-api/contract";
import { call, queryString } from "../api.ts";

/** The register's calls. Handles, names and numbers travel in bodies alone. */

export const listPeople = (cursor: string | null) => call<RegistryPeople>("GET", `/api/registry/people${queryString({ cursor })}`);
export const searchPeople = (words: string) => call<RegistryPeople>("POST", "/api/registry/search", { words });
export const readAccount = (id: string) => call<RegistryAccount>("GET", `/api/registry/accounts/${id}`);
export const openPerson = (id: string, reason: OpenIdentity["reason"]) =>
  call<RegistryIdentity>("POST", `/api/registry/people/${id}/identity`, { reason });
export const previewRevocation = (id: string, notACivilServant: boolean) =>
  call<RevocationCascade>("POST", `/api/registry/accounts/${id}/revocation/preview`, { notACivilServant });
export const revokeAccount = (id: string, given: RevokeAccount) => call<RevocationCascade>("POST", `/api/registry/accounts/${id}/revocation`, given);
export const listCorrections = () => call<CorrectionList>("GET", "/api/registry/corrections");
export const settleCorrection = (id: string, note: string) => call<void>("POST", `/api/registry/corrections/${id}/settled`, { note });
/** Looks at a file, or with the look's digest saves it. */
export const importRegister = (file: Blob, ask: { readonly kind: string; readonly confirms: string | null }) =>
  call<RegisterImport>("POST", `/api/registry/import${queryString(ask)}`, file);
