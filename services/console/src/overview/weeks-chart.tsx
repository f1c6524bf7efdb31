import type { Overview } from "@netra/service-api/contract";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { AsTable, Card } from "./card.tsx";
import figureStyle from "./figure.module.css";
import { Figure } from "./figure.tsx";
import { useHatch } from "./hatch.tsx";
import ink from "./ink.module.css";
import { ticksTo, weeksSince } from "./scale.ts";
import { seenNumber } from "./unseen.ts";
import { useWidth } from "./use-width.ts";
import style from "./weeks-chart.module.css";

type Week = Overview["weeks"][number];
interface StageLine {
  readonly key: string;
  readonly day: string;
  readonly words: string;
}

/** Where the pace of the desk comes from. */
export const WEEKS_ID = "per-week";
const HEIGHT = 200;
const TOP = 34;
const LEFT = 34;
/** A pair of bars, each as wide as what a finger finds: the numbers above are links. */
const LEAST_PX = 56;
const BAR_PX = 25;
const LABEL_PX = 120;
const STAGES = [
  ["candidatesDetermined", "candidates_determined"],
  ["campaignFrom", "campaign_from"],
  ["quietFrom", "quiet_from"],
  ["vote", "vote"],
] as const;

/**
 * Opened and decided per week, side by side, all as of now: whether a backlog grows, and where a stage began. A week that nobody looked at is hatched, never nought, one that was seen in part
 * lightly; a week whose report is stored leads to it.
 */
export function WeeksChart({ overview, contests }: { overview: Overview; contests: Overview["contests"] }) {
  const { say, format } = useWords();
  const [frame, width] = useWidth<HTMLDivElement>();
  const { weeks } = overview;
  const name = ({ week }: Week): string => `${say("over.week", { n: Number(week.slice(-2)) })}${week === overview.week ? " *" : ""}`;
  const shown = weeks.slice(-Math.max(3, Math.floor((width - LEFT) / LEAST_PX)));
  const lines = stageLines(contests, shown).map(({ key, day, stage }) => ({ key, day, words: say(`over.stage.${stage}`) }));
  const what = (week: Week, kind: "opened" | "decided"): string => `${say(`over.${kind}`)}, ${name(week)}`;
  return (
    <Card title={say("over.weeks")} by={say("over.weeks_by")} aside={<Legend />} id={WEEKS_ID}>
      <div ref={frame} className={style.weeks}>
        {width > 0 && <Drawing weeks={shown} running={overview.week} lines={lines} width={width} name={name} what={what} />}
      </div>
      <div className={style.notes}>
        <p>{say("over.weeks_as_of", { waktu: format.moment(overview.asOf) })}</p>
        {weeks.some(({ seen }) => seen === "none") && <p>{say("over.unwatched_weeks")}</p>}
        {weeks.some(({ seen }) => seen === "part") && <p>{say("over.part_weeks")}</p>}
        <p>
          {say("over.running")} {shown.length < weeks.length && width > 0 && say("over.older")}{" "}
          {shown.some(({ report }) => report !== null) && say("over.weeks_linked")}
        </p>
        {lines.length > 0 && (
          <p>{say("over.stages", { daftar: lines.map(({ words, day }) => `${words} ${format.day(`${day}T05:00:00Z`)}`).join("; ") })}</p>
        )}
        {overview.capacity !== null && <Pace capacity={overview.capacity} />}
      </div>
      <WeeksTable weeks={weeks} name={name} what={what} />
    </Card>
  );
}

interface Named {
  readonly weeks: readonly Week[];
  readonly name: (week: Week) => string;
  readonly what: (week: Week, kind: "opened" | "decided") => string;
}

const HOURS = { whole: "over.hours_cell", part: "over.hours_cell_part", none: "over.hours_cell_none" } as const;

/** The newest first, with the hours of each that went without a fetch. */
function WeeksTable({ weeks, name, what }: Named) {
  const { say, format } = useWords();
  // Who lists no reports is told of none.
  const reports = useMe().may("report.list");
  const figure = (week: Week, kind: "opened" | "decided") => {
    const number = seenNumber(week, kind);
    return number === null ? say("over.unseen_cell") : <Figure key={kind} number={number} what={what(week, kind)} />;
  };
  return (
    <AsTable
      name={say("over.weeks")}
      head={[
        say("over.week_column"),
        say("over.opened"),
        say("over.decided"),
        say("over.hours_column"),
        ...(reports ? [say("over.report_column")] : []),
      ]}
      rows={weeks.toReversed().map((week) => ({
        key: week.week,
        cells: [
          <span key="week" className={style.oneLine}>
            {name(week)} · {format.day(week.from)}
          </span>,
          figure(week, "opened"),
          figure(week, "decided"),
          week.hours === null
            ? say("over.hours_unknown")
            : say(HOURS[week.seen], { n: format.number(week.hours.without), jumlah: format.number(week.hours.over) }),
          ...(reports
            ? [
                week.report === null ? (
                  say("over.report_none")
                ) : (
                  <ReportLink key="report" report={week.report}>
                    {say(week.report.final ? "over.report_final" : "over.report_draft", { n: week.report.version })}
                    <span className="visually-hidden">, {name(week)}</span>
                  </ReportLink>
                ),
              ]
            : []),
        ],
      }))}
    />
  );
}

const ReportLink = ({ report, children }: { report: NonNullable<Week["report"]>; children: ReactNode }) => (
  <Link to={`/reports/${encodeURIComponent(report.id)}`} className={figureStyle.figure ?? ""}>
    {children}
  </Link>
);

function Pace({ capacity }: { capacity: NonNullable<Overview["capacity"]> }) {
  const { say, format } = useWords();
  return (
    <p>
      {say("over.pace_why", {
        putusan: format.number(capacity.decided),
        hari: format.number(capacity.workingDays),
        minggu: format.number(capacity.weeks),
      })}{" "}
      {capacity.unknownYears.length > 0 && say("over.pace_years", { tahun: capacity.unknownYears.join(", ") })}
    </p>
  );
}

function Legend() {
  const { say } = useWords();
  return (
    <p className={style.legend} aria-hidden>
      <svg width="14" height="14" aria-hidden>
        <rect x="1" y="1" width="12" height="12" className={style.outline} />
      </svg>
      {say("over.legend_opened")}
      <svg width="14" height="14" aria-hidden>
        <rect x="0" y="0" width="14" height="14" className={ink.solid} />
      </svg>
      {say("over.legend_decided")}
    </p>
  );
}

/** Stages that began within the weeks that are drawn; the same day of two contests once. */
function stageLines(contests: Overview["contests"], shown: readonly Week[]) {
  const first = shown[0];
  const found = new Map<string, { key: string; day: string; stage: (typeof STAGES)[number][1] }>();
  if (first === undefined) return [];
  for (const { stages } of contests)
    for (const [field, stage] of STAGES) {
      const [day, at] = [stages[field], weeksSince(first.from, stages[field])];
      if (at > 0 && at < shown.length) found.set(`${day} ${stage}`, { key: `${day} ${stage}`, day, stage });
    }
  return [...found.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

interface DrawingProps extends Named {
  readonly running: string;
  readonly lines: readonly StageLine[];
  readonly width: number;
}

function Drawing({ weeks, running, lines, width, name, what }: DrawingProps) {
  const { say, format } = useWords();
  const hatch = useHatch();
  const ticks = ticksTo(Math.max(1, ...weeks.flatMap(({ opened, decided }) => [opened?.value ?? 0, decided?.value ?? 0])));
  const most = ticks.at(-1) ?? 1;
  const step = (width - LEFT) / weeks.length;
  const thick = Math.max(BAR_PX, Math.min(32, step * 0.36));
  const y = (value: number): number => TOP + (HEIGHT - TOP) * (1 - value / most);
  const left = (at: number, kind: "opened" | "decided"): number => LEFT + at * step + step / 2 + (kind === "opened" ? -thick - 1 : 1);
  const from = weeks[0]?.from ?? "";
  const stood = lines.map((line) => ({ ...line, x: LEFT + weeksSince(from, line.day) * step }));
  return (
    <>
      <svg width={width} height={HEIGHT + 1} aria-hidden className={style.drawing}>
        {hatch.definition}
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} className={tick === 0 ? style.ground : ink.grid} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {format.number(tick)}
            </text>
          </g>
        ))}
        {stood.map(({ key, x }) => (
          <line key={key} x1={x} x2={x} y1={4} y2={HEIGHT} className={style.stageLine} />
        ))}
        {weeks.map(
          ({ week, seen }, at) => seen !== "whole" && <Unseen key={week} seen={seen} x={LEFT + at * step + 2} width={step - 4} fill={hatch.fill} />,
        )}
        {weeks.map((week, at) => (
          <g key={week.week}>
            {KINDS.map((kind) => {
              const number = seenNumber(week, kind);
              if (number === null) return null;
              const top = y(number.value);
              const place = { x: left(at, kind), y: top, width: thick, height: HEIGHT - top };
              return (
                <g key={kind}>
                  <rect {...place} className={kind === "opened" ? style.outline : ink.solid} />
                  {week.week === running && kind === "opened" && <rect {...place} fill={hatch.fill} />}
                </g>
              );
            })}
          </g>
        ))}
      </svg>
      {stood.map(({ key, x, words }, at) => {
        // Where two stages begin close together the words of the first stand alone; the note below has all of them.
        const next = stood[at + 1]?.x ?? Number.POSITIVE_INFINITY;
        const before = at === 0 ? LEFT : (stood[at - 1]?.x ?? LEFT);
        if (x - before >= LABEL_PX) return <StageWord key={key} words={words} right={width - x + 6} />;
        return next - x >= LABEL_PX && width - x >= LABEL_PX ? <StageWord key={key} words={words} left={x + 6} /> : null;
      })}
      {weeks.flatMap((week, at) =>
        KINDS.map((kind) => {
          const number = seenNumber(week, kind);
          return (
            <span
              key={`${week.week} ${kind}`}
              className={style.above}
              style={{ left: left(at, kind), width: thick, top: y(number?.value ?? 0) - 25 }}
            >
              {number === null ? "–" : <Figure number={number} what={what(week, kind)} />}
            </span>
          );
        }),
      )}
      <div className={style.weekNames} style={{ paddingLeft: LEFT }}>
        {weeks.map((week) => (
          <span key={week.week}>
            {week.report === null ? (
              <span aria-hidden>{name(week)}</span>
            ) : (
              <ReportLink report={week.report}>
                {name(week)} {!week.report.final && <small>{say("over.week_draft")}</small>}
                <span className="visually-hidden">
                  , {say(week.report.final ? "over.week_report_final" : "over.week_report_draft", { n: week.report.version })}
                </span>
              </ReportLink>
            )}
          </span>
        ))}
      </div>
    </>
  );
}

const KINDS = ["opened", "decided"] as const;

/** The whole column of a week that nobody looked at; lighter where it was seen in part. */
function Unseen({ seen, x, width, fill }: { seen: "part" | "none"; x: number; width: number; fill: string }) {
  const place = { x, y: TOP, width, height: HEIGHT - TOP };
  return (
    <g data-seen={seen}>
      <rect {...place} fill={fill} opacity={seen === "none" ? 0.5 : 0.18} />
      {seen === "none" && <rect {...place} fill="none" className={ink.unseen} />}
    </g>
  );
}

function StageWord({ words, left, right }: { words: string; left?: number; right?: number }) {
  return (
    <span className={style.stageWord} aria-hidden style={{ ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) }}>
      {words}
    </span>
  );
}
