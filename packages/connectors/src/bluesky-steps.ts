import { forget, type Place, remember, suspect } from "./bluesky-cursor.ts";
import type { Records } from "./bluesky-list.ts";
import type { Item } from "./bluesky-records.ts";

/** What one page adds, and how far the collection is read with it. Oldest first. */
export interface Step {
  readonly place: Place;
  readonly items: readonly Item[];
  /** Keys that the server says are not there. */
  readonly gone: readonly string[];
}

/** How many lists one fetch may still ask for: a server that never comes to an end holds nobody up. */
export interface Budget {
  lists: number;
}

/** Records asked for one by one, on one page: what a killed worker has to ask again. */
const SINGLES = 10;
const SECOND_LOOK_MS = 3_600_000;

/** What was written since the last reading. */
export async function* readOn(records: Records, start: Place, budget: Budget): AsyncGenerator<Step> {
  let place = start;
  while (budget.lists > 0) {
    budget.lists -= 1;
    const { items, next } = await records.list({ after: place.after, oldestFirst: true });
    const same = next === place.after;
    place = { ...remember(place, namesOf(items)), after: next ?? lastKey(items) ?? place.after };
    if (items.length > 0) yield { place, items, gone: [] };
    if (next === null || same || items.length === 0) return;
  }
}

/** What changed or went among the newest records, and what was put between them under an old key. */
export async function* readAgain(
  records: Records,
  start: Place,
  { budget, now }: { readonly budget: Budget; readonly now: Date },
): AsyncGenerator<Step> {
  const known = new Map(start.recent);
  const [lowest] = start.recent[0] ?? [];
  if (lowest === undefined) return;
  let place = start;
  const seen = new Set<string>();
  for (let after: string | null = null; ; ) {
    if (budget.lists === 0) return;
    budget.lists -= 1;
    const { items, next } = await records.list({ after, oldestFirst: false });
    for (const { key } of items) if (key !== null) seen.add(key);
    const fresh = items.filter(({ key, cid }) => key !== null && key >= lowest && known.get(key) !== cid).reverse();
    if (fresh.length > 0) {
      place = remember(place, namesOf(fresh));
      yield { place, items: fresh, gone: [] };
    }
    if (next === null || next === after || items.length === 0 || (lastKey(items) ?? lowest) < lowest) break;
    after = next;
  }
  // Not on the list is not yet gone: each is asked for by name.
  for (const keys of chunks([...known.keys()].filter((key) => !seen.has(key)))) {
    const { found, gone } = await lookFor(records, keys);
    place = suspect(remember(place, namesOf(found)), gone, now);
    yield { place, items: found, gone };
  }
}

/** A second look, an hour after the first miss: now it is gone, or it is back. */
export async function* lookTwice(records: Records, start: Place, now: Date): AsyncGenerator<Step> {
  let place = start;
  const due = start.missing.filter(([, since]) => now.getTime() - Date.parse(since) >= SECOND_LOOK_MS).map(([key]) => key);
  for (const keys of chunks(due)) {
    const { found, gone } = await lookFor(records, keys);
    place = forget(remember(place, namesOf(found)), gone);
    yield { place, items: found, gone };
  }
}

async function lookFor(records: Records, keys: readonly string[]): Promise<{ found: Item[]; gone: string[] }> {
  const found: Item[] = [];
  const gone: string[] = [];
  for (const key of keys) {
    const item = await records.find(key);
    if (item === null) gone.push(key);
    else found.push(item);
  }
  return { found, gone };
}

const namesOf = (items: readonly Item[]): [key: string, cid: string][] =>
  items.flatMap(({ key, cid }): [string, string][] => (key === null || cid === null ? [] : [[key, cid]]));

const lastKey = (items: readonly Item[]): string | null => items.findLast(({ key }) => key !== null)?.key ?? null;

const chunks = (keys: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(keys.length / SINGLES) }, (_, n) => keys.slice(n * SINGLES, (n + 1) * SINGLES));
