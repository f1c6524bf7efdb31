import type { ServerResponse } from "node:http";
import { can, DomainError, type Role } from "@netra/domain";
import type { Actor, OpenSession, Store } from "@netra/store";
import type { LiveEvent } from "../contract.ts";
import { sees } from "../guard.ts";

/** How often a process asks the database what changed, while anybody listens. */
const LOOK_MS = 2_000;
/** Shorter than the half minute after which our server, and most proxies, give up a silent line. */
const BEAT_MS = 25_000;
/** Of one session: windows side by side. One more ends the oldest, so that lines that died unnoticed lock nobody out. */
const MOST = 3;

/** Looks for everybody who listens; each is told of their own regions. */
const LOOKER: Actor = { process: "api", kind: "system", id: null, role: "system", regions: ["ID"] };

interface Listener {
  readonly session: string;
  readonly line: ServerResponse;
  /** Changes it was told of. */
  n: number;
  /** The line was full when something changed. */
  owed: boolean;
}

export interface LiveLists {
  /** Waits until what is known is fresh, so that nothing falls between what a person has loaded and the first word. Throws `unavailable` while the server stops. */
  open(session: Buffer): Promise<{ begin(line: ServerResponse): void }>;
  /** Ends every stream, now and for good. */
  stop(): void;
}

/**
 * Tells open lists that something changed in their regions, and nothing of what. One look every two seconds serves all streams of a process, and none is made
 * while nobody listens: it holds no connection (`LISTEN` would hold one for each API), hears claims that ran out by the clock, and asks in the same breath whether the sessions
 * stand. A stream ends when its session does, when the database does not answer (a silent stream must not be believed), and when the server stops.
 */
export function createLiveLists(
  { store }: { readonly store: Pick<Store, "as"> },
  { lookMs = LOOK_MS, beatMs = BEAT_MS }: { readonly lookMs?: number; readonly beatMs?: number } = {},
): LiveLists {
  const listeners = new Set<Listener>();
  let known: ReadonlyMap<string, string> | null = null;
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let beats: NodeJS.Timeout | undefined;
  let turning = false;
  let stopped = false;

  const end = (listener: Listener, why: Extract<LiveEvent, { event: "end" }>["why"]): void => {
    listeners.delete(listener);
    listener.line.end(textOf({ event: "end", why }));
  };

  const look = async (): Promise<void> => {
    const hashes = [...new Set([...listeners].map(({ session }) => session))].map((session) => Buffer.from(session, "hex"));
    const { marks, sessions } = await store.as(LOOKER, async (tx) => ({
      marks: await tx.live.listChanges(),
      sessions: hashes.length === 0 ? [] : await tx.live.listOpenSessions(hashes),
    }));
    const before = known;
    known = new Map(marks.map(({ region, second, mark }) => [`${region} ${second}`, mark]));
    const changed = before === null ? [] : marks.filter(({ region, second, mark }) => before.get(`${region} ${second}`) !== mark);
    tell(new Set(changed.map(({ region }) => region)), new Map(sessions.map((open) => [open.session.toString("hex"), open])), hashes);
  };

  const tell = (regions: ReadonlySet<string>, open: ReadonlyMap<string, OpenSession>, asked: readonly Buffer[]): void => {
    const wasAsked = new Set(asked.map((hash) => hash.toString("hex")));
    for (const listener of [...listeners]) {
      if (!wasAsked.has(listener.session)) continue; // came while the database was asked
      const person = open.get(listener.session);
      if (!person || !can(person.role as Role, "flag.list")) end(listener, "signed-out");
      else if (listener.owed || [...regions].some((region) => sees(person, region))) {
        listener.owed = listener.line.writableNeedDrain;
        if (!listener.owed) listener.line.write(textOf({ event: "changed", n: ++listener.n }));
      }
    }
  };

  /** One look at a time; whoever asks while one is made waits for it. */
  const lookOnce = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };

  const lookAgain = (): void => {
    timer = setTimeout(async () => {
      try {
        await lookOnce();
      } catch {
        for (const listener of [...listeners]) end(listener, "database-away");
      }
      if (listeners.size > 0 && !stopped) lookAgain();
      else rest();
    }, lookMs);
  };

  const rest = (): void => {
    clearTimeout(timer);
    clearInterval(beats);
    timer = beats = undefined;
    turning = false;
    known = null;
  };

  const begin = (session: string, line: ServerResponse): void => {
    const listener: Listener = { session, line, n: 0, owed: false };
    // A line that broke is said by its end.
    line.on("error", () => undefined);
    line.once("close", () => listeners.delete(listener));
    listeners.add(listener);
    const own = [...listeners].filter((other) => other.session === session);
    for (const oldest of own.slice(0, Math.max(0, own.length - MOST))) end(oldest, "elsewhere");
    line.write(textOf({ event: "ready" }));
    if (!turning) {
      turning = true;
      lookAgain();
    }
    beats ??= setInterval(() => {
      for (const { line: one } of listeners) if (!one.writableNeedDrain) one.write(textOf({ event: "beat" }));
    }, beatMs);
  };

  return {
    async open(session) {
      const refuse = (): void => {
        if (stopped) throw new DomainError("unavailable", "stopping", "This server is stopping: ask again in a moment.");
      };
      refuse();
      if (known === null) await lookOnce();
      refuse();
      return { begin: (line) => begin(session.toString("hex"), line) };
    },
    stop() {
      stopped = true;
      rest();
      for (const listener of [...listeners]) end(listener, "stopping");
    },
  };
}

const textOf = ({ event, ...data }: LiveEvent): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
