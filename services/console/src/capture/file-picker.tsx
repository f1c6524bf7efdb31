import { IconCamera, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { ACCEPTED, MAX_MB, sortFiles } from "./accepted-files.ts";
import style from "./capture.module.css";
import type { Draft, DraftFile } from "./draft.ts";
import { ensureUploaded, findBlob, forgetFile, keepFile, useUploadProgress } from "./uploads.ts";

/** Keeps each chosen file on the device first, then lets it upload in the background; a lost line only pauses it. */
export function FilePicker({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const { say } = useWords();
  const { online } = useConnection();
  const [refused, setRefused] = useState<string | null>(null);

  useEffect(() => {
    if (online) for (const file of draft.files) ensureUploaded(file.id).catch(() => {}); // The outbox asks again before it sends.
  }, [online, draft.files]);

  const add = async (chosen: FileList) => {
    const { taken, refused: left } = sortFiles(chosen, draft.files.length);
    const [first] = left;
    setRefused(first === undefined ? null : say(first.why, { berkas: first.name, n: MAX_MB }));
    for (const { file, blob } of taken) await keepFile(file, blob);
    const added = taken.map(({ file }) => file);
    if (added.length > 0) onChange({ ...draft, files: [...draft.files, ...added] });
  };

  const remove = (file: DraftFile) => {
    void forgetFile(file.id);
    onChange({ ...draft, files: draft.files.filter((other) => other.id !== file.id) });
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
            accept={ACCEPTED.join(",")}
            onChange={(event) => {
              const { files } = event.currentTarget;
              if (files !== null) void add(files);
            }}
          />
        </label>
      </fieldset>
      {refused !== null && (
        <p className={plain.error} role="alert">
          {refused}
        </p>
      )}
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
  const { say } = useWords();
  const [preview, setPreview] = useState<string | null>(null);
  useEffect(() => {
    let url: string | null = null;
    if (file.type.startsWith("image/"))
      void findBlob(file.id).then((blob) => {
        if (blob === undefined) return;
        url = URL.createObjectURL(blob);
        setPreview(url);
      });
    return () => {
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [file.id, file.type]);
  return (
    <div className={style.file}>
      {preview === null ? <span className={style.fileName}>{file.name}</span> : <img src={preview} alt={file.name} />}
      <button type="button" className={style.remove} onClick={onRemove} aria-label={say("cap.remove", { berkas: file.name })}>
        <span>
          <IconX size={16} aria-hidden />
        </span>
      </button>
    </div>
  );
}
