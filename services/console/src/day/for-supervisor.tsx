import type { Day } from "@netra/service-api/contract";
import { Link } from "react-router";
import { serverNow } from "../session/use-session.ts";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";
import { More, Part } from "./part.tsx";

/** What waits for a supervisor alone, with true counts; nothing of anybody's speed. Shown only where something waits, or says that nothing does. */
export function ForSupervisor({ of }: { of: NonNullable<Day["supervisor"]> }) {
  const { say, sayData, format } = useWords();
  const lines = [
    { n: of.disputed, word: "day.sup_disputed", to: "/triage?lane=disputed", note: null },
    { n: of.unreadable, word: "day.sup_unreadable", to: "/triage?lane=second", note: "day.sup_unreadable_note" },
    { n: of.corrections, word: "day.sup_corrections", to: "/registry/corrections", note: null },
    { n: of.packs, word: "day.sup_packs", to: "/rules", note: null },
    { n: of.unconfirmed, word: "day.sup_unconfirmed", to: "/status", note: null },
  ] as const;
  const waiting = lines.filter(({ n }) => n > 0);
  return (
    <Part title={say("day.supervisor")} count={waiting.reduce((sum, { n }) => sum + n, of.casesLapsing)}>
      {waiting.length === 0 && of.casesLapsing === 0 && <p className={style.sentence}>{say("day.sup_none")}</p>}
      <ul className={style.list}>
        {waiting.map(({ n, word, to, note }) => (
          <li key={word}>
            <Link data-day-row className={style.supervise} to={to}>
              <b>{format.number(n)}</b>
              <span className={style.what}>
                {say(word)}
                {note !== null && <span className={style.quiet}>{say(note)}</span>}
              </span>
            </Link>
          </li>
        ))}
        {of.cases.map((one) => {
          const near = format.due(one.endsAt, serverNow());
          const day = near.kind === "late" ? say("deadline.late", { n: near.days }) : near.kind === "date" ? "" : say(`deadline.${near.kind}`);
          return (
            <li key={one.id}>
              <Link data-day-row className={style.supervise} to={`/cases/${one.id}`}>
                <b>{day}</b>
                <span className={style.what}>
                  {say("day.sup_case", {
                    nomor: one.number,
                    keadaan: say(`case_state.${one.state}`).toLowerCase(),
                    tenggat: sayData(`clock.${one.clock}`, one.clock).toLowerCase(),
                    tgl: format.shortDay(one.endsAt),
                  })}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
      <More shown={of.cases.length} count={of.casesLapsing} />
    </Part>
  );
}
