import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { ApiProblem } from "../api.ts";
import shell from "../shell/states.module.css";
import { Failed, PageTitle } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./rules.module.css";

/** Title and the two parts of the workbench. */
export function RulesFrame({ children }: { children: ReactNode }) {
  const { say } = useWords();
  return (
    <div className={shell.page}>
      <header className={style.header}>
        <PageTitle>{say("nav.rules")}</PageTitle>
        <p className={style.lead}>{say("rules.lead")}</p>
      </header>
      <nav className={style.parts} aria-label={say("rules.parts")}>
        <NavLink to="/rules" end className={style.part ?? ""}>
          {say("rules.part_packs")}
        </NavLink>
        <NavLink to="/rules/terms" className={style.part ?? ""}>
          {say("rules.part_terms")}
        </NavLink>
      </nav>
      {children}
    </div>
  );
}

/** Why an act on rules was refused, in words of the catalogue. */
export function RulesProblem({ problem }: { problem: unknown }) {
  const { say, sayData } = useWords();
  if (problem === null) return null;
  return (
    <Failed problem={problem} sentence={problem instanceof ApiProblem ? sayData(`rules.err.${problem.code}`, say("err.save")) : say("err.save")} />
  );
}
