/** What a file of the register may hold. */
export const REGISTER_KINDS = ["people", "accounts", "agencies"] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];
