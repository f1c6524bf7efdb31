import type { ClassifierInput } from "@netra/classifier";
import type { Netra } from "../netra.ts";
import { median, sink } from "./clock.ts";

const BATCH = 1_000;
const BATCHES = 30;

/** Bytes of the heap that one classification takes, for posts without any hit and for all posts. */
export interface Allocation {
  readonly noHit: number;
  readonly noHitPosts: number;
  readonly any: number;
}

/** Measures what is allocated per post between two looks at the heap; inputs are made beforehand. Needs --expose-gc. */
export function measureAllocation(netra: Netra, texts: readonly string[]): Allocation {
  const noHit = texts.filter((text) => netra.isQuiet(text) && netra.classify(text).signals.length === 0);
  return { noHit: bytesPerPost(netra, noHit), noHitPosts: noHit.length, any: bytesPerPost(netra, texts) };
}

function bytesPerPost(netra: Netra, texts: readonly string[]): number {
  if (texts.length === 0) return 0;
  const inputs = Array.from({ length: BATCH }, (_, i) => netra.input(texts[i % texts.length]!));
  const idle = inputs.map(() => 0);
  const sample = (work: (input: ClassifierInput, at: number) => number): number => {
    (globalThis as { gc?: () => void }).gc?.();
    const before = process.memoryUsage().heapUsed;
    for (let at = 0; at < BATCH; at += 1) sink.value = (sink.value + work(inputs[at]!, at)) | 0;
    return process.memoryUsage().heapUsed - before;
  };
  const many = (work: (input: ClassifierInput, at: number) => number): number => median(Array.from({ length: BATCHES }, () => sample(work)));
  // What looking itself takes is taken away again.
  return Math.max(0, (many((input) => netra.read(input).signals.length) - many((_, at) => idle[at]!)) / BATCH);
}
