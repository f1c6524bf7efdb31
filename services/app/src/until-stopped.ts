import { codeOf } from "@netra/domain";
import type { Context } from "./context.ts";
import type { Running } from "./roles.ts";
import type { Say } from "./start.ts";

/** After the last word. Whatever is abandoned by then, such as a handler that never returns, keeps nobody waiting. */
const LINGER_MS = 1_000;

/**
 * Keeps the process until Ctrl-C or SIGTERM, then stops in order; a second signal ends it at once. A process whose clock came apart from the database's
 * stops in order too, and then fails with the reason. Once it has stopped the process ends within a second, whatever something in it still waits for.
 */
export async function untilStopped(context: Context, start: () => Promise<Running>, say: Say): Promise<void> {
  const signalled = new Promise<undefined>((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve(undefined);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
  let failure: Error | undefined;
  try {
    const running = await start();
    failure = await Promise.race([signalled, context.clockGuard.failed]);
    if (failure) context.log.error("process.failed", { code: codeOf(failure) });
    say("Stopping: finishing what is in hand…");
    await running.stop();
  } finally {
    await context.close();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
  if (failure) throw failure;
  say("Stopped. Everything is kept.");
}
