import { IconInfoCircle, IconScale } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import answerStyle from "./answers.module.css";
import { ESCALATION_REASON_MIN, type Question } from "./decision-form.ts";
import type { RouteProps } from "./decision-panel.tsx";
import { EscalationReason } from "./escalation-reason.tsx";
import { useEmployment, useServiceFacts } from "./facts.tsx";
import guided from "./guidance.module.css";
import { GuidanceNotes } from "./guidance-notes.tsx";
import style from "./panel.module.css";
import routeStyle from "./routes.module.css";

const ANSWERS = ["yes", "no", "unknown"] as const;

/** The questions, each with the registry's fact and its date below it (never pre-ticked as an answer) and its guidance behind an info mark; then a reason of one's own words. */
export function EscalateRoute(props: RouteProps) {
  const { flag, form, changeForm, guidance } = props;
  const { say, locale } = useWords();
  return (
    <>
      {guidance.isPending && <Waiting rows={8} />}
      {guidance.isError && <Failed problem={guidance.error} sentence={say("check.loading")} onRetry={() => void guidance.refetch()} />}
      {guidance.data !== undefined && <Questions {...props} asked={guidance.data} />}
      <EscalationReason flag={flag} reason={form.reason} min={ESCALATION_REASON_MIN} onReason={(reason) => changeForm({ reason })} />
      {flag.machine !== null && flag.machine.possibleForms.length > 0 && (
        <p className={routeStyle.forms}>
          <IconScale size={18} aria-hidden />
          <span>
            {say("forms.possible", {
              kode: flag.machine.possibleForms.map(({ code, name }) => (name === null ? code : `${name[locale]} (${code})`)).join("; "),
            })}
          </span>
        </p>
      )}
    </>
  );
}

function Questions({ flag, form, changeForm, asked }: RouteProps & { asked: NonNullable<RouteProps["guidance"]["data"]> }) {
  const { say, locale } = useWords();
  const fact = useQuestionFacts(flag);
  const [open, setOpen] = useState<Question | null>(null);
  const [changed, setChanged] = useState(false);
  // Tab goes from answer to answer; the mark of the question one stands in is reached by Shift+Tab.
  const [standing, setStanding] = useState<Question | null>(null);
  const answered = asked.questions.filter(({ id }) => form.checklist[id] !== undefined).length;
  // What was answered to other words is no answer to these.
  const stale = form.guidance !== null && form.guidance !== asked.hash;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each set of questions
  useEffect(() => {
    if (!stale) return;
    changeForm({ checklist: {}, guidance: null });
    setChanged(true);
  }, [stale]);
  return (
    <>
      <div className={answerStyle.labelRow}>
        <h3 className={answerStyle.groupLabel}>{say("check.title")}</h3>
        <span className={style.small}>{say("check.count", { n: answered, jumlah: asked.questions.length })}</span>
      </div>
      <p className={style.small}>{say("check.info_note")}</p>
      {changed && (
        <p className={style.missing} role="status">
          {say("check.changed")}
        </p>
      )}
      <ul className={routeStyle.questions}>
        {asked.questions.map(({ id, ask, answers, notes }) => {
          const given = form.checklist[id];
          const isOpen = open === id;
          return (
            <li key={id} className={routeStyle.question} onFocus={() => setStanding(id)}>
              <span>
                <span id={`question-${id}`}>{ask[locale]}</span>
                <button
                  type="button"
                  className={guided.info}
                  tabIndex={standing === id ? 0 : -1}
                  aria-expanded={isOpen}
                  aria-controls={isOpen ? `guidance-${id}` : undefined}
                  aria-label={say("check.info", { n: notes.length, pertanyaan: ask[locale] })}
                  onClick={() => setOpen(isOpen ? null : id)}
                >
                  <IconInfoCircle size={18} stroke={1.75} aria-hidden />
                  <span aria-hidden>{notes.length}</span>
                </button>
                {fact[id] !== undefined && <small>{fact[id]}</small>}
              </span>
              <span role="radiogroup" aria-labelledby={`question-${id}`} className={routeStyle.segments}>
                {ANSWERS.map((answer) => (
                  <label key={answer} className={routeStyle.segment}>
                    <input
                      type="radio"
                      name={`check-${id}`}
                      className="visually-hidden"
                      checked={given === answer}
                      onChange={() => changeForm({ checklist: { ...form.checklist, [id]: answer }, guidance: asked.hash })}
                    />
                    {say(`check.${answer}`)}
                  </label>
                ))}
              </span>
              {given !== undefined && answers[given] === "weakens" && <p className={guided.weakens}>− {say("check.weakens")}</p>}
              {isOpen && <GuidanceNotes id={`guidance-${id}`} notes={notes} on={asked.on} />}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What is recorded about a question, with the day it is about. Never an answer. */
function useQuestionFacts(flag: RouteProps["flag"]): Partial<Record<Question, string>> {
  const { say, sayData, format } = useWords();
  const { facts, account } = flag;
  const employment = useEmployment(flag) ?? say("facts.unknown").toLowerCase();
  const service = useServiceFacts(flag);
  const onDay = (fakta: string): string => say("check.fact_on", { tgl: format.day(flag.postedAt), fakta });
  const link = say(`link.${facts.link}`).toLowerCase();
  const posted = flag.timeKnown ? say("check.fact_posted", { tgl: format.day(flag.postedAt) }) : say("time.unknown");
  return {
    link: onDay(account === null ? link : say("check.fact_linked", { fakta: link, tgl: format.day(account.linkedAt) })),
    employment: onDay(facts.onLeave === "yes" ? `${employment}, ${say("facts.on_leave")}` : employment),
    campaign: say("check.fact_stage", { tahap: sayData(`stage.${facts.stage}`, facts.stage).toLowerCase() }),
    spouse: onDay(`${service.spouse.toLowerCase()}; CLTN: ${service.leave.toLowerCase()}`),
    memory: facts.service === "before_appointment" ? `${posted}, ${service.service.toLowerCase()}` : posted,
    ...(flag.kind === "share" || flag.parents.some(({ relation }) => relation !== "answers") ? { quote: say("check.fact_around") } : {}),
  };
}
