import type { IntakeRow } from "@netra/service-api/contract";
import { IconCopy, IconFile, IconUser, IconUserOff } from "@tabler/icons-react";
import { Link } from "react-router";
import { useActWords } from "../triage/flag-words.tsx";
import list from "../triage/list.module.css";
import { useWords } from "../words/words.tsx";
import style from "./intake-list.module.css";
import { CaptureStateWord } from "./intake-words.tsx";

/** One capture in two lines: what was seen and where, and below what a second person needs to choose. No handle and no name of a civil servant. */
export function IntakeRowView({ row, to }: { row: IntakeRow; to: string }) {
  const { say, format } = useWords();
  const act = useActWords();
  const AccountIcon = row.registered ? IconUser : IconUserOff;
  return (
    <li className={style.item}>
      <Link id={`row-${row.id}`} to={to} className={style.row} data-mine={row.mayLook.code === "own-capture"}>
        <span className={style.what}>
          <b className={style.title}>{act(row)}</b>
          <span className={list.meta}>
            <span className={style.receipt}>{row.receiptNo}</span>
            <span>{say("intake.by", { nama: row.by })}</span>
            {row.origin !== "own" && <span>{say(`origin.${row.origin}`)}</span>}
            <span className={list.chip}>
              <AccountIcon size={14} aria-hidden />
              {say(row.registered ? "intake.registered" : "intake.unregistered")}
            </span>
            <span className={list.chip}>
              <IconFile size={14} aria-hidden />
              {row.files === 0 ? say("intake.no_files") : say("chip.files", { n: row.files })}
            </span>
            {row.duplicates > 0 && (
              <span className={list.chip}>
                <IconCopy size={14} aria-hidden />
                {say("intake.duplicates", { n: row.duplicates })}
              </span>
            )}
          </span>
        </span>
        <CaptureStateWord row={row} />
        <span className={style.when}>{format.moment(row.receivedAt)}</span>
      </Link>
    </li>
  );
}
