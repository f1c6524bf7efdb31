import type { ReactNode } from "react";
import { NavLink } from "react-router";
import style from "./parts.module.css";
import states from "./states.module.css";
import { PageTitle } from "./states.tsx";

export interface RoomPart {
  readonly to: string;
  readonly name: string;
}

interface Props {
  readonly title: string;
  readonly lead: string;
  /** What the list of parts is called. */
  readonly label: string;
  /** None or one: then there is nothing to choose between, and no list. */
  readonly parts: readonly RoomPart[];
  readonly children: ReactNode;
}

/** A room of several pages: its title, what it is for, and its parts. */
export function RoomFrame({ title, lead, label, parts, children }: Props) {
  return (
    <div className={states.page}>
      <header className={style.header}>
        <PageTitle>{title}</PageTitle>
        <p className={style.lead}>{lead}</p>
      </header>
      {parts.length > 1 && (
        <nav className={style.parts} aria-label={label}>
          {parts.map(({ to, name }) => (
            <NavLink key={to} to={to} end className={style.part ?? ""}>
              {name}
            </NavLink>
          ))}
        </nav>
      )}
      {children}
    </div>
  );
}
