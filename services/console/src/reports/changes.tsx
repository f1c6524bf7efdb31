import type { ReportDetail } from "@netra/service-api/contract";
import { useMe } from "../session/me.tsx";
import { useWords } from "../words/words.tsx";
import { type Change, isStanding } from "./changed-figure.ts";
import style from "./reports.module.css";

/** Figures of the document's overview that stand in the summary. */
const NAMED = {
  posts: "rep.posts",
  accounts_watched: "rep.accounts",
  opened: "rep.opened",
  decided: "rep.decided",
  closed: "rep.closed",
  escalated: "rep.escalated",
  waiting: "rep.backlog",
} as const;

interface Props {
  readonly report: ReportDetail;
  readonly correction: NonNullable<ReportDetail["correction"]>;
}

/**
 * Why a version corrects another, how many figures changed, and how those of the summary did; the preview lists every one. What says how things stood is the same
 * whenever it is counted after the closing, and stands apart from what counts events.
 */
export function Changes({ report, correction: { why, asOf, changes, more } }: Props) {
  const { say, format } = useWords();
  const { may } = useMe();
  const title = say("rep.changes", { n: report.corrects ?? 0 });
  const parts = (["standing", "events"] as const).flatMap((part) => {
    const own = (changes ?? []).filter((change) => isStanding(change) === (part === "standing"));
    return own.length === 0 ? [] : [{ part, own }];
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
          {asOf !== null && (
            <p className={style.meta}>
              {say("rep.changes_times", { n: report.corrects ?? 0, a: format.longMoment(asOf), b: format.longMoment(report.asOf) })}
            </p>
          )}
          {parts.map(({ part, own }) => (
            <section key={part} className={style.edition} aria-label={say(`rep.changes_${part}`)}>
              <h3>
                {say(`rep.changes_${part}`)} · {format.number(own.length)}
              </h3>
              <p className={style.meta}>{say(`rep.changes_${part}_note`, { waktu: format.longMoment(report.stoodAt) })}</p>
              <Named changes={own} />
            </section>
          ))}
          {more > 0 && <p className={style.meta}>{say("rep.changes_more", { n: format.number(more) })}</p>}
        </>
      )}
    </section>
  );
}

/** Those of them that stand in the summary. */
function Named({ changes }: { changes: readonly Change[] }) {
  const { say, format } = useWords();
  const named = changes.flatMap(({ table, key, column, from, to }) => {
    const word = NAMED[(key[0] ?? "") as keyof typeof NAMED];
    return table === "overview" && column === "value" && word && typeof from === "number" && typeof to === "number" ? [{ word, from, to }] : [];
  });
  if (named.length === 0) return null;
  return (
    <ul className={style.changes}>
      {named.map(({ word, from, to }) => (
        <li key={word}>{say("rep.change", { nama: say(word), a: format.number(from), b: format.number(to) })}</li>
      ))}
    </ul>
  );
}
