import { JAKARTA_OFFSET_MS, jakartaDay } from "@netra/domain";
import type { PageLanguage, PageSection } from "@netra/render";
import type { ReportInput } from "./report-input.ts";
import { summarize } from "./summary.ts";
import { PLATFORM_NAMES, WORDS } from "./words.ts";

const platform = (id: string): string => PLATFORM_NAMES[id] ?? id;

const jakartaTime = (at: Date): string => `${new Date(at.getTime() + JAKARTA_OFFSET_MS).toISOString().slice(0, 16).replace("T", " ")} WIB`;

export function pageTitle(input: ReportInput, lang: PageLanguage): { title: string; subtitle: string } {
  const words = WORDS[lang];
  const lastDay = new Date(input.to.getTime() - 1);
  return {
    title: words.title(Number(input.week.slice(-2)), input.regionName),
    subtitle: words.basis(jakartaDay(input.from), jakartaDay(lastDay), jakartaTime(input.asOf)),
  };
}

/** The printable page: a summary in words, the tables behind it, and what could not be seen. */
export function pageSections(input: ReportInput, lang: PageLanguage): PageSection[] {
  const words = WORDS[lang];
  const { columns, values } = words;
  const { figures } = input;
  const say = (id: string | null): string => (id === null ? "–" : (values[id] ?? id));
  const hours = (value: number | null): string =>
    value === null ? "–" : value.toLocaleString(lang === "id" ? "id-ID" : "en-GB", { maximumFractionDigits: 1 });
  return [
    { kind: "text", heading: words.summary, paragraphs: [words.summaryText(summarize(figures)), words.other(figures.captures, figures.drift)] },
    {
      kind: "table",
      heading: words.posts,
      columns: [columns.platform, columns.posts, columns.versions, columns.quarantined],
      rows: figures.posts.map((row) => [platform(row.platform), row.posts, row.versions, row.quarantined]),
    },
    {
      kind: "table",
      heading: words.opened,
      columns: [columns.contest, columns.platform, columns.origin, columns.flags],
      rows: figures.opened.map((row) => [row.contestId, platform(row.platform), say(row.origin), row.flags]),
    },
    {
      kind: "table",
      heading: words.decided,
      columns: [columns.contest, columns.act, columns.outcome, columns.decisions],
      rows: figures.decided.map((row) => [row.contestId, say(row.act), say(row.outcome), row.decisions]),
    },
    { kind: "bars", heading: words.standing, series: figures.standing.map((row) => ({ label: say(row.state), value: row.flags })) },
    {
      kind: "table",
      heading: words.candidates,
      columns: [columns.contest, columns.candidate, columns.closed, columns.escalated],
      rows: inBallotOrder(input).map((row) => [row.contestId, row.name, row.decided, row.escalated]),
      note: words.candidatesNote,
    },
    { kind: "text", heading: words.time, paragraphs: [words.timeText(hours(figures.medianHours.toCapture), hours(figures.medianHours.toDecision))] },
    {
      kind: "table",
      heading: words.coverage,
      columns: [columns.platform, columns.registered, columns.watched, columns.never, columns.inferred],
      rows: figures.accounts.map((row) => [platform(row.platform), row.registered, row.watched, row.neverFetched, row.inferred]),
      note: words.coverageNote,
    },
  ];
}

/** Every candidate of a contest that has decisions, those with none too: a missing row would look like a missing candidate. */
export function inBallotOrder({ figures, candidates }: ReportInput): { contestId: string; name: string; decided: number; escalated: number }[] {
  const decidedIn = new Set(figures.candidates.map((row) => row.contestId));
  return [...candidates].flatMap(([key, name]) => {
    const [contestId = "", candidateId = ""] = key.split(" ");
    if (!decidedIn.has(contestId)) return [];
    const row = figures.candidates.find((one) => one.contestId === contestId && one.candidateId === candidateId);
    return [{ contestId, name, decided: row?.decided ?? 0, escalated: row?.escalated ?? 0 }];
  });
}
