import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem, NoConnection } from "../api.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { CodeField } from "./code-field.tsx";
import { setPassword } from "./session-api.ts";
import style from "./sign-in.module.css";

const MIN_LENGTH = 15;

/** A first password: length is the only rule, and it is visible while typing. */
export function PasswordForm() {
  const { say } = useWords();
  const client = useQueryClient();
  const [password, setValue] = useState("");
  const [shown, setShown] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [withCode, setWithCode] = useState(false);
  const length = [...password].length;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get("code");
    if (length < MIN_LENGTH) return setFailure(say("password.short"));
    setBusy(true);
    try {
      await setPassword({ password, ...(withCode ? { code: String(code) } : {}) });
      await client.invalidateQueries({ queryKey: ["session"] });
    } catch (problem) {
      const code = problem instanceof ApiProblem ? problem.code : null;
      if (code === "code-needed") setWithCode(true);
      if (code === "code-needed") setFailure(say("sign_in.code_needed"));
      else setFailure(code === "code-refused" ? say("sign_in.code_refused") : sentenceOf(problem, say("err.network"), say("err.save")));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={plain.column} onSubmit={(event) => void submit(event)} noValidate>
      <h1 className={plain.title}>{say("password.title")}</h1>
      <p>{say("password.intro")}</p>
      <p role="alert" className={failure === null ? "visually-hidden" : plain.error}>
        {failure}
      </p>
      <div className={plain.field}>
        <label className={plain.label} htmlFor="new-password">
          {say("password.new")}
        </label>
        <input
          className={plain.input}
          id="new-password"
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          aria-describedby="password-rules"
          aria-invalid={failure !== null}
          maxLength={1024}
          value={password}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <ul id="password-rules" className={style.rules}>
          <li data-met={length >= MIN_LENGTH}>
            {say("password.rule_length", { n: length })}
            {length >= MIN_LENGTH && <b>, {say("password.rule_met")}</b>}
          </li>
          <li>{say("password.rule_sentence")}</li>
          <li>{say("password.rule_own")}</li>
        </ul>
      </div>
      <label className={plain.choice}>
        <input type="checkbox" checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {say("password.show")}
      </label>
      {withCode && <CodeField />}
      <button type="submit" className={plain.primary} disabled={busy}>
        {say(busy ? "app.loading" : "password.save")}
      </button>
    </form>
  );
}

/** The server may know more (a password on the list of leaked ones): its sentence names the remedy, so it is shown as it is. */
function sentenceOf(problem: unknown, network: string, save: string): string {
  if (problem instanceof NoConnection) return network;
  return problem instanceof ApiProblem && problem.status < 500 ? problem.message : save;
}
