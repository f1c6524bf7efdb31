import type { CaptureView } from "@netra/service-api/contract";
import { Link } from "react-router";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import type { Draft } from "./draft.ts";
import { type Parcel, takeBack } from "./outbox.ts";

interface ReceiptProps {
  readonly capture: CaptureView;
  /** How a correction begins, or why it does not now. */
  readonly correction: (() => void) | "begun" | "after_draft";
}

export function ReceiptRow({ capture, correction }: ReceiptProps) {
  const { say, format } = useWords();
  return (
    <li className={style.item}>
      <span className={style.itemNumber}>{capture.receiptNo}</span>
      <span className={style.itemState}>{say(`cap.state.${capture.state}`)}</span>
      <span className={style.itemMeta}>
        {say(`kind.${capture.kind}`)} · {say(`platform.${capture.platform}`)} · {format.moment(capture.receivedAt)}
        {capture.files > 0 && ` · ${say("cap.files_count", { n: capture.files })}`}
      </span>
      {capture.note !== null && capture.note !== "" && (
        <p className={style.itemNote}>
          <b>{say("cap.note")}</b> <bdi>{capture.note}</bdi>
        </p>
      )}
      {capture.state === "returned" &&
        (typeof correction === "function" ? (
          <button type="button" className={`${plain.secondary} ${plain.wide}`} onClick={correction}>
            {say("cap.correct")}
          </button>
        ) : (
          <p className={style.itemMeta}>{say(`cap.correct_${correction}`)}</p>
        ))}
    </li>
  );
}

interface ParcelProps {
  readonly parcel: Parcel;
  readonly userId: string;
  readonly onReopen: ((draft: Draft) => void) | null;
}

export function ParcelRow({ parcel, userId, onReopen }: ParcelProps) {
  const { say } = useWords();
  const { draft } = parcel;
  const reopen = async () => {
    await takeBack(userId, draft.clientId);
    onReopen?.(draft);
  };
  return (
    <li className={style.item}>
      <span className={style.itemNumber}>{parcel.provisionalNo}</span>
      <span className={style.itemState}>{say("cap.waiting")}</span>
      <span className={style.itemMeta}>
        {say(`kind.${draft.kind}`)} · {say("cap.provisional")}
      </span>
      {parcel.state === "signed_out" && (
        <Link className={plain.secondary} to="/sign-in" state={{ from: "/capture" }}>
          {say("cap.needs_sign_in")}
        </Link>
      )}
      {parcel.state === "refused" && (
        <>
          <p className={`${plain.error} ${style.itemMeta}`}>{say("cap.refused")}</p>
          {onReopen !== null && (
            <button type="button" className={plain.secondary} onClick={() => void reopen()}>
              {say("cap.open")}
            </button>
          )}
        </>
      )}
    </li>
  );
}
