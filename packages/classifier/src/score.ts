import type { Classification, ClassifierInput, Contribution, Stance } from "./classification.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { ballotName } from "./contest.ts";
import { explain } from "./explain.ts";
import { gather, type Item } from "./gather.ts";
import { type Found, findAll } from "./match.ts";
import { readContest, slotsOf } from "./mentions.ts";
import { maskMentions, resolveAmbiguous, withoutOverlaps } from "./resolve.ts";
import { newDraft } from "./signals.ts";
import { possibleForms, stageAt } from "./stage.ts";
import { readTokens } from "./tokenize.ts";
import { weakenAll } from "./weaken.ts";

/** Reads the text that `compiled.scan` holds: find, bind, weigh, weaken, explain. */
export function scoreText(compiled: Compiled, input: ClassifierInput): Classification {
  const { pack, contest, rulesOn } = compiled;
  const read = readTokens(compiled.scan);
  const { tokens } = read;
  const reading = readContest(compiled.index, read, input);
  const all = findAll(compiled.terms, read.scan, slotsOf(reading.mentions));
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
  const weak = weakenAll({ compiled, read, input, items, byCategory, draft, reading, mentions: named });

  const total = items.reduce((sum, item) => sum + item.left, 0) - weak.fixed;
  const { stance, targets } = takeSide(
    items,
    total,
    Math.round(pack.lean * 10),
    contest.candidates.map((candidate) => candidate.id),
  );
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
      reason: explain(head.rule.reason, {
        candidate: names.get(head.candidateId ?? "") ?? null,
        terms: group.map((item) => input.text.slice(item.signal.start, item.signal.end)),
      }),
    });
  }
  for (const { rule, tenths, signals: from } of weak.taken) {
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
    notFound: pack.rules.flatMap((rule) =>
      rule.effect === "weaken" &&
      rule.absent !== undefined &&
      !weak.seen.has(rule.id) &&
      !(rulesOn.get(rule.on) ?? []).some((other) => weak.seen.has(other.id))
        ? [rule.absent]
        : [],
    ),
  };
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
  const against = Math.max(0, ...net.map((entry) => entry.oppose - entry.support));
  if (best > 0 && best >= against * 0.4)
    return { stance: "support", targets: net.filter((entry) => entry.support - entry.oppose >= best * 0.8).map(({ id }) => id) };
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
