import type { ReportView } from "@netra/service-api/contract";
import { IconDownload } from "@tabler/icons-react";
import { useMe } from "../session/me.tsx";
import type { DeskWordKey } from "../words/desk-id.ts";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";
import { useWeekWords } from "./week-words.ts";

const NUMBERS = ["posts", "accounts", "opened", "decided", "escalated", "backlog"] as const;
const FILE_WORDS = {
  "text/csv": "rep.file_csv",
  "text/html": "rep.file_html",
  "application/pdf": "rep.file_pdf",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "rep.file_xlsx",
  "application/json": "rep.file_json",
} as const satisfies Record<string, DeskWordKey>;

/** One report: its week and region, the one-minute summary, and the stored files with the fingerprints to check them by. */
export function Report({ report, running }: { report: ReportView; running: boolean }) {
  const { say, format } = useWords();
  const weekWords = useWeekWords();
  const how = report.scheduled ? say("rep.scheduled") : report.requestedBy === null ? null : say("rep.by", { nama: report.requestedBy });
  return (
    <li className={style.report}>
      <header className={style.head}>
        <h2>
          {weekWords(report.week)}
          {running && <span> · {say("rep.week_running")}</span>}
        </h2>
        <p className={style.meta}>
          {[`${report.regionName} (${report.region})`, say("rep.version", { n: report.version }), how].filter((part) => part !== null).join(" · ")}
        </p>
        <span className={style.state} role={report.state === "waiting" ? "status" : undefined}>
          {say(`rep.state.${report.state}`)}
        </span>
      </header>
      {report.state === "waiting" && <p>{say("rep.making")}</p>}
      {report.state === "failed" && <p>{say("rep.failed")}</p>}
      {report.summary !== null && (
        <>
          <dl className={style.numbers}>
            {NUMBERS.map((name) => (
              <div key={name}>
                <dt>{say(`rep.${name}`)}</dt>
                <dd>{format.number(report.summary?.[name] ?? 0)}</dd>
              </div>
            ))}
          </dl>
          <p className={style.meta}>{say("rep.as_of", { waktu: format.longMoment(report.asOf) })}</p>
        </>
      )}
      {report.state === "ready" && <Files report={report} />}
    </li>
  );
}

function Files({ report }: { report: ReportView }) {
  const { say, format } = useWords();
  const { may } = useMe();
  const words = (mediaType: string, name: string): string => {
    const key = (FILE_WORDS as Readonly<Record<string, DeskWordKey>>)[mediaType.split(";")[0] ?? ""];
    // A page is stored once a language; its name ends in .id.html or .en.html.
    const language = /\.(id|en)\.html$/.exec(name)?.[1]?.toUpperCase();
    const edition = /\.(internal|shareable)\.json$/.exec(name)?.[1] as "internal" | "shareable" | undefined;
    const note = edition && `(${say(`rep.edition_${edition}`)})`;
    return key === undefined ? name : [say(key as "rep.file_csv"), language, note].filter(Boolean).join(" ");
  };
  if (!may("report.download")) return <p className={style.meta}>{say("rep.no_download")}</p>;
  return (
    <ul className={style.files} aria-label={say("rep.files")}>
      {report.files.map((file) => (
        <li key={file.name}>
          <a href={`/api/reports/${encodeURIComponent(report.id)}/files/${encodeURIComponent(file.name)}`} download className={style.download}>
            <IconDownload size={16} aria-hidden /> {say("rep.download")} {words(file.mediaType, file.name)} <span>{format.bytes(file.bytes)}</span>
          </a>
          <code>
            {file.name} · sha256 {file.sha256}
          </code>
        </li>
      ))}
    </ul>
  );
}
