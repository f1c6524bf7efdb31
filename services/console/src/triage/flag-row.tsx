// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: one tab stop, the row
import { IconCopy, IconFile, IconLinkOff, IconMessageReply, IconPencil, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import { Deadline, StateWord, useActWords } from "./flag-words.tsx";
import style from "./list.module.css";
import { MarkedText } from "./marked-text.tsx";
import { isTaken, type ListedRow } from "./queue-order.ts";
import type { Picks } from "./use-picks.ts";

interface Props {
  readonly row: ListedRow & { readonly marks?: readonly { readonly start: number; readonly end: number }[] };
  readonly index: number;
  readonly place: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly tabStop: boolean;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
  readonly picks: Picks | null;
}

/** One flag in two lines: the text, which is the reason to open it, and below what was done, where and when. No score, no stance, no person. */
export function FlagRowView({ row, index, place, measure, tabStop, onFocus, onOpen, picks }: Props) {
  const { say, format } = useWords();
  const act = useActWords();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is bound for the whole grid
    <div
      id={`row-${row.id}`}
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      ref={measure}
      tabIndex={tabStop ? 0 : -1}
      className={style.row}
      data-current={tabStop}
      data-taken={isTaken(row)}
      {...(picks !== null && { "aria-selected": picks.has(row.id), "data-picked": picks.has(row.id) })}
      style={{ transform: `translateY(${place}px)` }}
      onFocus={onFocus}
      onClick={picks?.picking ? () => picks.toggle(row.id) : onOpen}
    >
      {picks !== null && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: X is bound for the whole grid
        <div role="gridcell" className={style.cellPick} onClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={picks.has(row.id)}
            aria-label={say("pick.row", { nomor: row.number })}
            onChange={() => picks.toggle(row.id)}
          />
        </div>
      )}
      <div role="gridcell" className={style.cellText}>
        <p className={style.text} dir="auto">
          {row.text.trim() === "" ? <i>{say("triage.no_text")}</i> : <MarkedText text={row.text} marks={row.marks ?? []} />}
        </p>
        <p className={style.meta}>
          <span>{act(row, false)}</span>
          <span>{row.timeKnown ? format.moment(row.postedAt) : say("time.unknown")}</span>
          {row.origin !== "own" && <span>{say(`origin.${row.origin}`)}</span>}
          {row.edited && <Chip icon={<IconPencil size={14} aria-hidden />}>{say("chip.edited")}</Chip>}
          {(row.source === "gone" || row.source === "suspect_gone") && (
            <Chip icon={<IconLinkOff size={14} aria-hidden />}>{say(`source.${row.source}`)}</Chip>
          )}
          {row.parent && <Chip icon={<IconMessageReply size={14} aria-hidden />}>{say("chip.parent")}</Chip>}
          {row.alike > 0 && (
            <Chip icon={<IconCopy size={14} aria-hidden />}>{say(row.repeats ? "chip.repeats" : "chip.alike", { n: row.alike })}</Chip>
          )}
          {row.groupOthers !== null && (
            <Chip icon={<IconUsers size={14} aria-hidden />}>
              {row.groupOthers === 0 ? say("group.title") : say("chip.group", { n: row.groupOthers })}
            </Chip>
          )}
          {row.files > 0 && <Chip icon={<IconFile size={14} aria-hidden />}>{say("chip.files", { n: row.files })}</Chip>}
        </p>
      </div>
      <div role="gridcell" className={style.cellState}>
        <StateWord row={row} />
      </div>
      <div role="gridcell" className={style.cellDeadline}>
        <Deadline row={row} />
      </div>
    </div>
  );
}

function Chip({ icon, children }: { icon: ReactNode; children: string }) {
  return (
    <span className={style.chip}>
      {icon}
      {children}
    </span>
  );
}
