import type { Slot } from "./match.ts";
import type { Mention } from "./mentions.ts";
import type { PackRule } from "./rule-pack.ts";
import type { Token } from "./tokenize.ts";

/** The candidate a word was bound to, and through which mention. `far`: they are not in one sentence. */
export interface Binding {
  readonly mention: Mention;
  readonly far: boolean;
}

const DEFAULT_WITHIN = 12;
const OTHER_CLAUSE = 6;
const FILLERS = new Set(["aja", "saja", "ya", "yang", "tetap", "kita", "dong", "si"]);

/**
 * Chooses the mention a word speaks about: the one inside its own pattern, else the nearest in its sentence (the other side of a comma counts as further),
 * else the only candidate the whole text names. Ties go to what follows, as in "coblos X". Undefined when there is none: then the word counts for nothing.
 */
export function bindTerm({
  term,
  rule,
  mentions,
  tokens,
}: {
  term: Slot & { readonly slot: Slot | null };
  rule: Pick<PackRule, "binds" | "within">;
  mentions: readonly Mention[];
  tokens: readonly Token[];
}): Binding | undefined {
  const allowed = rule.binds ?? ["name", "number", "slogan"];
  if (term.slot !== null) {
    const inside = mentions.find((mention) => mention.last === term.slot?.last);
    return inside && { mention: inside, far: false };
  }
  const usable = mentions.filter(
    (mention) =>
      (allowed as readonly string[]).includes(mention.kind) ||
      (mention.kind === "number" && mention.marked && (allowed as readonly string[]).includes("ballot_number")),
  );
  const sentence = tokens[term.first]?.sentence;
  const clause = tokens[term.first]?.clause;
  const within = rule.within ?? DEFAULT_WITHIN;
  let best: Mention | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const mention of usable) {
    const home = tokens[mention.first] as Token;
    if (home.sentence !== sentence) continue;
    const follows = mention.first > term.last;
    const gap = follows ? mention.first - term.last - 1 : mention.last < term.first ? term.first - mention.last - 1 : 0;
    if (
      mention.kind === "bare_number" &&
      !(follows && tokens.slice(term.last + 1, mention.first).every((token) => FILLERS.has(token.key)) && gap <= 2)
    )
      continue;
    const distance = gap + (home.clause === clause ? 0 : OTHER_CLAUSE);
    if (distance > within + OTHER_CLAUSE || gap > within) continue;
    if (distance < bestDistance || (distance === bestDistance && follows)) {
      best = mention;
      bestDistance = distance;
    }
  }
  if (best !== undefined) return { mention: best, far: false };
  const named = usable.filter((mention) => mention.kind !== "bare_number");
  const only = named[0];
  if (only === undefined || named.some((mention) => mention.candidateId !== only.candidateId)) return undefined;
  const chosen = named.find((mention) => !mention.ambiguous) ?? only;
  // A handle or a hashtag says whom the whole post speaks to or about, wherever it stands.
  return { mention: chosen, far: !named.some((mention) => mention.inTag || mention.term.startsWith("@")) };
}
