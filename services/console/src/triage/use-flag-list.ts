import type { FlagPage, FlagRow } from "@netra/service-api/contract";
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useContests } from "../shell/contests.tsx";
import { type Filters, filtersToQuery } from "./filters.ts";
import { listFlags } from "./flag-api.ts";
import { countNew, overlay, withoutRepeats } from "./queue-order.ts";

const PEEK_MS = 30_000;
const LIST = "flags";
const PEEK = "flags-peek";
type Pages = InfiniteData<FlagPage, string | null>;

/**
 * The list a person works through. Pages are loaded once and keep their order; every 30 s a look at the first page tells what is new and
 * what was taken, and changes nothing else until `showNew`.
 */
export function useFlagList(filters: Filters) {
  const client = useQueryClient();
  const { chosen } = useContests();
  const contest = chosen?.id ?? null;
  const which = `${contest ?? "all"}?${filtersToQuery(filters)}`;

  const list = useInfiniteQuery({
    queryKey: [LIST, which],
    queryFn: ({ pageParam }) => listFlags(filters, contest, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30 * 60_000,
  });
  const peek = useQuery({
    queryKey: [PEEK, which],
    queryFn: () => listFlags(filters, contest, null),
    enabled: list.isSuccess,
    refetchInterval: PEEK_MS,
    staleTime: PEEK_MS,
    initialData: () => list.data?.pages[0],
    initialDataUpdatedAt: () => list.dataUpdatedAt,
  });

  const pages = list.data?.pages;
  const peeked = peek.data?.flags;
  const rows = useMemo(() => overlay(withoutRepeats(pages?.flatMap((page) => page.flags) ?? []), peeked ?? []), [pages, peeked]);
  const first = peek.data ?? pages?.[0];

  return {
    key: which,
    rows,
    counts: first?.counts ?? null,
    fresh: peeked === undefined ? 0 : countNew(rows, peeked),
    isPending: list.isPending,
    problem: list.error,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    /** Begins the list anew with what the last look saw. */
    showNew: () => {
      if (peek.data !== undefined) client.setQueryData<Pages>([LIST, which], { pages: [peek.data], pageParams: [null] });
    },
  };
}

export type FlagList = ReturnType<typeof useFlagList>;

/** Changes a row in every list that shows it; `null` takes it out (decided, recused). */
export function patchRow(client: QueryClient, flagId: string, patch: Partial<FlagRow> | null): void {
  const edit = (page: FlagPage): FlagPage => ({
    ...page,
    flags: page.flags.flatMap((row) => (row.id !== flagId ? [row] : patch === null ? [] : [{ ...row, ...patch }])),
  });
  client.setQueriesData<Pages>({ queryKey: [LIST] }, (old) => old && { ...old, pages: old.pages.map(edit) });
  client.setQueriesData<FlagPage>({ queryKey: [PEEK] }, (old) => old && edit(old));
  if (patch === null) void client.invalidateQueries({ queryKey: [PEEK] });
}

/** After an undo a flag is back where it was: lists are read anew. */
export const rereadLists = async (client: QueryClient): Promise<void> => {
  await Promise.all([client.invalidateQueries({ queryKey: [LIST] }), client.invalidateQueries({ queryKey: [PEEK] })]);
};
