import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import style from "./card.module.css";
import ink from "./ink.module.css";

/** A part of the dashboard: what it shows, by which date it counts, and below the drawing the same as a table. */
export function Card({ title, by, aside, id, children }: { title: string; by: string; aside?: ReactNode; id?: string; children: ReactNode }) {
  return (
    <section className={style.card} id={id} aria-label={title}>
      <header className={style.cardHead}>
        <h2>{title}</h2>
        {aside}
        <p className={ink.small}>{by}</p>
      </header>
      {children}
    </section>
  );
}

interface TableProps {
  readonly name: string;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** What a drawing shows, as a table: for whoever does not see it, and whoever wants it exact. */
export function AsTable({ name, head, rows }: TableProps) {
  const { say } = useWords();
  return (
    <details className={style.asTable}>
      <summary>
        {say("over.as_table")}
        <span className="visually-hidden">: {name}</span>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may be wider than a phone is reached by key */}
      <section className={style.tableFrame} aria-label={name} tabIndex={0}>
        <table className={style.table}>
          <thead>
            <tr>
              {head.map((one) => (
                <th key={one} scope="col">
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [first, ...cells] }) => (
              <tr key={key}>
                <th scope="row">{first}</th>
                {cells.map((cell, at) => (
                  <td key={head[at + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
