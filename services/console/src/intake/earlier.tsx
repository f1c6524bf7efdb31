import type { IntakeDetail } from "@netra/service-api/contract";
import { Link } from "react-router";
import { useWords } from "../words/words.tsx";
import style from "./capture-view.module.css";

/** Other captures that may show the same, and what is the same; nothing is merged by the machine. */
export function Duplicates({ capture }: { capture: IntakeDetail }) {
  const { say, format } = useWords();
  if (capture.possibleDuplicates.length === 0) return null;
  return (
    <section className={style.section}>
      <h2 className={style.sectionTitle}>{say("intake.possible")}</h2>
      <ul className={style.others}>
        {capture.possibleDuplicates.map((other) => (
          <li key={other.id}>
            <Link to={`/intake/${other.id}`} className={style.link}>
              {other.receiptNo}
            </Link>{" "}
            <span>
              {format.moment(other.receivedAt)} · {say("intake.same", { apa: other.same.map((what) => say(`intake.same.${what}`)).join(", ") })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Every look before this one, in order. */
export function EarlierLooks({ capture }: { capture: IntakeDetail }) {
  const { say, format } = useWords();
  if (capture.looks.length === 0) return null;
  return (
    <section className={style.section}>
      <h2 className={style.sectionTitle}>{say("intake.looks")}</h2>
      <ol className={style.looks}>
        {capture.looks.map((look) => (
          <li key={look.at}>
            <b>{say(`look.${look.act}`)}</b> · {look.by}, {format.moment(look.at)}
            {look.note !== "" && <p dir="auto">{look.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
