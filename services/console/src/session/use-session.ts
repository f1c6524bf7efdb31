import type { Session } from "@netra/service-api/contract";
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { ApiProblem, call } from "../api.ts";
import { rememberPerson } from "./known-person.ts";

const KEY = ["session"] as const;

/** Who is signed in: `null` is nobody, `undefined` is not known yet. A 401 is an answer here, not an error. */
export function useSession() {
  return useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<Session | null> => {
      try {
        return keepAnswer(await call<Session>("GET", "/api/session"));
      } catch (problem) {
        if (problem instanceof ApiProblem && problem.status === 401) return keepAnswer(null);
        throw problem;
      }
    },
    staleTime: 5 * 60_000,
    retry: 2,
  });
}

export function setSession(client: QueryClient, session: Session | null): void {
  client.setQueryData(KEY, keepAnswer(session));
}

/** Forgets everything a person has read when they leave: the next one at this machine sees nothing of it. */
export function forgetSession(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => query.queryKey[0] !== KEY[0] });
  client.setQueryData(KEY, keepAnswer(null));
}

/** Server minus device, so that a wrong clock on the desk changes no deadline. */
let skewMs = 0;

/** What every answer about the session passes through: the clock and who is known here follow it. */
function keepAnswer<Answer extends Session | null>(session: Answer): Answer {
  if (session !== null) skewMs = Date.parse(session.serverTime) - Date.now();
  rememberPerson(session);
  return session;
}

/** Now, by the server's clock. */
export const serverNow = (): Date => new Date(Date.now() + skewMs);
