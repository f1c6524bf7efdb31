import { type Binding, bindableMentions, bindTerm } from "./bind.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { isNegated } from "./context.ts";
import type { Found, Slot } from "./match.ts";
import type { ContestReading, Mention } from "./mentions.ts";
import type { PackRule } from "./rule-pack.ts";
import type { DraftBook } from "./signals.ts";
import { type Item, Tally } from "./tally.ts";
import type { Token, TokenizedText } from "./tokenize.ts";

/** Tokens up to which a text is one thought: a word in its second sentence still speaks about the name in its first. */
const SHORT_TEXT = 40;
const EMOJI: ReadonlySet<string> = new Set(["cheer_emoji", "mock_emoji"]);
const TURN_REACH = 20;
const NONE: readonly never[] = Object.freeze([]);

/** What of a text the scorer works on. */
export interface Gather {
  readonly compiled: Compiled;
  readonly read: TokenizedText;
  readonly reading: ContestReading;
  readonly mentions: readonly Mention[];
  readonly byCategory: ReadonlyMap<string, readonly Found<PackTerm>[]>;
  readonly draft: DraftBook;
}

/** Binds every pointed word and every campaign mark to a candidate and gives it its points, up to the cap of its rule. */
export function gather(given: Gather): readonly Item[] {
  const tally = new Tally();
  giveTags(tally, given);
  giveAgainstTerms(tally, given);
  giveSlogans(tally, given);
  giveWords(tally, given);
  giveNamed(tally, given);
  givePoses(tally, given);
  return tally.items;
}

/** Each hashtag counts once, however often it is repeated. */
function giveTags(tally: Tally, { compiled, read, reading, draft }: Gather): void {
  for (const { candidateId, against, nameOnly, longer, term, tag } of reading.tags) {
    const category = against ? "against_term" : longer ? "longer_hashtag" : nameOnly ? "name_hashtag" : "campaign_hashtag";
    const rule = compiled.detectors.get(category);
    const place = read.tags[tag];
    if (rule === undefined || place === undefined) continue;
    const signal = draft.tag({ side: "for", category, term, candidateId }, place);
    if (tally.holds(rule, signal)) continue;
    const at = read.tokens.findIndex((token) => token.tag === tag);
    tally.givePoints(rule, { candidateId, signal, mention: null, found: null, first: at, last: at, far: false });
  }
}

function giveAgainstTerms(tally: Tally, { compiled, reading, draft }: Gather): void {
  const rule = compiled.detectors.get("against_term");
  if (rule === undefined) return;
  for (const found of reading.againstTerms) {
    const { candidateId, term } = found.payload;
    if (tally.holdsTerm(rule, term)) continue;
    const signal = draft.contest({ side: "for", category: "against_term", term, candidateId }, found);
    tally.givePoints(rule, { candidateId, signal, mention: null, found: null, first: found.first, last: found.last, far: false });
  }
}

/** A slogan counts once, and not where it is part of a hashtag that counts; one of everyday words only beside its candidate. */
function giveSlogans(tally: Tally, { compiled, read, reading, mentions, draft }: Gather): void {
  const rule = compiled.detectors.get("campaign_slogan");
  if (rule === undefined) return;
  for (const mention of mentions) {
    const { kind, candidateId, term, first, last } = mention;
    if (kind !== "slogan" || tally.holdsTerm(rule, term)) continue;
    if (mention.inTag && reading.tags.some(({ tag }) => tag === read.tokens[first]?.tag)) continue;
    const isNamed = (): boolean => mentions.some((other) => other !== mention && other.candidateId === candidateId && other.kind !== "bare_number");
    if (mention.ambiguous && !isNamed()) continue;
    const signal = draft.contest({ side: "for", category: "campaign_slogan", term, candidateId }, mention);
    tally.givePoints(rule, { candidateId, signal, mention, found: null, first, last, far: false });
  }
}

/** Words of the pack: each speaks about the mention it is bound to, or stays context. */
function giveWords(tally: Tally, { compiled, read: { tokens }, mentions, byCategory, draft }: Gather): void {
  const turning: Turning = {
    tokens,
    negations: byCategory.get("negation") ?? NONE,
    foes: byCategory.get("foe") ?? NONE,
    turns: byCategory.get("contrast") ?? NONE,
    laughs: [...(byCategory.get("mock_emoji") ?? NONE), ...(byCategory.get("sarcasm") ?? NONE)],
  };
  for (const [category, founds] of byCategory) {
    const rule = compiled.pointed.get(category);
    // A pose has no meaning of its own: it is read below, against the number of the one candidate named.
    if (rule === undefined || category === "number_pose") continue;
    const bindable = bindableMentions(mentions, rule);
    for (const found of founds) {
      const binding = bindTerm({ term: found, rule, mentions, bindable, tokens });
      if (binding === undefined && !rule.binds?.includes("none")) {
        draft.term(found, "context", null);
        continue;
      }
      const mention = binding?.mention ?? null;
      const candidateId = mention?.candidateId ?? null;
      const signal = draft.term(found, "for", candidateId);
      const item = { candidateId, signal, mention, found, first: found.first, last: found.last, far: binding?.far ?? false };
      const turned = compiled.detectors.get(turn({ rule, found, binding }, turning) ?? "");
      if (turned === undefined) tally.give(rule, found.payload.tenths, item);
      else tally.give(turned, Math.round(found.payload.tenths * (turned.share ?? 1)), item);
    }
  }
}

/** A name and a pointed word in one sentence say more than either alone: once per candidate and side. */
function giveNamed(tally: Tally, { compiled, read }: Gather): void {
  const isOneThought = read.links === 0 && read.tokens.length <= SHORT_TEXT;
  for (const [id, effect] of [
    ["named_support", "support"],
    ["named_opposition", "oppose"],
  ] as const) {
    const rule = compiled.detectors.get(id);
    if (rule === undefined) continue;
    const seen = new Set<string>();
    const count = tally.items.length;
    for (let i = 0; i < count; i += 1) {
      const { effect: given, candidateId, signal, mention, found, first, last, far } = tally.items[i] as Item;
      if (given !== effect || found === null || mention === null || candidateId === null) continue;
      if ((far && !isOneThought) || EMOJI.has(signal.category) || seen.has(candidateId)) continue;
      seen.add(candidateId);
      tally.givePoints(rule, { candidateId, signal, mention, found, first, last, far: false });
    }
  }
}

/** A pose shows the number of the one candidate named. */
function givePoses(tally: Tally, { compiled, reading, mentions, byCategory, draft }: Gather): void {
  const rule = compiled.detectors.get("number_pose");
  const founds = byCategory.get("number_pose");
  if (rule === undefined || founds === undefined) return;
  const holders = new Set<string>();
  for (const { kind, candidateId } of mentions) if (kind !== "bare_number") holders.add(candidateId);
  for (const { against, candidateId } of reading.tags) if (!against) holders.add(candidateId);
  for (const found of founds) {
    const candidateId = compiled.index.byNumber.get(found.payload.entry.number ?? -1);
    if (candidateId === undefined || holders.size !== 1 || !holders.has(candidateId)) {
      draft.term(found, "context", null);
      continue;
    }
    const signal = draft.term(found, "for", candidateId);
    tally.givePoints(rule, { candidateId, signal, mention: null, found, first: found.first, last: found.last, far: false });
  }
}

/** The words that may turn another word round. */
interface Turning {
  readonly tokens: readonly Token[];
  readonly negations: readonly Slot[];
  readonly foes: readonly Slot[];
  readonly turns: readonly Slot[];
  readonly laughs: readonly Slot[];
}

interface BoundTerm {
  readonly rule: PackRule;
  readonly found: Found<PackTerm>;
  readonly binding: Binding | undefined;
}

/** What a word becomes among its neighbours: the id of a rule that takes its place, or undefined when it means what it says. */
function turn({ rule, found, binding }: BoundTerm, turning: Turning): string | undefined {
  if (isNegated(found, turning.negations, turning.tokens)) return rule.effect === "support" ? "negated_support" : "negated_opposition";
  if (rule.on === "praise") return isIronic(found, turning) ? "ironic_praise" : undefined;
  return rule.effect === "oppose" && binding !== undefined && speaksOfFoe({ found, binding }, turning) ? "attack_on_foe" : undefined;
}

/** True when praise is followed by a turn ("… but still no water") and a laugh: thanks and applause that mean the opposite. */
function isIronic(found: Slot, { turns, laughs, tokens }: Turning): boolean {
  const home = tokens[found.first]?.sentence ?? 0;
  const follows = (other: Slot): boolean =>
    other.first > found.last && other.first - found.last <= TURN_REACH && (tokens[other.first]?.sentence ?? 0) <= home + 1;
  return turns.some(follows) && laughs.some((laugh) => laugh.first > found.last);
}

/** True when an attacking word stands nearer to the candidate's opponents ("haters X", "kubu sebelah") than to the candidate: such words defend. */
function speaksOfFoe({ found, binding: { far, mention } }: { found: Slot; binding: Binding }, { foes, tokens }: Turning): boolean {
  const gap = (a: Slot, b: Slot): number => Math.max(0, a.first - b.last, b.first - a.last);
  return foes.some(
    (foe) =>
      tokens[foe.first]?.sentence === tokens[found.first]?.sentence &&
      (far || gap(foe, found) < gap(mention, found) || (foe.first <= mention.first && mention.last <= foe.last)),
  );
}
