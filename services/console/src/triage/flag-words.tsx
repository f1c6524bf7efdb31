import type { ContestView, FlagRow } from "@netra/service-api/contract";
import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleHalf2,
  IconClock,
  IconFlag,
  IconGitFork,
  IconMessageQuestion,
  IconRotate,
  IconUsers,
} from "@tabler/icons-react";
import { serverNow } from "../session/use-session.ts";
import { useWords } from "../words/words.tsx";
import style from "./flag-words.module.css";

/** States and deadlines as an icon and a word, in ink: nothing here has a colour. */

const STATE_ICONS = {
  open: IconCircle,
  claimed: IconCircleHalf2,
  needs_info: IconMessageQuestion,
  awaiting_second: IconUsers,
  disputed: IconGitFork,
  escalated: IconFlag,
  closed: IconCircleCheck,
  withdrawn: IconRotate,
} as const;

export function StateWord({ row }: { row: Pick<FlagRow, "state" | "holder" | "mine"> }) {
  const { say } = useWords();
  const Icon = STATE_ICONS[row.state];
  const word = row.state === "claimed" && !row.mine ? say("state.claimed_by", { nama: row.holder ?? "…" }) : say(`state.${row.state}`);
  return (
    <span className={style.word}>
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>{word}</span>
    </span>
  );
}

const RUNNING: ReadonlySet<FlagRow["state"]> = new Set(["open", "claimed", "needs_info", "awaiting_second", "disputed"]);

/** The seven-day limit by weight: late is filled, today and tomorrow are bold, later is plain. A decided flag has none. */
export function Deadline({ row }: { row: Pick<FlagRow, "state" | "deadline"> }) {
  const { say, format } = useWords();
  if (!RUNNING.has(row.state)) return <span className={style.word} title={say("deadline.none")} />;
  const due = format.due(row.deadline, serverNow());
  const near = due.kind === "late" || due.kind === "today" || due.kind === "tomorrow";
  const Icon = near ? IconAlertTriangle : IconClock;
  return (
    <span
      className={style.word}
      data-weight={due.kind === "late" ? "late" : near ? "near" : "later"}
      title={say("deadline.title", { tgl: format.longMoment(row.deadline) })}
    >
      <Icon size={16} stroke={1.75} aria-hidden />
      <span>
        {due.kind === "late"
          ? say("deadline.late", { n: due.days })
          : due.kind === "date"
            ? format.shortDay(row.deadline)
            : say(`deadline.${due.kind}`)}
      </span>
    </span>
  );
}

/** "Unggahan · Facebook · publik": what was done, where, and who could see it. */
export function useActWords(): (row: Pick<FlagRow, "kind" | "platform" | "visibility">, withPublic?: boolean) => string {
  const { say } = useWords();
  return (row, withPublic = true) =>
    [
      say(`kind.${row.kind}`),
      say(`platform.${row.platform}`),
      ...(withPublic || row.visibility !== "public" ? [say(`visibility.${row.visibility}`)] : []),
    ].join(" · ");
}

/** Ballot order, number and both names, never a colour: `2 · Bahar Tanjung – Ratih Kuala`. */
export const candidateName = (candidate: ContestView["candidates"][number]): string =>
  candidate.number === null ? candidate.name : `${candidate.number} · ${candidate.name}`;

/** "Mendukung, paslon 2": a reading and whom it is about. */
export function useReadingWords(contest: ContestView | null) {
  const { say } = useWords();
  const target = (id: string | null): string | null => {
    const candidate = contest?.candidates.find((one) => one.id === id);
    if (candidate === undefined) return null;
    return candidate.number === null ? candidate.name : say("machine.candidate", { n: candidate.number });
  };
  return {
    reading: (reading: "neither" | "support" | "harm" | "unclear", targetId: string | null): string =>
      [say(`read.${reading}`), target(targetId)].filter((part) => part !== null).join(", "),
    machine: (stance: "support" | "oppose" | "neutral", targets: readonly string[]): string => {
      const named = targets.map(target).filter((part) => part !== null);
      return [say(`machine.${stance}`), ...(named.length > 0 ? named : stance === "neutral" ? [] : [say("machine.nobody")])].join(", ");
    },
  };
}
