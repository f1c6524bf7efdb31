// The same steps as `netra start <roles>`, on a made-up platform. Started by netra-process.ts.
import type { Socket } from "node:net";
import { loadConfig, readEnvironment } from "@netra/config";
import { createFakeConnector, type FakeEvent } from "@netra/connectors";
import { createContext } from "../../services/app/src/context.ts";
import { explainError } from "../../services/app/src/explain-error.ts";
import { startInstance } from "../../services/app/src/start.ts";
import { untilStopped } from "../../services/app/src/until-stopped.ts";
import { type Happenings, type ProcessOrder, READY } from "./netra-process.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function start({ roles, happenings }: ProcessOrder): Promise<void> {
  const connector = createFakeConnector({ timeline: (handle) => happened(happenings, handle) });
  const context = await createContext(loadConfig(readEnvironment()), { roles, connectors: [connector], bundled: "join" });
  const run = async () => {
    const running = await startInstance(context, roles, say);
    say(READY);
    return running;
  };
  await untilStopped(context, run, say);
}

/** Times travelled as text. */
const happened = (happenings: Happenings, handle: string): FakeEvent[] =>
  (happenings[handle] ?? []).map((event) => ({ ...event, at: new Date(event.at) }));

/** Nothing outlives the test: its end closes this pipe, however it ended. The pipe alone does not keep a process that was told to stop. */
function endWithTest(stdin: Socket): void {
  stdin.on("close", () => process.kill(process.pid, "SIGKILL"));
  stdin.resume();
  stdin.unref();
}

endWithTest(process.stdin as unknown as Socket);
try {
  await start(JSON.parse(process.argv[2] ?? "") as ProcessOrder);
} catch (error) {
  process.stderr.write(`netra: ${explainError(error, { stack: true })}\n`);
  process.exitCode = 1;
}
