import type { IntakeRow } from "@netra/service-api/contract";
import { IconArchive, IconArrowBackUp, IconCircle, IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useWords } from "../words/words.tsx";
import style from "./intake-list.module.css";

const ICONS = { waiting: IconCircle, evidence: IconCircleCheck, lead: IconArchive, returned: IconArrowBackUp, rejected: IconCircleX } as const;

/** What became of a capture, as an icon and a word in ink; while it waits, whether it is one's own. */
export function CaptureStateWord({ row }: { row: Pick<IntakeRow, "state" | "mayLook"> }) {
  const { say } = useWords();
  const Icon = ICONS[row.state];
  return (
    <span className={style.state}>
      <Icon size={16} stroke={1.75} aria-hidden />
      {say(row.state === "waiting" && row.mayLook.code === "own-capture" ? "intake.own" : `intake.is.${row.state}`)}
    </span>
  );
}
