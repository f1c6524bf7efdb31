import { IconWifiOff } from "@tabler/icons-react";
import { useConnection } from "../shell/connection.ts";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import style from "./capture.module.css";
import type { StepProps } from "./capture-steps.tsx";
import { Choice } from "./choice.tsx";
import { isHandedOver, needsHandingOver, provisionalNo } from "./draft.ts";
import { UploadLine } from "./file-picker.tsx";
import { ReporterForm } from "./reporter-form.tsx";

const ORIGINS = ["own", "complaint", "tip", "transfer"] as const;

/** Step 3: where the sighting comes from, and everything once more before it leaves. */
export function StepCheck({ draft, onEnter }: StepProps) {
  const { say, format } = useWords();
  const { online } = useConnection();
  const origins = needsHandingOver(draft.visibility) ? (["complaint", "tip"] as const) : ORIGINS;
  return (
    <>
      {!online && (
        <p className={plain.note} role="status">
          <IconWifiOff size={20} aria-hidden />
          <span>
            <b>{say("cap.offline")}</b> {say("offline.capture")}
          </span>
        </p>
      )}
      <Choice
        label={say("cap.origin")}
        value={draft.origin}
        options={origins.map((value) => ({ value, label: say(`origin.${value}`) }))}
        onChange={(origin) => onEnter({ origin })}
      >
        {draft.origin === "transfer" && <p className={plain.hint}>{say("cap.origin_note")}</p>}
      </Choice>
      {isHandedOver(draft.origin) && <ReporterForm draft={draft} />}
      <dl className={style.summary}>
        <div>
          <dt>{say("cap.summary_kind")}</dt>
          <dd>
            {say(`kind.${draft.kind}`)}, {say(`visibility.${draft.visibility}`)}
          </dd>
        </div>
        <div>
          <dt>{say("cap.summary_account")}</dt>
          <dd>
            <bdi>{draft.handle}</bdi>
            {draft.platform !== null && ` · ${say(`platform.${draft.platform}`)}`}
          </dd>
        </div>
        <div>
          <dt>{say("cap.summary_seen")}</dt>
          <dd>{format.longMoment(draft.seenAt ?? draft.startedAt)}</dd>
        </div>
        <div>
          <dt>{say("cap.summary_files")}</dt>
          <dd>{draft.files.length === 0 ? say("app.none") : say("cap.files_count", { n: draft.files.length })}</dd>
        </div>
      </dl>
      <div className={plain.field}>
        <UploadLine files={draft.files} />
      </div>
      {!online && (
        <p>
          <span className={style.number}>{provisionalNo(draft, new Date())}</span> <span className={plain.hint}>{say("cap.provisional")}</span>
        </p>
      )}
    </>
  );
}
