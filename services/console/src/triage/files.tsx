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
export function Files({ flag, loaded, onLoad }: Props) {
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
          <LoadedFile address={fileAddress(flag.id, file.id)} mediaType={file.mediaType} n={at + 1} />
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

function LoadedFile({ address, mediaType, n }: { address: string; mediaType: string; n: number }) {
  const { say } = useWords();
  const [failed, setFailed] = useState(false);
  if (failed) return <p className={style.small}>{say("files.failed")}</p>;
  if (mediaType.startsWith("image/"))
    return <img src={address} alt={say("files.alt", { i: n })} className={style.image} onError={() => setFailed(true)} />;
  // biome-ignore lint/a11y/useMediaCaption: a stranger's recording has no captions of ours
  if (mediaType.startsWith("video/")) return <video src={address} controls preload="none" className={style.image} onError={() => setFailed(true)} />;
  return (
    <a href={address} download>
      {say("files.other", { i: n })}
    </a>
  );
}
