import { useId } from "react";
import { useWords } from "../words/words.tsx";
import { KEY_MODES } from "./keys.ts";
import style from "./single-keys.module.css";
import { useKeyboard } from "./use-keys.tsx";

/** How single keys act on this device: as they are, with Alt, or not at all. */
export function SingleKeys() {
  const { say } = useWords();
  const { mode, setMode } = useKeyboard();
  const name = useId();
  return (
    <fieldset className={style.choice}>
      <legend>{say("keys.single")}</legend>
      {KEY_MODES.map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={mode === one} onChange={() => setMode(one)} />
          {say(`keys.mode.${one}`)}
        </label>
      ))}
      <p>{say("keys.single_note")}</p>
    </fieldset>
  );
}
