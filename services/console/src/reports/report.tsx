import type { ReportView } from "@netra/service-api/contract";
import { Link } from "react-router";
import { useWords } from "../words/words.tsx";
import { Progress } from "./progress.tsx";
import style from "./reports.module.css";
import { isUnderWay } from "./reports-api.ts";
import { Summary, useMetaWords } from "./summary.tsx";
import { useSpanWords } from "./week-words.ts";

/** The versions of one week, or of one span of days, in one region: the newest in full, the others by their state. */
export function Versions({ of: [newest, ...others], running }: { of: readonly [ReportView, ...ReportView[]]; running: boolean }) {
  const { say } = useWords();
  const spanWords = useSpanWords();
  const metaWords = useMetaWords();
  return (
    <li className={style.report}>
      <header className={style.head}>
        <h2>
          {spanWords(newest)}
          {running && <span> · {say("rep.week_running")}</span>}
        </h2>
        <p className={style.meta}>{metaWords(newest)}</p>
        <State report={newest} />
        <Unwatched report={newest} />
      </header>
      {isUnderWay(newest) && <Progress report={newest} />}
      {newest.state === "failed" && <p>{say("rep.failed")}</p>}
      <Summary report={newest} />
      <p>
        <OpenVersion report={newest} />
      </p>
      {others.length > 0 && (
        <section aria-label={say("rep.older")}>
          <h3>{say("rep.older")}</h3>
          <ul className={style.others}>
            {others.map((report) => (
              <li key={report.id}>
                <OpenVersion report={report} /> <State report={report} /> <Unwatched report={report} />
                {report.correctedBy !== null && <span className={style.meta}> · {say("rep.corrected_by", { n: report.correctedBy })}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </li>
  );
}

function OpenVersion({ report }: { report: ReportView }) {
  const { say } = useWords();
  const spanWords = useSpanWords();
  return (
    <Link to={`/reports/${encodeURIComponent(report.id)}`} className={style.open}>
      {say("rep.open", { n: report.version })}
      <span className="visually-hidden">{`, ${spanWords(report)}, ${report.regionName}`}</span>
    </Link>
  );
}

/** That a report's noughts were seen by nobody, in a word; the report's page has the sentence. */
function Unwatched({ report: { unwatched } }: { report: ReportView }) {
  const { say } = useWords();
  return unwatched === null ? null : <span className={style.unwatched}>{say("rep.unwatched")}</span>;
}

/** A report's state as a word. */
export function State({ report }: { report: ReportView }) {
  const { say } = useWords();
  return (
    <span className={style.state} data-state={report.state}>
      {say(`rep.state.${report.state}`)}
    </span>
  );
}
