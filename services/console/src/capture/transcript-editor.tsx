import { IconX } from "@tabler/icons-react";
import { type RefObject, useEffect, useId, useRef, useState } from "react";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import type { DraftFile } from "./draft.ts";
import { formatTime, hasWrongTime, MAX_LINE_LENGTH, MAX_LINES, parseTime, type TypedLine } from "./transcript.ts";
import { useBlobUrl } from "./use-blob-url.ts";

interface Props {
  readonly file: DraftFile;
  readonly lines: readonly TypedLine[];
  /** Whether somebody tried to go on: wrong times are marked then. */
  readonly asked: boolean;
  readonly onChange: (lines: readonly TypedLine[]) => void;
}

const BACK_SECONDS = 5;

/** What is said in a video or a sound, line by line with its time, beside the file as it lies on this phone. */
export function TranscriptEditor({ file, lines, asked, onChange }: Props) {
  const { say } = useWords();
  const [open, setOpen] = useState(lines.length > 0);
  const title = useId();
  return (
    <section className={plain.field} aria-labelledby={title}>
      <h3 id={title} className={plain.label}>
        {say("cap.transcript")} <span className={plain.optional}>{say("app.optional")}</span>
      </h3>
      <p className={style.fileTitle}>{file.name}</p>
      {open ? (
        <Lines file={file} lines={lines} asked={asked} onChange={onChange} />
      ) : (
        <button
          type="button"
          className={plain.secondary}
          onClick={() => {
            setOpen(true);
            onChange([{ at: formatTime(0), words: "" }]);
          }}
        >
          {say("cap.transcript_write")}
        </button>
      )}
    </section>
  );
}

function Lines({ file, lines, asked, onChange }: Props) {
  const { say } = useWords();
  const player = useRef<HTMLVideoElement | null>(null);
  const list = useRef<HTMLOListElement | null>(null);
  const [now, setNow] = useState(0);
  const [mute, setMute] = useState(false);
  const [focusLast, setFocusLast] = useState(false);

  useEffect(() => {
    if (!focusLast) return;
    list.current?.querySelector<HTMLElement>("li:last-child textarea")?.focus();
    setFocusLast(false);
  }, [focusLast]);

  const change = (at: number, line: Partial<TypedLine>) => onChange(lines.map((other, index) => (index === at ? { ...other, ...line } : other)));
  const add = () => {
    onChange([...lines, { at: formatTime(now), words: "" }]);
    setFocusLast(true);
  };
  const back = () => {
    if (player.current) player.current.currentTime = Math.max(0, player.current.currentTime - BACK_SECONDS);
  };
  return (
    <>
      {!mute && <Player file={file} player={player} onTime={setNow} onMute={() => setMute(true)} />}
      <p className={plain.hint}>{say(mute ? "cap.transcript_mute" : "cap.transcript_hint")}</p>
      <ol ref={list} className={style.list}>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own and only leave by their button
          <li key={at} className={style.line}>
            <input
              className={plain.input}
              inputMode="numeric"
              maxLength={8}
              aria-label={say("cap.transcript_at", { n: at + 1 })}
              aria-invalid={asked && hasWrongTime([line])}
              value={line.at}
              onChange={(event) => change(at, { at: event.currentTarget.value })}
              onBlur={() => {
                const seconds = parseTime(line.at);
                if (seconds !== null) change(at, { at: formatTime(seconds) });
              }}
            />
            <textarea
              className={plain.input}
              rows={1}
              maxLength={MAX_LINE_LENGTH}
              aria-label={say("cap.transcript_words", { n: at + 1 })}
              value={line.words}
              onChange={(event) => change(at, { words: event.currentTarget.value })}
            />
            <button
              type="button"
              className={style.icon}
              aria-label={say("cap.transcript_remove", { n: at + 1 })}
              onClick={() => onChange(lines.filter((_, index) => index !== at))}
            >
              <IconX size={20} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
      <div className={plain.choices}>
        {!mute && (
          <button type="button" className={plain.secondary} onClick={back}>
            {say("cap.transcript_back", { n: BACK_SECONDS })}
          </button>
        )}
        {lines.length < MAX_LINES && (
          <button type="button" className={plain.secondary} onClick={add}>
            {say("cap.transcript_add", { jam: formatTime(now) })}
          </button>
        )}
      </div>
    </>
  );
}

interface PlayerProps {
  readonly file: DraftFile;
  readonly player: RefObject<HTMLVideoElement | null>;
  readonly onTime: (seconds: number) => void;
  readonly onMute: () => void;
}

function Player({ file, player, onTime, onMute }: PlayerProps) {
  const { say } = useWords();
  const url = useBlobUrl(file.id);
  if (url === null) return null;
  return (
    // biome-ignore lint/a11y/useMediaCaption: its words are what is being written down here
    <video
      ref={player}
      className={file.type.startsWith("audio/") ? style.sound : style.film}
      src={url}
      controls
      playsInline
      preload="metadata"
      aria-label={say("cap.transcript_play", { berkas: file.name })}
      onTimeUpdate={(event) => onTime(event.currentTarget.currentTime)}
      onError={onMute}
    />
  );
}
