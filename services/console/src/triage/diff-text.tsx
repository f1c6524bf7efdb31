import { useMemo } from "react";
import { useWords } from "../words/words.tsx";
import style from "./diff-text.module.css";
import { HiddenText } from "./hidden-text.tsx";
import { diffWords } from "./word-diff.ts";

/** Two texts in one: what only the second has is doubly underlined, what only the first has struck through; never by colour. */
export function DiffText({ before, after }: { before: string; after: string }) {
  const { say } = useWords();
  const changes = useMemo(() => diffWords(before, after), [before, after]);
  return (
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
  );
}
