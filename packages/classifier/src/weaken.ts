import type { ClassifierInput } from "./classification.ts";
import type { Compiled, PackTerm } from "./compile.ts";
import { hasVoice, isHeadline, isQuestion, isQuoted } from "./context.ts";
import type { Gather } from "./gather.ts";
import type { Found } from "./match.ts";
import type { PackRule } from "./rule-pack.ts";
import type { Draft } from "./signals.ts";
import { stageAt } from "./stage.ts";
import type { Item } from "./tally.ts";
import type { TokenizedText } from "./tokenize.ts";

const CALLS: ReadonlySet<string> = new Set(["vote_call", "declared_choice", "momentum"]);
/** Two sides are treated alike when the second has so much of the first. */
const EVEN_SHARE = 0.6;
const NOBODY: readonly never[] = Object.freeze([]);

/** What a weakening rule took. */
export interface Taken {
  readonly rule: PackRule;
  readonly tenths: number;
  readonly signals: readonly Draft[];
}

/** The state after gathering: items whose `left` may still shrink. */
export interface WeakenInput extends Gather {
  readonly input: ClassifierInput;
  readonly items: readonly Item[];
}

interface Detect extends WeakenInput {
  /** The author speaks for himself somewhere in the text. */
  readonly isVoiced: () => boolean;
}

/** Lets every weakening rule take its part, in the order of rules.yaml. The score never falls below zero. `seen`: what the rules that found something are on. */
export function weakenAll(given: WeakenInput): { taken: Taken[]; fixed: number; seen: Set<string> } {
  const { compiled, items, byCategory, draft } = given;
  const taken: Taken[] = [];
  const seen = new Set<string>();
  let fixed = 0;
  let voiced: boolean | undefined;
  const isVoiced = (): boolean => {
    voiced ??= hasVoice(given.read, byCategory.get("first_person") ?? NOBODY);
    return voiced;
  };
  const looking: Detect = { ...given, isVoiced };
  for (const rule of compiled.weakening) {
    const words = byCategory.get(rule.on);
    // A reading that is no category concerns items, so without items there is nothing to look at.
    if (words === undefined && items.length === 0) continue;
    const signals = (words ?? NOBODY).map((found) => draft.term(found, "against", null));
    const reached = words === undefined ? detect(rule.on, looking) : rule.scope === "sentence" ? inSentences(words, given) : items;
    const scoped = rule.only === undefined ? reached : reached.filter((item) => item.effect === rule.only);
    if (words === undefined && scoped.length === 0) continue;
    seen.add(rule.on);
    const most = Math.min(Math.round(rule.cap * 10), sumLeft(items) - fixed);
    let sum = 0;
    if (rule.share !== undefined) {
      for (const item of scoped) {
        const part = Math.min(Math.round(item.left * rule.share), most - sum);
        item.left -= part;
        sum += part;
      }
    } else {
      const wanted = words === undefined ? Math.round((rule.points ?? 0) * 10) : words.reduce((all, found) => all + found.payload.tenths, 0);
      sum = Math.max(0, Math.min(wanted, most));
      fixed += sum;
    }
    if (sum > 0) taken.push({ rule, tenths: sum, signals: signals.length > 0 ? signals : scoped.map((item) => item.signal) });
  }
  return { taken, fixed, seen };
}

/** What the items still hold, in tenths. */
export function sumLeft(items: readonly Item[]): number {
  let sum = 0;
  for (const item of items) sum += item.left;
  return sum;
}

function inSentences(words: readonly Found<PackTerm>[], { items, read: { tokens } }: WeakenInput): readonly Item[] {
  return items.filter((item) => words.some((found) => tokens[found.first]?.sentence === tokens[item.first]?.sentence));
}

/** The items a built-in reading concerns; none when it does not apply. */
function detect(id: string, { read, items, byCategory, compiled, input, mentions, isVoiced }: Detect): readonly Item[] {
  const opens = (words: readonly Item[]): boolean => words.some((item) => item.found !== null && opensSentence(item, read));
  const sentenceOf = (item: Item): number => read.tokens[item.first]?.sentence ?? -1;
  switch (id) {
    case "question":
      return items.filter((item) => item.found !== null && isQuestion(sentenceOf(item), read, byCategory.get("question_word") ?? NOBODY));
    case "quotation":
      return items.filter((item) => item.found !== null && isQuoted(item, read));
    case "headline":
      return isHeadline(read, mentions) ? items : NOBODY;
    case "no_voice":
      return isVoiced() || opens(items) ? NOBODY : items.filter((item) => item.found !== null);
    case "reported_call": {
      // Whoever calls or chooses says so in his own voice, or opens his sentence with it; without either, somebody else's call is told.
      const calls = items.filter((item) => CALLS.has(item.found?.payload.lexicon.category ?? ""));
      return isVoiced() || opens(calls) ? NOBODY : calls;
    }
    case "far_from_name":
      return items.filter((item) => item.far && item.mention?.inTag === false);
    case "only_link":
      return read.links > 0 && !byCategory.has("first_person") ? items.filter((item) => item.found !== null) : NOBODY;
    case "number_only": {
      const numbered = items.filter(
        ({ mention, rule }) =>
          // A pose shows a number and nothing more.
          rule.on === "number_pose" || mention?.kind === "bare_number" || (mention?.kind === "number" && !mention.marked),
      );
      const hasOther =
        items.some((item) => !numbered.includes(item)) || mentions.some((mention) => mention.kind === "name" || mention.kind === "slogan");
      return hasOther || isInWindow(compiled, input) ? NOBODY : numbered;
    }
    case "outside_window":
      return input.postedAt !== null && ["before_watch", "after_watch"].includes(stageAt(compiled.contest, input.postedAt)) ? items : NOBODY;
    case "even_handed": {
      const sums = new Map<string, number>();
      for (const item of items)
        if (item.effect === "support" && item.candidateId !== null) sums.set(item.candidateId, (sums.get(item.candidateId) ?? 0) + item.left);
      const [first = 0, second = 0] = [...sums.values()].sort((a, b) => b - a);
      if (second > 0 && second >= first * EVEN_SHARE) return items.filter((item) => item.effect === "support");
      const numbers = new Set(
        mentions.filter((mention) => mention.kind === "number" || mention.kind === "bare_number").map((mention) => mention.candidateId),
      );
      return numbers.size >= 2 && numbers.size === compiled.contest.candidates.filter((candidate) => !candidate.empty_box).length && sums.size !== 1
        ? items
        : NOBODY;
    }
    default:
      return NOBODY;
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
