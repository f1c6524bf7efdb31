import { ballotEntry } from "./ballot-numbers.ts";
import type { Classification, Signal } from "./classification.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { type ContestIndex, tagEntries } from "./contest-index.ts";
import { ACCOUNT, BALLOT, LEAD } from "./dictionary.ts";
import { type Found, findAll, type Slot, type SlotTable } from "./match.ts";
import { withoutOverlaps } from "./resolve.ts";
import type { RulePack } from "./rule-pack.ts";
import { HAS_BARE, HAS_LEET, type Scan } from "./scan.ts";

/** What a word of a category does in a text without a candidate. */
export interface QuietRole {
  /** For or against, when it finds a candidate; shown as context when it does not. */
  readonly pointed: boolean;
  /** A weakening rule is on it. */
  readonly weakens: boolean;
  /** Counts without a candidate, so such a text is never quiet. */
  readonly needsNobody: boolean;
  /** May speak of a bare "2". */
  readonly bindsBareNumber: boolean;
}

/** What was looked for, and what to say when it was not there. */
interface Absent {
  readonly on: string;
  readonly sentence: Classification["notFound"][number];
}

/** The part of a pack that texts without a candidate need. */
export interface QuietPack {
  readonly roles: ReadonlyMap<string, QuietRole>;
  /** What weakening rules say when what they are on was not found, in their order. */
  readonly absent: readonly Absent[];
  /** The reading of a text with no word of the pack in it; one object for all of them. */
  readonly nothing: Classification;
}

/** Prepares a pack for `readQuiet`. */
export function prepareQuiet(pack: RulePack): QuietPack {
  const roles = new Map<string, QuietRole>();
  for (const { category, side } of pack.lexicons) {
    const rules = pack.rules.filter((rule) => rule.on === category);
    const binds = rules.find(({ effect }) => effect !== "weaken")?.binds ?? [];
    roles.set(category, {
      pointed: side === "support" || side === "oppose",
      weakens: rules.some(({ effect }) => effect === "weaken"),
      needsNobody: binds.includes("none"),
      bindsBareNumber: binds.includes("bare_number"),
    });
  }
  const absent = pack.rules.flatMap(({ effect, on, absent }) => (effect === "weaken" && absent !== undefined ? [{ on, sentence: absent }] : []));
  const nothing = neutral(pack, [], absent);
  Object.freeze(nothing.notFound);
  return { roles, absent, nothing: Object.freeze(nothing) };
}

/**
 * Reads the text that `compiled.scan` holds when nothing in it points to a candidate and no word counts without one; else undefined, and `scoreText` decides.
 *
 * The answer is the one `scoreText` would give. Most posts are read here: nothing is allocated for a text without a word of the pack.
 */
export function readQuiet(compiled: Compiled): Classification | undefined {
  const { scan, quiet } = compiled;
  if ((scan.marks & ACCOUNT) !== 0 || holdsCampaignTag(compiled.index, scan) || findAll(compiled.index.trie, scan).length > 0) return undefined;
  const numbers = (scan.marks & BALLOT) === 0 ? undefined : bareNumbers(scan);
  if (numbers === null) return undefined;
  const all = findAll(compiled.terms, scan, numbers);
  if (all.length === 0) return quiet.nothing;
  let isAny = false;
  for (const { payload, slot } of all) {
    const { role } = payload;
    if (role.needsNobody || slot !== null || (numbers !== undefined && role.bindsBareNumber)) return undefined;
    if (role.pointed || role.weakens) isAny = true;
  }
  if (!isAny) return quiet.nothing;
  const found = withoutOverlaps(all, []);
  const signals: Signal[] = [];
  const seen = new Set<string>();
  for (const item of found) {
    const { role } = item.payload;
    if (!role.pointed && !role.weakens) continue;
    if (role.weakens) seen.add(item.payload.lexicon.category);
    signals.push(signalOf(scan, item, role.weakens ? "against" : "context"));
  }
  if (signals.length === 0) return quiet.nothing;
  return neutral(compiled.pack, inOrder(signals), seen.size === 0 ? quiet.absent : quiet.absent.filter(({ on }) => !seen.has(on)));
}

function neutral(pack: RulePack, signals: Signal[], absent: readonly Absent[]): Classification {
  return {
    stance: "neutral",
    targets: [],
    scoreTenths: 0,
    thresholdTenths: Math.round(pack.threshold * 10),
    flagged: false,
    signals,
    contributions: [],
    possibleForms: [],
    notFound: absent.map(({ sentence }) => sentence),
  };
}

function holdsCampaignTag(index: ContestIndex, scan: Scan): boolean {
  for (let row = 0; row < scan.tagCount; row += 1) if (tagEntries(index, scan, row).length > 0) return true;
  return false;
}

/** Numbers on the ballot that stand alone, as slots; null when one of them is said to be a ballot number ("nomor 2", "02") and so points to a candidate. */
function bareNumbers(scan: Scan): SlotTable | null {
  const number = new Map<number, readonly Slot[]>();
  for (let row = 0; row < scan.count; row += 1) {
    const entry = ballotEntry(scan, row);
    if (entry === 0) continue;
    const text = scan.words.texts[entry] as string;
    if ((text.length === 2 && text.startsWith("0")) || isLead(scan, row - 1)) return null;
    number.set(row, [{ first: row, last: row }]);
  }
  return { candidate: new Map(), number };
}

function isLead({ words: { marks }, entries, leets, bares, flags }: Scan, row: number): boolean {
  if (row < 0) return false;
  let seen = marks[entries[row] as number] as number;
  if (((flags[row] as number) & HAS_LEET) !== 0) seen |= marks[leets[row] as number] as number;
  if (((flags[row] as number) & HAS_BARE) !== 0) seen |= marks[bares[row] as number] as number;
  return (seen & LEAD) !== 0;
}

function signalOf({ starts, ends, text }: Scan, { payload, first, last }: Found<PackTerm>, side: Signal["side"]): Signal {
  let end = 0;
  for (let row = first; row <= last; row += 1) end = Math.max(end, ends[row] as number);
  return {
    side,
    category: payload.lexicon.category,
    start: starts[first] as number,
    end: Math.min(end, text.length),
    term: payload.entry.term,
    lexicon: payload.lexicon.path,
    source: payload.entry.source,
    candidateId: null,
  };
}

/** By place. They nearly always are already. */
function inOrder(signals: Signal[]): Signal[] {
  for (let i = 1; i < signals.length; i += 1) {
    const [before, here] = [signals[i - 1] as Signal, signals[i] as Signal];
    if (before.start > here.start || (before.start === here.start && before.end > here.end))
      return signals.sort((a, b) => a.start - b.start || a.end - b.end);
  }
  return signals;
}
