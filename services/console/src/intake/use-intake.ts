import type { IntakeDetail, IntakePage } from "@netra/service-api/contract";
import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { setAnswer } from "../set-answer.ts";
import { getCapture, type IntakeState, listIntake } from "./intake-api.ts";
import { EMPTY_LOOK, type LookForm } from "./look-form.ts";

const LIST = "intake";
const PEEK = ["intake-waiting"] as const;
const PEEK_MS = 60_000;
type Pages = InfiniteData<IntakePage, string | null>;

/** How many captures wait for a second look, looked up once a minute; null while it is not known or may not be. */
export function useWaiting(enabled: boolean): number | null {
  const peek = useQuery({
    queryKey: PEEK,
    queryFn: () => listIntake("waiting", null),
    enabled,
    refetchInterval: PEEK_MS,
    staleTime: PEEK_MS,
    retry: false,
  });
  return peek.data?.waiting ?? null;
}

/** The list a person works through. Rows never move by themselves: `changed` says that there is something else to see, `showNew` shows it. */
export function useIntakeList(state: IntakeState) {
  const client = useQueryClient();
  const list = useInfiniteQuery({
    queryKey: [LIST, state],
    queryFn: ({ pageParam }) => listIntake(state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    staleTime: 30_000,
  });
  const waitingNow = useWaiting(true);
  const pages = list.data?.pages;
  const waiting = pages?.[0]?.waiting ?? null;

  return {
    rows: useMemo(() => pages?.flatMap((page) => page.captures) ?? [], [pages]),
    waiting: waitingNow ?? waiting,
    changed: state === "waiting" && waiting !== null && waitingNow !== null && waiting !== waitingNow,
    isPending: list.isPending,
    problem: list.error,
    hasMore: list.hasNextPage,
    isLoadingMore: list.isFetchingNextPage,
    loadMore: () => void list.fetchNextPage(),
    retry: () => void list.refetch(),
    showNew: () => void Promise.all([client.invalidateQueries({ queryKey: [LIST] }), client.invalidateQueries({ queryKey: PEEK })]),
  };
}

export type IntakeList = ReturnType<typeof useIntakeList>;

const captureKey = (captureId: string) => ["capture", captureId] as const;

export const useCapture = (captureId: string) =>
  useQuery({ queryKey: captureKey(captureId), queryFn: () => getCapture(captureId), staleTime: 10_000 });

/** What the server answered about a capture that still waits. */
export const noteCapture = (client: QueryClient, capture: IntakeDetail): void => setAnswer(client, captureKey(capture.id), capture);

/** After a look: the capture as the server answered, out of the waiting list at once, and the counts asked anew. */
export function noteLooked(client: QueryClient, capture: IntakeDetail): void {
  setAnswer(client, captureKey(capture.id), capture);
  client.removeQueries({ queryKey: workKey(capture.id) });
  client.setQueryData<Pages>(
    [LIST, "waiting"],
    (old) =>
      old && {
        ...old,
        pages: old.pages.map((page) => ({ ...page, waiting: page.waiting - 1, captures: page.captures.filter((row) => row.id !== capture.id) })),
      },
  );
  client.setQueryData<IntakePage>(PEEK, (old) => old && { ...old, waiting: old.waiting - 1 });
  void client.invalidateQueries({ queryKey: [LIST, "done"] });
  void client.invalidateQueries({ queryKey: PEEK });
}

const workKey = (captureId: string) => ["look", captureId] as const;

/** Keeps an unsaved look by capture while people move about. It lives in the query cache, so that signing out forgets it; it is never written to the device. */
export function useLookForm(captureId: string): { form: LookForm; change: (entry: Partial<LookForm>) => void } {
  const client = useQueryClient();
  const [form, setForm] = useState<LookForm>(() => client.getQueryData<LookForm>(workKey(captureId)) ?? EMPTY_LOOK);
  const change = (entry: Partial<LookForm>) =>
    setForm((old) => {
      const next = { ...old, ...entry };
      client.setQueryData(workKey(captureId), next);
      return next;
    });
  return { form, change };
}
