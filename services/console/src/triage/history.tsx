import type { FlagDetail } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import answer from "./answer-form.module.css";
import { useDecisionWords } from "./decision-words.ts";
import { HiddenText } from "./hidden-text.tsx";
import style from "./history.module.css";

/** Every act on a flag, in order, undone ones included. */
export function History({ flag }: { flag: FlagDetail }) {
  const { say, format } = useWords();
  const words = useDecisionWords();
  if (flag.decisions.length === 0) return <p>{say("history.empty")}</p>;
  return (
    <ol className={style.history}>
      {flag.decisions.map((decision) => (
        <li key={decision.id}>
          <b>{words(decision)}</b> · {decision.by}, {format.moment(decision.at)}
          {decision.undone && ` · ${say("history.undone")}`}
          {decision.question !== null && (
            <p>
              <HiddenText text={decision.question} />
            </p>
          )}
          {decision.reason !== "" && (
            <p>
              <HiddenText text={decision.reason} />
            </p>
          )}
          {decision.checklist !== null && decision.checklist.length > 0 && <Checklist answers={decision.checklist} />}
          {decision.notes.map((note) => (
            <div key={`${note.act}${note.at}`}>
              <p>
                {say(`history.${note.act}`)} · {note.by !== null && `${note.by}, `}
                {format.moment(note.at)}
                {note.from !== null && ` · ${say("answer.given_by", { siapa: say(`answer.from.${note.from}`) })}`}
                {note.act === "answered" && note.words === null && ` · ${say(note.purged ? "answer.purged" : "answer.no_words")}`}
              </p>
              {note.words !== null && (
                <blockquote className={answer.said} dir="auto">
                  {note.words}
                </blockquote>
              )}
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** What was answered with an escalation, folded; the questions as they stood then. */
function Checklist({ answers }: { answers: NonNullable<FlagDetail["decisions"][number]["checklist"]> }) {
  const { say, locale } = useWords();
  return (
    <details className={style.checklist}>
      <summary>{say("history.checklist", { n: answers.length })}</summary>
      {answers.some(({ ask }) => ask === null) && <p>{say("history.words_not_kept")}</p>}
      <dl>
        {answers.map(({ id, ask, answer: given, weakens }, at) => (
          <div key={id}>
            <dt>{ask === null ? say("history.question", { i: at + 1 }) : ask[locale]}</dt>
            <dd>
              <b>{say(`check.${given}`)}</b>
              {weakens && ` · ${say("check.weakens")}`}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
