import type { FlagDetail } from "@netra/service-api/contract";
import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../words/words.tsx";
import style from "./flag.module.css";
import { fileAddress } from "./flag-api.ts";

interface Props {
  readonly flag: FlagDetail;
  readonly loaded: boolean;
  readonly onLoad: () => void;
}

/** Files stay on the server until somebody taps: a slow line reads first, and a picture may show a face before the reading is saved. */
export function Files(props: Props) {
  return (
    <>
      <KeptFiles {...props} />
      <NotKept flag={props.flag} />
    </>
  );
}

/** What the post has and nobody can look at here, so that its absence is not taken for the author's. */
function NotKept({ flag }: Pick<Props, "flag">) {
  const { say } = useWords();
  return (["pending", "refused", "gone"] as const).map((state) => {
    const n = flag.mediaNotKept.filter((file) => file.state === state).length;
    return n === 0 ? null : (
      <p key={state} className={style.small}>
        {say(`files.${state}`, { n })}
      </p>
    );
  });
}

function KeptFiles({ flag, loaded, onLoad }: Props) {
  const { say, format } = useWords();
  if (flag.files.length === 0) return null;
  const bytes = flag.files.reduce((sum, file) => sum + file.bytes, 0);
  if (!loaded)
    return (
      <button type="button" className={style.unloaded} onClick={onLoad} aria-keyshortcuts="M">
        <span className={style.hatch} aria-hidden>
          <IconPhoto size={22} />
        </span>
        <span>
          <b>{say("files.title", { n: flag.files.length })}</b> ({format.bytes(bytes)})<br />
          {say("files.note")}
        </span>
      </button>
    );
  return (
    <div className={style.files}>
      {flag.files.map((file, at) => (
        <div key={file.id}>
          <MaskedOrNot address={fileAddress(flag.id, file.id)} file={file} n={at + 1} mayUncover={flag.machine !== null} />
          {file.from === "platform" && <p className={style.small}>{say("files.from")}</p>}
          {file.pictureText !== null && (
            <figure className={style.picturewords}>
              <figcaption>{say("files.words", { n: file.pictureText.confidence })}</figcaption>
              <bdi>{file.pictureText.text}</bdi>
            </figure>
          )}
        </div>
      ))}
    </div>
  );
}

interface FileProps {
  readonly address: string;
  readonly file: FlagDetail["files"][number];
  readonly n: number;
  /** The original is opened once the own reading is saved; the server writes it down each time. */
  readonly mayUncover: boolean;
}

/** The picture as readers are to see it; where parts were covered it says so, and offers the original after the reading. */
function MaskedOrNot({ address, file, n, mayUncover }: FileProps) {
  const { say } = useWords();
  const [original, setOriginal] = useState(false);
  if (!file.masked) return <LoadedFile address={address} mediaType={file.mediaType} n={n} />;
  return (
    <>
      <LoadedFile key={String(original)} address={original ? `${address}?original=true` : address} mediaType={file.mediaType} n={n} />
      <p className={style.small}>
        {say(original ? "files.original_shown" : "files.masked")} {mayUncover && !original && `${say("files.original_note")} `}
        {mayUncover && (
          <button type="button" className={style.inline} onClick={() => setOriginal(!original)}>
            {say(original ? "files.covered" : "files.original")}
          </button>
        )}
      </p>
    </>
  );
}

function LoadedFile({ address, mediaType, n }: { address: string; mediaType: string; n: number }) {
  const { say } = useWords();
  const [failed, setFailed] = useState(false);
  if (failed) return <p className={style.small}>{say("files.failed")}</p>;
  if (mediaType.startsWith("image/"))
    return <img src={address} alt={say("files.alt", { i: n })} className={style.image} onError={() => setFailed(true)} />;
  // biome-ignore lint/a11y/useMediaCaption: a stranger's recording has no captions of ours
  if (mediaType.startsWith("video/")) return <video src={address} controls preload="none" className={style.image} onError={() => setFailed(true)} />;
  // biome-ignore lint/a11y/useMediaCaption: a stranger's recording has no captions of ours
  if (mediaType.startsWith("audio/")) return <audio src={address} controls preload="none" onError={() => setFailed(true)} />;
  return (
    <a href={address} download>
      {say("files.other", { i: n })}
    </a>
  );
}
