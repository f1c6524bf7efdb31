import { type ReactNode, useId } from "react";
import { useWords } from "../words/words.tsx";
import style from "./day.module.css";

/** One card of the day: its title with the true count, and a sentence where nothing is in it. */
export function Part({
  title,
  count,
  note,
  more,
  children,
}: {
  title: string;
  count?: number;
  note?: string;
  more?: ReactNode;
  children: ReactNode;
}) {
  const { format } = useWords();
  const id = useId();
  return (
    <section className={style.part} aria-labelledby={id}>
      <header className={style.partHead}>
        <h2 id={id}>
          {title}
          {count !== undefined && <span className={style.count}> {format.number(count)}</span>}
        </h2>
        {note !== undefined && <p className={style.quiet}>{note}</p>}
        {more}
      </header>
      {children}
    </section>
  );
}

/** Says so when more is there than a list holds. */
export function More({ shown, count }: { shown: number; count: number }) {
  const { say, format } = useWords();
  return count > shown ? <p className={style.sentence}>{say("day.more", { n: format.number(count - shown) })}</p> : null;
}
