import { type Static, Type } from "typebox";
import { Id, OneOf, Time } from "./shapes.ts";
import { Role } from "./terms.ts";

export const Session = Type.Object({
  userId: Id,
  name: Type.String(),
  role: Role,
  /** Kemendagri codes; `ID` = whole country. */
  regions: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  permissions: Type.Array(Type.String()),
  locale: OneOf(["id", "en"]),
  /** True when the person came by a one-time link and has no password yet: everything else answers 403 `password-first`. Never true in the demo. */
  mustSetPassword: Type.Boolean(),
  /** Two-step verification is set up. */
  secondFactor: Type.Boolean(),
  demo: Type.Boolean(),
  serverTime: Time,
  /** Zone of the office, e.g. Asia/Jakarta. */
  zone: Type.String(),
});
export type Session = Static<typeof Session>;
/** Six digits of an authenticator app; each works once. */
const Code = Type.String({ maxLength: 20 });
/** POST /api/session. Where two-step verification is set up: 401 `code-needed` without a code, `code-refused` for a wrong or used one. */
export const SignIn = Type.Object(
  { username: Type.String({ maxLength: 100 }), password: Type.String({ maxLength: 1024 }), code: Type.Optional(Code) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;
/** POST /api/session/link : a one-time token from a sign-in link (`/sign-in#token`). */
export const SignInByLink = Type.Object({ token: Type.String({ maxLength: 200 }) }, { additionalProperties: false });
/** PUT /api/session/password : at least 15 characters; with a code as at sign-in. */
export const SetPassword = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 1024 }), code: Type.Optional(Code) },
  { additionalProperties: false },
);
export type SetPassword = Static<typeof SetPassword>;
/** POST /api/session/confirm: proves again who is there, by a code where two-step verification is set up, else by the password. In the demo, where nobody has a password, any will do. */
export const ConfirmSession = Type.Union([
  Type.Object({ password: Type.String({ maxLength: 1024 }) }, { additionalProperties: false }),
  Type.Object({ code: Code }, { additionalProperties: false }),
]);
export type ConfirmSession = Static<typeof ConfirmSession>;
/** PUT /api/session/locale */
export const SetLocale = Type.Object({ locale: OneOf(["id", "en"]) }, { additionalProperties: false });
/** POST /api/session/second-factor (no body, fresh sign-in) → a secret in base32, and the address that an authenticator app takes. Shown once; in use after its first code. */
export const NewSecondFactor = Type.Object({ secret: Type.String(), uri: Type.String() });
export type NewSecondFactor = Static<typeof NewSecondFactor>;
/** PUT /api/session/second-factor → Session. DELETE /api/session/second-factor (fresh sign-in) → Session. */
export const SetSecondFactor = Type.Object({ code: Code }, { additionalProperties: false });
