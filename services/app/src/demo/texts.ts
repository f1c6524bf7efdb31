import type { Candidate, Contest } from "@netra/classifier";
import { templatesOf } from "./posts/catalogue.ts";
import { DISGUISED } from "./posts/disguise.ts";
import { LONG_LETTERS } from "./posts/long-letter.ts";
import type { PostTemplate } from "./posts/template.ts";
import { mulberry32, seedOf, shuffled } from "./random.ts";
import { VOICES } from "./register.ts";

/** A template and the pair it is filled for. */
export interface Line {
  readonly template: PostTemplate;
  readonly about: Candidate;
}

/** The lines of one account, asked for one after another. */
export interface Script {
  /** Whether the account takes a side in this round of posts. */
  takesSideIn(round: number): boolean;
  /** How many of its posts before the first start take a side. */
  readonly pastSides: number;
  nextInnocent(): Line;
  nextPartisan(): Line;
}

// What shows most stands first, so that the days before the first start hold it: edits, deletions, a letter, disguises.
const SHOWN_FIRST = [...templatesOf("support").filter(({ later }) => later), ...LONG_LETTERS, ...DISGUISED];
const mixed = (templates: readonly PostTemplate[]): readonly PostTemplate[] => shuffled(templates, mulberry32(seedOf("mixed", templates.length)));
const SUPPORT = [...SHOWN_FIRST, ...mixed(templatesOf("support").filter((template) => !SHOWN_FIRST.includes(template)))];
const OPPOSE = mixed(templatesOf("oppose"));
const INNOCENT = mixed(templatesOf("innocent"));

const SPEAKERS = VOICES.filter(({ speaksFor }) => speaksFor !== null);
// In rounds, and in posts that take a side.
const ROUNDS_PER_SIDE = 3;
const AGAINST_EVERY = 4;

/**
 * What an account says, in order. Voices take a side in every third post, three times for their own pair, then once against one of the others.
 *
 * Everything hangs on a voice's rank among its own pair's voices, never on the pair: in each round every pair has as many posts for and against it.
 * Steps have no common divisor with the number of templates, so that an account comes round to a template only after it used all the others.
 */
export function scriptOf(voice: number, contest: Contest): Script {
  const { speaksFor } = VOICES[voice] as (typeof VOICES)[number];
  const pairs = contest.candidates;
  const pair = pairs.findIndex(({ number }) => number === speaksFor);
  const rank = SPEAKERS.filter((other) => other.speaksFor === speaksFor).indexOf(VOICES[voice] as (typeof VOICES)[number]);
  const seat = rank * pairs.length + ((pair + rank) % pairs.length);
  const said = { innocent: 0, support: 0, oppose: 0 };

  const support = (): Line => ({ template: at(SUPPORT, seat + SPEAKERS.length * said.support++), about: at(pairs, pair) });
  const oppose = (): Line => {
    const other = 1 + ((rank + said.oppose) % (pairs.length - 1));
    return { template: at(OPPOSE, seat + AGAINST_EVERY * said.oppose++), about: at(pairs, pair + other) };
  };
  return {
    pastSides: speaksFor === null ? 0 : rank < 3 ? 2 : 1,
    takesSideIn: (round) => speaksFor !== null && round % ROUNDS_PER_SIDE === rank % ROUNDS_PER_SIDE,
    nextPartisan: () => ((said.support + said.oppose + rank) % AGAINST_EVERY === AGAINST_EVERY - 1 ? oppose() : support()),
    nextInnocent: () => {
      const turn = said.innocent++;
      return { template: at(INNOCENT, voice + (VOICES.length + 1) * turn), about: at(pairs, voice + turn) };
    },
  };
}

/** One text in support that no script has reached for a long time, for each pair in turn: what somebody who takes no side is taken to have said. */
export const supportOfEach = (contest: Contest): readonly Line[] =>
  contest.candidates.map((about) => ({ template: at(SUPPORT, SUPPORT.length - 1), about }));

const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T;
