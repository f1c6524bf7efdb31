/** How much sooner a text is read at a stage, in tenths of a point: the same words weigh more the closer the vote. */
const STAGE_BONUS: Readonly<Record<string, number>> = { determined: 10, campaign: 20, quiet: 30 };
const LARGEST = 9_999;

/**
 * Where a flag stands in the reading list: larger is read sooner. Texts go by score and stage; what carries no words of its own (a photo, a like,
 * a sighting that the machine read nothing in) always comes after them. It orders a list and says nothing about a person.
 */
export function readingPriority(flag: { readonly tier: "text" | "context"; readonly scoreTenths: number; readonly stage: string }): number {
  if (flag.tier === "context") return 0;
  return Math.max(1, Math.min(LARGEST, flag.scoreTenths + (STAGE_BONUS[flag.stage] ?? 0)));
}
