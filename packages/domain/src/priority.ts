/** How much sooner a text is read at a stage, in tenths of a point: the same words weigh more the closer the vote. */
const STAGE_BONUS: Readonly<Record<string, number>> = { determined: 10, campaign: 20, quiet: 30 };
const LARGEST = 9_999;

/** Larger than any weight that `readingPriority` gives: what has it added comes before whatever has not. */
const BEFORE_ALL = 10_000;

/**
 * What is added to a text's weight while it waits, in tenths of a point: the first step whose hours hold the time that is left to its deadline. Zero hours: it has passed.
 *
 * `repeat` is for a flag that waits for its first reading and says what an earlier one says: of the same contest, with nearly the same words (one cluster), read by the machine as taking the
 * same side for the same contestants, and with a lower number. A reader's day is for many texts, not for one text many times. So with days to spare a repeat comes after everything that says
 * something new, among its like by its own weight; from the first one it is found by a key. It goes down and never out: two days before its deadline it stands by its weight again, one step of
 * urgency later than a new text. It is another post, often another person's, and no deadline lapses because somebody wrote the same before.
 *
 * - How the earlier flag stands or was decided plays no part: the order would tell the next reader, and each decision would bring the same text up anew.
 * - Only what a reader may see counts as earlier. A flag of another region, one that the reader is kept from, or a withdrawn one makes no other a repeat: the next one is then the first.
 * - Numbers say which is earlier, not times of posting: those are what a platform or a person says, and a list that somebody works through would turn round with every older post that is found.
 * - The same letter with another contestant's name says something new: whoever is spoken for second is read no later than whoever was first.
 */
export const WAITING: readonly { readonly withinHours: number; readonly fresh: number; readonly repeat: number }[] = [
  { withinHours: 0, fresh: BEFORE_ALL + 90, repeat: BEFORE_ALL + 60 },
  { withinHours: 24, fresh: BEFORE_ALL + 60, repeat: BEFORE_ALL + 30 },
  { withinHours: 48, fresh: BEFORE_ALL + 30, repeat: BEFORE_ALL },
  { withinHours: Number.POSITIVE_INFINITY, fresh: BEFORE_ALL, repeat: 0 },
];

/**
 * The weight of a flag in the reading list when it is opened: larger is read sooner; `WAITING` is added as its days pass. Texts go by score and stage; what carries no words of its own (a photo, a like,
 * a sighting that the machine read nothing in) always comes after them, and nothing is added to it. It orders a list and says nothing about a person.
 */
export function readingPriority(flag: { readonly tier: "text" | "context"; readonly scoreTenths: number; readonly stage: string }): number {
  if (flag.tier === "context") return 0;
  return Math.max(1, Math.min(LARGEST, flag.scoreTenths + (STAGE_BONUS[flag.stage] ?? 0)));
}
