import { CONFIRMED_MINUTES, can, covers, DomainError, forbidden, notFound, type Region } from "@netra/domain";
import type { Actor, SessionRow, Store } from "@netra/store";
import type { FastifyRequest } from "fastify";
import type { Server } from "./server.ts";
import { tokenHash } from "./session/token.ts";

/** The person behind a request, for as long as the request lasts. */
export interface SignedIn extends SessionRow {
  /** Hash of the token they came with: names this session. */
  readonly session: Buffer;
}

/** Before anybody is known: sees no region at all. */
export const DOOR: Actor = { process: "api", kind: "system", id: null, role: "system", regions: [] };

export const actorOf = (person: Pick<SignedIn, "id" | "role" | "regions">): Actor => ({
  process: "api",
  kind: "person",
  id: person.id,
  role: person.role,
  regions: person.regions,
});

/** The region an act of a person about themselves is recorded under. */
export const regionOf = (person: { readonly regions: readonly string[] }): string => person.regions[0] ?? "ID";

/** Who is asking; for handlers behind a permission other than `public`. */
export function personOf(request: FastifyRequest): SignedIn {
  if (!request.signedIn) throw notSignedIn();
  return request.signedIn;
}

/**
 * The service's own check that a row lies in the asker's regions. Row-level security says the same: each stands if the other falls.
 * Outside means "not found": that something exists is information.
 */
export function requireSight(person: Pick<SignedIn, "regions">, region: Region, thing: string): void {
  if (!sees(person, region)) throw notFound(thing);
}

export const sees = (person: Pick<SignedIn, "regions">, region: Region): boolean => person.regions.some((own) => covers(own, region));

/** Refuses routes without a declared permission, and requests without the session or the role that the permission asks for. */
export function installGuard(app: Server, deps: { readonly store: Store; readonly cookie: string; readonly codeRequired: boolean }): void {
  app.decorateRequest("signedIn", null);
  app.addHook("onRoute", (route) => {
    if (route.config?.permission === undefined)
      throw new Error(`${String(route.method)} ${route.url}: say who may call it in config.permission; "public" is a permission too`);
  });
  app.addHook("onRequest", async (request) => {
    const { permission = "public", beforePassword, confirmed } = request.routeOptions.config;
    if (permission === "public") return;
    const person = await findPerson(deps, request.cookies[deps.cookie]);
    if (!person) throw notSignedIn();
    request.signedIn = person;
    if (person.mustSetPassword && !beforePassword) throw forbidden("password-first", "Set your password first: nothing else is open before.");
    if (!can(person.role, permission)) throw forbidden("role-may-not", `The role ${person.role} may not do this.`, { role: person.role, permission });
    if (confirmed === "by-code" && deps.codeRequired && !person.secondFactor)
      throw forbidden("second-factor-first", "This office wants two-step verification for this: set it up under Settings, Me, and ask again.");
    if (confirmed !== undefined && !person.confirmed)
      throw forbidden(
        "confirm-first",
        `Confirm who you are: your sign-in is more than ${CONFIRMED_MINUTES} minutes old. Send your ${person.secondFactor ? "code" : "password"} to /api/session/confirm, and ask again.`,
      );
  });
}

async function findPerson({ store }: { readonly store: Store }, token: string | undefined): Promise<SignedIn | null> {
  if (!token) return null;
  const session = tokenHash(token);
  const row = await store.as(DOOR, (tx) => tx.sessions.touch(session));
  return row ? { ...row, session } : null;
}

const notSignedIn = (): DomainError => new DomainError("not-signed-in", "not-signed-in", "Sign in to go on: there is no session, or it has ended.");
