import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { handleOf, PHRASE, type Play } from "./timeline.ts";
import { PLATFORM } from "./world.ts";

const EVERY_MS = 1_000;
const PATIENCE_MS = 5_000;
const AGAIN_MS = 500;

/** People who send what they saw, one capture a second, and try again until the API says that it has it. */
export interface Sender {
  /** Begins to send: nobody counts how often an API was asked that is only starting. */
  begin(): void;
  /** Client ids that were acknowledged, in this run and before an interruption. */
  readonly acked: ReadonlySet<string>;
  /** Requests that got no answer or a server's error and were sent again. */
  retries(): number;
  /** Answers that a sender must never get. */
  readonly complaints: readonly string[];
  /** Sends no new ones, and resolves when all that were begun are acknowledged, or after `withinMs`. */
  finish(withinMs: number): Promise<boolean>;
}

export interface SenderOptions {
  readonly runDir: string;
  readonly play: Play;
  readonly bases: readonly string[];
  readonly origin: string;
  readonly token: string;
}

/** Makes a sender. What was acknowledged is kept in the run's directory: an acknowledged capture must be there for good. */
export function createSender({ runDir, play, bases, origin, token }: SenderOptions): Sender {
  const file = join(runDir, "acked.txt");
  const acked = new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : []);
  const complaints: string[] = [];
  const begun = new Set<Promise<void>>();
  let retries = 0;
  let number = acked.size;
  let givenUp = false;

  const sendUntilAcked = async (id: string, turn: number): Promise<void> => {
    const body = JSON.stringify(captureOf(id, turn, play));
    for (let attempt = 0; !givenUp; attempt += 1) {
      const base = bases[(turn + attempt) % bases.length];
      const status = await post(`${base}/api/captures`, { body, origin, token });
      if (status === 200) {
        acked.add(id);
        return appendFileSync(file, `${id}\n`);
      }
      if (status !== null && status < 500 && status !== 429) return void complaints.push(`a capture was answered with ${status}`);
      retries += 1;
      await pause(AGAIN_MS);
    }
  };

  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    number += 1;
    const sending = sendUntilAcked(`kacau-${Date.now()}-${number}`, number).finally(() => begun.delete(sending));
    begun.add(sending);
  };

  return {
    begin() {
      timer = setInterval(next, EVERY_MS);
    },
    acked,
    retries: () => retries,
    complaints,
    async finish(withinMs) {
      clearInterval(timer);
      const all = Promise.all(begun).then(() => true);
      const late = pause(withinMs, false, { ref: false });
      const finished = await Promise.race([all, late]);
      givenUp = true;
      return finished;
    },
  };
}

/** Every second one holds the phrase; a reader looks at each, since people sent them. */
const captureOf = (id: string, turn: number, { accounts }: Play) => ({
  clientId: id,
  url: null,
  platform: PLATFORM,
  handle: handleOf(turn % accounts),
  kind: "post",
  text: `Tangkapan ${id}: ${turn % 2 === 0 ? PHRASE : "rapat pagi"}.`,
  visibility: "public",
  seenHow: "di beranda",
  officeAccount: false,
  uploader: "owner",
  seenAt: new Date().toISOString(),
  origin: "own",
  uploads: [],
});

/** The answer's status; null when there was none. */
async function post(url: string, { body, origin, token }: { body: string; origin: string; token: string }): Promise<number | null> {
  try {
    const headers = { "content-type": "application/json", origin, cookie: `netra=${token}` };
    const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return null;
  }
}
