import type { CaseDetail } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";

/** What speaks for the person, or must be weighed. It is always shown, and there is no way to fold it away. */
export function Mitigating({ of }: { of: CaseDetail }) {
  const { say, format, locale } = useWords();
  const { checklists, facts, against, closed, edited } = of.mitigating;
  const many = of.flags.length > 1;
  return (
    <section className={style.card} aria-labelledby="case-mitigating">
      <h2 id="case-mitigating">{say("case.mitigating")}</h2>
      <p className={style.quiet}>{say("case.mitigating_note")}</p>
      <h3>{say("case.against")}</h3>
      <ul className={style.bullets}>
        {against.length === 0 && <li>{say("case.against_none")}</li>}
        {against.map(({ flag, words, why }) => (
          <li key={`${flag.id} ${words} ${why.id}`}>
            <q dir="auto">{words}</q>: {why[locale]}
            {many && ` (${flag.number})`}
          </li>
        ))}
        {edited > 0 && <li>{say("case.edited", { n: format.number(edited) })}</li>}
        {closed.map(({ outcome, flags }) => (
          <li key={outcome}>{say("case.closed_before", { n: format.number(flags), hasil: say(`outcome.${outcome}`).toLowerCase() })}</li>
        ))}
        {closed.length === 0 && <li>{say("case.closed_none")}</li>}
        {of.replies.length > 0 && <li>{say("case.replied", { n: format.number(of.replies.length) })}</li>}
      </ul>
      {facts.map((fact) => (
        <Facts key={fact.flag.id} fact={fact} named={many} />
      ))}
      {of.flags.map((flag) => (
        <Answers key={flag.id} given={checklists.filter((one) => one.flag.id === flag.id)} named={many} />
      ))}
    </section>
  );
}

/** Both readers' answers side by side, each under the words that were answered: where they differ is what must be weighed. */
function Answers({ given, named }: { given: CaseDetail["mitigating"]["checklists"]; named: boolean }) {
  const { say, locale } = useWords();
  const [first] = given;
  if (first === undefined) return null;
  const wordsOf = (question: string): string[] => {
    const each = given.map(({ readerNo, asked }) => ({ n: readerNo, pertanyaan: asked.find(({ id }) => id === question)?.ask[locale] ?? question }));
    return new Set(each.map(({ pertanyaan }) => pertanyaan)).size === 1
      ? [each[0]?.pertanyaan ?? question]
      : each.map((one) => say("case.checklist_of", one));
  };
  return (
    <div>
      <h3>
        {say("case.checklist", { n: given.map(({ readerNo }) => readerNo).join(" · ") })}
        {named && `, ${first.flag.number}`}
      </h3>
      <dl className={style.answers}>
        {first.asked.map(({ id: question }) => (
          <div key={question}>
            <dt>
              {wordsOf(question).map((words) => (
                <span key={words}>{words}</span>
              ))}
            </dt>
            <dd>{given.map(({ answers }) => say(`check.${answers[question] ?? "unknown"}`)).join(" · ")}</dd>
          </div>
        ))}
      </dl>
      {given.some(({ kept }) => !kept) && <p className={style.quiet}>{say("case.checklist_today")}</p>}
    </div>
  );
}

function Facts({ fact, named }: { fact: CaseDetail["mitigating"]["facts"][number]; named: boolean }) {
  const { say } = useWords();
  const recorded = (yes: boolean): string => say(yes ? "facts.yes" : "facts.none_recorded");
  const rows = [
    ["facts.service", fact.service === "unknown" ? say("facts.unknown") : say(`facts.service.${fact.service}`)],
    ["facts.leave", fact.onLeave === "unknown" ? say("facts.unknown") : recorded(fact.onLeave === "yes")],
    ["facts.spouse", recorded(fact.spouseOfCandidate)],
    ["facts.link", say(`link.${fact.link}`)],
    ["facts.handle", say(`facts.handle.${fact.otherHandle}`)],
  ] as const;
  return (
    <div>
      <h3>
        {say("case.facts")}
        {named && `, ${fact.flag.number}`}
      </h3>
      <dl className={style.facts}>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{say(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
