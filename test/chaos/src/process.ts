import type { Socket } from "node:net";
import { loadConfig, readEnvironment } from "@netra/config";
import { type Context, createContext } from "../../../services/app/src/context.ts";
import { explainError } from "../../../services/app/src/explain-error.ts";
import { startInstance } from "../../../services/app/src/start.ts";
import { untilStopped } from "../../../services/app/src/until-stopped.ts";
import { type ProcessOrder, READY } from "./order.ts";
import { createPlatform } from "./platform.ts";
import { dieOfPoison } from "./poison.ts";
import { sabotage } from "./sabotage.ts";

/** The same steps as `netra start <role>`, on a made-up platform and with a store that dies of poison. */
async function start(order: ProcessOrder): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const context = await createContext(loadConfig(readEnvironment()), { roles: [order.role], connectors: [createPlatform(order)] });
  const store = dieOfPoison(order.sabotage === null ? context.store : sabotage(context.store, order.sabotage));
  const altered: Context = { ...context, store };
  await untilStopped(
    altered,
    async () => {
      const running = await startInstance(altered, [order.role], say);
      say(READY);
      return running;
    },
    say,
  );
}

/** Nothing outlives the runner: its end closes this pipe, however it ended. */
function endWithRunner(stdin: Socket): void {
  stdin.on("close", () => process.kill(process.pid, "SIGKILL"));
  stdin.resume();
  // The pipe alone must not keep a process that was told to stop.
  stdin.unref();
}

endWithRunner(process.stdin as unknown as Socket);
try {
  await start(JSON.parse(process.argv[2] ?? "") as ProcessOrder);
} catch (error) {
  process.stderr.write(`netra: ${explainError(error, { stack: true })}\n`);
  process.exitCode = 1;
}
