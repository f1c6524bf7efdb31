import type { ContestList, ContestView } from "@netra/service-api/contract";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useState } from "react";
import { call } from "../api.ts";

interface Contests {
  readonly contests: readonly ContestView[];
  readonly known: boolean;
  /** The contest being read; `null` is all of them. */
  readonly chosen: ContestView | null;
  readonly choose: (id: string | null) => void;
}

const Context = createContext<Contests | null>(null);
const STORED = "netra.contest";

/** The contests this office reads, and the one in front. With a single open contest there is nothing to choose. */
export function ContestProvider({ children }: { children: ReactNode }) {
  const answer = useQuery({ queryKey: ["contests"], queryFn: () => call<ContestList>("GET", "/api/contests"), staleTime: 5 * 60_000 });
  const [id, setId] = useState(() => localStorage.getItem(STORED));
  const contests = answer.data?.contests ?? [];
  const open = contests.filter((contest) => contest.open);
  const only = open.length === 1 ? open[0] : undefined;

  const choose = (next: string | null) => {
    if (next === null) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, next);
    setId(next);
  };
  return (
    <Context value={{ contests, known: answer.isSuccess, chosen: contests.find((contest) => contest.id === id) ?? only ?? null, choose }}>
      {children}
    </Context>
  );
}

export function useContests(): Contests {
  const contests = use(Context);
  if (contests === null) throw new Error("useContests needs a ContestProvider above it.");
  return contests;
}
