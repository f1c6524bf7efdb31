import type { Contest } from "./contest.ts";
import { addPattern, type Found, type Slot, type Trie } from "./match.ts";
import type { Mention } from "./mentions.ts";
import { readKey } from "./read-key.ts";
import type { Token } from "./tokenize.ts";

/** A party or a district of legislative lists, as a text may write it. */
export interface ListName {
  readonly kind: "list_party" | "district";
  readonly name: string;
}

/** Who stands on a list: by party, then by list number, in which district. */
export type ListPlaces = ReadonlyMap<string, ReadonlyMap<number, readonly { readonly candidateId: string; readonly district: string | null }[]>>;

/** Words that may stand between a party and a number of its list. */
const BETWEEN: ReadonlySet<string> = new Set(["nomor", "urut", "caleg", "calon", "dari", "partai", "fraksi", "dapil", "di"]);
const NUMBER_LEADS: ReadonlySet<string> = new Set(["nomor", "urut", "caleg"]);
const ROMAN = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
/** Tokens between a party and the number. */
const REACH = 5;

/** Reads the lists of a legislative contest and adds their parties and districts to the tree; empty for any other contest. */
export function indexLists(contest: Contest, trie: Trie<ListName>): ListPlaces {
  const places = new Map<string, Map<number, { candidateId: string; district: string | null }[]>>();
  const districts = new Set<string>();
  for (const { id, party, list_number: number, district = null } of contest.candidates) {
    if (party === undefined || number === undefined) continue;
    let list = places.get(party);
    if (list === undefined) {
      list = new Map();
      places.set(party, list);
      addPattern(trie, party, { kind: "list_party", name: party });
    }
    const here = list.get(number);
    if (here === undefined) list.set(number, [{ candidateId: id, district }]);
    else here.push({ candidateId: id, district });
    if (district !== null) districts.add(district);
  }
  for (const district of districts) for (const written of spellings(district)) addPattern(trie, written, { kind: "district", name: district });
  return places;
}

/** "Bangka Belitung 3" is also "dapil 3" and "Bangka Belitung III". */
function spellings(district: string): readonly string[] {
  const [, place = "", digits] = /^(.*?)\s*(\d+)$/.exec(district) ?? [];
  if (digits === undefined) return [district];
  const roman = ROMAN[Number(digits)] ?? digits;
  return [...new Set([district, `${place} ${roman}`.trim(), `dapil ${digits}`, `dapil ${roman}`])];
}

/**
 * Finds candidates by their place on a list: a party, a number of its list beside it, and the district where that leaves more than one ("caleg Partai Bahari nomor 3 dapil Babel 1").
 *
 * A place that two candidates may hold points to neither.
 */
export function listMentions(places: ListPlaces, found: readonly Found<ListName>[], tokens: readonly Token[]): Mention[] {
  const districts = found.filter(({ payload }) => payload.kind === "district");
  const named = new Set(districts.map(({ payload }) => payload.name));
  const mentions: Mention[] = [];
  for (const { payload, first, last } of found) {
    const list = payload.kind === "list_party" ? places.get(payload.name) : undefined;
    if (list === undefined) continue;
    const at = numberBeside({ first, last }, { tokens, districts });
    if (at === undefined) continue;
    const number = Number((tokens[at] as Token).key);
    const here = (list.get(number) ?? []).filter(({ district }) => named.size === 0 || (district !== null && named.has(district)));
    const [only] = here;
    if (only === undefined || here.length > 1) continue;
    mentions.push({
      kind: "number",
      candidateId: only.candidateId,
      ambiguous: false,
      term: `${payload.name} ${number}`,
      first: Math.min(first, at),
      last: Math.max(last, at),
      inTag: false,
      marked: true,
    });
  }
  return mentions;
}

/** Everybody on the lists of the parties found. */
export function* onLists(places: ListPlaces, found: readonly Found<ListName>[]): Generator<string> {
  for (const { payload } of found) for (const here of places.get(payload.name)?.values() ?? []) for (const { candidateId } of here) yield candidateId;
}

/** The token of the list number that belongs to a party: right beside it, or with nothing but "caleg nomor urut" and a district between. */
function numberBeside(party: Slot, { tokens, districts }: { tokens: readonly Token[]; districts: readonly Slot[] }): number | undefined {
  for (const step of [1, -1]) {
    const edge = step > 0 ? party.last : party.first;
    const home = tokens[edge] as Token;
    let isLed = false;
    for (let i = edge + step; Math.abs(i - edge) <= REACH; i += step) {
      const token = tokens[i];
      if (token === undefined || token.sentence !== home.sentence) break;
      const isInDistrict = districts.some(({ first, last }) => first <= i && i <= last);
      if (isInDistrict) continue;
      if (token.kind === "number") {
        if (token.key.length > 2) break;
        const before = tokens[i - 1];
        if (isLed || Math.abs(i - edge) === 1 || (before !== undefined && NUMBER_LEADS.has(readKey(before)))) return i;
        break;
      }
      if (!BETWEEN.has(readKey(token))) break;
      if (NUMBER_LEADS.has(readKey(token))) isLed = true;
    }
  }
  return undefined;
}
