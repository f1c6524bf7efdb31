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
  if (parcel === undefined) return null;
  const final = parcel.receipt?.receiptNo ?? null;
  const number = final ?? parcel.provisionalNo;
  return (
    <CaptureFrame
      title={say("cap.receipt_title")}
      onBack={onHome}
      foot={
        <button type="button" className={`${plain.primary} ${plain.wide}`} onClick={onAgain}>
          {say("cap.again")}
        </button>
      }
    >
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
    </CaptureFrame>
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
