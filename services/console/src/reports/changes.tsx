import type { ReportDetail } from "@netra/service-api/contract";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import style from "./reports.module.css";

/** Figures of the document's overview that stand in the summary. */
const NAMED = {
  posts: "rep.posts",
  accounts_watched: "rep.accounts",
  opened: "rep.opened",
  decided: "rep.decided",
  escalated: "rep.escalated",
  waiting: "rep.backlog",
} as const;

interface Props {
  readonly report: ReportDetail;
  readonly correction: NonNullable<ReportDetail["correction"]>;
}

/** Why a version corrects another, how many figures changed, and how those of the summary did; the preview lists every one. */
export function Changes({ report, correction: { why, changes, more } }: Props) {
  const { say, format } = useWords();
  const { may } = useMe();
  const title = say("rep.changes", { n: report.corrects ?? 0 });
  const named = (changes ?? []).flatMap(({ table, key, column, from, to }) => {
    const word = NAMED[(key[0] ?? "") as keyof typeof NAMED];
    return table === "overview" && column === "value" && word && typeof from === "number" && typeof to === "number" ? [{ word, from, to }] : [];
  });
  return (
    <section className={style.report} aria-label={title}>
      <h2>{title}</h2>
      <p className={style.note}>{say("rep.why", { alasan: why })}</p>
      {!may("report.download") ? (
        <p className={style.meta}>{say("rep.no_download")}</p>
      ) : changes === null ? (
        <p>{say("rep.changes_unknown")}</p>
      ) : changes.length === 0 ? (
        <p>{say("rep.changes_none")}</p>
      ) : (
        <>
          <p>{say("rep.changes_count", { n: format.number(changes.length + more) })}</p>
          <ul className={style.changes}>
            {named.map(({ word, from, to }) => (
              <li key={word}>{say("rep.change", { nama: say(word), a: format.number(from), b: format.number(to) })}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
