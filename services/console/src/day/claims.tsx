import type { Day } from "@netra/service-api/contract";
import { Link } from "react-router";
import { useActWords } from "../triage/flag-words.tsx";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";
import { More, Part } from "./part.tsx";

/** A flag beside the list of those that the person holds. */
export const claimAddress = (flagId: string): string => `/triage/${flagId}?lane=mine`;

/** Flags that the person holds, with the time at which each is given back by itself; what ends first stands first. */
export function Claims({ day }: { day: Day }) {
  const { say, format } = useWords();
  const act = useActWords();
  return (
    <Part title={say("day.claims")} count={day.counts.claims} note={say("day.claims_note")}>
      {day.claims.length === 0 && <p className={style.sentence}>{say("day.claims_none")}</p>}
      <ul className={style.list}>
        {day.claims.map((flag) => (
          <li key={flag.id} className={style.row}>
            <div className={style.what}>
              <p className={style.text} dir="auto">
                {flag.text.trim() === "" ? <i>{say("triage.no_text")}</i> : <HiddenText text={flag.text} />}
              </p>
              <p className={style.meta}>
                <span className={style.number}>{flag.number}</span>
                <span>{act(flag, false)}</span>
                {flag.handed !== null && <b>{say("handed.by", { nama: flag.handed.by, jam: format.moment(flag.handed.at) })}</b>}
              </p>
            </div>
            <span className={style.when}>{say("day.until", { jam: format.clock(flag.until) })}</span>
            <Link
              data-day-row
              className={style.open}
              to={claimAddress(flag.id)}
              state={{ claim: true }}
              aria-label={say("day.go_on", { nomor: flag.number })}
            >
              {say("day.open")}
            </Link>
          </li>
        ))}
      </ul>
      <More shown={day.claims.length} count={day.counts.claims} />
    </Part>
  );
}
