import type { ClassifierInput } from "./classification.ts";
import type { Compiled } from "./compile.ts";
import { hasVoice, isHeadline, isQuestion, isQuoted } from "./context.ts";
import type { Gather, Item } from "./gather.ts";
import type { NamedMentions } from "./resolve.ts";
import type { PackRule } from "./rule-pack.ts";
import type { Draft } from "./signals.ts";
import { stageAt } from "./stage.ts";
import type { TokenizedText } from "./tokenize.ts";

const CALLS = new Set(["vote_call", "declared_choice", "momentum"]);

/** What a weakening rule took. */
export interface Taken {
  readonly rule: PackRule;
  readonly tenths: number;
  readonly signals: readonly Draft[];
}

/** The state after gathering: items whose `left` may still shrink. */
export interface WeakenInput extends Omit<Gather, "mentions"> {
  readonly input: ClassifierInput;
  readonly items: Item[];
  readonly mentions: NamedMentions;
}

/** Lets every weakening rule take its part, in the order of rules.yaml. The score never falls below zero. */
export function weakenAll(given: WeakenInput): { taken: Taken[]; fixed: number; seen: Set<string> } {
  const { compiled, items, byCategory, draft, read } = given;
  const taken: Taken[] = [];
  const seen = new Set<string>();
  let fixed = 0;
  for (const rule of compiled.pack.rules) {
    if (rule.effect !== "weaken") continue;
    const words = byCategory.get(rule.on);
    const signals: Draft[] = (words ?? []).map((found) => draft.term(found, "against", null));
    const reached =
      words !== undefined
        ? items.filter(
            (item) => rule.scope !== "sentence" || words.some((found) => read.tokens[found.first]?.sentence === read.tokens[item.first]?.sentence),
          )
        : detect(rule.on, given);
    const scoped = reached?.filter((item) => rule.only === undefined || item.effect === rule.only);
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
      return hasVoice(read, byCategory.get("first_person") ?? []) || items.some((item) => item.found !== null && opensSentence(item, read))
        ? []
        : items.filter((item) => item.found !== null);
    case "reported_call": {
      // Whoever calls or chooses says so in his own voice, or opens his sentence with it; without either, somebody else's call is told.
      const calls = items.filter((item) => CALLS.has(item.found?.payload.lexicon.category ?? ""));
      return hasVoice(read, byCategory.get("first_person") ?? []) || calls.some((item) => opensSentence(item, read)) ? [] : calls;
    }
    case "far_from_name":
      return items.filter((item) => item.far && item.mention?.inTag === false);
    case "only_link":
      return read.links > 0 && !byCategory.has("first_person") ? items.filter((item) => item.found !== null) : [];
    case "number_only": {
      const numbered = items.filter(
        (item) => item.mention !== null && (item.mention.kind === "bare_number" || (item.mention.kind === "number" && !item.mention.marked)),
      );
      const hasOther =
        items.some((item) => !numbered.includes(item)) || mentions.usable.some((mention) => mention.kind === "name" || mention.kind === "slogan");
      return hasOther || isInWindow(compiled, input) ? [] : numbered;
    }
    case "outside_window":
      return input.postedAt !== null && ["before_watch", "after_watch"].includes(stageAt(compiled.contest, input.postedAt)) ? items : [];
    case "even_handed": {
      const sums = new Map<string, number>();
      for (const item of items)
        if (item.effect === "support" && item.candidateId !== null) sums.set(item.candidateId, (sums.get(item.candidateId) ?? 0) + item.left);
      const [first = 0, second = 0] = [...sums.values()].sort((a, b) => b - a);
      if (second > 0 && second >= first * 0.6) return items.filter((item) => item.effect === "support");
      const numbers = new Set(
        mentions.usable.filter((mention) => mention.kind === "number" || mention.kind === "bare_number").map((mention) => mention.candidateId),
      );
      return numbers.size >= 2 && numbers.size === compiled.contest.candidates.filter((candidate) => !candidate.empty_box).length && sums.size !== 1
        ? items
        : [];
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
