import { IconCamera, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { ACCEPT, MAX_FILES, MAX_LONG_MB, MAX_STILL_MB, type Refused } from "./accepted-files.ts";
import style from "./capture.module.css";
import type { Draft, DraftFile } from "./draft.ts";
import { forgetFile, useUploadProgress } from "./uploads.ts";
import { useBlobUrl } from "./use-blob-url.ts";
import { keepFiles, type NextDraft } from "./use-draft.ts";

interface Props {
  readonly draft: Draft;
  /** What another app shared and could not be taken. */
  readonly shareRefused: readonly Refused[];
  readonly onChange: (next: NextDraft) => void;
}

/** Keeps each chosen file on the device, before anything else. */
export function FilePicker({ draft, shareRefused, onChange }: Props) {
  const { say } = useWords();
  const [refused, setRefused] = useState<readonly Refused[]>([]);

  const add = async (chosen: FileList) => {
    const added = await keepFiles([...chosen], draft.files.length);
    setRefused(added.refused);
    if (added.files.length > 0) onChange((now) => ({ ...now, files: [...now.files, ...added.files] }));
  };

  const remove = (file: DraftFile) => {
    void forgetFile(file.id);
    onChange((now) => ({ ...now, files: now.files.filter((other) => other.id !== file.id) }));
  };
  return (
    <div className={plain.field}>
      <div className={style.row}>
        <span className={plain.label} id="files-label">
          {say("cap.files")}
        </span>
        <span className={plain.hint}>{draft.files.length > 0 && say("cap.files_count", { n: draft.files.length })}</span>
      </div>
      <fieldset className={style.files} aria-labelledby="files-label">
        {draft.files.map((file) => (
          <FileTile key={file.id} file={file} onRemove={() => remove(file)} />
        ))}
        <label className={style.add}>
          <IconCamera size={20} aria-hidden />
          {say("cap.add")}
          <input
            type="file"
            multiple
            className="visually-hidden"
            accept={ACCEPT}
            aria-describedby="files-hint"
            onChange={(event) => {
              const input = event.currentTarget;
              // Emptied, so that a file that was taken out can be chosen again.
              if (input.files !== null) void add(input.files);
              input.value = "";
            }}
          />
        </label>
      </fieldset>
      <p id="files-hint" className={plain.hint}>
        {say("cap.files_hint", { lama: MAX_LONG_MB, diam: MAX_STILL_MB, n: MAX_FILES })}
      </p>
      {[...shareRefused, ...refused].map(({ name, why, limit }) => (
        <p key={name} className={plain.error} role="alert">
          {say(why, { berkas: name, n: limit })}
        </p>
      ))}
      <UploadLine files={draft.files} />
    </div>
  );
}

export function UploadLine({ files }: { files: readonly DraftFile[] }) {
  const { say, format } = useWords();
  const { online } = useConnection();
  const { sent, total } = useUploadProgress(files);
  if (files.length === 0) return null;
  const values = { sudah: format.bytes(sent), jumlah: format.bytes(total) };
  const line = sent >= total ? say("cap.uploaded", values) : say(online ? "cap.uploading" : "cap.upload_waiting", values);
  return (
    <>
      <progress className={style.bar} max={total} value={sent} aria-label={line} />
      <p className={plain.hint}>{line}</p>
    </>
  );
}

function FileTile({ file, onRemove }: { file: DraftFile; onRemove: () => void }) {
  const { say, format } = useWords();
  const preview = useBlobUrl(file.type.startsWith("image/") ? file.id : null);
  // HEIC is a picture that most phones take and few browsers show.
  const [unseen, setUnseen] = useState(false);
  return (
    <div className={style.file}>
      {preview === null || unseen ? (
        <span className={style.fileName}>
          {file.name}
          <small>{format.bytes(file.size)}</small>
        </span>
      ) : (
        <img src={preview} alt={file.name} onError={() => setUnseen(true)} />
      )}
      <button type="button" className={style.remove} onClick={onRemove} aria-label={say("cap.remove", { berkas: file.name })}>
        <span>
          <IconX size={16} aria-hidden />
        </span>
      </button>
    </div>
  );
}
