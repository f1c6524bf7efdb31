import type { OverviewNumber } from "@netra/service-api/contract";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useWords } from "../words/words.tsx";
import style from "./figure.module.css";
import ink from "./ink.module.css";

interface Props {
  readonly number: OverviewNumber;
  /** What is counted, for whoever hears the link alone. */
  readonly what: string;
  /** In place of the bare number, where another figure rests on what was counted. */
  readonly children?: ReactNode;
}

/** A number that leads to the list behind it; plain where this role is given none. */
export function Figure({ number, what, children }: Props) {
  const { say, format } = useWords();
  const shown = children ?? format.number(number.value);
  if (number.list === null) return <span className={style.plain}>{shown}</span>;
  return (
    <Link to={`/overview/${number.list}`} className={style.figure ?? ""}>
      {shown}
      <span className="visually-hidden"> {say("over.list_of", { apa: what })}</span>
    </Link>
  );
}

/** Where some numbers of a part have no list for this role: whose role has it, and why. */
export function NoList({ numbers, roles, why }: { numbers: readonly OverviewNumber[]; roles: readonly ("supervisor" | "auditor")[]; why: boolean }) {
  const { say } = useWords();
  if (!numbers.some(({ list }) => list === null)) return null;
  return (
    <p className={ink.small}>
      {say("over.no_list", { peran: roles.map((role) => say(`role.${role}`)).join(", ") })} {why && say("over.no_list_why")}
    </p>
  );
}
