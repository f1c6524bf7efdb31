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
  demo: Type.Boolean(),
  serverTime: Time,
  /** Zone of the office, e.g. Asia/Jakarta. */
  zone: Type.String(),
});
export type Session = Static<typeof Session>;
/** POST /api/session */
export const SignIn = Type.Object(
  { username: Type.String({ maxLength: 100 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;
/** POST /api/session/link : a one-time token from a sign-in link (`/sign-in#token`). */
export const SignInByLink = Type.Object({ token: Type.String({ maxLength: 200 }) }, { additionalProperties: false });
/** PUT /api/session/password : at least 15 characters. */
export const SetPassword = Type.Object({ password: Type.String({ minLength: 1, maxLength: 1024 }) }, { additionalProperties: false });
/** POST /api/session/confirm: proves again who is there. In the demo, where nobody has a password, any will do. */
export const ConfirmSession = Type.Object({ password: Type.String({ maxLength: 1024 }) }, { additionalProperties: false });
export type ConfirmSession = Static<typeof ConfirmSession>;
/** PUT /api/session/locale */
export const SetLocale = Type.Object({ locale: OneOf(["id", "en"]) }, { additionalProperties: false });
