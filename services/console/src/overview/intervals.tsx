import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import ink from "./ink.module.css";
import style from "./intervals.module.css";
import { placeOf, shareEnd } from "./scale.ts";

export interface IntervalRow {
  readonly key: string;
  readonly name: string;
  /** Small beside its name. */
  readonly code?: string;
  /** Its counts, written out. */
  readonly counts: ReactNode;
  readonly share: number | null;
  readonly interval: readonly number[] | null;
  /** In place of a drawing: too little was decided. */
  readonly instead: string | null;
}

export const percent = (share: number): number => Math.round(share * 100);

/** "16%, rentang 8–27%" of a share, or why there is none. */
export function useShareWords(): (row: Pick<IntervalRow, "share" | "interval" | "instead">) => string {
  const { say } = useWords();
  return ({ share, interval, instead }) =>
    instead ??
    (share === null
      ? say("over.none_decided")
      : say("over.interval", { n: percent(share), a: percent(interval?.[0] ?? 0), b: percent(interval?.[1] ?? 1) }));
}

const WIDE = 100;

/** A dot and its 95% interval on one axis for all rows, in one ink and in the order that is given. */
export function Intervals({ rows }: { rows: readonly IntervalRow[] }) {
  const { say } = useWords();
  const words = useShareWords();
  const end = shareEnd(rows.flatMap(({ interval, instead }) => (instead === null && interval !== null ? [interval[1] ?? 0] : [])));
  const ticks = Array.from({ length: Math.round(end * 10) + 1 }, (_, at) => at / 10).filter((tick) => end <= 0.5 || Math.round(tick * 10) % 2 === 0);
  const left = (share: number): string => `${placeOf(share, end) * WIDE}%`;
  return (
    <div className={style.intervals}>
      {rows.map((row) => (
        <div key={row.key} className={style.interval}>
          <div>
            <b className={ink.rowName}>{row.name}</b>
            {row.code !== undefined && <code className={ink.code}>{row.code}</code>}
            <p className={ink.small}>{row.counts}</p>
          </div>
          <div>
            {row.instead === null && row.share !== null && row.interval !== null ? (
              <>
                <svg className={style.axis} height="34" aria-hidden>
                  {ticks.map((tick) => (
                    <line key={tick} x1={left(tick)} x2={left(tick)} y1="0" y2="34" className={ink.grid} />
                  ))}
                  <line x1={left(row.interval[0] ?? 0)} x2={left(row.interval[1] ?? 1)} y1="17" y2="17" className={style.reach} />
                  {row.interval.map((limit) => (
                    <line key={limit} x1={left(limit)} x2={left(limit)} y1="11" y2="23" className={style.reach} />
                  ))}
                  <circle cx={left(row.share)} cy="17" r="6" className={style.dot} />
                </svg>
                <p className={ink.small}>{words(row)}</p>
              </>
            ) : (
              <p className={ink.small}>{words(row)}</p>
            )}
          </div>
        </div>
      ))}
      {rows.some(({ instead, share }) => instead === null && share !== null) && (
        <div className={style.ticks} aria-hidden>
          {ticks.map((tick) => (
            <span key={tick} style={{ left: left(tick) }}>
              {say("over.share", { n: percent(tick) })}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
