import { Button, Textarea } from "@mantine/core";
import type { Reporter } from "@netra/service-api/contract";
import { IconLock, IconLockOpen } from "@tabler/icons-react";
import { useState } from "react";
import { useMe } from "../session/me.tsx";
import { useConnection } from "../shell/connection.ts";
import { Failed } from "../shell/states.tsx";
import { HiddenText } from "../triage/hidden-text.tsx";
import { useWords } from "../words/words.tsx";
import style from "./capture-view.module.css";
import { openReporter } from "./intake-api.ts";

/** Shortest reason the server takes. */
const REASON_LENGTH = 3;

/** Who told the office stays sealed; a supervisor opens it with a reason, for as long as this page is shown. Nothing keeps it. */
export function SealedReporter({ captureId }: { captureId: string }) {
  const { say } = useWords();
  const me = useMe();
  const { online } = useConnection();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const [reporter, setReporter] = useState<Reporter | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const may = me.may("reporter.open");

  const open = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setReporter(await openReporter(captureId, reason.trim()));
      setAsking(false);
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className={style.sealed} aria-label={say("reporter.sealed")}>
      <div className={style.sealedRow}>
        {reporter === null ? <IconLock size={18} aria-hidden /> : <IconLockOpen size={18} aria-hidden />}
        <p>
          <b>{say(reporter === null ? "reporter.sealed" : "reporter.opened")}</b>
          {!may && <span>{say("reporter.sealed_note")}</span>}
        </p>
        {may && (
          <Button
            variant="default"
            size="sm"
            aria-expanded={asking || reporter !== null}
            onClick={() => (reporter === null ? setAsking(!asking) : setReporter(null))}
          >
            {say(reporter === null ? "reporter.open" : "unmask.close")}
          </Button>
        )}
      </div>
      {asking && (
        <div className={style.fieldWithButton}>
          <Textarea label={say("reporter.ask")} rows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Button disabled={!online || reason.trim().length < REASON_LENGTH} loading={busy} onClick={() => void open()}>
            {say(online ? "reporter.open" : "offline.decide")}
          </Button>
        </div>
      )}
      {problem !== null && <Failed problem={problem} sentence={say("err.save")} />}
      {reporter !== null && (
        <dl className={style.fields}>
          {(["name", "contact", "note"] as const).map((part) => (
            <div key={part}>
              <dt>{say(`reporter.${part}`)}</dt>
              <dd>{reporter[part].trim() === "" ? <span className={style.quiet}>{say("app.none")}</span> : <HiddenText text={reporter[part]} />}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
