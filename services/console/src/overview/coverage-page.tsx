import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import rows from "../shell/rows.module.css";
import { useWords } from "../words/words.tsx";
import style from "./list.module.css";
import { ListFrame } from "./list-frame.tsx";
import { listCoverage } from "./overview-api.ts";

/** The accounts behind a figure of coverage: region and standing, no handle and no name; each leads to its page in the registry. */
export default function CoveragePage() {
  const { say, sayData, format } = useWords();
  const [query] = useSearchParams();
  const address = query.toString();
  const list = useInfiniteQuery({
    queryKey: ["counted-accounts", address],
    queryFn: ({ pageParam }) => listCoverage(address, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const [first] = list.data?.pages ?? [];
  const platform = sayData(`platform.${query.get("platform") ?? ""}`, query.get("platform") ?? "");
  const standing = query.get("standing");
  return (
    <ListFrame
      title={[say("over.list.accounts"), platform, standing && sayData(`over.standing.${standing}`, standing)].filter(Boolean).join(" · ")}
      region={query.get("region") ?? ""}
      lead={[
        first
          ? say("over.list_week", {
              n: Number((query.get("week") ?? "").slice(-2)),
              waktu: format.longMoment(first.countedAt),
              tanggal: say("over.by.as_of"),
            })
          : null,
        first ? say("over.list_shown", { n: format.number(first.shown), jumlah: format.number(first.shown) }) : null,
      ]}
      list={list}
      rows={(list.data?.pages.flatMap((page) => page.accounts) ?? []).map(({ id, region, standing: is }) => ({
        key: id,
        row: (
          <Link to={`/registry/accounts/${id}`} className={`${rows.row} ${style.row}`}>
            <b className={rows.number}>{id.slice(0, 8)}</b>
            <span className={style.rowText}>
              {say("over.account", { platform })}
              <span className={rows.meta}>
                {region} · {say(`over.standing.${is}`)}
              </span>
            </span>
          </Link>
        ),
      }))}
    />
  );
}
