import type { FoundFlag } from "@netra/service-api/contract";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useContests } from "../shell/contests.tsx";
import type { Filters } from "./filters.ts";
import { searchFlags } from "./flag-api.ts";
import { withoutRepeats } from "./queue-order.ts";

/** Kept with what was loaded, so that it is forgotten when a person leaves; never in an address or in storage. */
const ASKED = ["search-asked"] as const;
const FOUND = "search-found";
const nothing = (): void => undefined;

/** What is searched for, if anything, and what was found; it stays while a flag that was found is read. */
export function useSearch(filters: Filters) {
  const client = useQueryClient();
  const { chosen } = useContests();
  const asked = useQuery<string | null>({
    queryKey: ASKED,
    queryFn: () => null,
    enabled: false,
    initialData: null,
    gcTime: Number.POSITIVE_INFINITY,
  }).data;
  const { region, platform, kind, origin } = filters;
  const set = Object.entries({ contest: chosen?.id ?? null, region, platform, kind, origin }).filter(([, value]) => value !== null);
  const query = useInfiniteQuery({
    queryKey: [FOUND, asked, set],
    queryFn: ({ pageParam }) => searchFlags({ ...Object.fromEntries(set), words: asked ?? "", ...(pageParam === null ? {} : { cursor: pageParam }) }),
    enabled: asked !== null,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
  const pages = query.data?.pages;
  const rows: FoundFlag[] = useMemo(() => withoutRepeats(pages?.flatMap((page) => page.flags) ?? []), [pages]);
  const first = pages?.[0];
  return {
    asked,
    ask: (words: string | null) => client.setQueryData(ASKED, words),
    by: first?.by ?? null,
    total: first?.total ?? 0,
    more: first?.more ?? false,
    isPending: query.isPending,
    problem: query.error,
    retry: () => void query.refetch(),
    list: {
      key: `search ${asked}`,
      rows,
      hasMore: query.hasNextPage,
      isLoadingMore: query.isFetchingNextPage,
      loadMore: () => void query.fetchNextPage(),
      watch: nothing,
    },
  };
}

export type Search = ReturnType<typeof useSearch>;
