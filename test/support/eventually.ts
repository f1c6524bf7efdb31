import { setTimeout as pause } from "node:timers/promises";

/**
 * Looks again until looking throws nothing, and answers what it saw; throws the last error when `timeout` ms are over. For what no locator can wait for, in tests
 * and in commands that no test runner started.
 */
export async function eventually<T>(look: () => T | Promise<T>, { timeout = 60_000, interval = 50 } = {}): Promise<T> {
  for (const until = performance.now() + timeout; ; ) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() >= until) throw error;
      await pause(interval);
    }
  }
}
