import type { ReportView } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";

const NUMBERS = ["posts", "accounts", "opened", "decided", "closed", "escalated", "backlog"] as const;

/** The one-minute summary. */
export function Summary({ report }: { report: ReportView }) {
  const { say, format } = useWords();
  if (report.summary === null) return null;
  return (
    <>
      <dl className={style.numbers}>
        {NUMBERS.map((name) => (
          <div key={name}>
            <dt>{say(`rep.${name}`)}</dt>
            <dd>{format.number(report.summary?.[name] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {report.summary.unseen !== null && (
        <p className={style.meta}>
          {say(report.week === null ? "rep.span_unseen" : "rep.week_unseen", {
            n: format.number(report.summary.unseen.without),
            jumlah: format.number(report.summary.unseen.hours),
          })}
        </p>
      )}
      <p className={style.meta}>
        {say("rep.as_of", { waktu: format.longMoment(report.asOf) })} {say("rep.stood_at", { waktu: format.longMoment(report.stoodAt) })}
      </p>
    </>
  );
}

/** Where it comes from and how it stands to other versions, in one line. */
export function useMetaWords(): (report: ReportView) => string {
  const { say } = useWords();
  return (report) =>
    [
      `${report.regionName} (${report.region})`,
      say("rep.version", { n: report.version }),
      report.scheduled ? say("rep.scheduled") : report.requestedBy === null ? null : say("rep.by", { nama: report.requestedBy }),
      report.corrects === null ? null : say("rep.corrects", { n: report.corrects }),
      report.correctedBy === null ? null : say("rep.corrected_by", { n: report.correctedBy }),
    ]
      .filter((part) => part !== null)
      .join(" · ");
}
