import { Button } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useMe } from "../session/me.tsx";
import { serverNow } from "../session/use-session.ts";
import { useContests } from "../shell/contests.tsx";
import { KeyCap } from "../shell/key-cap.tsx";
import { shownAs } from "../shell/keys.ts";
import pieces from "../shell/pieces.module.css";
import { Empty, Failed, PageTitle, Waiting } from "../shell/states.tsx";
import { useKeyboard, useKeys, useShortcut } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { type Filters, filtersToQuery, isFiltered, parseFilters, withoutFilters } from "./filters.ts";
import { FlagGrid } from "./flag-grid.tsx";
import { LaneTabs } from "./lane-tabs.tsx";
import style from "./list.module.css";
import { type ListedRow, step } from "./queue-order.ts";
import { SavedViews } from "./saved-views.tsx";
import { SearchField } from "./search-field.tsx";
import { SearchResults } from "./search-results.tsx";
import { useFlagList } from "./use-flag-list.ts";
import { type Picks, usePicks } from "./use-picks.ts";
import { useSearch } from "./use-search.ts";

const PassOn = lazy(() => import("./pass-on.tsx"));

/** Triage: choose nothing, start reading. The list holds no opinion of the machine but its order. */
export default function TriagePage() {
  const { say, format } = useWords();
  const shortcut = useShortcut();
  const me = useMe();
  const go = useNavigate();
  const [query, setQuery] = useSearchParams();
  const filters = parseFilters(query);
  const list = useFlagList(filters);
  const search = useSearch(filters);
  const searching = search.asked !== null;
  const [filtering, setFiltering] = useState(isFiltered(filters));
  const reads = me.may("flag.claim");
  const picks = usePicks(list.rows);

  const show = (next: Filters) => {
    picks.clear();
    setQuery(filtersToQuery(next));
  };
  const open = (flagId: string) => void go(`/triage/${flagId}?${filtersToQuery(filters)}`, { state: { claim: reads } });
  /** Looking something up takes it from nobody. */
  const openFound = (flagId: string) => void go(`/triage/${flagId}?${filtersToQuery(filters)}`);
  const showNew = () => {
    list.showNew();
    window.scrollTo(0, 0);
  };
  const first = step(list.rows, null, 1, true);

  useKeys([
    { keys: "f", label: say("keys.filters"), group: "list", act: () => setFiltering(!filtering) },
    !searching && list.fresh > 0 && { keys: ".", label: say("keys.new"), group: "list", act: showNew },
  ]);

  return (
    <div className={style.page}>
      <header className={style.header}>
        <PageTitle>{say("triage.title")}</PageTitle>
        <p className={style.count}>
          {list.counts !== null && !searching && (
            <>
              <span className={style.countLong}>
                {say("triage.count", { n: format.number(list.counts[filters.lane]), jalur: say(`lane.${filters.lane}`) })},{" "}
                {format.clockWithZone(serverNow())}
              </span>
              <span className={style.countShort}>{say("triage.count_short", { n: format.number(list.counts[filters.lane]) })}</span>
            </>
          )}
        </p>
        <SearchField key={search.asked ?? ""} search={search} />
        {reads && !searching && filters.lane !== "closed" && filters.lane !== "escalated" && (
          <Button
            className={style.start ?? ""}
            disabled={first === null}
            onClick={() => first !== null && open(first.id)}
            rightSection={<KeyCap>Enter</KeyCap>}
          >
            {say("triage.start")}
          </Button>
        )}
      </header>
      {searching ? (
        <SearchResults search={search} onOpen={openFound} />
      ) : (
        <LaneTabs lane={filters.lane} counts={list.counts} onChange={(lane) => show({ ...filters, lane })}>
          <FilterBar filters={filters} shown={filtering} onToggle={() => setFiltering(!filtering)} onChange={show}>
            <SavedViews filters={filters} onUse={show} />
            {reads && (
              <button type="button" className={style.pickMode} aria-pressed={picks.picking} onClick={() => picks.setPicking(!picks.picking)}>
                {say(picks.picking ? "pick.mode_end" : "pick.mode")}
              </button>
            )}
            {list.live === "polling" && (
              <span className={style.polling} role="status">
                {say("triage.polling")}
              </span>
            )}
          </FilterBar>
          <div className={style.pillPlace}>
            {list.fresh > 0 && (
              <button type="button" className={style.pill} onClick={showNew} aria-keyshortcuts={shortcut(".")}>
                ↑ {say("triage.new", { n: list.fresh })} <KeyCap>.</KeyCap>
              </button>
            )}
            <span className="visually-hidden" role="status">
              {list.fresh > 0 && say("triage.new", { n: list.fresh })}
            </span>
          </div>
          <Body list={list} filters={filters} picks={reads ? picks : null} onOpen={open} onClear={() => show(withoutFilters(filters))} />
        </LaneTabs>
      )}
    </div>
  );
}

interface BodyProps {
  readonly picks: Picks | null;
  readonly list: ReturnType<typeof useFlagList>;
  readonly filters: Filters;
  readonly onOpen: (flagId: string) => void;
  readonly onClear: () => void;
}

function Body({ list, filters, picks, onOpen, onClear }: BodyProps) {
  const { say } = useWords();
  const { contests, known } = useContests();
  const [passing, setPassing] = useState<readonly ListedRow[] | null>(null);
  if (list.problem !== null && list.rows.length === 0) return <Failed problem={list.problem} onRetry={list.retry} />;
  if (list.isPending) return <Waiting rows={8} />;
  if (list.rows.length > 0)
    return (
      <>
        <FlagGrid list={list} onOpen={onOpen} picks={picks} {...(picks !== null && { onPassOn: setPassing })} />
        {picks !== null && <BulkBar picks={picks} onPassOn={setPassing} />}
        {passing !== null && (
          <Suspense fallback={null}>
            <PassOn flags={passing} onClose={() => setPassing(null)} onStart={() => picks?.clear()} />
          </Suspense>
        )}
        <Foot shown={list.rows.length} total={list.counts?.[filters.lane] ?? list.rows.length} />
      </>
    );
  if (isFiltered(filters))
    return (
      <Empty
        action={
          <Button variant="default" onClick={onClear}>
            {say("triage.filter_clear")}
          </Button>
        }
      >
        {say("empty.search")}
      </Empty>
    );
  const coverage = <Link to="/status">{say("empty.triage_action")}</Link>;
  if (known && !contests.some((contest) => contest.open)) return <Empty action={coverage}>{say("empty.contest")}</Empty>;
  return <Empty action={coverage}>{say(filters.lane === "open" ? "empty.triage" : "empty.lane")}</Empty>;
}

function Foot({ shown, total }: { shown: number; total: number }) {
  const { say, format } = useWords();
  const { mode } = useKeyboard();
  const { may } = useMe();
  const [explained, setExplained] = useState(false);
  const hints = [
    [["J", "K"], "keys.move"],
    [["Enter"], "keys.open"],
    [["C"], "act.claim"],
    [["X"], "keys.pick"],
    [["?"], "keys.all"],
  ] as const;
  return (
    <footer className={style.footer}>
      <div className={style.hints} aria-hidden>
        {hints
          .filter(([[key]]) => shownAs(key, mode) !== null)
          .map(([keys, word]) => (
            <span key={word} className={style.hint}>
              {keys.map((key) => (
                <KeyCap key={key}>{key}</KeyCap>
              ))}
              {say(word).toLowerCase()}
            </span>
          ))}
      </div>
      <div className={style.notes}>
        <button type="button" className={style.quiet} aria-expanded={explained} onClick={() => setExplained(!explained)}>
          {say("triage.order")} <IconInfoCircle size={16} aria-hidden />
        </button>
        {explained && <p>{say("triage.order_note")}</p>}
        <p>{say("triage.hidden_note", { n: format.number(shown), jumlah: format.number(total) })}</p>
        {may("export.ask") && (
          <Link to="/reports/exports" className={pieces.alone}>
            {say("triage.export")}
          </Link>
        )}
      </div>
    </footer>
  );
}
