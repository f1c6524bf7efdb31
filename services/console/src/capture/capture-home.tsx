import type { CaptureList, Session } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api.ts";
import { useLeave } from "../session/use-leave.ts";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import { CaptureFrame } from "./capture-frame.tsx";
import { isEmpty } from "./draft.ts";
import { ParcelRow, ReceiptRow } from "./own-captures.tsx";
import { forgetFile } from "./uploads.ts";
import { useDraft } from "./use-draft.ts";
import type { Outbox } from "./use-outbox.ts";

interface Props {
  readonly session: Session;
  readonly home: string | null;
  readonly outbox: Outbox;
  readonly onStart: () => void;
}

export function CaptureHome({ session, home, outbox, onStart }: Props) {
  const { say } = useWords();
  const { online } = useConnection();
  const { draft, setDraft, startAnew } = useDraft(session.userId);
  const captures = useQuery({ queryKey: ["captures"], queryFn: () => call<CaptureList>("GET", "/api/captures") });
  const waiting = outbox.parcels.filter((parcel) => parcel.state !== "received");
  const received = captures.data?.captures ?? [];
  const hasDraft = draft !== null && !isEmpty(draft);

  const { leave, failed } = useLeave();
  const discard = () => {
    for (const file of draft?.files ?? []) void forgetFile(file.id);
    startAnew();
  };
  return (
    <CaptureFrame title={say("cap.title")} home={home}>
      <button type="button" className={`${plain.primary} ${plain.wide}`} onClick={onStart}>
        {say(hasDraft ? "cap.resume" : "cap.title")}
      </button>
      {hasDraft && (
        <button type="button" className={plain.quiet} onClick={discard}>
          {say("cap.discard")}
        </button>
      )}
      <section className={plain.field} aria-labelledby="own-captures">
        <h2 id="own-captures" className={style.sectionTitle}>
          {say("cap.own")}
        </h2>
        {waiting.some((parcel) => parcel.state === "waiting") && !online && <p className={plain.note}>{say("offline.capture")}</p>}
        {captures.isError && (
          <p className={plain.error} role="alert">
            {say("err.network")}
          </p>
        )}
        {captures.isSuccess && received.length === 0 && waiting.length === 0 && <p>{say("empty.captures")}</p>}
        <ul className={style.list} aria-live="polite">
          {waiting.map((parcel) => (
            <ParcelRow
              key={parcel.draft.clientId}
              parcel={parcel}
              userId={session.userId}
              onReopen={
                hasDraft
                  ? null // The draft under way comes first; it must not be overwritten.
                  : (reopened) => {
                      setDraft(reopened);
                      onStart();
                    }
              }
            />
          ))}
          {received.map((capture) => (
            <ReceiptRow key={capture.id} capture={capture} />
          ))}
        </ul>
        <p className={plain.hint}>{say("cap.own_note")}</p>
      </section>
      {session.role === "field" && (
        <button type="button" className={plain.quiet} onClick={() => void leave()}>
          {say("nav.sign_out")}
        </button>
      )}
      {failed && (
        <p className={plain.error} role="alert">
          {say("nav.sign_out_failed")}
        </p>
      )}
    </CaptureFrame>
  );
}
