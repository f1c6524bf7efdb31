import type { VersionView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import { DiffText } from "./diff-text.tsx";
import style from "./diff-view.module.css";
import parts from "./flag-parts.module.css";

/** Two versions in one text: added words doubly underlined, removed ones struck through. */
export function DiffView({ before, after }: { before: VersionView; after: VersionView }) {
  const { say } = useWords();
  return (
    <div className={style.diff}>
      <DiffText before={before.text} after={after.text} />
      <p className={parts.small}>
        {say("diff.legend")} {say("edit.note")}
      </p>
    </div>
  );
}
