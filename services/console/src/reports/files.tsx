import type { ReportView } from "@netra/service-api/contract";
import { IconDownload, IconExternalLink } from "@tabler/icons-react";
import { useMe } from "../session/me.tsx";
import type { DeskWordKey } from "../words/desk-id.ts";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";
import { fileAddress } from "./reports-api.ts";

const FILE_WORDS = {
  "text/csv": "rep.file_csv",
  "text/html": "rep.file_html",
  "application/pdf": "rep.file_pdf",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "rep.file_xlsx",
  "application/json": "rep.file_json",
} as const satisfies Record<string, DeskWordKey>;

/** The stored page in the reader's language, as it is, in a tab of its own: it can run and reach nothing. */
export function Preview({ report }: { report: ReportView }) {
  const { say, locale } = useWords();
  const page = report.files.find(({ name }) => name.endsWith(`.${locale}.html`));
  if (page === undefined) return null;
  return (
    <p className={style.preview}>
      <a href={fileAddress(report.id, page.name)} target="_blank" rel="noreferrer" className={style.download}>
        <IconExternalLink size={16} aria-hidden /> {say("rep.preview")}
      </a>
      <span className={style.meta}>{say("rep.preview_note")}</span>
    </p>
  );
}

/** The stored files with the fingerprints to check them by. */
export function Files({ report }: { report: ReportView }) {
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
    <>
      <Preview report={report} />
      <ul className={style.files} aria-label={say("rep.files")}>
        {report.files.map((file) => (
          <li key={file.name}>
            <a href={fileAddress(report.id, file.name)} download className={style.download}>
              <IconDownload size={16} aria-hidden /> {say("rep.download")} {words(file.mediaType, file.name)} <span>{format.bytes(file.bytes)}</span>
            </a>
            <code>
              {file.name} · sha256 {file.sha256}
            </code>
          </li>
        ))}
      </ul>
      {report.state !== "final" && <p className={style.meta}>{say("rep.draft_files")}</p>}
    </>
  );
}
