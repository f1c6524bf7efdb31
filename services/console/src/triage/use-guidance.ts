import type { FlagDetail, GuidanceView } from "@netra/service-api/contract";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useWords } from "../words/words.tsx";
import { getGuidance } from "./flag-api.ts";

export const GUIDANCE = ["guidance"] as const;

/** The questions of an escalation with the notes of the day of the act and of today; fetched only once they are wanted. */
export function useGuidance(flag: Pick<FlagDetail, "postedAt">, wanted: boolean): UseQueryResult<GuidanceView> {
  const { format } = useWords();
  const on = format.isoDay(flag.postedAt);
  return useQuery({ queryKey: [...GUIDANCE, on], queryFn: () => getGuidance(on), enabled: wanted, staleTime: 300_000 });
}
