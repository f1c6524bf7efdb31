import type { FlagSearch, Tx } from "@netra/store";
import type { SearchFlags, SearchResult } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn, sees } from "../guard.ts";
import { parseSearch } from "./parse-search.ts";
import { parseCursor, viewRow } from "./read.ts";

const PAGE = 50;
const COUNTED = 1_000;

/**
 * Flags in the asker's regions by number, address, handle or words, whatever lane they are in. An answer to a handle or an address tells whose a flag is: that somebody
 * asked stays in the trail, and who was found; what was asked for does not.
 */
export function searchFlags({ store }: ApiDeps, person: SignedIn, { words, cursor, ...filter }: SearchFlags): Promise<SearchResult> {
  const search = parseSearch(words, filter);
  const after = cursor === undefined ? null : parseCursor(cursor);
  return store.as(actorOf(person), async (tx) => {
    const { rows, count } = await tx.triage.search(search, { after, limit: PAGE + 1 });
    if (search.by === "handle" || search.by === "address") await note(tx, person, { search, hits: count });
    const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
    return {
      by: search.by,
      flags: rows
        .slice(0, PAGE)
        .filter((row) => sees(person, row.region))
        .map((row) => ({ ...viewRow(row, person), marks: [...row.marks] })),
      total: Math.min(count, COUNTED),
      more: count > COUNTED,
      next: last ? Buffer.from(last.sortKey).toString("base64url") : null,
    };
  });
}

async function note(tx: Tx, person: SignedIn, { search, hits }: { readonly search: FlagSearch; readonly hits: number }): Promise<void> {
  const people = (await tx.triage.searchedPeople(search)).filter(({ region }) => sees(person, region));
  await tx.audit.append({
    act: "flags.searched",
    objectType: "flags",
    objectId: search.by,
    region: regionOf(person),
    detail: { hits },
  });
  for (const { id, region } of people) await tx.audit.append({ act: "person.looked-up", objectType: "civil-servant", objectId: id, region });
}
