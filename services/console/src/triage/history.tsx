import type { FlagDetail } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { useDecisionWords } from "./decision-words.ts";
import style from "./flag.module.css";

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
          {decision.question !== null && <p>{decision.question}</p>}
          {decision.reason !== "" && <p>{decision.reason}</p>}
          {decision.notes.map((note) => (
            <p key={`${note.act}${note.at}`}>
              {say(`history.${note.act}`)} · {note.by !== null && `${note.by}, `}
              {format.moment(note.at)}
            </p>
          ))}
        </li>
      ))}
    </ol>
  );
}
