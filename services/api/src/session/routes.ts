import { can, PERMISSIONS, type Permission, sessionLifeOf } from "@netra/domain";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { ConfirmSession, NewSecondFactor, Session, SetLocale, SetPassword, SetSecondFactor, SignIn, SignInByLink } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, personOf, type SignedIn } from "../guard.ts";
import type { Server } from "../server.ts";
import { makeSecondFactor, removeSecondFactor, setSecondFactor } from "./second-factor.ts";
import { type Begun, confirmSession, setPassword, signIn, signInByLink, signOut } from "./sign-in.ts";

const tags = ["session"];
/** Per address: an office shares one, so this only stops floods; guessing is slowed per name. */
const rateLimit = { max: 60, timeWindow: 60_000 };

export function sessionRoutes(app: Server, deps: ApiDeps & { readonly cookie: string }): void {
  const secure = deps.config.publicUrl.startsWith("https:");
  const cookie = { path: "/", httpOnly: true, sameSite: "strict", secure } as const;
  const answer = (person: SignedIn): Promise<Session> => viewSession(deps, person);
  const welcome = (reply: FastifyReply, begun: Begun): Promise<Session> => {
    reply.setCookie(deps.cookie, begun.token, { ...cookie, maxAge: sessionLifeOf(begun.person.role).lifeMinutes * 60 });
    return answer(begun.person);
  };

  app.get(
    "/api/session",
    { config: { permission: "session.own", beforePassword: true }, schema: { tags, summary: "Who is signed in", response: { 200: Session } } },
    (request) => answer(personOf(request)),
  );
  app.post(
    "/api/session",
    {
      config: { permission: "public", rateLimit },
      schema: { tags, summary: "Sign in by name and password", body: SignIn, response: { 200: Session } },
    },
    async (request, reply) => welcome(reply, await signIn(deps, request.body)),
  );
  app.post(
    "/api/session/link",
    {
      config: { permission: "public", rateLimit },
      schema: { tags, summary: "Sign in by a one-time link", body: SignInByLink, response: { 200: Session } },
    },
    async (request, reply) => welcome(reply, await signInByLink(deps, { token: request.body.token, demo: deps.config.demo })),
  );
  app.put(
    "/api/session/password",
    {
      config: { permission: "session.own", beforePassword: true, rateLimit },
      schema: { tags, summary: "Set the first password", body: SetPassword, response: { 200: Session } },
    },
    async (request, reply) => welcome(reply, await setPassword(deps, personOf(request), request.body)),
  );
  app.post(
    "/api/session/confirm",
    {
      config: { permission: "session.own", rateLimit },
      schema: { tags, summary: "Prove again who is there, for what needs a fresh sign-in", body: ConfirmSession, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await confirmSession(deps, { person: personOf(request), given: request.body, demo: deps.config.demo });
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/api/session/second-factor",
    {
      config: { permission: "session.own", confirmed: "fresh", rateLimit },
      schema: { tags, summary: "Begin two-step verification: a secret for an authenticator app", response: { 200: NewSecondFactor } },
    },
    (request) => makeSecondFactor(deps, personOf(request)),
  );
  app.put(
    "/api/session/second-factor",
    {
      config: { permission: "session.own", rateLimit },
      schema: { tags, summary: "Bring two-step verification into use by its first code", body: SetSecondFactor, response: { 200: Session } },
    },
    async (request) => {
      const person = personOf(request);
      await setSecondFactor(deps, person, request.body.code);
      return answer({ ...person, secondFactor: true });
    },
  );
  app.delete(
    "/api/session/second-factor",
    {
      config: { permission: "session.own", confirmed: "fresh", rateLimit },
      schema: { tags, summary: "Remove two-step verification", response: { 200: Session } },
    },
    async (request) => {
      const person = personOf(request);
      await removeSecondFactor(deps, person);
      return answer({ ...person, secondFactor: false });
    },
  );
  app.put(
    "/api/session/locale",
    {
      config: { permission: "session.own", beforePassword: true },
      schema: { tags, summary: "Choose the language", body: SetLocale, response: { 200: Session } },
    },
    async (request) => {
      const person = personOf(request);
      const { locale } = request.body;
      await deps.store.as(actorOf(person), (tx) => tx.users.setLocale(person.id, locale));
      return answer({ ...person, locale });
    },
  );
  app.delete(
    "/api/session",
    { config: { permission: "session.own", beforePassword: true }, schema: { tags, summary: "Sign out", response: { 204: Type.Null() } } },
    async (request, reply) => {
      await signOut(deps, personOf(request));
      return reply.clearCookie(deps.cookie, cookie).code(204).send(null);
    },
  );
}

/** What a person may know about their own session. */
async function viewSession({ store, config }: ApiDeps, person: SignedIn): Promise<Session> {
  const { regions, now } = await store.as(actorOf(person), async (tx) => ({ regions: await tx.status.listRegions(), now: await tx.status.now() }));
  const nameOf = new Map(regions.map(({ code, name }) => [code, name]));
  return {
    userId: person.id,
    name: person.name,
    role: person.role,
    regions: person.regions.map((code) => ({ code, name: nameOf.get(code) ?? code })),
    permissions: (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => can(person.role, permission)),
    locale: person.locale,
    mustSetPassword: person.mustSetPassword,
    secondFactor: person.secondFactor,
    demo: config.demo,
    serverTime: now.toISOString(),
    zone: config.zone,
  };
}
