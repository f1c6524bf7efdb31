import type { DraftView, TermChangeView } from "@netra/service-api/contract";

/** Saves all changes at once, on the state that was looked at; whether it was done. */
export type Save = (changes: readonly TermChangeView[]) => Promise<boolean>;

/** A change as it is sent: without what only the answer says of it. */
export const bare = ({ was: _, proposal: __, ...change }: DraftView["changes"][number]): TermChangeView => change;
