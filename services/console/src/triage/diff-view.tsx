import type { VersionView } from "@netra/service-api/contract";
import { useMemo } from "react";
import { useWords } from "../words/words.tsx";
import style from "./flag.module.css";
import { HiddenText } from "./hidden-text.tsx";
import { diffWords } from "./word-diff.ts";

/** Two versions in one text: added words doubly underlined, removed ones struck through; never by colour. */
export function DiffView({ before, after }: { before: VersionView; after: VersionView }) {
  const { say } = useWords();
  const changes = useMemo(() => diffWords(before.text, after.text), [before.text, after.text]);
  return (
    <div className={style.diff}>
      <p className={style.diffText} dir="auto">
        {changes.map((change, at) => {
          const Tag = change.kind === "inserted" ? "ins" : change.kind === "removed" ? "del" : "span";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a fixed difference keep their order
            <Tag key={at}>
              {change.kind !== "same" && <span className="visually-hidden">{say(`diff.${change.kind}`)}: </span>}
              <HiddenText text={change.text} />
            </Tag>
          );
        })}
      </p>
      <p className={style.small}>
        {say("diff.legend")} {say("edit.note")}
      </p>
    </div>
  );
}
