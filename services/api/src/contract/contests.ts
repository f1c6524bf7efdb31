import { type Static, Type } from "typebox";
import { Id, Nullable } from "./shapes.ts";

export const CandidateView = Type.Object({ id: Id, number: Nullable(Type.Integer()), name: Type.String(), emptyBox: Type.Boolean() });
export type CandidateView = Static<typeof CandidateView>;
export const ContestView = Type.Object({
  id: Id,
  /** Made from kind and region, e.g. "Pilbup Belitung Timur 2029". */
  title: Type.String(),
  region: Nullable(Type.String()),
  open: Type.Boolean(),
  demo: Type.Boolean(),
  /** `before_determination`, `determined`, `campaign`, `quiet`, `vote`, `after`. */
  stage: Type.String(),
  stageDay: Nullable(Type.Integer()),
  stageDays: Nullable(Type.Integer()),
  /** Ballot order. */
  candidates: Type.Array(CandidateView),
  version: Type.Integer(),
  hash: Type.String(),
});
export type ContestView = Static<typeof ContestView>;
/** GET /api/contests */
export const ContestList = Type.Object({ contests: Type.Array(ContestView) });
export type ContestList = Static<typeof ContestList>;
