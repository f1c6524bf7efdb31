import { useEffect, useRef } from "react";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";

/** The code of an authenticator app on the pages before the desk; it comes into sight when it is needed, and takes the focus. */
export function CodeField() {
  const { say } = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <div className={plain.field}>
      <label className={plain.label} htmlFor="code">
        {say("sign_in.code")}
      </label>
      <input ref={field} className={plain.input} id="code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={10} />
    </div>
  );
}
