import { useEffect } from "react";
import { Navigate, useLocation } from "react-router";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { HOME } from "./home.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import { PasswordForm } from "./password-form.tsx";
import style from "./sign-in.module.css";
import { SignInForm } from "./sign-in-form.tsx";
import { useSession } from "./use-session.ts";

/** The door: name and password, or a one-time link, then a first password when one is missing. */
export default function SignInPage() {
  const { say } = useWords();
  const session = useSession();
  const location = useLocation();
  useEffect(() => {
    document.title = `${say("sign_in.title")} · Netra`;
  }, [say]);

  const someone = session.data;
  if (someone && !someone.mustSetPassword) return <Navigate to={wayBack(location.state) ?? HOME[someone.role]} replace />;
  return (
    <div className={plain.page}>
      <header className={style.header}>
        <img src="/icon.svg" alt="" width="36" height="36" />
        <span className={style.brand}>netra</span>
        <LanguageSwitch />
      </header>
      <main className={`${plain.column} ${style.card}`}>{someone?.mustSetPassword ? <PasswordForm /> : <SignInForm />}</main>
    </div>
  );
}

/** Only a path of our own: a link from elsewhere cannot choose where a sign-in ends. */
function wayBack(state: unknown): string | null {
  const from = typeof state === "object" && state !== null && "from" in state ? state.from : null;
  return typeof from === "string" && /^\/(?!\/)/.test(from) ? from : null;
}
