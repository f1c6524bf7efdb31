import type { CaseDetail } from "@netra/service-api/contract";
import { Link } from "react-router";
import rows from "../shell/rows.module.css";
import { useActWords } from "../triage/flag-words.tsx";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";

/** The flags that stand in a case, each with the words that raised it. */
export function CaseFlags({ of }: { of: CaseDetail }) {
  const { say, format } = useWords();
  const act = useActWords();
  return (
    <section className={style.card} aria-labelledby="case-flags">
      <h2 id="case-flags">
        {say("case.flags")} <span className={style.count}>{format.number(of.flags.length + of.moreFlags)}</span>
      </h2>
      {of.flags.length === 0 && <p>{say("case.flags_none")}</p>}
      <ul className={style.flags}>
        {of.flags.map((flag) => (
          <li key={flag.id}>
            <p>
              <Link to={`/triage/${flag.id}`}>
                <b className={rows.number}>{flag.number}</b>
              </Link>{" "}
              <span className={style.quiet}>
                {act(flag)} · {say(`origin.${flag.origin}`)} · {say(`state.${flag.state}`)}
              </span>
            </p>
            <p dir="auto" className={style.text}>
              {flag.text === null ? say("case.text_gone") : <HiddenText text={flag.text} />}
            </p>
            {!flag.seen && <p className={style.quiet}>{say("case.flag_unread")}</p>}
          </li>
        ))}
      </ul>
      {of.moreFlags > 0 && <p className={style.quiet}>{say("case.flags_more", { n: format.number(of.moreFlags) })}</p>}
    </section>
  );
}
