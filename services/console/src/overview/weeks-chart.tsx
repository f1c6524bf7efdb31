import type { Overview, OverviewNumber } from "@netra/service-api/contract";
import { useNextReport } from "../reports/next-report.ts";
import { useWords } from "../words/words.tsx";
import { AsTable, Card } from "./card.tsx";
import { Figure } from "./figure.tsx";
import { useHatch } from "./hatch.tsx";
import ink from "./ink.module.css";
import { ticksTo, weeksSince } from "./scale.ts";
import { isUnseen } from "./unseen.ts";
import { useWidth } from "./use-width.ts";
import style from "./weeks-chart.module.css";

interface Bar {
  readonly week: string;
  readonly from: string;
  readonly running: boolean;
  /** Null: not known. */
  readonly counts: { readonly watched: number; readonly opened: OverviewNumber; readonly decided: OverviewNumber } | null;
}
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

/** Opened and decided per week, side by side: whether a backlog grows, and where a stage began. A week without a report is a gap, and one that nobody looked at is hatched, never nought. */
export function WeeksChart({ overview, contests }: { overview: Overview; contests: Overview["contests"] }) {
  const { say, format } = useWords();
  const [frame, width] = useWidth<HTMLDivElement>();
  const bars: Bar[] = [
    ...overview.weeks.map(({ week, from, report }) => ({ week, from, running: false, counts: report })),
    {
      week: overview.week,
      from: overview.from,
      running: true,
      counts: { watched: overview.watched.now, opened: overview.opened.now, decided: overview.decided.now },
    },
  ];
  const name = ({ week, running }: Bar): string => `${say("over.week", { n: Number(week.slice(-2)) })}${running ? " *" : ""}`;
  const shown = bars.slice(-Math.max(3, Math.floor((width - LEFT) / LEAST_PX)));
  const lines = stageLines(contests, shown).map(({ key, day, stage }) => ({ key, day, words: say(`over.stage.${stage}`) }));
  const next = useNextReport();
  const gaps = bars.some(({ counts }) => counts === null);
  const what = (bar: Bar, kind: "opened" | "decided"): string => `${say(`over.${kind}`)}, ${name(bar)}`;
  return (
    <Card title={say("over.weeks")} by={say("over.weeks_by")} aside={<Legend />} id={WEEKS_ID}>
      <div ref={frame} className={style.weeks}>
        {width > 0 && <Drawing bars={shown} lines={lines} width={width} name={name} what={what} />}
      </div>
      <div className={style.notes}>
        {overview.weeks.every(({ report }) => report === null) ? <p>{say("over.no_reports", { hari: next })}</p> : gaps && <p>{say("over.gap")}</p>}
        {bars.some(isUnwatched) && <p>{say("over.unwatched_weeks")}</p>}
        <p>
          {say("over.running")} {shown.length < bars.length && width > 0 && say("over.older")}
        </p>
        {lines.length > 0 && (
          <p>{say("over.stages", { daftar: lines.map(({ words, day }) => `${words} ${format.day(`${day}T05:00:00Z`)}`).join("; ") })}</p>
        )}
        {overview.capacity !== null && <Pace capacity={overview.capacity} />}
      </div>
      <AsTable
        name={say("over.weeks")}
        head={[say("over.week_column"), say("over.opened"), say("over.decided")]}
        rows={bars.toReversed().map((bar) => ({
          key: bar.week,
          cells: [
            `${name(bar)} · ${format.day(bar.from)}`,
            ...(["opened", "decided"] as const).map((kind) =>
              bar.counts === null ? (
                say("over.gap_cell")
              ) : isUnseen(bar.counts[kind], bar.counts.watched) ? (
                say("over.unseen_cell")
              ) : (
                <Figure key={kind} number={bar.counts[kind]} what={what(bar, kind)} />
              ),
            ),
          ],
        }))}
      />
    </Card>
  );
}

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
function stageLines(contests: Overview["contests"], shown: readonly Bar[]) {
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

interface DrawingProps {
  readonly bars: readonly Bar[];
  readonly lines: readonly StageLine[];
  readonly width: number;
  readonly name: (bar: Bar) => string;
  readonly what: (bar: Bar, kind: "opened" | "decided") => string;
}

function Drawing({ bars, lines, width, name, what }: DrawingProps) {
  const { format } = useWords();
  const hatch = useHatch();
  const ticks = ticksTo(Math.max(1, ...bars.flatMap(({ counts }) => (counts === null ? [] : [counts.opened.value, counts.decided.value]))));
  const most = ticks.at(-1) ?? 1;
  const step = (width - LEFT) / bars.length;
  const thick = Math.max(BAR_PX, Math.min(32, step * 0.36));
  const y = (value: number): number => TOP + (HEIGHT - TOP) * (1 - value / most);
  const left = (at: number, kind: "opened" | "decided"): number => LEFT + at * step + step / 2 + (kind === "opened" ? -thick - 1 : 1);
  const from = bars[0]?.from ?? "";
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
        {bars.map((bar, at) => isUnwatched(bar) && <Unseen key={bar.week} x={LEFT + at * step + 2} width={step - 4} fill={hatch.fill} />)}
        {bars.map(({ week, running, counts }, at) =>
          counts === null ? (
            <text key={week} x={LEFT + at * step + step / 2} y={HEIGHT - 8} textAnchor="middle" className={style.gap}>
              –
            </text>
          ) : (
            <g key={week}>
              {(["opened", "decided"] as const).map((kind) => {
                if (isUnseen(counts[kind], counts.watched)) return null;
                const top = y(counts[kind].value);
                const place = { x: left(at, kind), y: top, width: thick, height: HEIGHT - top };
                return (
                  <g key={kind}>
                    <rect {...place} className={kind === "opened" ? style.outline : ink.solid} />
                    {running && kind === "opened" && <rect {...place} fill={hatch.fill} />}
                  </g>
                );
              })}
            </g>
          ),
        )}
      </svg>
      {stood.map(({ key, x, words }, at) => {
        // Where two stages begin close together the words of the first stand alone; the note below has all of them.
        const next = stood[at + 1]?.x ?? Number.POSITIVE_INFINITY;
        const before = at === 0 ? LEFT : (stood[at - 1]?.x ?? LEFT);
        if (x - before >= LABEL_PX) return <StageWord key={key} words={words} right={width - x + 6} />;
        return next - x >= LABEL_PX && width - x >= LABEL_PX ? <StageWord key={key} words={words} left={x + 6} /> : null;
      })}
      {bars.flatMap((bar, at) =>
        (["opened", "decided"] as const).map((kind) => {
          if (bar.counts === null) return null;
          const number = bar.counts[kind];
          if (isUnseen(number, bar.counts.watched))
            return (
              <span key={`${bar.week} ${kind}`} className={style.above} style={{ left: left(at, kind), width: thick, top: y(0) - 25 }}>
                –
              </span>
            );
          return (
            <span key={`${bar.week} ${kind}`} className={style.above} style={{ left: left(at, kind), width: thick, top: y(number.value) - 25 }}>
              <Figure number={number} what={what(bar, kind)} />
            </span>
          );
        }),
      )}
      <div className={style.weekNames} style={{ paddingLeft: LEFT }} aria-hidden>
        {bars.map((bar) => (
          <span key={bar.week}>{name(bar)}</span>
        ))}
      </div>
    </>
  );
}

const isUnwatched = ({ counts }: Bar): boolean => counts !== null && counts.watched === 0;

/** The whole column of a week that nobody looked at. */
function Unseen({ x, width, fill }: { x: number; width: number; fill: string }) {
  const place = { x, y: TOP, width, height: HEIGHT - TOP };
  return (
    <>
      <rect {...place} fill={fill} opacity="0.5" />
      <rect {...place} fill="none" className={ink.unseen} />
    </>
  );
}

function StageWord({ words, left, right }: { words: string; left?: number; right?: number }) {
  return (
    <span className={style.stageWord} aria-hidden style={{ ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) }}>
      {words}
    </span>
  );
}
