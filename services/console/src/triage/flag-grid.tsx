// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid cannot be a table
// biome-ignore-all lint/a11y/useFocusableInteractive: one tab stop, the row
import type { FlagRow } from "@netra/service-api/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useMe } from "../session/me.tsx";
import { useAnnounce } from "../shell/announcer.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import { claimFlag, getFlag, releaseFlag } from "./flag-api.ts";
import { FlagRowView } from "./flag-row.tsx";
import style from "./list.module.css";
import { MOST_CLOSED } from "./picks.ts";
import { isTaken, type ListedRow } from "./queue-order.ts";
import { patchRow } from "./use-flag-list.ts";
import type { Picks } from "./use-picks.ts";

/** Rows in an order that somebody else keeps. */
interface Rows {
  /** Names the list: where it was left is remembered under it. */
  readonly key: string;
  readonly rows: readonly (ListedRow & { readonly marks?: readonly { readonly start: number; readonly end: number }[] })[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
  /** Told which rows are drawn, first and last. */
  readonly watch: (from: number, to: number) => void;
}

/** Where each list was left, so that coming back finds the same row; forgotten with the page. */
const places = new Map<string, { readonly focused: string | null; readonly scrollY: number }>();
const ROW_PX = 62;
const LOAD_AHEAD_ROWS = 15;

/** Rows as a grid with one tab stop: J and K move, Enter opens, C claims. Only what is near the window is drawn; ten thousand rows cost what thirty do. */
export function FlagGrid({
  list,
  onOpen,
  picks = null,
  onPassOn,
}: {
  list: Rows;
  onOpen: (flagId: string) => void;
  picks?: Picks | null;
  onPassOn?: (rows: readonly ListedRow[]) => void;
}) {
  const { rows } = list;
  const { say } = useWords();
  const me = useMe();
  const client = useQueryClient();
  const announce = useAnnounce();
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [focused, setFocused] = useState<string | null>(places.get(list.key)?.focused ?? null);
  // Until somebody moves, Enter opens the first flag that nobody else reads.
  const at = rows.findIndex((row) => row.id === focused);
  const current = Math.max(0, at === -1 ? rows.findIndex((row) => !isTaken(row)) : at);
  const currentRow = rows[current];

  useLayoutEffect(() => setMargin((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: margin,
    initialOffset: places.get(list.key)?.scrollY ?? 0,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const first = items[0]?.index ?? 0;
  const { hasMore, isLoadingMore, loadMore, watch } = list;
  useEffect(() => watch(first, last), [watch, first, last]);
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - LOAD_AHEAD_ROWS) loadMore();
  }, [hasMore, isLoadingMore, loadMore, last, rows.length]);

  useLayoutEffect(() => {
    const place = places.get(list.key);
    if (place !== undefined) window.scrollTo(0, place.scrollY);
  }, [list.key]);
  const focusedNow = useRef(focused);
  focusedNow.current = focused;
  useEffect(() => {
    let scrollY = window.scrollY;
    const note = () => {
      scrollY = window.scrollY;
    };
    window.addEventListener("scroll", note, { passive: true });
    return () => {
      window.removeEventListener("scroll", note);
      places.set(list.key, { focused: focusedNow.current, scrollY });
    };
  }, [list.key]);

  const move = (by: 1 | -1) => {
    const next = rows[current + by];
    if (next === undefined) return announce(say("triage.end"));
    setFocused(next.id);
    virtual.scrollToIndex(current + by, { align: "auto" });
    requestAnimationFrame(() => document.getElementById(`row-${next.id}`)?.focus({ preventScroll: true }));
  };
  const claim = async (row: FlagRow) => {
    const done = await claimFlag(row.id).then(
      () => true,
      () => false,
    );
    if (done) patchRow(client, row.id, { mine: true, state: "claimed" });
    else announce(say("claim.other"));
  };
  const release = async (row: FlagRow) => {
    const lease = (await getFlag(row.id)).lease;
    if (lease?.mine && lease.fence !== null) await releaseFlag(row.id, lease.fence);
    patchRow(client, row.id, { mine: false, holder: null, state: "open" });
  };

  /** What H hands over: picked rows that one holds, else the row where one stands. */
  const own = ((picks?.rows.length ?? 0) > 0 ? (picks?.rows ?? []) : rows.slice(current, current + 1)).filter(({ mine }) => mine);

  useKeys([
    { keys: ["j", "ArrowDown"], label: say("keys.next"), group: "list", repeats: true, act: () => move(1) },
    { keys: ["k", "ArrowUp"], label: say("keys.previous"), group: "list", repeats: true, act: () => move(-1) },
    currentRow !== undefined && { keys: "Enter", label: say("keys.open"), group: "list", act: () => onOpen(currentRow.id) },
    // With rows picked, C is the bar's.
    currentRow !== undefined &&
      (picks?.rows.length ?? 0) === 0 &&
      me.may("flag.claim") && { keys: "c", label: say("act.claim"), group: "list", act: () => void claim(currentRow) },
    picks !== null && currentRow !== undefined && { keys: "x", label: say("keys.pick"), group: "list", act: () => picks.toggle(currentRow.id) },
    picks !== null &&
      currentRow !== undefined && { keys: "Shift+x", label: say("keys.pick_range"), group: "list", act: () => picks.range(currentRow.id) },
    onPassOn !== undefined &&
      own.length > 0 &&
      own.length <= MOST_CLOSED && { keys: "h", label: say("keys.pass_on"), group: "list", act: () => onPassOn(own) },
    currentRow?.mine && {
      keys: "Shift+c",
      label: say("act.release"),
      group: "list",
      act: () => void release(currentRow).catch(() => announce(say("err.network"))),
    },
  ]);

  return (
    <div
      role="grid"
      aria-label={say("triage.list")}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      className={style.grid}
      {...(picks !== null && { "aria-multiselectable": true, "data-picks": picks.picking ? "picking" : "yes" })}
    >
      <div role="row" className={style.gridHead} aria-rowindex={1}>
        {picks !== null && (
          <span role="columnheader" className={style.cellPick}>
            <span className="visually-hidden">{say("pick.column")}</span>
          </span>
        )}
        <span role="columnheader">{say("triage.column_text")}</span>
        <span role="columnheader">{say("triage.column_state")}</span>
        <span role="columnheader">{say("triage.column_deadline")}</span>
      </div>
      <div role="rowgroup" ref={body} className={style.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <FlagRowView
              key={row.id}
              row={row}
              index={item.index}
              place={item.start - virtual.options.scrollMargin}
              measure={virtual.measureElement}
              tabStop={item.index === current}
              onFocus={() => setFocused(row.id)}
              onOpen={() => onOpen(row.id)}
              picks={picks}
            />
          );
        })}
      </div>
    </div>
  );
}
