import { Button, Checkbox } from "@mantine/core";
import type { ReportDetail } from "@netra/service-api/contract";
import { useState } from "react";
import { ApiProblem } from "../api.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import { Failed } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";
import { finalizeReport } from "./reports-api.ts";

interface Props {
  readonly report: ReportDetail;
  /** Words in the note that are not saved. */
  readonly unsaved: boolean;
  readonly onAsked: (report: ReportDetail) => void;
  readonly onStale: () => void;
}

/** Makes a draft final, asked once. One that says nothing but that nobody looked asks first whether that is known. */
export function Finalize({ report, unsaved, onAsked, onStale }: Props) {
  const { say } = useWords();
  const announce = useAnnounce();
  const [asking, setAsking] = useState(false);
  const [known, setKnown] = useState(false);
  const { unwatched } = report;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const act = async () => {
    setBusy(true);
    setProblem(null);
    try {
      onAsked(
        await finalizeReport(report.id, { noteRevision: report.noteRevision, ...(unwatched !== null && known && { acknowledgeUnwatched: true }) }),
      );
      announce(say("rep.finalize_asked"));
    } catch (failure) {
      setProblem(failure);
      setAsking(false);
      if (failure instanceof ApiProblem && failure.status === 409) onStale();
    } finally {
      setBusy(false);
    }
  };
  if (report.mayBeFinal === "not_over" || report.mayBeFinal === "superseded") return <p>{say(`rep.${report.mayBeFinal}`)}</p>;
  const sentence = problem instanceof ApiProblem ? SENTENCES[problem.code as keyof typeof SENTENCES] : undefined;
  return (
    <div className={style.words}>
      {report.finalFailed && <p role="alert">{say("rep.final_failed")}</p>}
      <p>{say("rep.finalize_lead")}</p>
      {unsaved && <p className={style.meta}>{say("rep.finalize_unsaved")}</p>}
      {asking && !unsaved ? (
        <>
          {unwatched !== null && (
            <p role="alert">
              {say(`rep.unwatched_${unwatched}`)} {say("rep.finalize_quiet")}
            </p>
          )}
          <p role="status">{say("rep.finalize_ask", { n: report.version })}</p>
          {unwatched !== null && (
            <Checkbox autoFocus label={say("rep.finalize_known")} checked={known} onChange={({ currentTarget: { checked } }) => setKnown(checked)} />
          )}
          <div className={style.buttons}>
            <Button autoFocus={unwatched === null} disabled={unwatched !== null && !known} loading={busy} onClick={() => void act()}>
              {say("rep.finalize_yes")}
            </Button>
            <Button
              variant="default"
              onClick={() => {
                setAsking(false);
                setKnown(false);
              }}
            >
              {say("app.back")}
            </Button>
          </div>
        </>
      ) : (
        <Button disabled={unsaved} onClick={() => setAsking(true)}>
          {say("rep.finalize")}
        </Button>
      )}
      {problem !== null && <Failed problem={problem} sentence={say(sentence ?? "err.save")} />}
    </div>
  );
}

const SENTENCES = {
  "report-not-a-draft": "rep.finalize_other",
  "report-finalizing": "rep.finalizing_now",
  "report-superseded": "rep.superseded",
  "report-not-over": "rep.not_over",
  "report-unwatched": "rep.finalize_unwatched",
  "note-changed": "rep.note_changed",
} as const;
