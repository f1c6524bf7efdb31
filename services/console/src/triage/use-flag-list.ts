import type { FlagPage, FlagRow, FlagStandings } from "@netra/service-api/contract";
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useContests } from "../shell/contests.tsx";
import { type Filters, filtersToQuery } from "./filters.ts";
import { askStandings, listFlags } from "./flag-api.ts";
import { useLiveLine } from "./live-line.ts";
import { chunksOf, countNew, overlay, withoutRepeats } from "./queue-order.ts";

/** How often the list looks by itself while the server's line is down, and while it is up: a source that is gone, say, is not told. */
const LOOK_MS = { polling: 30_000, opening: 30_000, live: 5 * 60_000 } as const;
const LIST = "flags";
const PEEK = "flags-peek";
const STANDINGS = "flags-standings";
const TOP_PX = 4;
type Pages = InfiniteData<FlagPage, string | null>;

/**
 * The list a person works through. Pages are loaded once and keep their order. Whenever the server says that something changed (or every 30 s while it cannot), a look at the
 * first page tells what is new, and a look at the rows in sight what was taken; nothing moves until `showNew`, but at the very top with nothing in focus.
 */
export function useFlagList(filters: Filters) {
  const client = useQueryClient();
  const live = useLiveLine();
  const { chosen } = useContests();
  const contest = chosen?.id ?? null;
  const which = `${contest ?? "all"}?${filtersToQuery(filters)}`;
  const [seen, setSeen] = useState({ from: 0, to: 0 });

  const list = useInfiniteQuery({
    queryKey: [LIST, which],
    queryFn: ({ pageParam }) => listFlags(filters, contest, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30 * 60_000,
  });
  const looks = { refetchInterval: LOOK_MS[live.is], staleTime: LOOK_MS.polling } as const;
  const peek = useQuery({
    queryKey: [PEEK, which],
    queryFn: () => listFlags(filters, contest, null),
    enabled: list.isSuccess,
    ...looks,
    initialData: () => list.data?.pages[0],
    initialDataUpdatedAt: () => list.dataUpdatedAt,
  });

  const pages = list.data?.pages;
  const loaded = useMemo(() => withoutRepeats(pages?.flatMap((page) => page.flags) ?? []), [pages]);
  const standings = useQueries({
    // Nothing is asked before something happened: what was just loaded stands as it was loaded.
    queries: (live.round === 0 ? [] : chunksOf(loaded, seen)).map((ids) => ({
      queryKey: [STANDINGS, which, ids[0], ids.length],
      queryFn: () => askStandings(ids),
      ...looks,
    })),
    combine: useCallback((answers: readonly { readonly data: FlagStandings | undefined }[]) => answers.flatMap(({ data }) => data?.flags ?? []), []),
  });
  useEffect(() => {
    if (live.round > 0) for (const key of [PEEK, STANDINGS]) void client.invalidateQueries({ queryKey: [key] });
  }, [live.round, client]);

  const peeked = peek.data?.flags;
  const rows = useMemo(() => overlay(loaded, [...(peeked ?? []), ...standings], filters.lane), [loaded, peeked, standings, filters.lane]);
  const first = peek.data ?? pages?.[0];
  const fresh = peeked === undefined ? 0 : countNew(loaded, peeked, list.hasNextPage);

  /** Begins the list anew with what the last look saw. */
  const showNew = useCallback(() => {
    const page = client.getQueryData<FlagPage>([PEEK, which]);
    if (page !== undefined) client.setQueryData<Pages>([LIST, which], { pages: [page], pageParams: [null] });
  }, [client, which]);
  // Only when something new came: who comes back to the top later finds the pill.
  const before = useRef(fresh);
  useEffect(() => {
    if (fresh > before.current && isUntouched()) showNew();
    before.current = fresh;
  }, [fresh, showNew]);

  return {
    key: which,
    rows,
    counts: first?.counts ?? null,
    fresh,
    live: live.is,
    isPending: list.isPending,
    problem: list.error,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    /** Which rows are drawn: they are kept up to date. */
    watch: useCallback((from: number, to: number) => setSeen((old) => (old.from === from && old.to === to ? old : { from, to })), []),
    showNew,
  };
}

export type FlagList = ReturnType<typeof useFlagList>;

/** Nobody would notice a row that comes in above: the page stands at its very top, and nothing has the focus. */
const isUntouched = (): boolean => window.scrollY <= TOP_PX && (document.activeElement === null || document.activeElement === document.body);

/** Changes a row in every list that shows it; `null` takes it out (decided, recused). */
export function patchRow(client: QueryClient, flagId: string, patch: Partial<FlagRow> | null): void {
  const patched = <Row extends { readonly id: string }>(rows: readonly Row[]): Row[] =>
    rows.flatMap((row) => (row.id !== flagId ? [row] : patch === null ? [] : [{ ...row, ...patch }]));
  const edit = (page: FlagPage): FlagPage => ({ ...page, flags: patched(page.flags) });
  client.setQueriesData<Pages>({ queryKey: [LIST] }, (old) => old && { ...old, pages: old.pages.map(edit) });
  client.setQueriesData<FlagPage>({ queryKey: [PEEK] }, (old) => old && edit(old));
  client.setQueriesData<FlagStandings>({ queryKey: [STANDINGS] }, (old) => old && { flags: patched(old.flags) });
  if (patch === null) void client.invalidateQueries({ queryKey: [PEEK] });
}

/** After an undo a flag is back where it was: lists are read anew. */
export const rereadLists = async (client: QueryClient): Promise<void> => {
  await Promise.all([LIST, PEEK, STANDINGS].map((key) => client.invalidateQueries({ queryKey: [key] })));
};
