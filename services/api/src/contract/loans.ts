import { type Static, Type } from "typebox";
import { Id, Nullable, Time } from "./shapes.ts";

/** POST /api/loans → LoanView; supervisors of both regions, for an analyst. */
export const MakeLoan = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 100 }),
    region: Type.String({ minLength: 1, maxLength: 20 }),
    /** The last day, YYYY-MM-DD in Jakarta, at most 90 days ahead. */
    until: Type.String({ maxLength: 10 }),
    reason: Type.String({ minLength: 3, maxLength: 1000 }),
  },
  { additionalProperties: false },
);
export type MakeLoan = Static<typeof MakeLoan>;
export const LoanView = Type.Object({
  id: Id,
  username: Type.String(),
  /** First names. */
  name: Type.String(),
  by: Type.String(),
  region: Type.String(),
  reason: Type.String(),
  at: Time,
  until: Time,
  endedAt: Nullable(Time),
  running: Type.Boolean(),
});
export type LoanView = Static<typeof LoanView>;
/** GET /api/loans → newest first, ≤ 100. POST /api/loans/:id/end → 204. */
export const LoanList = Type.Object({ loans: Type.Array(LoanView) });
export type LoanList = Static<typeof LoanList>;
