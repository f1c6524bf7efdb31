import { styleText } from "node:util";
import type { Signal } from "@netra/classifier";

type Style = Parameters<typeof styleText>[0];

/** The strongest first: where signals lie on each other, one colour is shown. */
const STYLES: Readonly<Record<Signal["side"], { readonly rank: number; readonly style: Style }>> = {
  for: { rank: 0, style: ["black", "bgYellow"] },
  against: { rank: 1, style: ["black", "bgCyan"] },
  context: { rank: 2, style: "underline" },
};

/**
 * A text with its signals marked: in colour (for on yellow, against on cyan, names underlined), or in brackets with the signal's number behind, `[coblos]1`.
 *
 * Characters that would steer a terminal or hide are written out, so that what is read is what is there.
 */
export function markSpans(text: string, signals: readonly Signal[], { colour }: { readonly colour: boolean }): string {
  const cuts = [...new Set([0, text.length, ...signals.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  let out = "";
  for (const [i, cut] of cuts.entries()) {
    if (!colour) {
      out += closing(signals, cut) + opening(signals, cut);
    }
    const piece = showHidden(text.slice(cut, cuts[i + 1] ?? text.length));
    const covering = signals.filter(({ start, end }) => start <= cut && cut < end).sort((a, b) => STYLES[a.side].rank - STYLES[b.side].rank)[0];
    out += colour && covering !== undefined && piece !== "" ? styleText(STYLES[covering.side].style, piece, { validateStream: false }) : piece;
  }
  return out;
}

const opening = (signals: readonly Signal[], at: number): string => "[".repeat(signals.filter(({ start }) => start === at).length);

/** The innermost closes first. */
const closing = (signals: readonly Signal[], at: number): string =>
  signals
    .flatMap((signal, i) => (signal.end === at ? [{ start: signal.start, number: i + 1 }] : []))
    .sort((a, b) => b.start - a.start || b.number - a.number)
    .map(({ number }) => `]${number}`)
    .join("");

/** Controls, bidirectional marks and zero-width characters as `\u{200b}`; line ends stay. */
export function showHidden(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u200b\u2060\ufeff]/gu, (char) =>
    char === "\n" ? char : `\\u{${(char.codePointAt(0) as number).toString(16)}}`,
  );
}
