import { useState } from "react";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import { CaptureFrame } from "./capture-frame.tsx";
import { UploadLine } from "./file-picker.tsx";
import type { Parcel } from "./outbox.ts";

interface Props {
  readonly parcels: readonly Parcel[];
  readonly clientId: string;
  readonly onAgain: () => void;
  readonly onHome: () => void;
}

/** The number to note or share: final when the server has answered, provisional (and said to be) until then. */
export function Receipt({ parcels, clientId, onAgain, onHome }: Props) {
  const { say } = useWords();
  const parcel = parcels.find((other) => other.draft.clientId === clientId);
  const again = (
    <button type="button" className={`${plain.primary} ${plain.wide}`} onClick={onAgain}>
      {say("cap.again")}
    </button>
  );
  // Not read yet, or settled since and forgotten.
  if (parcel === undefined)
    return (
      <CaptureFrame title={say("cap.receipt_title")} onBack={onHome} foot={again}>
        {null}
      </CaptureFrame>
    );
  const final = parcel.receipt?.receiptNo ?? null;
  const number = final ?? parcel.provisionalNo;
  return (
    <CaptureFrame title={say("cap.receipt_title")} onBack={onHome} foot={again}>
      <div role="status" className={plain.field}>
        <p className={style.number}>{number}</p>
        <p>
          {final === null
            ? say(parcel.state === "refused" ? "cap.refused" : "cap.receipt_waiting", { no: number })
            : say("cap.receipt", { no: number })}
        </p>
      </div>
      {final === null ? <UploadLine files={parcel.draft.files} /> : <p className={plain.note}>{say("cap.second_look")}</p>}
      <ShareNumber number={number} />
      <Fingerprints parcel={parcel} />
    </CaptureFrame>
  );
}

/** What this phone computed before a byte was sent: whoever has the files can compare them with what the office keeps. */
function Fingerprints({ parcel }: { parcel: Parcel }) {
  const { say } = useWords();
  const known = parcel.draft.files.flatMap((file, at) => (parcel.hashes[at] ? [{ file, sha256: parcel.hashes[at] }] : []));
  if (known.length === 0) return null;
  return (
    <section className={plain.field} aria-labelledby="fingerprints">
      <h2 id="fingerprints" className={style.sectionTitle}>
        {say("cap.fingerprints")}
      </h2>
      <p className={plain.hint}>{say("cap.fingerprints_note")}</p>
      <ul className={style.list}>
        {known.map(({ file, sha256 }) => (
          <li key={file.id} className={style.item}>
            <span className={style.fileTitle}>{file.name}</span>
            <code className={style.fingerprint}>{sha256}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ShareNumber({ number }: { number: string }) {
  const { say } = useWords();
  const [copied, setCopied] = useState(false);
  const text = say("cap.share_text", { no: number });
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
  };
  return (
    <div className={plain.choices}>
      <button type="button" className={plain.secondary} onClick={() => void copy()} aria-live="polite">
        {say(copied ? "app.copied" : "app.copy")}
      </button>
      {"share" in navigator && (
        <button type="button" className={plain.secondary} onClick={() => void navigator.share({ text }).catch(() => {})}>
          {say("cap.share")}
        </button>
      )}
    </div>
  );
}
