import type { Classification } from "@netra/classifier";
import { SKB_FORMS } from "@netra/domain";
import type { FlagRead, SpanCount } from "@netra/store";
import type { MachineView, SignalView } from "../contract.ts";

/** What readers said of the signals; `counts`: whether the asker sees how many said what. */
export interface SpanWords {
  readonly spans: readonly SpanCount[];
  readonly counts: boolean;
}
const NOBODY: SpanWords = { spans: [], counts: false };

/**
 * Turns a classification into what a reader is shown: one entry a contribution, numbered +1, +2 … and −1, −2 … in order of the text, so
 * that both columns read like the post. Without `weights` (a second reader) neither points nor the machine's reading are there.
 */
export function viewMachine(
  read: FlagRead["classification"],
  text: string | null,
  { weights, said = NOBODY }: { readonly weights: boolean; readonly said?: SpanWords },
): MachineView {
  // The store keeps it whole as the classifier wrote it; null after its week was dropped.
  const detail = read.detail as Classification | null;
  const { stance, scoreTenths, thresholdTenths } = read;
  return {
    reading: weights ? { stance, targets: [...read.targets], scoreTenths, thresholdTenths } : null,
    classificationId: read.classificationId,
    signals: detail ? viewSignals(detail, text, { weights, said }) : [],
    notFound: detail ? detail.notFound.map(({ id, en }) => ({ id, en })) : [],
    possibleForms: read.possibleForms.map((code) => ({ code, name: SKB_FORMS[code] ?? null })),
    pack: { id: read.packId, version: read.packVersion, hash: read.packHash },
    contest: { version: read.contestVersion, hash: read.contestHash },
  };
}

/** The contributions of a reading as a person is shown them. */
export function viewSignals(
  { signals, contributions }: Classification,
  text: string | null,
  { weights, said = NOBODY }: { readonly weights: boolean; readonly said?: SpanWords },
): SignalView[] {
  const words = new Map(said.spans.map((span) => [`${span.ruleId} ${span.start}-${span.end}`, span]));
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
      const places = (of: readonly Classification["signals"][number][]) =>
        unique(of.map(({ start, end }) => `${start}-${end}`)).map((span) => {
          const [start = 0, end = 0] = span.split("-").map(Number);
          return { start, end };
        });
      return {
        n: side === "for" ? counts.for : -counts.against,
        side,
        spans: places(seen),
        words: unique(seen.map(({ start, end, term }) => text?.slice(start, end) ?? term)).join(" … "),
        why: contribution.reason,
        ruleId: contribution.ruleId,
        lexicons: unique(seen.map((signal) => signal.lexicon)),
        sources: unique(seen.map((signal) => signal.source)).filter((source) => source !== ""),
        tenths: weights ? contribution.tenths : null,
        judged: places(judgedOf(seen)).map(({ start, end }) => {
          const word = words.get(`${contribution.ruleId} ${start}-${end}`);
          const counts = said.counts ? { fits: word?.fits ?? 0, unfit: word?.unfit ?? 0 } : null;
          return { start, end, words: text?.slice(start, end) ?? "", own: word?.own ?? null, counts };
        }),
      };
    });
}

/** What a reader judges of a contribution: the words that count. A candidate's name beside them is judged only where nothing else stands there. */
export function judgedOf<S extends Pick<Classification["signals"][number], "side">>(signals: readonly S[]): readonly S[] {
  const own = signals.filter(({ side }) => side !== "context");
  return own.length > 0 ? own : signals;
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
