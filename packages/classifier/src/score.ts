import type { Classification, ClassifierInput, Contribution, Stance } from "./classification.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { explain } from "./explain.ts";
import { gather } from "./gather.ts";
import { type Found, findAll } from "./match.ts";
import { readContest, slotsOf } from "./mentions.ts";
import { maskMentions, usableMentions, withoutOverlaps } from "./resolve.ts";
import { type Draft, DraftBook } from "./signals.ts";
import { possibleForms, stageAt } from "./stage.ts";
import type { Item } from "./tally.ts";
import { readTokens } from "./tokenize.ts";
import { sumLeft, type Taken, weakenAll } from "./weaken.ts";

/** Reads the text that `compiled.scan` holds: find, bind, weigh, weaken, explain. */
export function scoreText(compiled: Compiled, input: ClassifierInput): Classification {
  const { contest, thresholdTenths } = compiled;
  const read = readTokens(compiled.scan);
  const reading = readContest(compiled.index, read, input);
  const found = withoutOverlaps(findAll(compiled.terms, read.scan, slotsOf(reading.mentions)), reading.mentions);
  const mentions = maskMentions(reading.mentions, found);
  const byCategory = groupByCategory(found);
  const usable = usableMentions(mentions, reading, byCategory);
  const draft = new DraftBook(input.text, read.tokens);
  const items = gather({ compiled, read, reading, mentions: usable, byCategory, draft });
  const weak = weakenAll({ compiled, read, input, items, byCategory, draft, reading, mentions: usable });

  const total = sumLeft(items) - weak.fixed;
  const { stance, targets } = takeSide(items, { total, leanTenths: compiled.leanTenths, ballotOrder: compiled.ballotOrder });
  for (const mention of mentions) draft.mention(mention);
  const { signals, indexOf } = draft.finish();
  const isPartisan = stance !== "neutral";
  const hasCall = isPartisan && items.some((item) => item.left > 0 && item.rule.on === "vote_call");
  return {
    stance,
    targets,
    scoreTenths: total,
    thresholdTenths,
    flagged: isPartisan && total >= thresholdTenths,
    signals,
    contributions: contribute(compiled, { items, taken: weak.taken, text: input.text, indexOf }),
    possibleForms: isPartisan && input.postedAt !== null ? possibleForms(stageAt(contest, input.postedAt), { hasCall }) : [],
    notFound: compiled.quiet.absent.filter(({ on }) => !weak.seen.has(on)).map(({ sentence }) => sentence),
  };
}

function groupByCategory(found: readonly Found<PackTerm>[]): Map<string, Found<PackTerm>[]> {
  const byCategory = new Map<string, Found<PackTerm>[]>();
  for (const item of found) {
    const { category } = item.payload.lexicon;
    const known = byCategory.get(category);
    if (known === undefined) byCategory.set(category, [item]);
    else known.push(item);
  }
  return byCategory;
}

/** What each rule gave each candidate, then what each weakening rule took. */
function contribute(
  { names, reasons }: Compiled,
  { items, taken, text, indexOf }: { items: readonly Item[]; taken: readonly Taken[]; text: string; indexOf: (signal: Draft) => number },
): Contribution[] {
  const contributions: Contribution[] = [];
  const add = (given: { rule: Item["rule"]; candidate: string | null; tenths: number; from: readonly Draft[] }): void => {
    if (given.tenths === 0) return;
    const reason = reasons.get(given.rule);
    if (reason === undefined) throw new TypeError(`rule ${given.rule.id} is none of the pack`);
    contributions.push({
      ruleId: given.rule.id,
      tenths: given.tenths,
      signals: [...new Set(given.from.map(indexOf))].sort((a, b) => a - b),
      reason: explain(reason, { candidate: given.candidate, terms: given.from.map(({ start, end }) => text.slice(start, end)) }),
    });
  };
  for (const group of groupItems(items)) {
    const { rule, candidateId } = group[0] as Item;
    const tenths = group.reduce((sum, item) => sum + item.tenths, 0);
    add({ rule, candidate: names.get(candidateId ?? "") ?? null, tenths, from: group.map((item) => item.signal) });
  }
  for (const { rule, tenths, signals } of taken) add({ rule, candidate: null, tenths: -tenths, from: signals });
  return contributions;
}

/** Whose side the points take. Promoting A while attacking B is support of A. */
function takeSide(
  items: readonly Item[],
  { total, leanTenths, ballotOrder }: { total: number; leanTenths: number; ballotOrder: readonly string[] },
): { stance: Stance; targets: string[] } {
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
  const against = Math.max(0, ...net.map((entry) => entry.oppose - entry.support));
  if (best > 0 && best >= against * 0.4)
    return { stance: "support", targets: net.filter((entry) => entry.support - entry.oppose >= best * 0.8).map(({ id }) => id) };
  const worst = Math.max(0, ...net.map((entry) => entry.oppose));
  if (opposed > 0) return { stance: "oppose", targets: worst > 0 ? net.filter((entry) => entry.oppose >= worst * 0.8).map(({ id }) => id) : [] };
  return unnamedSupport > 0 || best > 0 ? { stance: "support", targets: [] } : { stance: "neutral", targets: [] };
}

/** Items of one rule and one candidate, in the order of the first of each. */
function groupItems(items: readonly Item[]): Item[][] {
  const groups: Item[][] = [];
  for (const item of items) {
    const group = groups.find(([head]) => head?.rule === item.rule && head.candidateId === item.candidateId);
    if (group === undefined) groups.push([item]);
    else group.push(item);
  }
  return groups;
}
