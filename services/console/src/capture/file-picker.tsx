import { IconCamera, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { newId } from "../new-id.ts";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import type { Draft, DraftFile } from "./draft.ts";
import { ensureUploaded, findBlob, forgetFile, keepFile, useUploadProgress } from "./uploads.ts";

const ACCEPTED = ["image/png", "image/jpeg", "video/mp4", "audio/mp4", "audio/x-m4a", "application/pdf"];
const MAX_MB = 100;
const MAX_FILES = 20;

/** Keeps each chosen file on the device first, then lets it upload in the background; a lost line only pauses it. */
export function FilePicker({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const { say } = useWords();
  const { online } = useConnection();
  const [refused, setRefused] = useState<string | null>(null);

  useEffect(() => {
    if (online) for (const file of draft.files) ensureUploaded(file.id).catch(() => {}); // The outbox asks again before it sends.
  }, [online, draft.files]);

  const add = async (chosen: FileList) => {
    const added: DraftFile[] = [];
    setRefused(null);
    for (const blob of [...chosen].slice(0, MAX_FILES - draft.files.length)) {
      const file: DraftFile = { id: newId(), name: blob.name, type: blob.type, size: blob.size };
      if (!ACCEPTED.includes(blob.type)) setRefused(say("err.file", { berkas: blob.name, n: MAX_MB }));
      else if (blob.size > MAX_MB * 1_000_000) setRefused(say("err.file_size", { berkas: blob.name, n: MAX_MB }));
      else {
        await keepFile(file, blob);
        added.push(file);
      }
    }
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
