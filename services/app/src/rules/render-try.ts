import { styleText } from "node:util";
import { ballotName, type Classification, type ClassifierInput, type Contest, type Contribution, type Signal } from "@netra/classifier";
import { markSpans, showHidden } from "./mark-spans.ts";
import { TRY_WORDS, type TryWords } from "./try-words.ts";

/** One text with what was said of it, and how it is to be shown. */
export interface TryView {
  readonly input: ClassifierInput;
  readonly got: Classification;
  readonly contest: Contest;
  readonly lang: "id" | "en";
  /** Colours instead of brackets. */
  readonly colour: boolean;
}

const points = (tenths: number): string => (tenths / 10).toFixed(1);
const signed = (tenths: number): string => `${tenths < 0 ? "−" : "+"}${points(Math.abs(tenths))}`.padStart(6);

/** Shows how a text gets its points: marked spans, side, targets, every contribution with its reason, the sum, what was looked for and not found, possible forms. */
export function renderTry(view: TryView): string[] {
  const { input, got, contest, lang, colour } = view;
  const words = TRY_WORDS[lang];
  const head = (text: string): string => (colour ? styleText("bold", text, { validateStream: false }) : text);
  const adds = got.contributions.filter(({ tenths }) => tenths > 0);
  const takes = got.contributions.filter(({ tenths }) => tenths <= 0);
  const inSum = new Set(got.contributions.flatMap(({ signals }) => signals));
  const rest = got.signals.flatMap((signal, i) => (inSum.has(i) ? [] : [describeSignal(view, signal, i)]));
  const width = Math.max(0, ...got.contributions.map(({ ruleId }) => ruleId.length));
  const line = ({ ruleId, tenths, reason, signals }: Contribution): string =>
    `  ${signed(tenths)}  ${ruleId.padEnd(width)}  ${showHidden(reason[lang])}${signals.map((i) => ` [${i + 1}]`).join("")}`;
  const missing = [...(input.postedAt === null ? ["--posted-at"] : []), ...(input.region === null ? ["--region"] : [])];
  return [
    head(words.text),
    ...markSpans(input.text, got.signals, { colour })
      .split("\n")
      .map((text) => `  ${text}`),
    "",
    `${head(words.result)}  ${describeResult(got, contest, words)}`,
    "",
    head(words.adds),
    ...(adds.length > 0 ? adds.map(line) : [`          ${words.none}`]),
    head(words.takes),
    ...(takes.length > 0 ? takes.map(line) : [`          ${words.none}`]),
    `  ${points(got.scoreTenths).padStart(6)}  ${words.sum}`,
    "",
    ...(rest.length > 0 ? [head(words.context), ...rest, ""] : []),
    `${head(words.notFound)}: ${got.notFound.map((reason) => reason[lang]).join(", ") || words.none}`,
    `${head(words.forms)}: ${input.postedAt === null ? words.formsNeedTime : got.possibleForms.join(", ") || words.formsNone}`,
    ...(missing.length > 0 ? [words.without(missing)] : []),
  ];
}

function describeResult(got: Classification, contest: Contest, words: TryWords): string {
  const amount = got.flagged
    ? words.flagged(points(got.scoreTenths), points(got.thresholdTenths))
    : words.notFlagged(points(got.scoreTenths), points(got.thresholdTenths));
  if (got.stance === "neutral") return `${words.stance.neutral}; ${amount}`;
  const side = got.flagged ? words.stance[got.stance] : words.leans[got.stance];
  const whom = got.targets
    .map((id) => contest.candidates.find((candidate) => candidate.id === id))
    .flatMap((candidate) => (candidate ? [ballotName(candidate)] : []));
  return `${side} ${whom.join(" + ") || words.nobody}; ${amount}`;
}

function describeSignal({ input }: TryView, { start, end, category, lexicon, candidateId }: Signal, i: number): string {
  return `  [${i + 1}] ${showHidden(input.text.slice(start, end))}: ${category}${candidateId === null ? "" : `, ${candidateId}`} (${lexicon})`;
}
