export { REGISTER_KINDS, type RegisterKind } from "@netra/domain";

/** What a file about contests may hold. These go into drafts: who stands is published by `netra contests open`, after somebody read it. */
export const DRAFT_KINDS = ["contests", "candidates", "campaign-accounts"] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];
