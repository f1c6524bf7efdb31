import type { Session, SignIn } from "@netra/service-api/contract";
import { call } from "../api.ts";
import type { Locale } from "../words/format.ts";

export const signIn = (given: SignIn): Promise<Session> => call("POST", "/api/session", given);
export const signInByLink = (token: string): Promise<Session> => call("POST", "/api/session/link", { token });
export const setPassword = (password: string): Promise<Session> => call("PUT", "/api/session/password", { password });
export const saveLocale = (locale: Locale): Promise<unknown> => call("PUT", "/api/session/locale", { locale });
export const signOut = (): Promise<void> => call("DELETE", "/api/session");
