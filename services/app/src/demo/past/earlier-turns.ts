import type { Contest } from "@netra/classifier";
import { mulberry32, seedOf, shuffled } from "../random.ts";
import { VOICES } from "../register.ts";
import { type Line, scriptOf, supportOfEach } from "../texts.ts";
import { pastCalendar } from "./calendar.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** So much faster is posted at the end than at the beginning: the campaign goes on. */
const RISE = 1.6;
/** How often a speaker takes a side, and how often anybody says anything else: posts a day. */
const SIDES_A_DAY = 0.33;
const OTHERS_A_DAY = 1.6;
/** What the days around the first start say themselves: an account repeats nothing that a reader still has before them. */
const SAID_LATER = { partisan: 12, innocent: 20 } as const;

/** An account that is registered for the wrong person: what it says in the third week, for each pair once, is withdrawn when its link is revoked. */
export const MISTAKEN = { handle: "contoh.simpur.jingga", platform: "tiktok" } as const;

/** Something said in the weeks before the days that `timeline.ts` tells of. */
interface EarlierTurn {
  readonly at: Date;
  readonly line: Line;
}

/** What each voice said from the first of the past weeks until `until`, oldest first. Every pair has as many posts for and against it. */
export function earlierTurns(given: {
  readonly contest: Contest;
  readonly firstStart: Date;
  readonly until: Date;
}): readonly (readonly EarlierTurn[])[] {
  const { contest, until } = given;
  const { mondays } = pastCalendar(given.firstStart);
  const from = (mondays[0] as Date).getTime();
  const days = (until.getTime() - from) / DAY_MS;
  const speakers = VOICES.flatMap(({ speaksFor }, voice) => (speaksFor === null ? [] : [voice]));
  const sides = Math.round(days * SIDES_A_DAY);
  const deck = [
    ...speakers.flatMap((voice) => Array.from({ length: sides }, () => ({ voice, takesSide: true }))),
    ...Array.from({ length: Math.round(days * OTHERS_A_DAY) }, (_, card) => ({ voice: (card * 7) % VOICES.length, takesSide: false })),
  ];
  const random = mulberry32(seedOf("earlier"));
  const turns = shuffled(deck, random).map((card, place) => ({
    ...card,
    at: new Date(from + Math.round(dayOfShare((place + random()) / deck.length, days) * DAY_MS)),
  }));
  return VOICES.map(({ handle, platform }, voice) => {
    const script = scriptOf(voice, contest);
    for (let said = 0; said < SAID_LATER.innocent; said += 1) script.nextInnocent();
    if (VOICES[voice]?.speaksFor !== null) for (let said = 0; said < SAID_LATER.partisan; said += 1) script.nextPartisan();
    const own = turns
      .filter((turn) => turn.voice === voice)
      .map(({ at, takesSide }) => ({ at, line: takesSide ? script.nextPartisan() : script.nextInnocent() }));
    if (handle !== MISTAKEN.handle || platform !== MISTAKEN.platform) return own;
    const third = (mondays[2] as Date).getTime();
    const mistaken = supportOfEach(contest).map((line, turn) => ({ at: new Date(third + (26 + 9 * turn) * HOUR_MS), line }));
    return [...own, ...mistaken].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  });
}

/** The day by which a share of all posts is made, when their number a day grows steadily. */
const dayOfShare = (share: number, days: number): number => (days * (Math.sqrt(1 + share * (RISE * RISE - 1)) - 1)) / (RISE - 1);
