import type { ReportView } from "@netra/service-api/contract";
import { IconExternalLink } from "@tabler/icons-react";
import { useWords } from "../words/words.tsx";
import { pagesIn } from "./report-file.ts";
import style from "./reports.module.css";
import { fileAddress } from "./reports-api.ts";

/** The stored page of each edition in the reader's language, as it is, in a tab of its own: it can run and reach nothing. */
export function Preview({ report }: { report: ReportView }) {
  const { say, locale } = useWords();
  const pages = pagesIn(report.files, locale);
  if (pages.length === 0) return null;
  return (
    <p className={style.preview}>
      {pages.map(({ edition, name }) => (
        <a key={edition} href={fileAddress(report.id, name)} target="_blank" rel="noreferrer" className={style.download}>
          <IconExternalLink size={16} aria-hidden /> {say("rep.preview")}: {say(`rep.edition_${edition}`)}
        </a>
      ))}
      <span className={style.meta}>{say("rep.preview_note")}</span>
    </p>
  );
}
