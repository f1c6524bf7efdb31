import type { ServerResponse } from "node:http";
import type { Server } from "./server.ts";

interface InHand {
  readonly answering: Set<ServerResponse>;
  /** What ends the answers that would not end by themselves. */
  readonly enders: (() => void)[];
}

const inHand = new WeakMap<Server, InHand>();

/** Keeps account of the requests that are being answered. To be installed before any route. */
export function installDrain(app: Server): void {
  const answering = new Set<ServerResponse>();
  inHand.set(app, { answering, enders: [] });
  app.addHook("onRequest", async (_request, reply) => {
    answering.add(reply.raw);
    // Also when the client went away, which is not an answer.
    reply.raw.once("close", () => answering.delete(reply.raw));
  });
}

/** Has something ended when the server stops: answers that go on until they are ended. */
export function onDrain(app: Server, end: () => void): void {
  inHand.get(app)?.enders.push(end);
}

/**
 * Closes a server without cutting anybody off: the requests in hand finish while it still listens, so that whoever asks `/api/health` is told; then it
 * closes. After `withinMs` in all, what is left is cut. An upload that is cut goes on from where it was.
 */
export async function drain(app: Server, { withinMs }: { readonly withinMs: number }): Promise<void> {
  const { promise: patienceEnds, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, withinMs);
  const { answering = [], enders = [] } = inHand.get(app) ?? {};
  for (const end of enders) end();
  const finished = [...answering].map((response) => new Promise<void>((done) => response.once("close", done)));
  await Promise.race([Promise.all(finished), patienceEnds]);
  const closed = app.close();
  await Promise.race([closed, patienceEnds]);
  clearTimeout(timer);
  app.server.closeAllConnections();
  await closed;
}
