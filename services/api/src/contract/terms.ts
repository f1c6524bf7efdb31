import { FLAG_STATES, ORIGINS, OUT_OF_SCOPE, OUTCOMES, PLATFORMS, POST_KINDS, READINGS, ROLES, VISIBILITIES } from "@netra/domain";
import { type Static, Type } from "typebox";
import { OneOf } from "./shapes.ts";

export const Role = OneOf(ROLES);
export type Role = Static<typeof Role>;
export const PlatformName = OneOf(PLATFORMS);
export const PostKind = OneOf(POST_KINDS);
export const Visibility = OneOf(VISIBILITIES);
export const Origin = OneOf(ORIGINS);
export const FlagState = OneOf(FLAG_STATES);
export const Outcome = OneOf(OUTCOMES);
export const OutOfScope = OneOf(OUT_OF_SCOPE);
export const Reading = OneOf(READINGS);
export const SourceState = OneOf(["live", "edited", "suspect_gone", "gone"]);
export const Lane = OneOf(["open", "mine", "needs_info", "second", "disputed", "source_gone", "photo", "escalated", "closed"]);
export type Lane = Static<typeof Lane>;
export const UnmaskReason = OneOf(["account_link", "position_or_leave", "question_to_agency", "related_case"]);
export const ChecklistAnswer = OneOf(["yes", "no", "unknown"]);
export const Checklist = Type.Object(
  {
    own_act: Type.Optional(ChecklistAnswer),
    link: Type.Optional(ChecklistAnswer),
    employment: Type.Optional(ChecklistAnswer),
    campaign: Type.Optional(ChecklistAnswer),
    official: Type.Optional(ChecklistAnswer),
    spouse: Type.Optional(ChecklistAnswer),
    memory: Type.Optional(ChecklistAnswer),
    quote: Type.Optional(ChecklistAnswer),
  },
  { additionalProperties: false },
);
export type Checklist = Static<typeof Checklist>;
/** RFC 9457. `code` is stable; `detail` is a sentence with the remedy; `problems` names places. */
export const ProblemDetails = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  detail: Type.String(),
  requestId: Type.String(),
  problems: Type.Optional(Type.Array(Type.Object({ at: Type.String(), what: Type.String(), remedy: Type.String() }))),
  context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type ProblemDetails = Static<typeof ProblemDetails>;
