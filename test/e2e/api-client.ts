import { randomUUID } from "node:crypto";
import type { Decide, Decided, FlagDetail, Lease, SaveReading } from "@netra/service-api/contract";

type Reading = Omit<SaveReading, "fence">;
export type Decision = Omit<Decide, "fence" | "idempotencyKey">;

/** One signed-in person over HTTP: what a browser would send, to bring flags into a state that a test begins with. Every refusal throws. */
export function createApiClient(url: string, token: string) {
  const ask = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { origin: url, cookie: `netra=${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await ask(method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  };
  const claim = (flagId: string): Promise<Lease> => call("POST", `/api/flags/${flagId}/claim`, {});
  const read = async (flagId: string, reading: Reading): Promise<number> => {
    const { fence } = await claim(flagId);
    await call("POST", `/api/flags/${flagId}/reading`, { fence, ...reading });
    return fence;
  };
  return {
    ask,
    call,
    claim,
    flag: (flagId: string): Promise<FlagDetail> => call("GET", `/api/flags/${flagId}`),
    read,
    /** Claims, reads and decides. */
    async decide(flagId: string, reading: Reading, decision: Decision): Promise<Decided> {
      const fence = await read(flagId, reading);
      return call("POST", `/api/flags/${flagId}/decision`, { fence, idempotencyKey: randomUUID(), ...decision });
    },
  };
}

export type ApiClient = ReturnType<typeof createApiClient>;

export const SUPPORTS: Reading = { reading: "support", targetId: "bahar-ratih" };
export const ESCALATE: Decision = {
  act: "escalate",
  reason: "Ajakan memilih nomor urut pada unggahan sendiri, masa kampanye, tanpa kutipan.",
  checklist: { own_act: "yes", link: "yes", employment: "yes", campaign: "yes", official: "no", spouse: "no", memory: "no", quote: "no" },
};
export const CLOSE: Decision = { act: "close", outcome: "not_partisan", reason: "Ucapan biasa; tanpa unsur kampanye." };
