import type { Contest } from "@netra/classifier";
import type { Random } from "../random.ts";

/** How a post speaks of a candidate of the contest: mostly by name, sometimes by hashtag, number or both names. */
export function mention(contest: Contest, random: Random): string {
  const { number, people, aliases, hashtags } = random.pick(contest.candidates);
  const way = random.next();
  if (way < 0.55) return random.pick(aliases).text;
  if (way < 0.7) return random.pick(people);
  if (way < 0.85) return random.pick(hashtags);
  return way < 0.95 ? `paslon ${number}` : people.join(" ");
}
