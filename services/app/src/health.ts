import { DomainError } from "@netra/domain";
import type { Health as HealthAnswer } from "@netra/service-api";
import { measureSkew } from "@netra/store";
import type { Context } from "./context.ts";
import { within } from "./within.ts";

/** What a process depends on, as it was found. */
export interface Look {
  readonly database: "ok" | "away" | "other_schema";
  readonly queue: "ok" | "away";
  /** Seconds that this machine's clock is ahead of the database's; null when nobody answered. */
  readonly skewSeconds: number | null;
}

/** Whether this process can work, for `/api/health`, for `/ready` and for metrics. */
export interface Health {
  /** At most a second old, in two seconds at most, however many ask. */
  look(): Promise<Look>;
  /** As told to anybody: words only, no number and no name. */
  answer(): Promise<HealthAnswer>;
  /** Every role stands. */
  started(): void;
  /** The process finishes what is in hand: from now on it is not ready. */
  stopping(): void;
}

const PATIENCE_MS = 2_000;
const KEPT_MS = 1_000;

/** Looks only when asked. A process is ready when its database answers with the schema this code was written for; the queue is told and stops nothing. */
export function createHealth({ store, queue }: Pick<Context, "store" | "queue">): Health {
  let phase: "starting" | "running" | "stopping" = "starting";
  let last: { readonly look: Promise<Look>; readonly at: number } | undefined;
  // A server that hangs is asked once, not once a look.
  const askDatabase = oneAtATime(async () => {
    let schemaFits = false;
    const skewMs = await measureSkew(async () => {
      const pulse = await store.pulse();
      schemaFits = pulse.schemaFits;
      return pulse.now;
    });
    return { database: schemaFits ? "ok" : "other_schema", skewSeconds: skewMs / 1_000 } as const;
  });
  const askQueue = oneAtATime(() => queue.ping());

  const ask = async (): Promise<Look> => {
    const [{ database, skewSeconds }, queueState] = await Promise.all([
      within(askDatabase(), PATIENCE_MS).catch((error: unknown) => ({ database: whyNot(error), skewSeconds: null })),
      within(askQueue(), PATIENCE_MS).then(
        () => "ok" as const,
        () => "away" as const,
      ),
    ]);
    return { database, queue: queueState, skewSeconds };
  };
  const look = (): Promise<Look> => {
    if (!last || performance.now() - last.at > KEPT_MS) last = { look: ask(), at: performance.now() };
    return last.look;
  };

  return {
    look,
    async answer() {
      const { database, queue: queueState } = await look();
      const status = phase === "running" ? (database === "ok" ? "ok" : "degraded") : phase;
      return status === "ok" && queueState === "ok" ? { status } : { status, checks: { database, queue: queueState } };
    },
    started: () => {
      phase = "running";
    },
    stopping: () => {
      phase = "stopping";
    },
  };
}

/** A database that answers, but not to this question, was migrated by somebody else or not at all. */
const whyNot = (error: unknown): "away" | "other_schema" => {
  const { code } = error as { code?: unknown };
  const refused = !(error instanceof DomainError) && typeof code === "string" && code.startsWith("42");
  return refused ? "other_schema" : "away";
};

/** Whoever asks while an answer is on its way shares it. */
function oneAtATime<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () =>
    (running ??= ask().finally(() => {
      running = undefined;
    }));
}
