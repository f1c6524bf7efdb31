import type { SignalView } from "@netra/service-api/contract";
import { useMemo } from "react";
import { useWords } from "../words/words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import style from "./post-text.module.css";
import { splitSpans } from "./spans.ts";

/** Keeps a tag on the line of the word it belongs to. */
const WORD_JOINER = "\u2060";

/** A signal's tag: solid `+1` for, outlined `−1` against; sign, line and fill differ, so that no colour is needed. */
export function SignalTag({ signal }: { signal: SignalView }) {
  return (
    <span className={style.tag} data-side={signal.side} aria-hidden>
      {WORD_JOINER}
      {signal.side === "for" ? "+" : "−"}
      {Math.abs(signal.n)}
    </span>
  );
}

interface Props {
  readonly text: string;
  /** Empty before the reading: then the text is plain. */
  readonly signals: readonly SignalView[];
  readonly lit: number | null;
  readonly onLight: (n: number | null) => void;
}

/** The post as captured, at a size to be read; after the reading, with its signals marked where they stand. */
export function PostText({ text, signals, lit, onLight }: Props) {
  const { say } = useWords();
  const pieces = useMemo(() => splitSpans(text, signals), [text, signals]);
  if (text.trim() === "") return <p className={style.none}>{say("triage.no_text")}</p>;
  return (
    <p className={style.text} dir="auto">
      {pieces.map((piece) => {
        const { signal } = piece;
        if (signal === null) return <HiddenText key={piece.start} text={piece.text} />;
        const spoken = say(signal.side === "for" ? "signal.mark_for" : "signal.mark_against", { n: Math.abs(signal.n) });
        return (
          <mark
            key={piece.start}
            className={style.mark}
            data-side={signal.side}
            data-lit={lit === signal.n}
            onPointerEnter={() => onLight(signal.n)}
            onPointerLeave={() => onLight(null)}
          >
            <span className="visually-hidden">{spoken}: </span>
            <span className={style.words}>
              <HiddenText text={piece.text} />
            </span>
            <SignalTag signal={signal} />
          </mark>
        );
      })}
    </p>
  );
}
