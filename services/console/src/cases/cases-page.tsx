import { Button } from "@mantine/core";
import type { CaseRow } from "@netra/service-api/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Link, useSearchParams } from "react-router";
import { useContests } from "../shell/contests.tsx";
import parts from "../shell/parts.module.css";
import frame from "../shell/rows.module.css";
import shell from "../shell/states.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useRowKeys } from "../shell/use-row-keys.ts";
import { useWords } from "../words/words.tsx";
import style from "./cases.module.css";
import { listCases } from "./cases-api.ts";

const WHICH = ["standing", "over"] as const;

/** Cases of the own regions, newest first: number, where each stands, and how many flags; no name. */
export default function CasesPage() {
  const { say, format } = useWords();
  const [query] = useSearchParams();
  const which = query.get("which") === "over" ? "over" : "standing";
  const list = useInfiniteQuery({
    queryKey: ["cases", which],
    queryFn: ({ pageParam }) => listCases(which, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = useRef<HTMLUListElement>(null);
  useRowKeys(() => rows.current?.querySelectorAll<HTMLElement>("a") ?? []);
  const counts = list.data?.pages[0]?.counts;
  const cases = list.data?.pages.flatMap((page) => page.cases) ?? [];
  return (
    <div className={shell.page}>
      <header>
        <PageTitle>{say("nav.cases")}</PageTitle>
        <p className={style.quiet}>{say("case.lead")}</p>
      </header>
      <nav className={parts.parts} aria-label={say("case.lists")}>
        {WHICH.map((one) => (
          <Link
            key={one}
            to={`/cases${one === "over" ? "?which=over" : ""}`}
            aria-current={which === one ? "page" : undefined}
            className={parts.part}
          >
            {say(`case.${one}`)} {counts !== undefined && <span className={style.count}>{format.number(counts[one])}</span>}
          </Link>
        ))}
      </nav>
      {list.isPending && <Waiting rows={4} />}
      {list.isError && <Failed problem={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && cases.length === 0 && <Empty>{say(which === "over" ? "case.none_over" : "case.none")}</Empty>}
      <ul className={frame.list} ref={rows}>
        {cases.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {say("case.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Row({ row }: { row: CaseRow }) {
  const { say, format } = useWords();
  const { contests } = useContests();
  return (
    <li>
      <Link className={`${frame.row} ${style.row}`} to={`/cases/${row.id}`}>
        <b className={frame.number}>{row.number}</b>
        <span>
          {say(`case_state.${row.state}`)}
          <span className={frame.meta}>
            {[
              row.regionName,
              contests.find(({ id }) => id === row.contestId)?.title,
              row.flags === 0 ? say("case.only_discontinue") : say("case.flag_count", { n: format.number(row.flags) }),
            ]
              .filter((part) => part !== undefined)
              .join(" · ")}
          </span>
        </span>
        <span className={style.when}>{say("case.opened", { tgl: format.day(row.openedAt) })}</span>
      </Link>
    </li>
  );
}
