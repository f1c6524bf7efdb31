import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ExportWork, keepPart, startPulse, TurnOverError, tellNowAndThen } from "./export-work.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A turn whose pulses the database answers so. */
function workOf(answers: readonly (boolean | Error)[]): { work: ExportWork; warned: unknown[]; put: string[] } {
  const [left, warned, put] = [[...answers], [] as unknown[], [] as string[]];
  const as = async () => {
    const answer = left.shift() ?? true;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const blobs = {
    put: async (bytes: AsyncIterable<Uint8Array>) => {
      for await (const chunk of bytes) put.push(String(chunk.length));
      return { key: "k", size: 1 };
    },
  };
  const deps = { store: { as }, actor: {}, blobs, log: { warn: (event: string, fields: object) => warned.push({ event, ...fields }) } };
  const work = { deps, turn: { id: "e" }, signal: new AbortController().signal, parts: [], hash: createHash("sha256"), done: 3, toldAt: Infinity };
  return { work: work as unknown as ExportWork, warned, put };
}
async function* longBytes() {
  for (let part = 0; part < 3; part += 1) {
    yield new Uint8Array(part + 1);
    await vi.advanceTimersByTimeAsync(10_000);
  }
}
const part = () => ({ bytes: longBytes(), told: () => ({ rowCount: 1, position: 1, entry: null }) });

it("a pulse that is told that the turn is over ends the work in the midst of a part", async () => {
  const { work, put } = workOf([true, false]);
  const pulse = startPulse(work);
  await expect(keepPart(work, part())).rejects.toBeInstanceOf(TurnOverError);
  pulse.stop();
  expect(put).toEqual(["1", "2"]);
  await expect(tellNowAndThen(work, 4)).rejects.toBeInstanceOf(TurnOverError);
});

it("a pulse that fails is told of by its code, and the work goes on with the next", async () => {
  const { work, warned, put } = workOf([Object.assign(new Error("of Budi"), { code: "57P01" }), true]);
  const pulse = startPulse(work);
  await keepPart(work, part());
  pulse.stop();
  expect(put).toEqual(["1", "2", "3"]);
  expect(warned).toEqual([{ event: "export.pulse-failed", exportId: "e", code: "57P01" }]);
});
