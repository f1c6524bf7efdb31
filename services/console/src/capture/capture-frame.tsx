import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { LanguageSwitch } from "../session/language-switch.tsx";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";

interface Props {
  readonly title: string;
  /** Where the arrow leads; `null` shows none. */
  readonly home?: string | null;
  readonly onBack?: () => void;
  readonly aside?: ReactNode;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** One column: a head that stays, what there is to fill in, and the one button within reach of the thumb. */
export function CaptureFrame({ title, home, onBack, aside, foot, children }: Props) {
  const { say } = useWords();
  return (
    <div className={plain.page}>
      <header className={style.head}>
        {onBack !== undefined && (
          <button type="button" className={style.back} onClick={onBack} aria-label={say("app.back")}>
            <IconArrowLeft size={22} aria-hidden />
          </button>
        )}
        {home && (
          <Link to={home} className={style.back} aria-label={say("app.back")}>
            <IconArrowLeft size={22} aria-hidden />
          </Link>
        )}
        <h1 className={style.headTitle} tabIndex={-1} id="capture-title">
          {title}
        </h1>
        {aside ?? <LanguageSwitch />}
      </header>
      <main className={`${plain.column} ${style.body}`}>{children}</main>
      {foot !== undefined && (
        <footer className={style.foot}>
          <div className={style.footColumn}>{foot}</div>
        </footer>
      )}
    </div>
  );
}
