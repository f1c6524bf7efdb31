import type { SignalView } from "@netra/service-api/contract";
import { useMemo } from "react";
import { useWords } from "../words/words.tsx";
import { HiddenText } from "./hidden-text.tsx";
import style from "./post-text.module.css";
import { cutPieces, type Piece, splitSpans } from "./spans.ts";

/** Keeps a tag on the line of the word it belongs to. */
const WORD_JOINER = "\u2060";

/** How a signal is called where it stands and in its column: 1, 2, 3 for, a, b, c against. Never with a sign, which would look like its weight. */
const tagOf = ({ side, n }: SignalView): string => (side === "for" || Math.abs(n) > 26 ? String(Math.abs(n)) : String.fromCharCode(96 + Math.abs(n)));

/** A signal's tag: solid with a number for, outlined with a letter against; line, fill and sign differ, so that no colour is needed. */
export function SignalTag({ signal }: { signal: SignalView }) {
  return (
    <span className={style.tag} data-side={signal.side} aria-hidden>
      {WORD_JOINER}
      {tagOf(signal)}
    </span>
  );
}

interface Props {
  readonly text: string;
  /** Where words in pictures or sound begin; null when all of it is the author's. */
  readonly mediaFrom: number | null;
  /** Empty before the reading: then the text is plain. */
  readonly signals: readonly SignalView[];
  readonly lit: number | null;
  readonly onLight: (n: number | null) => void;
}

/**
 * The post as captured, at a size to be read; after the reading, with its signals marked where they stand. Words that were in its picture or
 * sound stand in a block of their own, so that nobody takes them for what the author wrote.
 */
export function PostText({ text, mediaFrom, signals, lit, onLight }: Props) {
  const { say } = useWords();
  const parts = useMemo(() => cutPieces(splitSpans(text, signals), mediaFrom ?? text.length), [text, signals, mediaFrom]);
  const drawn = { lit, onLight };
  return (
    <>
      {text.slice(0, mediaFrom ?? text.length).trim() === "" ? (
        <p className={style.none}>{say("triage.no_text")}</p>
      ) : (
        <p className={style.text} dir="auto">
          <Pieces pieces={mediaFrom === null ? parts.before : withoutGap(parts.before)} {...drawn} />
        </p>
      )}
      {mediaFrom !== null && (
        <figure className={style.media}>
          <figcaption>{say("media.block")}</figcaption>
          <p className={style.text} dir="auto">
            <Pieces pieces={parts.after} {...drawn} />
          </p>
        </figure>
      )}
    </>
  );
}

/** Without the empty lines that keep the two parts of the stored text from touching. */
const withoutGap = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.map((piece, at) => (at === pieces.length - 1 && piece.signal === null ? { ...piece, text: piece.text.trimEnd() } : piece));

function Pieces({ pieces, lit, onLight }: { pieces: readonly Piece[] } & Pick<Props, "lit" | "onLight">) {
  const { say } = useWords();
  return pieces.map((piece) => {
    const { signal } = piece;
    if (signal === null) return <HiddenText key={piece.start} text={piece.text} />;
    const spoken = say(signal.side === "for" ? "signal.mark_for" : "signal.mark_against", { n: tagOf(signal) });
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
        {piece.ends && <SignalTag signal={signal} />}
      </mark>
    );
  });
}
