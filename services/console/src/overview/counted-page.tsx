import type { CountedPage as Page } from "@netra/service-api/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import rows from "../shell/rows.module.css";
import { Deadline, StateWord, useActWords } from "../triage/flag-words.tsx";
import { useWords } from "../words/words.tsx";
import { useBallotName } from "./ballot-name.ts";
import style from "./list.module.css";
import { ListFrame } from "./list-frame.tsx";
import { listCounted } from "./overview-api.ts";

/** The flags behind a figure of the dashboard, newest first: as rows of the reading list say them, without an opinion. */
export default function CountedPage() {
  const { say, sayData, format, locale } = useWords();
  const ballotName = useBallotName();
  const act = useActWords();
  const [query] = useSearchParams();
  const address = query.toString();
  const list = useInfiniteQuery({
    queryKey: ["counted", address],
    queryFn: ({ pageParam }) => listCounted(address, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const [first] = list.data?.pages ?? [];
  const figure = query.get("figure") ?? "";
  const outcome = query.get("outcome");
  const about = [
    first?.contest,
    first?.candidate && ballotName(first.candidate),
    outcome && sayData(`over.outcome.${outcome}`, outcome),
    // Its code only where it has no name, and not while that is still on its way.
    first && (first.rule?.[locale] ?? query.get("rule")),
  ].filter(Boolean);
  return (
    <ListFrame
      title={[sayData(`over.list.${figure}`, say("nav.overview")), ...about].join(" · ")}
      region={query.get("region") ?? ""}
      lead={[
        first
          ? say("over.list_week", {
              n: Number((query.get("week") ?? "").slice(-2)),
              waktu: format.longMoment(first.countedAt),
              tanggal: say(`over.by.${first.countsBy}`),
            })
          : null,
        first ? shownOf(first) : null,
      ]}
      list={list}
      rows={(list.data?.pages.flatMap((page) => page.flags) ?? []).map((row) => ({
        key: row.id,
        row: (
          <Link to={`/triage/${row.id}`} className={`${rows.row} ${style.row}`}>
            <b className={rows.number}>{row.number}</b>
            <span className={style.rowText}>
              <span className={style.text} dir="auto">
                {row.text.trim() === "" ? <i>{say("triage.no_text")}</i> : row.text}
              </span>
              <span className={rows.meta}>{[act(row, false), row.timeKnown ? format.moment(row.postedAt) : say("time.unknown")].join(" · ")}</span>
            </span>
            <StateWord row={row} />
            <Deadline row={row} />
          </Link>
        ),
      }))}
    />
  );

  function shownOf({ shown, counted }: Page): string {
    const words = say("over.list_shown", { n: format.number(shown), jumlah: format.number(counted) });
    return shown < counted ? `${words} ${say("over.list_held")}` : words;
  }
}
