import { type ReactNode, useId } from "react";
import { NavLink } from "react-router";
import { useMe } from "../session/me.tsx";
import shell from "../shell/states.module.css";
import { PageTitle } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./settings.module.css";

/** Title and the parts of the settings. */
export function SettingsFrame({ lead, children }: { lead: string; children: ReactNode }) {
  const { say } = useWords();
  const { may } = useMe();
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <PageTitle>{say("nav_more.settings")}</PageTitle>
        <p className={style.quiet}>{lead}</p>
      </header>
      {may("team.read") && (
        <nav className={style.parts} aria-label={say("set.parts")}>
          <NavLink to="/settings/me" className={style.part ?? ""}>
            {say("set.me")}
          </NavLink>
          <NavLink to="/settings/team" className={style.part ?? ""}>
            {say("set.team")}
          </NavLink>
        </nav>
      )}
      {children}
    </div>
  );
}

/** One card of the settings, with what it means. */
export function Section({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={style.card} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <p className={style.quiet}>{note}</p>}
      </header>
      {children}
    </section>
  );
}
