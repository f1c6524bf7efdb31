import { IconCopy } from "@tabler/icons-react";
import { useWords } from "../words/words.tsx";
import style from "./alike.module.css";

/** Before the reading: how many posts say the same, and nothing of them. */
export function AlikeCount({ n }: { n: number }) {
  const { say } = useWords();
  return (
    <p className={style.count}>
      <IconCopy size={16} aria-hidden />
      <strong>{say("chip.alike", { n })}</strong> <span>{say("alike.before")}</span>
    </p>
  );
}
