import { Textarea } from "@mantine/core";
import pieces from "../shell/pieces.module.css";
import { useWords } from "../words/words.tsx";
import style from "./look.module.css";
import { type LookAct, NOTES } from "./look-form.ts";

/** What the sender is told, with sentences to begin with; optional for evidence alone. */
export function LookNote({ act, note, onChange }: { act: LookAct; note: string; onChange: (note: string) => void }) {
  const { say } = useWords();
  const sentences = NOTES[act].map((key) => say(`look.say.${key}`)).filter((sentence) => !note.includes(sentence));
  return (
    <div className={style.noteField}>
      <Textarea
        label={say("look.note")}
        description={`${say(`look.note_hint.${act}`)} ${say("cap.origin_note")}`}
        required={act !== "evidence"}
        withAsterisk={false}
        rows={3}
        maxLength={2000}
        value={note}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {sentences.length > 0 && (
        <ul className={style.sentences} aria-label={say("reason.templates")}>
          {sentences.map((sentence) => (
            <li key={sentence}>
              <button
                type="button"
                className={pieces.readySentence}
                onClick={() => onChange([note.trim(), sentence].filter((part) => part !== "").join(" "))}
              >
                {sentence}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
