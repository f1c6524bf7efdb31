import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useMe } from "../session/me.tsx";
import shell from "../shell/states.module.css";
import { PageTitle } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./registry.module.css";

/** Title and the three parts of the register. */
export function RegistryFrame({ children }: { children: ReactNode }) {
  const { say } = useWords();
  const { may } = useMe();
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <PageTitle>{say("nav.registry")}</PageTitle>
        <p className={style.lead}>{say("reg.lead")}</p>
      </header>
      <nav className={style.parts} aria-label={say("reg.parts")}>
        <NavLink to="/registry" end className={style.part ?? ""}>
          {say("reg.people")}
        </NavLink>
        <NavLink to="/registry/corrections" className={style.part ?? ""}>
          {say("reg.corrections")}
        </NavLink>
        {may("registry.write") && (
          <NavLink to="/registry/import" className={style.part ?? ""}>
            {say("reg.import")}
          </NavLink>
        )}
      </nav>
      {children}
    </div>
  );
}
