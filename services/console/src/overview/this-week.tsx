import type { Overview, OverviewNumber } from "@netra/service-api/contract";
import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import figure from "./figure.module.css";
import { Figure } from "./figure.tsx";
import ink from "./ink.module.css";
import style from "./this-week.module.css";
import { isUnseen } from "./unseen.ts";
import { WEEKS_ID } from "./weeks-chart.tsx";

/** Five numbers of the running week, each a link: what came, what was decided, what waits against what the desk decides, how long it took, what is late. */
export function ThisWeek({ overview }: { overview: Overview }) {
  const { say, format } = useWords();
  const { median, capacity, enough } = overview;
  const hours = (value: number | null): string => (value === null ? say("over.hours_none") : format.lasting(value));
  const isFew = ({ value }: OverviewNumber): boolean => value > 0 && value < enough.measured;
  /** On how many a median rests, and that these are too few. */
  const of = (number: OverviewNumber): string => {
    const n = say(number.value === 1 ? "over.measured_one" : "over.measured", { n: format.number(number.value) });
    return isFew(number) ? `${n}, ${say("over.measured_few", { n: format.number(enough.measured) })}` : n;
  };
  const by = (tanggal: string): string => say("over.by", { tanggal });
  const lastWeek = (number: OverviewNumber, what: string, shown?: string) =>
    isUnseen(number, overview.watched.before) ? (
      say("over.last_week_unseen")
    ) : (
      <>
        {say("over.last_week")}{" "}
        <Figure number={number} what={`${what}, ${say("over.last_week")}`}>
          {shown}
        </Figure>
      </>
    );
  return (
    <section aria-label={say("over.five")} className={style.five}>
      {(["opened", "decided"] as const).map((name) => (
        <One key={name} name={say(`over.${name}`)} number={overview[name].now} by={by(say(`over.by.${name}`))}>
          {lastWeek(overview[name].before, say(`over.${name}`))}
        </One>
      ))}
      <One name={say("over.waiting")} number={overview.waiting.now} by={say("over.by_as_of", { waktu: format.clockWithZone(overview.asOf) })}>
        {capacity === null ? (
          say("over.pace_none", {
            minggu: format.number(enough.paceWeeks),
            putusan: format.number(enough.paceDecisions),
            n: format.number(enough.paceOfWeeks),
          })
        ) : (
          <a href={`#${WEEKS_ID}`} className={figure.figure}>
            {say("over.pace", {
              hari: format.number(capacity.backlogDays),
              minggu: format.number(capacity.weeks),
              n: format.tenths(Math.round(capacity.perDay * 10)),
            })}
          </a>
        )}
      </One>
      <One
        name={say("over.median")}
        number={median.measured.now}
        shown={hours(median.now)}
        beside={median.measured.now.value === 0 ? null : of(median.measured.now)}
        few={isFew(median.measured.now)}
        by={say("over.first_act")}
      >
        {lastWeek(median.measured.before, say("over.median"), hours(median.before))}
        {median.before !== null && ` ${of(median.measured.before)}`}
      </One>
      <One name={say("over.late")} number={overview.late.now} by={say("over.by_as_of", { waktu: format.clockWithZone(overview.asOf) })}>
        {lastWeek(overview.late.before, say("over.late"))}
      </One>
    </section>
  );
}

interface OneProps {
  readonly name: string;
  readonly number: OverviewNumber;
  readonly shown?: string;
  /** On how many it rests. */
  readonly beside?: string | null;
  /** On too few to be set large. */
  readonly few?: boolean;
  readonly by: string;
  readonly children: ReactNode;
}

function One({ name, number, shown, beside = null, few = false, by, children }: OneProps) {
  return (
    <div className={style.one}>
      <h2>{name}</h2>
      <p className={few ? style.small : style.big}>
        <Figure number={number} what={name}>
          {shown}
        </Figure>
        {beside !== null && <span className={style.beside}> {beside}</span>}
      </p>
      <p className={ink.small}>{children}</p>
      <p className={style.by}>{by}</p>
    </div>
  );
}
