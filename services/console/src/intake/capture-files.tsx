import type { IntakeDetail, MaskRect } from "@netra/service-api/contract";
import { IconPhoto } from "@tabler/icons-react";
import { useRef, useState } from "react";
import pieces from "../shell/pieces.module.css";
import { useShortcut } from "../shell/use-keys.tsx";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./capture-view.module.css";
import { captureFileAddress } from "./intake-api.ts";
import { MaskedPicture } from "./masked-picture.tsx";
import { playTime } from "./play-time.ts";

type CaptureFile = IntakeDetail["fileList"][number];

interface Props {
  readonly capture: IntakeDetail;
  readonly loaded: boolean;
  readonly onLoad: () => void;
  /** Boxes being drawn, by file; null when nothing may be drawn, then the saved ones are shown. */
  readonly masks: Readonly<Record<string, readonly MaskRect[]>> | null;
  readonly onMask: (fileId: string, rects: readonly MaskRect[]) => void;
}

/** Files stay on the server until somebody taps: a slow line reads first. A transcript stands below its recording. */
export function CaptureFiles({ capture, loaded, onLoad, masks, onMask }: Props) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const { fileList } = capture;
  if (fileList.length === 0) return <p className={style.none}>{say("intake.without_files")}</p>;
  if (!loaded)
    return (
      <button type="button" className={pieces.unloaded} onClick={onLoad} aria-keyshortcuts={shortcut("M")}>
        <span className={pieces.hatch} aria-hidden>
          <IconPhoto size={22} />
        </span>
        <span>
          <b>{say("files.title", { n: fileList.length })}</b> ({format.bytes(fileList.reduce((sum, file) => sum + file.bytes, 0))})<br />
          {say("files.note")}
        </span>
      </button>
    );
  return (
    <ol className={style.files} aria-label={say("intake.files")}>
      {fileList.map((file, at) => (
        <li key={file.id}>
          <p className={style.fileTitle}>
            {say("evidence.file", { i: at + 1 })} <span>{format.bytes(file.bytes)}</span>
          </p>
          <OneFile
            capture={capture}
            file={file}
            n={at + 1}
            rects={masks === null ? file.masks : (masks[file.id] ?? [])}
            onMask={masks === null ? null : (rects) => onMask(file.id, rects)}
          />
        </li>
      ))}
    </ol>
  );
}

interface FileProps {
  readonly capture: IntakeDetail;
  readonly file: CaptureFile;
  readonly n: number;
  readonly rects: readonly MaskRect[];
  readonly onMask: ((rects: readonly MaskRect[]) => void) | null;
}

function OneFile({ capture, file, n, rects, onMask }: FileProps) {
  const { say } = useWords();
  const [failed, setFailed] = useState(false);
  const address = captureFileAddress(capture.id, file.id);
  if (failed)
    return (
      <p className={style.quiet}>
        {say("files.failed")}{" "}
        <button type="button" className={style.textButton} onClick={() => setFailed(false)}>
          {say("app.retry")}
        </button>
      </p>
    );
  const onError = () => setFailed(true);
  if (file.mediaType.startsWith("image/"))
    return <MaskedPicture address={address} alt={say("files.alt", { i: n })} rects={rects} onChange={onMask} onError={onError} />;
  if (/^(video|audio)\//.test(file.mediaType)) return <Recording capture={capture} file={file} address={address} onError={onError} />;
  return (
    <a href={address} download className={style.link}>
      {say("files.other", { i: n })}
    </a>
  );
}

/** A video or a sound with the browser's own controls; each line of the transcript plays from its moment. */
function Recording({ capture, file, address, onError }: { capture: IntakeDetail; file: CaptureFile; address: string; onError: () => void }) {
  const { say, format } = useWords();
  const media = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const lines = capture.transcripts.filter((transcript) => transcript.upload === file.id).flatMap((transcript) => transcript.lines);
  const Media = file.mediaType.startsWith("video/") ? "video" : "audio";
  const jump = (seconds: number) => {
    if (media.current === null) return;
    media.current.currentTime = seconds;
    // A browser may refuse to play; the place is found all the same.
    void media.current.play().catch(() => undefined);
  };
  return (
    <>
      <Media ref={media} src={address} controls preload="metadata" className={style[Media] ?? ""} onError={onError} />
      {lines.length > 0 && (
        <>
          <h3 className={style.label}>{say("intake.transcript")}</h3>
          <ol className={style.transcript}>
            {lines.map((line) => (
              <li key={`${line.atSeconds} ${line.text}`}>
                <button
                  type="button"
                  className={style.jump}
                  onClick={() => jump(line.atSeconds)}
                  aria-label={say("intake.jump", { jam: playTime(line.atSeconds, format.locale) })}
                >
                  {playTime(line.atSeconds, format.locale)}
                </button>
                <HiddenText text={line.text} />
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
