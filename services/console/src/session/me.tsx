import type { Session } from "@netra/service-api/contract";
import { createContext, use } from "react";

const Context = createContext<Session | null>(null);
export const MeProvider = Context;

/** The person at the desk; only below the desk, where somebody is always signed in. */
export function useMe(): Session & { readonly may: (permission: string) => boolean } {
  const me = use(Context);
  if (me === null) throw new Error("useMe needs a signed-in person above it.");
  return { ...me, may: (permission) => me.permissions.includes(permission) };
}
