/** What a file of the register may hold. */
export const REGISTER_KINDS = ["people", "accounts", "agencies"] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

/** What a file about contests may hold. These go into drafts: who stands is published by `netra contests open`, after somebody read it. */
export const DRAFT_KINDS = ["contests", "candidates", "campaign-accounts"] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];
