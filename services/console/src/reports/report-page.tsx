import type { ReportDetail } from "@netra/service-api/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { ApiProblem } from "../api.ts";
import { dayAt } from "../jakarta.ts";
import { useMe } from "../session/me.tsx";
import { setAnswer } from "../set-answer.ts";
import { useAnnounce } from "../shell/announcer.tsx";
import pieces from "../shell/pieces.module.css";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { AskCorrection } from "./ask-correction.tsx";
import { Changes } from "./changes.tsx";
import { Files } from "./files.tsx";
import { Finalize } from "./finalize.tsx";
import { Progress } from "./progress.tsx";
import { State } from "./report.tsx";
import { Note, NoteForm } from "./report-note.tsx";
import style from "./reports.module.css";
import { getReport, isUnderWay, requestReport } from "./reports-api.ts";
import { Summary, useMetaWords } from "./summary.tsx";
import { useSpanWords } from "./week-words.ts";

const POLL_MS = 1_500;

/** One version of a report: how far it is, what it says, its note, and what may be done with it. */
export default function ReportPage() {
  const { say } = useWords();
  const { report: id = "" } = useParams();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["report", id],
    queryFn: () => getReport(id),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? POLL_MS : false),
  });
  const missing = query.error instanceof ApiProblem && (query.error.status === 404 || query.error.status === 400);
  const changed = (next: ReportDetail) => {
    setAnswer(client, ["report", id], next);
    void client.invalidateQueries({ queryKey: ["reports"] });
  };
  return (
    <div className={shell.page}>
      {query.data === undefined ? (
        <>
          <PageTitle>{say("rep.title")}</PageTitle>
          {query.isPending && <Waiting rows={6} />}
          {missing && <Empty action={<Link to="/reports">{say("rep.back")}</Link>}>{say("rep.not_found")}</Empty>}
          {query.isError && !missing && <Failed problem={query.error} onRetry={() => void query.refetch()} />}
        </>
      ) : (
        <OneReport key={id} report={query.data} onChanged={changed} onStale={() => void query.refetch()} />
      )}
    </div>
  );
}

interface Props {
  readonly report: ReportDetail;
  readonly onChanged: (next: ReportDetail) => void;
  readonly onStale: () => void;
}

function OneReport({ report, onChanged, onStale }: Props) {
  const { say, format } = useWords();
  const { may } = useMe();
  const go = useNavigate();
  const spanWords = useSpanWords();
  const metaWords = useMetaWords();
  const [words, setWords] = useState(report.note ?? "");
  const writes = report.state === "draft" && may("report.finalize");
  const unsaved = writes && words.trim() !== (report.note ?? "");
  // What was typed is not left by a key.
  useKeys(unsaved ? [] : [{ keys: "Escape", label: say("keys.back"), group: "all", act: () => void go("/reports") }]);
  const saved = (next: ReportDetail) => {
    setWords(next.note ?? "");
    onChanged(next);
  };
  useSaidOnce(report.state);
  return (
    <>
      <header className={style.header}>
        <p className={style.meta}>
          <Link to="/reports" className={pieces.alone}>
            {say("rep.title")}
          </Link>
        </p>
        <PageTitle>{spanWords(report)}</PageTitle>
        <p className={style.meta}>{metaWords(report)}</p>
        <p>
          <State report={report} />
          {report.finalAt !== null && (
            <span className={style.meta}>
              {" "}
              {report.finalBy === null
                ? say("rep.final_since", { waktu: format.longMoment(report.finalAt) })
                : say("rep.final_by", { waktu: format.longMoment(report.finalAt), nama: report.finalBy })}
            </span>
          )}
        </p>
      </header>
      {isUnderWay(report) && <Progress report={report} />}
      {report.state === "failed" && <p role="alert">{say("rep.failed")}</p>}
      {report.summary !== null && Date.parse(report.asOf) < Date.parse(report.to) && (
        <p className={style.notice}>{say(report.week === null ? "rep.still_days" : "rep.still_week", { waktu: format.longMoment(report.asOf) })}</p>
      )}
      {report.unwatched !== null && (
        <p className={style.notice}>
          <b>{say("rep.unwatched")}</b> · {say(`rep.unwatched_${report.unwatched}`)}
        </p>
      )}
      {report.summary !== null && (
        <div className={style.columns}>
          <div className={style.column}>
            {report.correction !== null && <Changes report={report} correction={report.correction} />}
            <div className={style.report}>
              <Summary report={report} />
            </div>
            <Part title={say("rep.note")}>
              {writes ? <NoteForm report={report} words={words} onWords={setWords} onSaved={saved} onStale={onStale} /> : <Note report={report} />}
            </Part>
          </div>
          <div className={`${style.column} ${style.beside}`}>
            <Part title={say("rep.files")}>
              <Files report={report} />
            </Part>
          </div>
          <div className={style.column}>
            {writes && (
              <Part title={say("rep.finalize")}>
                <Finalize report={report} unsaved={unsaved} onAsked={onChanged} onStale={onStale} />
              </Part>
            )}
            {report.state === "final" && report.correctedBy === null && may("report.make") && <Correct report={report} />}
          </div>
        </div>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={style.report} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A new version of a final report, with a reason. */
function Correct({ report }: { report: ReportDetail }) {
  const { say } = useWords();
  const go = useNavigate();
  const client = useQueryClient();
  const announce = useAnnounce();
  const span = report.week === null ? { from: dayAt(Date.parse(report.from)), to: dayAt(Date.parse(report.to) - 1) } : { week: report.week };
  return (
    <Part title={say("rep.correct")}>
      <p>{say("rep.correct_lead")}</p>
      <AskCorrection
        onAsk={async (reason) => {
          const { id } = await requestReport({ ...span, region: report.region, reason });
          announce(say("rep.requested"));
          await client.invalidateQueries({ queryKey: ["reports"] });
          void go(`/reports/${encodeURIComponent(id)}`);
        }}
      />
    </Part>
  );
}

/** Tells whoever waits that it is done. */
function useSaidOnce(state: ReportDetail["state"]): void {
  const { say } = useWords();
  const announce = useAnnounce();
  const before = useRef(state);
  useEffect(() => {
    if (before.current === "waiting" && state === "draft") announce(say("rep.is_draft"));
    if (before.current === "finalizing" && state === "final") announce(say("rep.is_final"));
    before.current = state;
  }, [state, announce, say]);
}
