import type { Classification } from "@netra/classifier";
import type { FlagRead } from "@netra/store";
import type { MachineView, SignalView } from "../contract.ts";

/**
 * Turns a classification into what a reader is shown: one entry a contribution, numbered +1, +2 … and −1, −2 … in order of the text, so
 * that both columns read like the post. Without `weights` (a second reader) neither points nor the machine's reading are there.
 */
export function viewMachine(read: FlagRead["classification"], text: string | null, { weights }: { readonly weights: boolean }): MachineView {
  // The store keeps it whole as the classifier wrote it; null after its week was dropped.
  const detail = read.detail as Classification | null;
  const { stance, scoreTenths, thresholdTenths } = read;
  return {
    reading: weights ? { stance, targets: [...read.targets], scoreTenths, thresholdTenths } : null,
    signals: detail ? viewSignals(detail, text, weights) : [],
    notFound: detail ? detail.notFound.map(({ id, en }) => ({ id, en })) : [],
    possibleForms: [...read.possibleForms],
    pack: { id: read.packId, version: read.packVersion, hash: read.packHash },
    contest: { version: read.contestVersion, hash: read.contestHash },
  };
}

function viewSignals({ signals, contributions }: Classification, text: string | null, weights: boolean): SignalView[] {
  const drafts = contributions.map((contribution) => {
    const seen = contribution.signals.flatMap((index) => signals[index] ?? []).toSorted((a, b) => a.start - b.start || a.end - b.end);
    return { contribution, seen, start: seen[0]?.start ?? Number.POSITIVE_INFINITY };
  });
  const counts = { for: 0, against: 0 };
  return drafts
    .toSorted((a, b) => (a.start === b.start ? 0 : a.start - b.start))
    .map(({ contribution, seen }) => {
      const side = contribution.tenths < 0 ? "against" : "for";
      counts[side] += 1;
      return {
        n: side === "for" ? counts.for : -counts.against,
        side,
        spans: unique(seen.map(({ start, end }) => `${start}-${end}`)).map((span) => {
          const [start = 0, end = 0] = span.split("-").map(Number);
          return { start, end };
        }),
        words: unique(seen.map(({ start, end, term }) => text?.slice(start, end) ?? term)).join(" … "),
        why: contribution.reason,
        ruleId: contribution.ruleId,
        lexicons: unique(seen.map((signal) => signal.lexicon)),
        sources: unique(seen.map((signal) => signal.source)).filter((source) => source !== ""),
        tenths: weights ? contribution.tenths : null,
      };
    });
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
