import type { ConfirmSession, NewSecondFactor, Session, SetPassword, SignIn } from "@netra/service-api/contract";
import { call } from "../api.ts";
import type { Locale } from "../words/format.ts";

export const signIn = (given: SignIn): Promise<Session> => call("POST", "/api/session", given);
export const signInByLink = (token: string): Promise<Session> => call("POST", "/api/session/link", { token });
export const setPassword = (given: SetPassword): Promise<Session> => call("PUT", "/api/session/password", given);
export const confirmSession = (given: ConfirmSession): Promise<void> => call("POST", "/api/session/confirm", given);
export const makeSecondFactor = (): Promise<NewSecondFactor> => call("POST", "/api/session/second-factor");
export const setSecondFactor = (code: string): Promise<Session> => call("PUT", "/api/session/second-factor", { code });
export const removeSecondFactor = (): Promise<Session> => call("DELETE", "/api/session/second-factor");
export const saveLocale = (locale: Locale): Promise<unknown> => call("PUT", "/api/session/locale", { locale });
export const signOut = (): Promise<void> => call("DELETE", "/api/session");
