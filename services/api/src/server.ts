import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { Permission } from "@netra/domain";
import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from "fastify";
import type { SignedIn } from "./guard.ts";

/** The Fastify instance with our types: schemas type the handlers, and every route says who may call it. */
export type Server = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may call this route. `public` is said aloud; a route that says nothing is refused at registration. */
    permission?: Permission | "public";
    /** What needs a fresh sign-in: within the last minutes, or confirmed again since; `by-code` by a code too, where the installation wants that. */
    confirmed?: "fresh" | "by-code";
    /** True for what a person may do before setting a first password. */
    beforePassword?: boolean;
    /** True for an answer that lasts as long as its reader: not measured. */
    stream?: boolean;
    /** True when the body's text must reach the handler as it was sent. */
    textAsSent?: boolean;
  }
  interface FastifyRequest {
    /** Set by the guard on every route that is not public. */
    signedIn: SignedIn | null;
    /** The body's bytes, on routes that keep them. */
    rawBody: Buffer | null;
  }
}
