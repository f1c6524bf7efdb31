import { DomainError, PLATFORMS } from "@netra/domain";
import { sql } from "kysely";
import type { Db } from "./store.ts";
import { FLAG_ROWS, type FlagFilter, type FlagListRow, fits, flagColumns } from "./triage-list.ts";

/** What is looked for. Numbers, addresses and handles are whole or nothing; words are looked for in the text that was flagged. */
export type FlagSearch =
  | { readonly by: "number"; readonly number: string }
  | {
      readonly by: "address";
      /** Ways in which a platform may have written it, the canonical one first. */
      readonly addresses: readonly string[];
      readonly post: { readonly platform: string; readonly externalId: string } | null;
      /** For addresses that name an account by a handle and a post by its last part, where we keep another name of the account. */
      readonly under: { readonly platform: string; readonly handleKey: string; readonly ending: string } | null;
    }
  | { readonly by: "handle"; readonly handleKey: string }
  | { readonly by: "words"; readonly words: string; readonly filter: Omit<FlagFilter, "lane"> };

export interface FoundFlags {
  /** `marks` are the words that fit, UTF-16 places in `text`. */
  readonly rows: readonly (FlagListRow & { readonly marks: readonly { start: number; end: number }[] })[];
  /** True up to a thousand; 1,001 says "more". */
  readonly count: number;
}

/** Private-use characters: they stand in no text that people write, and are taken out of one that has them. */
const MARK_START = "\ue000";
const MARK_END = "\ue001";
/** More than this are not counted. */
const COUNTED = 1_000;
/** People of one handle: more than one on different platforms, rarely more than two. */
const PEOPLE = 50;
/** A search by words that takes longer is given up: rarer words would find more. ms */
const PATIENCE_MS = 3_000;
const TOO_LONG = "57014";

const query = (words: string) => sql`websearch_to_tsquery('pg_catalog.indonesian'::regconfig, ${words})`;
const OPTIONS = `HighlightAll=true, StartSel="${MARK_START}", StopSel="${MARK_END}"`;

function found(search: FlagSearch) {
  switch (search.by) {
    case "number":
      return sql`f.number = ${search.number}::bigint`;
    case "address": {
      const { addresses, post, under } = search;
      return sql`f.post_id in (
        select id from post where url = any(${sql.val([...addresses])}::text[])
        union select id from post where platform = ${post?.platform ?? null} and external_id = ${post?.externalId ?? null}
        union select post_id from capture where url_key = ${addresses[0] ?? null} and post_id is not null
        union select o.id from handle_period h join post o on o.account_id = h.account_id
          where h.platform = ${under?.platform ?? null} and h.handle_key = ${under?.handleKey ?? null} and right(o.url, ${under?.ending.length ?? 0}) = ${under?.ending ?? null})`;
    }
    case "handle":
      return sql`f.post_id in (select o.id from handle_period h join post o on o.account_id = h.account_id
        where h.platform = any(${sql.val([...PLATFORMS])}::text[]) and h.handle_key = ${search.handleKey})`;
    case "words":
      return sql`(f.id, f.version_id) in (select flag_id, version_id from find_words(${search.words}))`;
  }
}

const condition = (search: FlagSearch, userId: string) => sql`${found(search)} and ${fits(search.by === "words" ? search.filter : {}, userId)}`;

/**
 * Flags of every lane in the actor's regions that fit, newest first, and how many they are. Words are those of the version that was flagged, by their Indonesian
 * stems; a post that raised no flag is not searched. Throws `unavailable` (`search-too-long`) after three seconds.
 */
export async function searchFlags(db: Db, userId: string, search: FlagSearch, page: { after: string | null; limit: number }): Promise<FoundFlags> {
  const where = condition(search, userId);
  const key = sql`lpad((99999999999999 - (extract(epoch from f.opened_at) * 1000)::bigint)::text, 14, '0') || f.id`;
  const marked =
    search.by === "words"
      ? sql`ts_headline('pg_catalog.indonesian'::regconfig, translate(r.text, ${MARK_START + MARK_END}, ''), ${query(search.words)}, ${OPTIONS})`
      : sql`null`;
  try {
    await sql`select set_config('statement_timeout', ${`${PATIENCE_MS}`}, true)`.execute(db);
    const { rows } = await sql<FlagListRow & { marked: string | null }>`select r.*, ${marked} as marked from (
        select ${flagColumns(userId)}, false as repeats, ${key} as sort_key from ${FLAG_ROWS} where ${where} and (${page.after}::text is null or ${key} > ${page.after})
        order by ${key} limit ${page.limit}) r order by r.sort_key`.execute(db);
    const { rows: counted } = await sql<{ n: number }>`select count(*)::int as n from (
      select from ${FLAG_ROWS} where ${where} limit ${COUNTED + 1}) all_of_them`.execute(db);
    return { rows: rows.map(({ marked, ...row }) => ({ ...row, marks: marksIn(row.text, marked ?? "") })), count: counted[0]?.n ?? 0 };
  } catch (error) {
    if ((error as { code?: unknown }).code !== TOO_LONG) throw error;
    throw new DomainError("unavailable", "search-too-long", "The search took too long: look for more words, or rarer ones.", { cause: error });
  }
}

/** None where marking changed the text (it looks like markup): what is shown is what was captured. */
function marksIn(text: string, marked: string): { start: number; end: number }[] {
  const marks: { start: number; end: number }[] = [];
  let plain = "";
  for (const part of marked.split(MARK_START)) {
    const end = part.indexOf(MARK_END);
    if (end >= 0) marks.push({ start: plain.length, end: plain.length + end });
    plain += part.replace(MARK_END, "");
  }
  return plain === text ? marks : [];
}

/** Who stands behind what was found, for the trail: an answer to a handle or an address tells whose it is. At most 50. */
export async function listSearchedPeople(db: Db, userId: string, search: FlagSearch): Promise<{ id: string; region: string }[]> {
  const { rows } = await sql<{ id: string; region: string }>`select distinct p.civil_servant_id as id, f.region
    from ${FLAG_ROWS} where ${condition(search, userId)} limit ${PEOPLE}`.execute(db);
  return rows;
}
