import type { FlagDetail } from "@netra/service-api/contract";
import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import { KeyCap } from "../shell/key-cap.tsx";
import pieces from "../shell/pieces.module.css";
import { useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import style from "./files.module.css";
import { fileAddress } from "./flag-api.ts";
import parts from "./flag-parts.module.css";
import { HiddenText } from "./hidden-text.tsx";

/** Nothing yet, small copies of pictures, or whole pictures. */
export type Loaded = "none" | "small" | "whole";

interface Props {
  readonly flag: FlagDetail;
  readonly loaded: Loaded;
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
      <p key={state} className={parts.small}>
        {say(`files.${state}`, { n })}
      </p>
    );
  });
}

function KeptFiles({ flag, loaded, onLoad }: Props) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  if (flag.files.length === 0) return null;
  const bytes = flag.files.reduce((sum, file) => sum + file.bytes, 0);
  if (loaded === "none")
    return (
      <button type="button" className={pieces.unloaded} onClick={onLoad} aria-keyshortcuts={shortcut("M")}>
        <span className={pieces.hatch} aria-hidden>
          <IconPhoto size={22} />
        </span>
        <span>
          <b>{say("files.title", { n: flag.files.length })}</b> ({format.bytes(bytes)})<br />
          {say(flag.files.some(({ small }) => small) ? "files.small_note" : "files.note")}
        </span>
      </button>
    );
  return (
    <div className={style.files}>
      {flag.files.map((file, at) => (
        <div key={file.id}>
          <MaskedOrNot address={fileAddress(flag.id, file.id)} file={file} n={at + 1} mayUncover={flag.machine !== null} whole={loaded === "whole"} />
          {file.from === "platform" && <p className={parts.small}>{say("files.from")}</p>}
          {file.pictureText !== null && (
            <figure className={style.picturewords}>
              <figcaption>{say("files.words", { n: file.pictureText.confidence })}</figcaption>
              <HiddenText text={file.pictureText.text} />
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
  /** Whole pictures were asked for. */
  readonly whole: boolean;
}

/** The picture as readers are to see it; where parts were covered it says so, and offers the original after the reading. */
function MaskedOrNot({ address, file, n, mayUncover, whole }: FileProps) {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const [original, setOriginal] = useState(false);
  const [asked, setAsked] = useState(false);
  const [noSmall, setNoSmall] = useState(false);
  // A second act: thirty kilobytes tell whether the whole is worth the line.
  if (file.small && !whole && !asked)
    return (
      <div className={style.preview}>
        {noSmall ? (
          <p className={parts.small}>{say("files.no_small")}</p>
        ) : (
          <img src={`${address}?small=true`} alt={say("files.small", { i: n })} className={style.image} onError={() => setNoSmall(true)} />
        )}
        {file.masked && <p className={parts.small}>{say("files.masked")}</p>}
        <button type="button" className={parts.inline} onClick={() => setAsked(true)} aria-keyshortcuts={shortcut("M")}>
          {say("files.whole", { ukuran: format.bytes(file.bytes) })} <KeyCap>M</KeyCap>
        </button>
      </div>
    );
  if (!file.masked) return <LoadedFile address={address} mediaType={file.mediaType} n={n} />;
  return (
    <>
      <LoadedFile key={String(original)} address={original ? `${address}?original=true` : address} mediaType={file.mediaType} n={n} />
      <p className={parts.small}>
        {say(original ? "files.original_shown" : "files.masked")} {mayUncover && !original && `${say("files.original_note")} `}
        {mayUncover && (
          <button type="button" className={parts.inline} onClick={() => setOriginal(!original)}>
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
  if (failed) return <p className={parts.small}>{say("files.failed")}</p>;
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
