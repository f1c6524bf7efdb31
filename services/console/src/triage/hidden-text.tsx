import { useWords } from "../words/words.tsx";
import { revealHidden } from "./hidden-characters.ts";
import style from "./post-text.module.css";

/** Text of a stranger, isolated in direction, with what was hidden in it made visible. Nothing in it is ever a link or markup. */
export function HiddenText({ text }: { text: string }) {
  const { say } = useWords();
  return (
    <bdi>
      {revealHidden(text).map((part, at) =>
        "text" in part ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text keep their order
          <span key={at} className={style.hidden} title={say("hidden.character", { kode: part.code })}>
            {part.code}
          </span>
        ),
      )}
    </bdi>
  );
}
