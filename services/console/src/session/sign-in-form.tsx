import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { ApiProblem, NoConnection } from "../api.ts";
import plain from "../shell/plain.module.css";
import type { WordKey } from "../words/id.ts";
import { useWords } from "../words/words.tsx";
import { CodeField } from "./code-field.tsx";
import { signIn, signInByLink } from "./session-api.ts";
import { setSession } from "./use-session.ts";

type Failure = Extract<
  WordKey,
  | "sign_in.wrong"
  | "sign_in.code_needed"
  | "sign_in.code_refused"
  | "sign_in.limited"
  | "sign_in.empty"
  | "sign_in.link_failed"
  | "err.network"
  | "err.save"
>;

/** Name and password, and a code where the server asks for one; or, without a word, the one-time token of a link (`/sign-in#token`), which leaves the address at once. */
export function SignInForm() {
  const { say, setLocale, locale } = useWords();
  const client = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [withCode, setWithCode] = useState(false);
  const location = useLocation();
  const go = useNavigate();
  const spent = useRef<string | null>(null);
  const token = location.hash.slice(1);

  const enter = async (way: () => ReturnType<typeof signIn>, refused: Failure): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const session = await way();
      if (session.locale !== locale) await setLocale(session.locale);
      setSession(client, session);
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === "code-needed") setWithCode(true);
      setFailure(failureOf(problem, refused));
    } finally {
      setBusy(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a one-time token is spent exactly once
  useEffect(() => {
    if (token === "" || spent.current === token) return;
    spent.current = token;
    void go("/sign-in", { replace: true, state: location.state });
    void enter(() => signInByLink(decodeURIComponent(token)), "sign_in.link_failed");
  }, [token]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [username, password] = [String(form.get("username")).trim(), String(form.get("password"))];
    if (username === "" || password === "") setFailure("sign_in.empty");
    else void enter(() => signIn({ username, password, ...(withCode ? { code: String(form.get("code")) } : {}) }), "sign_in.wrong");
  };

  return (
    <form className={plain.column} onSubmit={submit} noValidate aria-describedby={failure === null ? undefined : "sign-in-failure"}>
      <h1 className={plain.title}>{say("sign_in.title")}</h1>
      <p
        role="alert"
        id="sign-in-failure"
        className={failure === null ? "visually-hidden" : failure === "sign_in.code_needed" ? plain.hint : plain.error}
      >
        {failure !== null && say(failure)}
      </p>
      <div className={plain.field}>
        <label className={plain.label} htmlFor="username">
          {say("sign_in.username")}
        </label>
        <input
          className={plain.input}
          id="username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
        />
      </div>
      <div className={plain.field}>
        <label className={plain.label} htmlFor="password">
          {say("sign_in.password")}
        </label>
        <input className={plain.input} id="password" name="password" type="password" autoComplete="current-password" maxLength={1024} />
      </div>
      {withCode && <CodeField />}
      <button type="submit" className={plain.primary} disabled={busy}>
        {say(busy ? (spent.current === null ? "app.loading" : "sign_in.link_working") : "sign_in.submit")}
      </button>
      <p className={plain.hint}>{say("sign_in.help")}</p>
    </form>
  );
}

function failureOf(problem: unknown, refused: Failure): Failure {
  if (problem instanceof NoConnection) return "err.network";
  if (!(problem instanceof ApiProblem)) return "err.save";
  if (problem.status === 429) return "sign_in.limited";
  if (problem.code === "code-needed") return "sign_in.code_needed";
  if (problem.code === "code-refused") return "sign_in.code_refused";
  return problem.status < 500 ? refused : "err.save";
}
