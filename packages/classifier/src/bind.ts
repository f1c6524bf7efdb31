import type { Slot } from "./match.ts";
import type { Mention } from "./mentions.ts";
import { readKey } from "./read-key.ts";
import type { PackRule } from "./rule-pack.ts";
import type { Token } from "./tokenize.ts";

/** The candidate a word was bound to, and through which mention. `far`: they are not in one sentence. */
export interface Binding {
  readonly mention: Mention;
  readonly far: boolean;
}

const DEFAULT_WITHIN = 12;
const OTHER_CLAUSE = 6;
const BINDS: readonly string[] = ["name", "number", "slogan"];
const BARE_REACH = 2;
const FILLERS = new Set(["aja", "saja", "ya", "yang", "tetap", "kita", "dong", "si"]);

/** The mentions a rule's words may speak about. */
export function bindableMentions(mentions: readonly Mention[], { binds }: Pick<PackRule, "binds">): readonly Mention[] {
  const allowed: readonly string[] = binds ?? BINDS;
  return mentions.filter(({ kind, marked }) => allowed.includes(kind) || (kind === "number" && marked && allowed.includes("ballot_number")));
}

/**
 * Chooses the mention a word speaks about: the one inside its own pattern, else the nearest in its sentence (the other side of a comma counts as further),
 * else the only candidate the whole text names. Ties go to what follows, as in "coblos X". Undefined when there is none: then the word counts for nothing.
 */
export function bindTerm({
  term,
  rule,
  mentions,
  bindable,
  tokens,
}: {
  term: Slot & { readonly slot: Slot | null };
  rule: Pick<PackRule, "within">;
  /** All usable mentions of the text, and those of them the rule's words may speak about. */
  mentions: readonly Mention[];
  bindable: readonly Mention[];
  tokens: readonly Token[];
}): Binding | undefined {
  if (term.slot !== null) {
    const inside = mentions.find((mention) => mention.last === term.slot?.last);
    return inside && { mention: inside, far: false };
  }
  const sentence = tokens[term.first]?.sentence;
  const clause = tokens[term.first]?.clause;
  const within = rule.within ?? DEFAULT_WITHIN;
  let best: Mention | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const mention of bindable) {
    const home = tokens[mention.first] as Token;
    if (home.sentence !== sentence) continue;
    const follows = mention.first > term.last;
    const gap = follows ? mention.first - term.last - 1 : mention.last < term.first ? term.first - mention.last - 1 : 0;
    if (mention.kind === "bare_number" && !(follows && gap <= BARE_REACH && areFillers(tokens, term.last + 1, mention.first))) continue;
    const distance = gap + (home.clause === clause ? 0 : OTHER_CLAUSE);
    if (distance > within + OTHER_CLAUSE || gap > within) continue;
    if (distance < bestDistance || (distance === bestDistance && follows)) {
      best = mention;
      bestDistance = distance;
    }
  }
  if (best !== undefined) return { mention: best, far: false };
  return onlyNamed(bindable);
}

/** The one candidate that the text names at all. */
function onlyNamed(bindable: readonly Mention[]): Binding | undefined {
  let clear: Mention | undefined;
  let only: Mention | undefined;
  let isAddressed = false;
  for (const mention of bindable) {
    if (mention.kind === "bare_number") continue;
    only ??= mention;
    if (mention.candidateId !== only.candidateId) return undefined;
    if (!mention.ambiguous) clear ??= mention;
    // A handle or a hashtag says whom the whole post speaks to or about, wherever it stands.
    isAddressed ||= mention.inTag || mention.term.startsWith("@");
  }
  return only && { mention: clear ?? only, far: !isAddressed };
}

function areFillers(tokens: readonly Token[], from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (!FILLERS.has(readKey(tokens[i] as Token))) return false;
  return true;
}
