import type { Context } from "./context.ts";
import type { Running } from "./roles.ts";
import type { Say } from "./start.ts";

/** Keeps the process until Ctrl-C or SIGTERM, then stops in order; a second signal ends it at once. */
export async function untilStopped(context: Context, start: () => Promise<Running>, say: Say): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
  try {
    const running = await start();
    await signalled;
    say("Stopping: finishing what is in hand…");
    await running.stop();
  } finally {
    await context.close();
  }
  say("Stopped. Everything is kept.");
}
