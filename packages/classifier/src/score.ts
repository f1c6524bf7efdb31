import { bindTerm } from "./bind.ts";
import type { Classification, ClassifierInput, Contribution, Signal, Stance } from "./classification.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { hasVoice, isHeadline, isNegated, isQuestion, isQuoted } from "./context.ts";
import { ballotName } from "./contest.ts";
import { explain } from "./explain.ts";
import { type Found, findAll } from "./match.ts";
import { type ContestReading, type Mention, readContest, slotsOf } from "./mentions.ts";
import type { PackRule } from "./rule-pack.ts";
import { possibleForms, stageAt } from "./stage.ts";
import { type Token, type TokenizedText, tokenize } from "./tokenize.ts";

type Draft = Signal & { readonly key: number };

/** Points that one signal gathered for one rule; `left` shrinks as weakening rules take their part. */
interface Item {
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

// Words that only help to read others: they may lie on top of anything.
const OVERLAYS = new Set(["election_word", "number_word", "empty_box", "number_pose", "first_person"]);
const EMOJI = new Set(["cheer_emoji", "mock_emoji"]);
// Words of a direct call or choice; they vouch for a name that is also an everyday word.
const VOTE_WORDS = new Set(["vote_call", "declared_choice"]);

/** Reads one text: find, bind, weigh, weaken, explain. Pure. */
export function scoreText(compiled: Compiled, input: ClassifierInput): Classification {
  const { pack, contest, rulesOn } = compiled;
  const read = tokenize(input.text, compiled.isKnown);
  const { tokens } = read;
  const reading = readContest(compiled.index, read, input);
  const all = findAll(compiled.terms, tokens, slotsOf(reading.mentions));
  const found = withoutOverlaps(all, reading.mentions);
  const mentions = maskMentions(reading.mentions, found);
  const byCategory = new Map<string, Found<PackTerm>[]>();
  for (const item of found) {
    const category = item.payload.lexicon.category;
    byCategory.set(category, [...(byCategory.get(category) ?? []), item]);
  }
  const draft = newDraft(input.text, tokens);
  const named = resolveAmbiguous(mentions, reading, byCategory);
  const items = gather({ compiled, read, reading, mentions: named.usable, byCategory, draft });
  const isWeak = weakenAll({ compiled, read, input, items, byCategory, draft, reading, mentions: named, found });

  const total = items.reduce((sum, item) => sum + item.left, 0) - isWeak.fixed;
  const { stance, targets } = takeSide(items, total, Math.round(pack.lean * 10), contest.candidates.map((candidate) => candidate.id));
  const thresholdTenths = Math.round(pack.threshold * 10);
  for (const mention of mentions) draft.mention(mention);
  const { signals, indexOf } = draft.finish();
  const names = new Map(contest.candidates.map((candidate) => [candidate.id, ballotName(candidate)]));
  const contributions: Contribution[] = [];
  for (const group of groupItems(items)) {
    const head = group[0] as Item;
    const tenths = group.reduce((sum, item) => sum + item.tenths, 0);
    if (tenths === 0) continue;
    contributions.push({
      ruleId: head.rule.id,
      tenths,
      signals: [...new Set(group.map((item) => indexOf(item.signal)))].sort((a, b) => a - b),
      reason: explain(head.rule.reason, { candidate: names.get(head.candidateId ?? "") ?? null, terms: group.map((item) => input.text.slice(item.signal.start, item.signal.end)) }),
    });
  }
  for (const { rule, tenths, signals: from } of isWeak.taken) {
    if (tenths === 0) continue;
    contributions.push({
      ruleId: rule.id,
      tenths: -tenths,
      signals: [...new Set(from.map(indexOf))].sort((a, b) => a - b),
      reason: explain(rule.reason, { candidate: null, terms: from.map((signal) => input.text.slice(signal.start, signal.end)) }),
    });
  }
  const stage = input.postedAt === null ? null : stageAt(contest, input.postedAt);
  const hasCall = items.some((item) => item.left > 0 && item.rule.on === "vote_call");
  return {
    stance,
    targets,
    scoreTenths: total,
    thresholdTenths,
    flagged: stance !== "neutral" && total >= thresholdTenths,
    signals,
    contributions,
    possibleForms: stance === "neutral" || stage === null ? [] : possibleForms(stage, { hasCall }),
    notFound: pack.rules.flatMap((rule) => (rule.effect === "weaken" && rule.absent !== undefined && !isWeak.seen.has(rule.id) && !(rulesOn.get(rule.on) ?? []).some((other) => isWeak.seen.has(other.id)) ? [rule.absent] : [])),
  };
}

/** The longest of overlapping terms wins, so that "gunakan hak pilih" is not also "pilih". Overlays are kept. */
function withoutOverlaps(all: readonly Found<PackTerm>[], mentions: readonly Mention[]): Found<PackTerm>[] {
  const owner = new Map<number, Found<PackTerm>>();
  const kept: Found<PackTerm>[] = [];
  const slogans = mentions.filter((mention) => mention.kind === "slogan" && !mention.ambiguous);
  const ordered = all
    .map((item, order) => ({ item, order }))
    .sort((a, b) => b.item.last - b.item.first - (a.item.last - a.item.first) || Number(b.item.slot !== null) - Number(a.item.slot !== null) || b.item.payload.tenths - a.item.payload.tenths || a.order - b.order);
  for (const { item } of ordered) {
    if (OVERLAYS.has(item.payload.lexicon.category)) {
      kept.push(item);
      continue;
    }
    if (item.slot === null && slogans.some((slogan) => slogan.first <= item.first && item.last <= slogan.last)) continue;
    let free = true;
    for (let i = item.first; i <= item.last; i += 1) if (owner.has(i) && !isSlotOf(owner.get(i) as Found<PackTerm>, i) && !isSlotOf(item, i)) free = false;
    if (!free) continue;
    for (let i = item.first; i <= item.last; i += 1) if (!isSlotOf(item, i)) owner.set(i, item);
    kept.push(item);
  }
  return kept.sort((a, b) => a.first - b.first || a.last - b.last);
}

function isSlotOf(item: Found<PackTerm>, i: number): boolean {
  return item.slot !== null && i >= item.slot.first && i <= item.slot.last;
}

/** "antrian nomor 2" takes its number away: a weakening word that covers a mention leaves nothing to bind to. */
function maskMentions(mentions: readonly Mention[], found: readonly Found<PackTerm>[]): Mention[] {
  const masks = found.filter(({ payload }) => payload.lexicon.side === "against");
  return mentions.filter((mention) => !masks.some((mask) => mask.first <= mention.last && mention.first <= mask.last && (mask.slot !== null || (mask.first <= mention.first && mention.last <= mask.last))));
}

interface NamedMentions {
  readonly usable: readonly Mention[];
  readonly dropped: readonly Mention[];
}

/** Everyday names count only beside a co-signal: the candidate named otherwise, its party, a direct call, or talk of the election. */
function resolveAmbiguous(mentions: readonly Mention[], reading: ContestReading, byCategory: ReadonlyMap<string, readonly Found<PackTerm>[]>): NamedMentions {
  const clear = new Set(mentions.filter((mention) => !mention.ambiguous && (mention.kind === "name" || (mention.kind === "slogan" && mention.marked) || (mention.kind === "number" && mention.marked))).map((mention) => mention.candidateId));
  for (const tag of reading.tags) clear.add(tag.candidateId);
  for (const party of reading.parties) clear.add(party.payload.candidateId);
  for (const term of reading.againstTerms) clear.add(term.payload.candidateId);
  const isPolitical = byCategory.has("election_word") || [...VOTE_WORDS].some((category) => byCategory.has(category));
  const usable = mentions.filter((mention) => !mention.ambiguous || isPolitical || clear.has(mention.candidateId));
  return { usable, dropped: mentions.filter((mention) => !usable.includes(mention)) };
}

function newDraft(text: string, tokens: readonly Token[]) {
  const drafts: Draft[] = [];
  const byPlace = new Map<string, Draft>();
  function add(signal: Signal): Draft {
    const place = `${signal.side}|${signal.category}|${signal.start}|${signal.end}|${signal.term}|${signal.candidateId}`;
    const known = byPlace.get(place);
    if (known !== undefined) return known;
    const made = { ...signal, key: drafts.length };
    drafts.push(made);
    byPlace.set(place, made);
    return made;
  }
  const span = (first: number, last: number): { start: number; end: number } => {
    let end = 0;
    for (let i = first; i <= last; i += 1) end = Math.max(end, tokens[i]?.end ?? 0);
    return { start: tokens[first]?.start ?? 0, end };
  };
  return {
    term: (found: Found<PackTerm>, side: Signal["side"], candidateId: string | null): Draft =>
      add({ side, category: found.payload.lexicon.category, ...span(found.first, found.last), term: found.payload.entry.term, lexicon: found.payload.lexicon.path, source: found.payload.entry.source, candidateId }),
    contest: ({ category, first, last, term, side, candidateId }: { category: string; first: number; last: number; term: string; side: Signal["side"]; candidateId: string | null }): Draft =>
      add({ side, category, ...span(first, last), term, lexicon: "contest", source: "contest", candidateId }),
    tag: ({ start, end, term, side, candidateId, category }: { start: number; end: number; term: string; side: Signal["side"]; candidateId: string; category: string }): Draft =>
      add({ side, category, start, end, term, lexicon: "contest", source: "contest", candidateId }),
    mention: (mention: Mention): Draft | undefined =>
      mention.kind === "bare_number"
        ? undefined
        : add({ side: "context", category: mention.kind === "number" ? "candidate_number" : mention.kind === "slogan" ? "slogan" : "candidate_name", ...span(mention.first, mention.last), term: mention.term, lexicon: "contest", source: "contest", candidateId: mention.candidateId }),
    finish: (): { signals: Signal[]; indexOf: (signal: Draft) => number } => {
      const ordered = [...drafts].sort((a, b) => a.start - b.start || a.end - b.end || a.key - b.key);
      const places = new Map(ordered.map((signal, i) => [signal.key, i]));
      return { signals: ordered.map(({ key: _, ...signal }) => ({ ...signal, end: Math.min(signal.end, text.length) })), indexOf: (signal) => places.get(signal.key) as number };
    },
  };
}

type DraftBook = ReturnType<typeof newDraft>;

interface Gather {
  readonly compiled: Compiled;
  readonly read: TokenizedText;
  readonly reading: ContestReading;
  readonly mentions: readonly Mention[];
  readonly byCategory: ReadonlyMap<string, readonly Found<PackTerm>[]>;
  readonly draft: DraftBook;
}

/** Binds every pointed word and every campaign mark to a candidate and gives it its points, up to the cap of its rule. */
function gather({ compiled, read, reading, mentions, byCategory, draft }: Gather): Item[] {
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

  for (const { candidateId, against, term, tag } of reading.tags) {
    const rule = detector(against ? "against_term" : "campaign_hashtag");
    const place = read.tags[tag];
    if (rule === undefined || place === undefined) continue;
    const signal = draft.tag({ start: place.start, end: place.end, term, side: "for", candidateId, category: against ? "against_term" : "campaign_hashtag" });
    // Each hashtag counts once, however often it is repeated.
    if (items.some((item) => item.rule === rule && item.signal.term === term && item.candidateId === candidateId)) continue;
    const at = tokens.findIndex((token) => token.tag === tag);
    give(rule, Math.round((rule.points ?? 0) * 10), { candidateId, signal, mention: null, found: null, first: at, last: at, far: false });
  }
  for (const { payload, first, last } of reading.againstTerms) {
    const rule = detector("against_term");
    if (rule === undefined || items.some((item) => item.rule === rule && item.signal.term === payload.term)) continue;
    const signal = draft.contest({ category: "against_term", first, last, term: payload.term, side: "for", candidateId: payload.candidateId });
    give(rule, Math.round((rule.points ?? 0) * 10), { candidateId: payload.candidateId, signal, mention: null, found: null, first, last, far: false });
  }
  for (const mention of mentions) {
    const rule = detector("campaign_slogan");
    if (rule === undefined || mention.kind !== "slogan" || items.some((item) => item.rule === rule && item.signal.term === mention.term)) continue;
    const others = mentions.some((other) => other !== mention && other.candidateId === mention.candidateId && other.kind !== "bare_number");
    if (mention.ambiguous && !others) continue;
    const signal = draft.contest({ category: "campaign_slogan", first: mention.first, last: mention.last, term: mention.term, side: "for", candidateId: mention.candidateId });
    give(rule, Math.round((rule.points ?? 0) * 10), { candidateId: mention.candidateId, signal, mention, found: null, first: mention.first, last: mention.last, far: false });
  }
  for (const [category, founds] of byCategory) {
    const rule = (compiled.rulesOn.get(category) ?? []).find(({ effect }) => effect !== "weaken");
    // A pose has no meaning of its own: it is read below, against the number of the one candidate named.
    if (rule === undefined || category === "number_pose") continue;
    for (const found of founds) {
      const binding = bindTerm({ term: found, rule, mentions, tokens });
      if (binding === undefined && !rule.binds?.includes("none")) continue;
      const candidateId = binding?.mention.candidateId ?? null;
      const flipped = isNegated(found, negations, tokens) ? detector(rule.effect === "support" ? "negated_support" : "negated_opposition") : undefined;
      const signal = draft.term(found, "for", candidateId);
      const place = { candidateId, signal, mention: binding?.mention ?? null, found, first: found.first, last: found.last, far: binding?.far ?? false };
      if (flipped !== undefined) give(flipped, Math.round(found.payload.tenths * (flipped.share ?? 1)), place);
      else give(rule, found.payload.tenths, place);
    }
  }
  // A name and a pointed word in one sentence say more than either alone: once per candidate and side.
  for (const [id, effect] of [["named_support", "support"], ["named_opposition", "oppose"]] as const) {
    const rule = detector(id);
    const seen = new Set<string>();
    if (rule === undefined) continue;
    for (const item of [...items]) {
      if (item.effect !== effect || item.found === null || item.far || item.mention === null || item.candidateId === null || EMOJI.has(item.signal.category) || seen.has(item.candidateId)) continue;
      seen.add(item.candidateId);
      give(rule, Math.round((rule.points ?? 0) * 10), { candidateId: item.candidateId, signal: item.signal, mention: item.mention, found: item.found, first: item.first, last: item.last, far: false });
    }
  }
  const pose = detector("number_pose");
  if (pose !== undefined) {
    const holders = new Set(mentions.filter(({ kind }) => kind !== "bare_number").map(({ candidateId }) => candidateId));
    for (const tag of reading.tags) if (!tag.against) holders.add(tag.candidateId);
    for (const found of byCategory.get("number_pose") ?? []) {
      const candidateId = compiled.index.byNumber.get(found.payload.entry.number ?? -1);
      if (candidateId === undefined || holders.size !== 1 || !holders.has(candidateId)) continue;
      give(pose, Math.round((pose.points ?? 0) * 10), { candidateId, signal: draft.term(found, "for", candidateId), mention: null, found, first: found.first, last: found.last, far: false });
    }
  }
  return items;
}

interface Taken {
  readonly rule: PackRule;
  readonly tenths: number;
  readonly signals: readonly Draft[];
}

interface WeakenInput extends Omit<Gather, "mentions"> {
  readonly input: ClassifierInput;
  readonly items: Item[];
  readonly mentions: NamedMentions;
  readonly found: readonly Found<PackTerm>[];
}

/** Lets every weakening rule take its part, in the order of rules.yaml. The score never falls below zero. */
function weakenAll(given: WeakenInput): { taken: Taken[]; fixed: number; seen: Set<string> } {
  const { compiled, items, byCategory, draft, read } = given;
  const taken: Taken[] = [];
  const seen = new Set<string>();
  let fixed = 0;
  for (const rule of compiled.pack.rules) {
    if (rule.effect !== "weaken") continue;
    const words = byCategory.get(rule.on);
    const signals: Draft[] = (words ?? []).map((found) => draft.term(found, "against", null));
    const scoped = words !== undefined ? items.filter((item) => rule.scope !== "sentence" || words.some((found) => read.tokens[found.first]?.sentence === read.tokens[item.first]?.sentence)) : detect(rule.on, given);
    if (scoped === undefined || (words === undefined && scoped.length === 0)) continue;
    seen.add(rule.id);
    const left = items.reduce((sum, item) => sum + item.left, 0) - fixed;
    const most = Math.min(Math.round(rule.cap * 10), left);
    if (rule.share !== undefined) {
      let sum = 0;
      for (const item of scoped) {
        const part = Math.min(Math.round(item.left * rule.share), most - sum);
        item.left -= part;
        sum += part;
      }
      taken.push({ rule, tenths: sum, signals: signals.length > 0 ? signals : scoped.map((item) => item.signal) });
    } else {
      const wanted = words === undefined ? Math.round((rule.points ?? 0) * 10) : words.reduce((sum, found) => sum + found.payload.tenths, 0);
      const sum = Math.max(0, Math.min(wanted, most));
      fixed += sum;
      taken.push({ rule, tenths: sum, signals: signals.length > 0 ? signals : scoped.map((item) => item.signal) });
    }
  }
  return { taken, fixed, seen };
}

/** The items a built-in reading concerns; undefined or empty when it does not apply. */
function detect(id: string, { read, items, byCategory, compiled, input, mentions }: WeakenInput): Item[] | undefined {
  const sentenceOf = (item: Item): number => read.tokens[item.first]?.sentence ?? -1;
  switch (id) {
    case "question":
      return items.filter((item) => item.found !== null && isQuestion(sentenceOf(item), read, byCategory.get("question_word") ?? []));
    case "quotation":
      return items.filter((item) => item.found !== null && isQuoted(item, read));
    case "headline":
      return isHeadline(read, mentions.usable) ? items : [];
    case "no_voice":
      return hasVoice(read, byCategory.get("first_person") ?? []) || items.some((item) => item.found !== null && opensSentence(item, read)) ? [] : items.filter((item) => item.found !== null);
    case "far_from_name":
      return items.filter((item) => item.far && item.mention?.inTag === false);
    case "only_link":
      return read.links > 0 && !byCategory.has("first_person") ? items.filter((item) => item.found !== null) : [];
    case "number_only": {
      const numbered = items.filter((item) => item.mention !== null && (item.mention.kind === "bare_number" || (item.mention.kind === "number" && !item.mention.marked)));
      const hasOther = items.some((item) => !numbered.includes(item)) || mentions.usable.some((mention) => mention.kind === "name" || mention.kind === "slogan");
      return hasOther || isInWindow(compiled, input) ? [] : numbered;
    }
    case "outside_window":
      return input.postedAt !== null && ["before_watch", "after_watch"].includes(stageAt(compiled.contest, input.postedAt)) ? items : [];
    case "even_handed": {
      const sums = new Map<string, number>();
      for (const item of items) if (item.effect === "support" && item.candidateId !== null) sums.set(item.candidateId, (sums.get(item.candidateId) ?? 0) + item.left);
      const [first = 0, second = 0] = [...sums.values()].sort((a, b) => b - a);
      if (second > 0 && second >= first * 0.6) return items.filter((item) => item.effect === "support");
      const numbers = new Set(mentions.usable.filter((mention) => mention.kind === "number" || mention.kind === "bare_number").map((mention) => mention.candidateId));
      return numbers.size >= 2 && numbers.size === compiled.contest.candidates.filter((candidate) => !candidate.empty_box).length && sums.size !== 1 ? items : [];
    }
    default:
      return [];
  }
}

function opensSentence({ first }: Item, { tokens }: TokenizedText): boolean {
  return first === 0 || tokens[first - 1]?.sentence !== tokens[first]?.sentence;
}

function isInWindow({ contest }: Compiled, { postedAt, region }: ClassifierInput): boolean {
  if (postedAt === null) return false;
  const stage = stageAt(contest, postedAt);
  if (stage === "before_watch" || stage === "after_watch" || stage === "before_determination") return false;
  if (contest.region === null) return true;
  return region !== null && region.slice(0, 2) === contest.region.slice(0, 2);
}

/** Whose side the points take. Promoting A while attacking B is support of A. */
function takeSide(items: readonly Item[], total: number, leanTenths: number, ballotOrder: readonly string[]): { stance: Stance; targets: string[] } {
  if (total < leanTenths || total <= 0) return { stance: "neutral", targets: [] };
  const support = new Map<string, number>();
  const oppose = new Map<string, number>();
  let unnamedSupport = 0;
  let opposed = 0;
  for (const item of items) {
    if (item.left <= 0) continue;
    if (item.effect === "oppose") opposed += item.left;
    if (item.candidateId === null) unnamedSupport += item.effect === "support" ? item.left : 0;
    else {
      const table = item.effect === "support" ? support : oppose;
      table.set(item.candidateId, (table.get(item.candidateId) ?? 0) + item.left);
    }
  }
  const net = ballotOrder.map((id) => ({ id, support: support.get(id) ?? 0, oppose: oppose.get(id) ?? 0 }));
  const best = Math.max(0, ...net.map((entry) => entry.support - entry.oppose));
  if (best > 0 && best >= opposed * 0.5) return { stance: "support", targets: net.filter((entry) => entry.support - entry.oppose >= best * 0.8).map(({ id }) => id) };
  const worst = Math.max(0, ...net.map((entry) => entry.oppose));
  if (opposed > 0) return { stance: "oppose", targets: worst > 0 ? net.filter((entry) => entry.oppose >= worst * 0.8).map(({ id }) => id) : [] };
  return unnamedSupport > 0 || best > 0 ? { stance: "support", targets: [] } : { stance: "neutral", targets: [] };
}

function groupItems(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = `${item.rule.id}|${item.candidateId}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
