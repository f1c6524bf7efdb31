import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { IntakePage } from "@netra/service-api/contract";
import { lookOf } from "../../support/second-look.ts";
import { handleOf, PHRASE, type Play } from "./timeline.ts";
import { PLATFORM } from "./world.ts";

const EVERY_MS = 1_000;
const PATIENCE_MS = 5_000;
const AGAIN_MS = 500;

/** People who send what they saw, one capture a second, and somebody who takes the second look at each; both try again until the API says that it is done. */
export interface Sender {
  /** Begins to send: nobody counts how often an API was asked that is only starting. */
  begin(): void;
  /** Client ids that were acknowledged, in this run and before an interruption. */
  readonly acked: ReadonlySet<string>;
  /** Requests that got no answer or a server's error and were sent again. */
  retries(): number;
  /** Answers that a sender must never get. */
  readonly complaints: readonly string[];
  /** Sends no new ones, and resolves when all that were begun are acknowledged and looked at, or after `withinMs`. */
  finish(withinMs: number): Promise<boolean>;
}

export interface SenderOptions {
  readonly runDir: string;
  readonly play: Play;
  readonly bases: readonly string[];
  readonly origin: string;
  readonly tokens: { readonly sender: string; readonly looker: string };
}

/** Makes a sender. What was acknowledged is kept in the run's directory: an acknowledged capture must be there for good. */
export function createSender({ runDir, play, bases, origin, tokens }: SenderOptions): Sender {
  const file = join(runDir, "acked.txt");
  const acked = new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : []);
  const complaints: string[] = [];
  const begun = new Set<Promise<void>>();
  let retries = 0;
  let number = acked.size;
  let givenUp = false;

  /** Asks until there is an answer that counts; null when it was given up, or when the answer is a complaint. */
  const askUntil = async (path: string, ask: { readonly method: string; readonly body?: string; readonly token: string; readonly turn: number }) => {
    for (let attempt = 0; !givenUp; attempt += 1) {
      const answer = await call(`${bases[(ask.turn + attempt) % bases.length]}${path}`, { ...ask, origin });
      // A look whose answer was lost is there the second time.
      if (answer !== null && (answer.status === 200 || (answer.status === 409 && path.endsWith("/look")))) return answer.json;
      if (answer !== null && answer.status < 500 && answer.status !== 429) {
        complaints.push(`${path.split("/")[2]} answered with ${answer.status}`);
        return null;
      }
      retries += 1;
      await pause(AGAIN_MS);
    }
    return null;
  };
  const look = (captureId: string, turn: number) =>
    askUntil(`/api/intake/${captureId}/look`, { method: "POST", body: JSON.stringify(lookOf()), token: tokens.looker, turn });

  const sendUntilAcked = async (id: string, turn: number): Promise<void> => {
    const body = JSON.stringify(captureOf(id, turn, play));
    const receipt = await askUntil("/api/captures", { method: "POST", body, token: tokens.sender, turn });
    if (receipt === null) return;
    acked.add(id);
    appendFileSync(file, `${id}\n`);
    await look(String(receipt.id), turn);
  };

  /** What an interrupted run left without a look. */
  const lookAtRest = async (): Promise<void> => {
    while (!givenUp) {
      const page = (await askUntil("/api/intake", { method: "GET", token: tokens.looker, turn: 0 })) as IntakePage | null;
      if (page === null || page.captures.length === 0) return;
      for (const { id } of page.captures) if ((await look(id, 0)) === null) return;
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
      const all = Promise.all(begun)
        .then(lookAtRest)
        .then(() => true);
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

interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Null when there was no answer. */
async function call(
  url: string,
  { method, body, origin, token }: { readonly method: string; readonly body?: string; readonly origin: string; readonly token: string },
): Promise<Answer | null> {
  try {
    const headers = { origin, cookie: `netra=${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }), signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: answer.status, json: (await answer.json()) as Answer["json"] };
  } catch {
    return null;
  }
}
