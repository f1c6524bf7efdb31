import type { CaptureList, CaptureView } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { call } from "../api.ts";
import type { KnownPerson } from "../session/known-person.ts";
import { useLeave } from "../session/use-leave.ts";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import { CaptureFrame } from "./capture-frame.tsx";
import { startCorrection } from "./correct.ts";
import { type Draft, isEmpty } from "./draft.ts";
import { forgetSettled } from "./outbox.ts";
import { ParcelRow, ReceiptRow } from "./own-captures.tsx";
import { forgetReporter } from "./reporter.ts";
import { forgetFile } from "./uploads.ts";
import { useDraft } from "./use-draft.ts";
import type { Outbox } from "./use-outbox.ts";

interface Props {
  readonly person: KnownPerson;
  readonly home: string | null;
  readonly outbox: Outbox;
  readonly onStart: () => void;
}

export function CaptureHome({ person, home, outbox, onStart }: Props) {
  const { say } = useWords();
  const { online } = useConnection();
  const { draft, setDraft, startAnew } = useDraft(person.userId);
  const captures = useQuery({ queryKey: ["captures"], queryFn: () => call<CaptureList>("GET", "/api/captures") });
  const waiting = outbox.parcels.filter((parcel) => parcel.state !== "received");
  const received = captures.data?.captures ?? [];
  const hasDraft = draft !== null && !isEmpty(draft);

  const { leave, failed } = useLeave();
  const { userId } = person;
  const listed = captures.data?.captures;
  useEffect(() => {
    if (listed !== undefined) void forgetSettled(userId, listed);
  }, [listed, userId]);

  const discard = () => {
    for (const file of draft?.files ?? []) void forgetFile(file.id);
    if (draft !== null) void forgetReporter(draft);
    startAnew();
  };
  const open = (next: Draft) => {
    setDraft(next);
    onStart();
  };
  const correct = async (capture: CaptureView) => open(await startCorrection(capture, outbox.parcels));
  // Both ends of a correction may lie here: the draft that is being written, or the parcel that waits.
  const inHand = [draft, ...waiting.map((parcel) => parcel.draft)].flatMap((own) => own?.corrects?.id ?? []);
  const goAway = async () => {
    await forgetSettled(userId, null);
    await leave();
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
        {!online && (
          <p className={plain.note} role="status">
            {say(waiting.length > 0 || hasDraft ? "offline.capture" : "cap.offline_home")}
          </p>
        )}
        {captures.isError && online && (
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
              userId={person.userId}
              onReopen={
                hasDraft ? null : open // The draft under way comes first; it must not be overwritten.
              }
            />
          ))}
          {received.map((capture) => (
            <ReceiptRow
              key={capture.id}
              capture={capture}
              correction={inHand.includes(capture.id) ? "begun" : hasDraft ? "after_draft" : () => void correct(capture)}
            />
          ))}
        </ul>
        <p className={plain.hint}>{say("cap.own_note")}</p>
      </section>
      {person.role === "field" && (
        <button type="button" className={plain.quiet} onClick={() => void goAway()}>
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
