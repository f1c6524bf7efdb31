import type { Day } from "@netra/service-api/contract";
import { Link } from "react-router";
import { Deadline, StateWord } from "../triage/flag-words.tsx";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";
import { More, Part } from "./part.tsx";

/** Flags of the person's regions whose last day to set a finding is near or over: theirs first, then what ends first. */
export function Lapsing({ day }: { day: Day }) {
  const { say, format } = useWords();
  return (
    <Part title={say("day.lapsing")} count={day.counts.lapsing}>
      {day.lapsing.length === 0 && <p className={style.sentence}>{say("day.lapsing_none", { tgl: format.shortDay(day.lapsingUntil) })}</p>}
      <ul className={style.list}>
        {day.lapsing.map((flag) => (
          <li key={flag.id}>
            <Link data-day-row className={style.lapsing} to={`/triage/${flag.id}`}>
              <span className={style.deadline}>
                <Deadline row={flag} />
              </span>
              <span className={style.what}>
                <span className={style.text} dir="auto">
                  <b className={style.number}>{flag.number}</b> <HiddenText text={flag.text} />
                </span>
                <span className={style.meta}>
                  <StateWord row={flag} />
                  {flag.own && <span>{say("day.yours")}</span>}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <More shown={day.lapsing.length} count={day.counts.lapsing} />
      <p className={style.foot}>
        {say("day.lapsing_note")}
        {day.unknownYears.length > 0 && ` ${say("day.holidays_unknown", { tahun: day.unknownYears.join(", ") })}`}
      </p>
    </Part>
  );
}
