import { IconScale } from "@tabler/icons-react";
import { useWords } from "../words/words.tsx";
import { ESCALATION_REASON_MIN, QUESTIONS, type Question } from "./decision-form.ts";
import type { RouteProps } from "./decision-panel.tsx";
import { EscalationReason } from "./escalation-reason.tsx";
import { useEmployment, useServiceFacts } from "./facts.tsx";
import style from "./panel.module.css";

const ANSWERS = ["yes", "no", "unknown"] as const;

/** Eight questions, each with the registry's fact below it (never pre-ticked as an answer), then a reason of one's own words. */
export function EscalateRoute({ flag, form, changeForm }: RouteProps) {
  const { say } = useWords();
  const fact = useQuestionFacts(flag);
  const answered = QUESTIONS.filter((question) => form.checklist[question] !== undefined).length;
  return (
    <>
      <div className={style.labelRow}>
        <h3 className={style.groupLabel}>{say("check.title")}</h3>
        <span className={style.small}>{say("check.count", { n: answered })}</span>
      </div>
      <ul className={style.questions}>
        {QUESTIONS.map((question) => (
          <li key={question} className={style.question}>
            <span id={`question-${question}`}>
              {say(`check.${question}`)}
              {fact[question] !== undefined && <small>{fact[question]}</small>}
            </span>
            <span role="radiogroup" aria-labelledby={`question-${question}`} className={style.segments}>
              {ANSWERS.map((answer) => (
                <label key={answer} className={style.segment}>
                  <input
                    type="radio"
                    name={`check-${question}`}
                    className="visually-hidden"
                    checked={form.checklist[question] === answer}
                    onChange={() => changeForm({ checklist: { ...form.checklist, [question]: answer } })}
                  />
                  {say(`check.${answer}`)}
                </label>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <EscalationReason flag={flag} reason={form.reason} min={ESCALATION_REASON_MIN} onReason={(reason) => changeForm({ reason })} />
      {flag.machine !== null && flag.machine.possibleForms.length > 0 && (
        <p className={style.forms}>
          <IconScale size={18} aria-hidden />
          <span>{say("forms.possible", { kode: flag.machine.possibleForms.join(", ") })}</span>
        </p>
      )}
    </>
  );
}

function useQuestionFacts(flag: RouteProps["flag"]): Partial<Record<Question, string>> {
  const { say, format } = useWords();
  const { facts } = flag;
  const employment = useEmployment(flag) ?? say("facts.unknown").toLowerCase();
  const service = useServiceFacts(flag);
  const posted = flag.timeKnown ? say("check.fact_posted", { tgl: format.day(flag.postedAt) }) : say("time.unknown");
  return {
    link: say("check.fact_registry", { fakta: say(`link.${flag.facts.link}`).toLowerCase() }),
    employment: say("check.fact_registry", { fakta: facts.onLeave === "yes" ? `${employment}, ${say("facts.on_leave")}` : employment }),
    spouse: say("check.fact_registry", { fakta: `${service.spouse.toLowerCase()}; CLTN: ${service.leave.toLowerCase()}` }),
    memory: facts.service === "before_appointment" ? `${posted}, ${service.service.toLowerCase()}` : posted,
  };
}
