import { Button } from "@mantine/core";
import { useEffect } from "react";
import { ApiProblem } from "../api.ts";
import { KeyCap } from "../shell/key-cap.tsx";
import { Empty, Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { FlagGrid } from "./flag-grid.tsx";
import style from "./search.module.css";
import type { Search } from "./use-search.ts";

const PROBLEMS = { "search-too-long": "triage.search_too_long" } as const;

/** What was found, in the form of the list, in place of the lanes. A number that is a flag's opens it. */
export function SearchResults({ search, onOpen }: { search: Search; onOpen: (flagId: string) => void }) {
  const { say, format } = useWords();
  const only = search.by === "number" ? search.list.rows[0]?.id : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for what was found; the search ends, so that coming back leads to the list
  useEffect(() => {
    if (only === undefined) return;
    search.ask(null);
    onOpen(only);
  }, [only]);
  const count = search.more
    ? say("triage.search_more", { n: format.number(search.total) })
    : say("triage.search_count", { n: format.number(search.total) });
  const none = search.by === "words" ? say("triage.search_none") : say("triage.search_none_exact");
  const close = (
    <Button variant="default" size="sm" onClick={() => search.ask(null)} rightSection={<KeyCap>Esc</KeyCap>}>
      {say("triage.search_close")}
    </Button>
  );
  const known = search.problem instanceof ApiProblem ? PROBLEMS[search.problem.code as keyof typeof PROBLEMS] : undefined;
  return (
    <section aria-label={say("triage.search_results")}>
      <div className={style.head}>
        <p role="status">{search.by === null || only !== undefined ? "" : search.total === 0 ? none : count}</p>
        {close}
      </div>
      {search.problem !== null && <Failed problem={search.problem} onRetry={search.retry} {...(known ? { sentence: say(known) } : {})} />}
      {search.isPending && search.problem === null && <Waiting rows={4} />}
      {search.by !== null && search.total === 0 && <Empty>{say("triage.search_empty")}</Empty>}
      {search.list.rows.length > 0 && only === undefined && <FlagGrid list={search.list} onOpen={onOpen} />}
    </section>
  );
}
