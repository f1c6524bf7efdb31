import { type Binding, bindTerm } from "./bind.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { isNegated } from "./context.ts";
import type { Found, Slot } from "./match.ts";
import type { ContestReading, Mention } from "./mentions.ts";
import type { PackRule } from "./rule-pack.ts";
import type { Draft, DraftBook } from "./signals.ts";
import type { Token, TokenizedText } from "./tokenize.ts";

/** Points that one signal gathered for one rule; `left` shrinks as weakening rules take their part. */
export interface Item {
  readonly rule: PackRule;
  readonly effect: "support" | "oppose";
  readonly candidateId: string | null;
  readonly signal: Draft;
  readonly mention: Mention | null;
  readonly found: Found<PackTerm> | null;
  readonly first: number;
  readonly last: number;
  readonly far: boolean;
  readonly tenths: number;
  left: number;
}

/** Tokens up to which a text is one thought: a word in its second sentence still speaks about the name in its first. */
const SHORT_TEXT = 40;
const EMOJI = new Set(["cheer_emoji", "mock_emoji"]);
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
export function gather({ compiled, read, reading, mentions, byCategory, draft }: Gather): Item[] {
  const { tokens } = read;
  const items: Item[] = [];
  const used = new Map<string, number>();
  function give(rule: PackRule, tenths: number, item: Omit<Item, "rule" | "effect" | "tenths" | "left">): void {
    const key = `${rule.id}|${item.candidateId}`;
    const before = used.get(key) ?? 0;
    const given = Math.max(0, Math.min(tenths, Math.round(rule.cap * 10) - before));
    used.set(key, before + given);
    items.push({ ...item, rule, effect: rule.effect as "support" | "oppose", tenths: given, left: given });
  }
  const detector = (id: string): PackRule | undefined => compiled.rulesOn.get(id)?.[0];
  const negations = byCategory.get("negation") ?? [];
  const foes = byCategory.get("foe") ?? [];
  const turns = byCategory.get("contrast") ?? [];
  const laughs = [...(byCategory.get("mock_emoji") ?? []), ...(byCategory.get("sarcasm") ?? [])];

  for (const { candidateId, against, nameOnly, longer, term, tag } of reading.tags) {
    const kind = against ? "against_term" : longer ? "longer_hashtag" : nameOnly ? "name_hashtag" : "campaign_hashtag";
    const rule = detector(kind);
    const place = read.tags[tag];
    if (rule === undefined || place === undefined) continue;
    const signal = draft.tag({
      start: place.start,
      end: place.end,
      term,
      side: "for",
      candidateId,
      category: kind,
    });
    // Each hashtag counts once, however often it is repeated.
    if (items.some((item) => item.rule === rule && item.signal.term === term && item.candidateId === candidateId)) continue;
    const at = tokens.findIndex((token) => token.tag === tag);
    give(rule, Math.round((rule.points ?? 0) * 10), { candidateId, signal, mention: null, found: null, first: at, last: at, far: false });
  }
  for (const { payload, first, last } of reading.againstTerms) {
    const rule = detector("against_term");
    if (rule === undefined || items.some((item) => item.rule === rule && item.signal.term === payload.term)) continue;
    const signal = draft.contest({ category: "against_term", first, last, term: payload.term, side: "for", candidateId: payload.candidateId });
    give(rule, Math.round((rule.points ?? 0) * 10), {
      candidateId: payload.candidateId,
      signal,
      mention: null,
      found: null,
      first,
      last,
      far: false,
    });
  }
  for (const mention of mentions) {
    const rule = detector("campaign_slogan");
    if (rule === undefined || mention.kind !== "slogan" || items.some((item) => item.rule === rule && item.signal.term === mention.term)) continue;
    const others = mentions.some((other) => other !== mention && other.candidateId === mention.candidateId && other.kind !== "bare_number");
    if (mention.ambiguous && !others) continue;
    const signal = draft.contest({
      category: "campaign_slogan",
      first: mention.first,
      last: mention.last,
      term: mention.term,
      side: "for",
      candidateId: mention.candidateId,
    });
    give(rule, Math.round((rule.points ?? 0) * 10), {
      candidateId: mention.candidateId,
      signal,
      mention,
      found: null,
      first: mention.first,
      last: mention.last,
      far: false,
    });
  }
  for (const [category, founds] of byCategory) {
    const rule = (compiled.rulesOn.get(category) ?? []).find(({ effect }) => effect !== "weaken");
    // A pose has no meaning of its own: it is read below, against the number of the one candidate named.
    if (rule === undefined || category === "number_pose") continue;
    for (const found of founds) {
      const binding = bindTerm({ term: found, rule, mentions, tokens });
      if (binding === undefined && !rule.binds?.includes("none")) {
        draft.term(found, "context", null);
        continue;
      }
      const candidateId = binding?.mention.candidateId ?? null;
      const flipped = isNegated(found, negations, tokens)
        ? detector(rule.effect === "support" ? "negated_support" : "negated_opposition")
        : category === "praise" && isIronic({ found, turns, laughs, tokens })
          ? detector("ironic_praise")
          : rule.effect === "oppose" && binding !== undefined && speaksOfFoe({ found, binding, foes, tokens })
            ? detector("attack_on_foe")
            : undefined;
      const signal = draft.term(found, "for", candidateId);
      const place = {
        candidateId,
        signal,
        mention: binding?.mention ?? null,
        found,
        first: found.first,
        last: found.last,
        far: binding?.far ?? false,
      };
      if (flipped !== undefined) give(flipped, Math.round(found.payload.tenths * (flipped.share ?? 1)), place);
      else give(rule, found.payload.tenths, place);
    }
  }
  // A name and a pointed word in one sentence say more than either alone: once per candidate and side.
  for (const [id, effect] of [
    ["named_support", "support"],
    ["named_opposition", "oppose"],
  ] as const) {
    const rule = detector(id);
    const seen = new Set<string>();
    if (rule === undefined) continue;
    for (const item of [...items]) {
      if (
        item.effect !== effect ||
        item.found === null ||
        (item.far && (read.links > 0 || tokens.length > SHORT_TEXT)) ||
        item.mention === null ||
        item.candidateId === null ||
        EMOJI.has(item.signal.category) ||
        seen.has(item.candidateId)
      )
        continue;
      seen.add(item.candidateId);
      give(rule, Math.round((rule.points ?? 0) * 10), {
        candidateId: item.candidateId,
        signal: item.signal,
        mention: item.mention,
        found: item.found,
        first: item.first,
        last: item.last,
        far: false,
      });
    }
  }
  const pose = detector("number_pose");
  if (pose !== undefined) {
    const holders = new Set(mentions.filter(({ kind }) => kind !== "bare_number").map(({ candidateId }) => candidateId));
    for (const tag of reading.tags) if (!tag.against) holders.add(tag.candidateId);
    for (const found of byCategory.get("number_pose") ?? []) {
      const candidateId = compiled.index.byNumber.get(found.payload.entry.number ?? -1);
      if (candidateId === undefined || holders.size !== 1 || !holders.has(candidateId)) {
        draft.term(found, "context", null);
        continue;
      }
      give(pose, Math.round((pose.points ?? 0) * 10), {
        candidateId,
        signal: draft.term(found, "for", candidateId),
        mention: null,
        found,
        first: found.first,
        last: found.last,
        far: false,
      });
    }
  }
  return items;
}

const TURN_REACH = 20;

/** True when praise is followed by a turn ("… but still no water") and a laugh: thanks and applause that mean the opposite. */
function isIronic({
  found,
  turns,
  laughs,
  tokens,
}: {
  found: Slot;
  turns: readonly Slot[];
  laughs: readonly Slot[];
  tokens: readonly Token[];
}): boolean {
  const home = tokens[found.first]?.sentence ?? 0;
  const follows = (other: Slot): boolean =>
    other.first > found.last && other.first - found.last <= TURN_REACH && (tokens[other.first]?.sentence ?? 0) <= home + 1;
  return turns.some(follows) && laughs.some((laugh) => laugh.first > found.last);
}

/** True when an attacking word stands nearer to the candidate's opponents ("haters X", "kubu sebelah") than to the candidate: such words defend. */
function speaksOfFoe({ found, binding, foes, tokens }: { found: Slot; binding: Binding; foes: readonly Slot[]; tokens: readonly Token[] }): boolean {
  const gap = (a: Slot, b: Slot): number => Math.max(0, a.first - b.last, b.first - a.last);
  return foes.some(
    (foe) =>
      tokens[foe.first]?.sentence === tokens[found.first]?.sentence &&
      (binding.far || gap(foe, found) < gap(binding.mention, found) || (foe.first <= binding.mention.first && binding.mention.last <= foe.last)),
  );
}
