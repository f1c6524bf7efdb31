import { agreementOf, wilson } from "../agreement.ts";
import { FLAG_STATES, OUTCOMES } from "../flag.ts";
import { ENOUGH_VERDICTS } from "../precision.ts";
import type { CountsBy, ReportStatement } from "./document.ts";
import { type Draft, type DraftColumn, type DraftRow, Tally, totalOf } from "./draft.ts";
import type { CountedFacts, FlagFact, ReportFacts, WeekFacts } from "./facts.ts";
import { decisiveIn, readingAt, stateAt, stoodAtOf, WAITING_STATES } from "./flag-then.ts";
import { DECIDED_SUM, determinedFrom, eachEvent, hoursOf, hoursToDecision, medianOf } from "./week-tables.ts";

const count = (id: string, countsBy: CountsBy): DraftColumn => ({ id, type: "count", countsBy });
const round = (value: number): number => Math.round(value * 10_000) / 10_000;

/** A share with its 95% interval by Wilson's score, as two cells; none of nothing. */
export function shareCells(n: number, of: number): [number | null, readonly [number, number] | null] {
  if (of === 0) return [null, null];
  const { low, high } = wilson(n, of);
  return [round(n / of), [round(low), round(high)]];
}

/** How flags stood at the closing: all weeks, each state with its deadlines. */
export function backlogTable(facts: ReportFacts, week: WeekFacts): Draft {
  const columns = [count("flags", "as_of"), count("late", "as_of"), count("lapsing", "as_of")];
  const tally = new Tally();
  const states = FLAG_STATES.filter((state) => (WAITING_STATES as readonly string[]).includes(state));
  for (const state of states) tally.touch([state]);
  eachEvent(facts.flags, { from: () => week.from, to: week.to, at: week.asOf, standing: true }, (flag, figure) => {
    if (!["waiting", "late", "lapsing"].includes(figure)) return;
    tally.add([stateAt(flag, stoodAtOf(week))], figure === "waiting" ? "flags" : figure);
  });
  const rows = tally.rows(
    columns.map(({ id }) => id),
    [states],
  );
  return { id: "backlog", span: "as_of", by: ["state"], columns, rows, total: totalOf(rows, columns), sums: [], compared: true };
}

const DECIDED = [count("decided", "decided"), count("closed", "decided"), count("escalated", "decided")];
const CONFIRM: DraftColumn[] = [
  { id: "confirm_share", type: "share", countsBy: "decided", from: ["decided", "escalated"] },
  { id: "confirm_interval", type: "interval", countsBy: "decided", from: ["decided", "escalated"] },
  { id: "enough", type: "code", countsBy: null, from: ["decided"] },
];
const confirmCells = (closed: number, escalated: number) => {
  const decided = closed + escalated;
  return [decided, closed, escalated, ...shareCells(escalated, decided), decided >= ENOUGH_VERDICTS ? "enough" : "not_enough"];
};

export interface Till {
  readonly to: number;
  readonly at: number;
}

/** Flags that were decided since their contest's determination and stand so, with what became of them. */
function decidedSince(facts: CountedFacts, { to, at }: Till): { flag: FlagFact; outcome: string; escalated: boolean }[] {
  const from = determinedFrom(facts, at);
  return facts.flags.flatMap((flag) => {
    const begin = from.get(flag.contest);
    const last = begin === undefined ? undefined : decisiveIn(flag, { from: begin, to, at });
    if (!last || stateAt(flag, at) !== last.to) return [];
    return [{ flag, outcome: last.to === "escalated" ? "escalated" : (last.outcome ?? "closed"), escalated: last.to === "escalated" }];
  });
}

/** Flags with what became of them: within a span, or since the determination of their contest. */
export function withOutcome(
  facts: CountedFacts,
  span: "week" | "since",
  given: Till & { readonly from: number },
): { flag: FlagFact; outcome: string }[] {
  const from = span === "week" ? null : determinedFrom(facts, given.at);
  return facts.flags.flatMap((flag) => {
    const begin = from ? from.get(flag.contest) : given.from;
    const last = begin === undefined ? undefined : decisiveIn(flag, { from: begin, to: given.to, at: given.at });
    return last ? [{ flag, outcome: last.to === "escalated" ? "escalated" : (last.outcome ?? "closed") }] : [];
  });
}

/** What became of flags, by outcome: within the week, or since the determination. */
export function outcomesTable(facts: ReportFacts, span: "week" | "since", given: Till & { readonly from: number }): Draft {
  const tally = new Tally();
  const order = ["escalated", ...OUTCOMES];
  const from = span === "week" ? null : determinedFrom(facts, given.at);
  for (const { id } of facts.contests) if (!from || from.has(id)) for (const outcome of order) tally.touch([id, outcome]);
  for (const { flag, outcome } of withOutcome(facts, span, given)) tally.add([flag.contest, outcome], "decided");
  const columns = [count("decided", "decided")];
  const rows = tally.rows(["decided"], [null, order]);
  return {
    id: `outcomes_${span}`,
    span,
    by: ["contest", "outcome"],
    columns,
    rows,
    total: totalOf(rows, columns),
    sums: [],
    compared: span === "week",
  };
}

/** Every candidate of every contest, in ballot order: those with nothing too. */
export function candidatesWeek(facts: ReportFacts, week: WeekFacts): Draft {
  const tally = new Tally();
  for (const contest of facts.contests) for (const { id } of contest.candidates) tally.touch([contest.id, id]);
  const known = new Map(facts.contests.map((contest) => [contest.id, new Set(contest.candidates.map(({ id }) => id))]));
  eachEvent(facts.flags, { from: () => week.from, to: week.to, at: week.asOf, standing: false }, (flag, figure) => {
    for (const target of readingAt(flag, week.asOf).targets) if (known.get(flag.contest)?.has(target)) tally.add([flag.contest, target], figure);
  });
  const columns = [count("opened", "opened"), ...DECIDED, count("withdrawn", "withdrawn")].map((one) => ({ ...one, overlaps: true as const }));
  const rows = tally.rows(
    columns.map(({ id }) => id),
    ballotOrders(facts),
  );
  return { id: "week_by_candidate", span: "week", by: ["contest", "candidate"], columns, rows, total: null, sums: [DECIDED_SUM], compared: true };
}

const ballotOrders = ({ contests }: Pick<ReportFacts, "contests">): (readonly string[] | null)[] => [
  null,
  contests.flatMap(({ candidates }) => candidates.map(({ id }) => id)),
];

/** Flags about a candidate that people judged since the determination. */
export const judgedAbout = (facts: CountedFacts, till: Till, of: { readonly contest: string; readonly candidate: string }) =>
  judgedSince(facts, till).filter(({ flag }) => flag.contest === of.contest && readingAt(flag, till.at).targets.includes(of.candidate));

/**
 * How candidates fare since the determination: of the posts that name one, how many the machine flagged for or against that one; of the flags that people judged, how many they
 * escalated (column `decided`: those that were judged). The shareable edition has what was judged alone.
 */
export function equalTreatment(facts: ReportFacts, till: Till, edition: "internal" | "shareable"): Draft {
  const from = determinedFrom(facts, till.at);
  const rows = facts.contests
    .filter(({ id }) => from.has(id))
    .flatMap((contest) =>
      contest.candidates.map(({ id }): DraftRow => {
        const own = judgedAbout(facts, till, { contest: contest.id, candidate: id });
        const escalated = own.filter((one) => one.escalated).length;
        const named = facts.named.find((one) => one.contest === contest.id && one.candidate === id) ?? { posts: 0, flagged: 0 };
        const flagged = edition === "internal" ? [named.posts, named.flagged, ...shareCells(named.flagged, named.posts)] : [];
        return { key: [contest.id, id], cells: [...flagged, ...confirmCells(own.length - escalated, escalated)] };
      }),
    );
  const flagColumns: DraftColumn[] = [
    count("named", "posted"),
    count("flagged", "posted"),
    { id: "flag_share", type: "share", countsBy: "posted", from: ["named", "flagged"] },
    { id: "flag_interval", type: "interval", countsBy: "posted", from: ["named", "flagged"] },
  ];
  const columns = [...(edition === "internal" ? flagColumns : []), ...DECIDED, ...CONFIRM];
  return { id: "equal_treatment", span: "since", by: ["contest", "candidate"], columns, rows, total: null, sums: [DECIDED_SUM], compared: false };
}

/** Whether the intervals of the candidates of a contest overlap, as a sentence: of two that do not, the difference is unlikely to be chance. */
export function treatmentStatements(table: Draft): ReportStatement[] {
  const place = (id: string): number => table.columns.findIndex((column) => column.id === id);
  const asked = [
    { what: "flag", of: place("named"), interval: place("flag_interval") },
    { what: "confirm", of: place("decided"), interval: place("confirm_interval") },
  ].filter(({ of }) => of >= 0);
  const contests = [...new Set(table.rows.map(({ key }) => key[0] as string))];
  return contests.flatMap((contest) =>
    asked.map(({ what, of, interval }) => {
      const rows = table.rows.filter(({ key }) => key[0] === contest);
      const enough = rows.length > 1 && rows.every(({ cells }) => (cells[of] as number) >= ENOUGH_VERDICTS);
      const limits = rows.map(({ cells }) => cells[interval] as readonly [number, number]);
      const apart = enough && limits.some(([low]) => limits.some(([, high]) => high < low));
      const id = `${what}_rates_${enough ? (apart ? "differ" : "overlap") : "too_few"}`;
      return { id, contest, figures: { least: ENOUGH_VERDICTS, interval: "wilson-95" } };
    }),
  );
}

/** Of decided flags those that were decided on their content: escalated, or closed as not partisan. Any other closing says nothing of the text. */
const judgedSince = (facts: CountedFacts, till: Till) =>
  decidedSince(facts, till).filter(({ escalated, outcome }) => escalated || outcome === "not_partisan");

/** Those that a rule spoke for. */
export const judgedByRule = (facts: CountedFacts, till: Till, rule: string) =>
  judgedSince(facts, till).filter(({ flag }) => readingAt(flag, till.at).rules.includes(rule));

/** Decided flags by something that the machine's reading said of them: its rules, or forms that may be concerned. A flag may stand in several rows. */
function byReading(facts: ReportFacts, till: Till, given: { id: string; by: "rule" | "form"; codes: (flag: FlagFact) => readonly string[] }): Draft {
  const tally = new Tally();
  for (const { flag, escalated } of judgedSince(facts, till)) {
    for (const code of new Set(given.codes(flag))) tally.add([code], escalated ? "escalated" : "closed");
  }
  const rows = tally.rows(["closed", "escalated"]).map(({ key, cells }) => ({ key, cells: confirmCells(cells[0] as number, cells[1] as number) }));
  return { id: given.id, span: "since", by: [given.by], columns: [...DECIDED, ...CONFIRM], rows, total: null, sums: [DECIDED_SUM], compared: false };
}

/** How often people escalated what a rule spoke for, of those flags that they escalated or closed as not partisan. */
export const rulesTable = (facts: ReportFacts, till: Till): Draft =>
  byReading(facts, till, { id: "precision_by_rule", by: "rule", codes: (flag) => readingAt(flag, till.at).rules });
/** The same by forms of the SKB that were shown as possible: never a finding. */
export const formsTable = (facts: ReportFacts, till: Till): Draft =>
  byReading(facts, till, { id: "decided_by_form", by: "form", codes: (flag) => readingAt(flag, till.at).forms });

/** How alike two readers read in twelve weeks: team figures, which hide what is too small by themselves. */
export function agreementTable(facts: ReportFacts): Draft {
  const columns: DraftColumn[] = [
    count("pairs", "second_reading"),
    count("same", "second_reading"),
    count("different", "second_reading"),
    { id: "same_share", type: "share", countsBy: "second_reading", from: ["pairs", "same"] },
    { id: "same_interval", type: "interval", countsBy: "second_reading", from: ["pairs", "same"] },
    { id: "ac1", type: "number", countsBy: "second_reading", from: ["pairs", "same"] },
  ].map((one) => ({ ...one, overlaps: true as const }) as DraftColumn);
  const rows = agreementOf(facts.pairs, 12).flatMap(({ region, contest, figures }): DraftRow[] => {
    if (!figures) return [];
    const { pairs, same, ac1 } = figures;
    return [{ key: [region, contest], cells: [pairs, same.n, pairs - same.n, ...shareCells(same.n, pairs), ac1 === null ? null : round(ac1)] }];
  });
  return {
    id: "agreement",
    span: "as_of",
    by: ["region", "contest"],
    columns,
    rows,
    total: null,
    sums: [{ whole: "pairs", parts: ["same", "different"] }],
    compared: false,
  };
}

/** Hours from a flag to the first act on it, by the middle one of those whose first act lies in the week; null without any. */
export function medianToDecision(facts: Pick<ReportFacts, "flags">, week: Pick<WeekFacts, "from" | "to" | "asOf">): number | null {
  const median = medianOf(hoursToDecision(facts, week));
  return median === null ? null : hoursOf(median * 3_600_000);
}

/** How long things took, for what was posted or first decided within the week. */
export function timeTable(facts: ReportFacts, week: WeekFacts): Draft {
  const decided = hoursToDecision(facts, week);
  const rows: DraftRow[] = [
    ...week.toCapture.map(({ platform, n, median }) => ({ key: ["to_capture", platform], cells: ["posted", n, median] })),
    { key: ["to_decision", null], cells: ["decided", decided.length, medianToDecision(facts, week)] },
  ];
  const columns: DraftColumn[] = [
    { id: "counts_by", type: "code", countsBy: null },
    { ...count("measured", "mixed"), overlaps: true },
    { id: "median_hours", type: "hours", countsBy: "mixed", from: ["measured"] },
  ];
  return { id: "time", span: "week", by: ["figure", "platform"], columns, rows, total: null, sums: [], compared: true };
}
