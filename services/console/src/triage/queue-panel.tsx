import { useEffect, useRef } from "react";
import { Link } from "react-router";
import { KeyCap } from "../shell/key-cap.tsx";
import { useWords } from "../words/words.tsx";
import { type Filters, filtersToQuery } from "./filters.ts";
import { Deadline } from "./flag-words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import { isTaken } from "./queue-order.ts";
import style from "./queue-panel.module.css";
import type { FlagList } from "./use-flag-list.ts";

const AROUND = 30;

/** The list beside the text: where one stands, and what comes next. Only the neighbourhood is drawn. */
export function QueuePanel({ list, filters, flagId }: { list: FlagList; filters: Filters; flagId: string }) {
  const { say, format } = useWords();
  const here = useRef<HTMLAnchorElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the current row is brought into sight when it changes
  useEffect(() => {
    here.current?.scrollIntoView({ block: "center" }); // Newer browsers answer with a promise, which React would take for a clean-up.
  }, [flagId]);
  const at = list.rows.findIndex((row) => row.id === flagId);
  const from = Math.max(0, at - AROUND);
  return (
    <nav className={style.queue} aria-label={say("triage.queue")}>
      <p className={style.queueHead}>
        <b>{say(`lane.${filters.lane}`)}</b> {list.counts !== null && format.number(list.counts[filters.lane])}
        <span className={style.queueKeys}>
          <KeyCap>J</KeyCap> <KeyCap>K</KeyCap>
        </span>
      </p>
      <ul className={style.queueList}>
        {list.rows.slice(from, Math.max(at, 0) + AROUND).map((row) => (
          <li key={row.id}>
            <Link
              ref={row.id === flagId ? here : undefined}
              to={`/triage/${row.id}?${filtersToQuery(filters)}`}
              className={style.queueRow}
              aria-current={row.id === flagId ? "true" : undefined}
              data-taken={isTaken(row)}
            >
              <span className={style.queueText} dir="auto">
                {row.text.trim() === "" ? <i>{say("triage.no_text")}</i> : <HiddenText text={row.text} />}
              </span>
              <span className={style.queueMeta}>
                {say(`kind.${row.kind}`)} {isTaken(row) ? <span>{say("state.claimed_by", { nama: row.holder ?? "" })}</span> : <Deadline row={row} />}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
