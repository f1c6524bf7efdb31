import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/**
 * What happens to bytes on their way:
 * `pass` nothing; `blackhole` they are swallowed in both directions and nobody is told (a half-open connection); `reset` open connections end with a
 * RST, and new ones do too; `slow` each piece comes late, in order.
 */
export type ProxyMode = "pass" | "blackhole" | "reset" | "slow";

export interface ChaosProxy {
  readonly port: number;
  /** Applies to open connections and to new ones. */
  set(mode: ProxyMode): void;
  close(): Promise<void>;
}

export interface ProxyOptions {
  readonly target: { readonly host: string; readonly port: number };
  /** How late `slow` is, one way: requests are delayed, answers are not, so that a round trip takes this much longer. */
  readonly delayMs?: number;
}

/** Starts a TCP proxy on a free port of 127.0.0.1. A connection that met a black hole stays dead when the hole closes, as a lost packet's would. */
export async function startChaosProxy({ target, delayMs = 2_000 }: ProxyOptions): Promise<ChaosProxy> {
  let mode: ProxyMode = "pass";
  const pairs = new Set<Pair>();

  const server: Server = createServer((near) => {
    if (mode === "reset") return void near.resetAndDestroy();
    const pair = join(near, { target, delayMs, mode: () => mode });
    pairs.add(pair);
    for (const side of [near, pair.far]) side.once("close", () => void (near.destroyed && pair.far.destroyed && pairs.delete(pair)));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();

  return {
    port: typeof address === "object" && address ? address.port : 0,
    set(next) {
      mode = next;
      for (const pair of pairs) {
        if (mode === "reset") pair.reset();
        if (mode === "blackhole") pair.swallow();
      }
    },
    async close() {
      for (const pair of pairs) pair.reset();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Pair {
  reset(): void;
  swallow(): void;
  readonly far: Socket;
}

interface Joining extends Required<ProxyOptions> {
  readonly mode: () => ProxyMode;
}

function join(near: Socket, { target, delayMs, mode }: Joining): Pair {
  const far = connect(target);
  let swallowed = mode() === "blackhole";
  /** The far side closed while nobody was to know: the near side stays open and silent. */
  const silent = (): boolean => swallowed || mode() === "blackhole";

  const carry = (from: Socket, to: Socket, late: () => number): void => {
    let last = Promise.resolve();
    from.on("data", (piece) => {
      const dueMs = performance.now() + late();
      last = last.then(async () => {
        if (dueMs > performance.now()) await pause(dueMs - performance.now());
        if (!silent() && !to.destroyed) to.write(piece);
      });
    });
    from.on("end", () => void last.then(() => silent() || to.destroyed || to.end()));
    from.on("error", () => silent() || to.destroyed || to.resetAndDestroy());
    from.on("close", () => void last.then(() => silent() || to.destroyed || to.destroy()));
  };
  carry(near, far, () => (mode() === "slow" ? delayMs : 0));
  carry(far, near, () => 0);

  return {
    reset: () => {
      near.resetAndDestroy();
      far.destroy();
    },
    // What lies behind a hole never hears that the other end gave up: the far side stays until it loses patience itself.
    swallow() {
      swallowed = true;
    },
    far,
  };
}
