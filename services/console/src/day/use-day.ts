import type { HandoverList } from "@netra/service-api/contract";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { setAnswer } from "../set-answer.ts";
import { getDay, listHandovers } from "./day-api.ts";

const DAY = ["day"] as const;
const NOTES = ["handovers"] as const;
const DRAFT = ["handover-draft"] as const;
const PEEK_MS = 60_000;

/** What waits for this person, looked up once a minute while the window is seen. The frame's count and the page share it. */
const dayQuery = { queryKey: DAY, queryFn: getDay, refetchInterval: PEEK_MS, staleTime: PEEK_MS } as const;

/** For the page: asked anew whenever somebody comes to it. */
export const useDay = () => useQuery({ ...dayQuery, refetchOnMount: "always" });

/** How many flags ask for something now; null while it is not known or may not be. */
export function useNotices(enabled: boolean): number | null {
  const day = useQuery({ ...dayQuery, enabled, retry: false });
  return day.data?.counts.notices ?? null;
}

export const rereadDay = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: DAY });

export const useHandovers = () =>
  useQuery({ queryKey: NOTES, queryFn: listHandovers, refetchInterval: PEEK_MS, staleTime: PEEK_MS, refetchOnMount: "always" });

export const setHandovers = (client: QueryClient, list: HandoverList): void => {
  setAnswer(client, NOTES, list);
};

export const rereadHandovers = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: NOTES });

export interface HandoverDraft {
  readonly note: string;
  readonly region: string | null;
}

/** A note being written, kept while people move about. It lives in the query cache, so that signing out forgets it; it is never written to the device. */
export function useHandoverDraft(): { draft: HandoverDraft; change: (entry: Partial<HandoverDraft>) => void } {
  const client = useQueryClient();
  const [draft, setDraft] = useState<HandoverDraft>(() => client.getQueryData<HandoverDraft>(DRAFT) ?? { note: "", region: null });
  const change = (entry: Partial<HandoverDraft>) => {
    const next = { ...draft, ...entry };
    setDraft(next);
    client.setQueryData(DRAFT, next);
  };
  return { draft, change };
}
