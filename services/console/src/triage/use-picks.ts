import { useState } from "react";
import { rangeOf } from "./picks.ts";
import type { ListedRow } from "./queue-order.ts";

/** Rows that somebody picked to do something to. It is forgotten with the page. */
export function usePicks(rows: readonly ListedRow[]) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const [picking, setPicking] = useState(false);
  return {
    has: (id: string): boolean => picked.has(id),
    /** Picked rows, in the list's order. */
    rows: rows.filter(({ id }) => picked.has(id)),
    /** On a touch screen: a tap picks instead of opening. */
    picking,
    toggle: (id: string): void => {
      setLast(id);
      setPicked((old) => new Set(old.has(id) ? [...old].filter((other) => other !== id) : [...old, id]));
    },
    /** Everything from the row that was picked last to this one. */
    range: (id: string): void => {
      setPicked((old) => new Set([...old, ...rangeOf(rows, last, id)]));
      setLast(id);
    },
    clear: (): void => setPicked(new Set()),
    setPicking: (on: boolean): void => {
      setPicking(on);
      if (!on) setPicked(new Set());
    },
  };
}

export type Picks = ReturnType<typeof usePicks>;
