import type { Candidate, Contest } from "@netra/classifier";
import type { FakeEvent } from "@netra/connectors";
import type { Platform, Reading } from "@netra/domain";
import { earlierTurns } from "./past/earlier-turns.ts";
import { pictureUrl } from "./pictures.ts";
import { templatesOf } from "./posts/catalogue.ts";
import { FORWARDED } from "./posts/forwarded.ts";
import type { PostTemplate } from "./posts/template.ts";
import { mulberry32, seedOf, shuffled } from "./random.ts";
import { VOICES } from "./register.ts";
import { type Line, type Script, scriptOf } from "./texts.ts";
import { fillTemplate, type Words, wordsFor } from "./words.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Before the first start: ninety posts in nine days. */
export const PAST_DAYS = 9;
export const PAST_POSTS = 90;
/** The weeks before them reach into them: an office that is at work has a week behind it that is as full as the others. */
const EARLIER_END_DAYS = 4;
/** After it: one post every 20 to 40 seconds, for ninety days. */
export const GAP_MS = 30_000;
const JITTER_MS = 5_000;
export const STREAM_DAYS = 90;
const ROUND_MS = VOICES.length * GAP_MS;

/** What an account did up to `until`. Ordered; a later `until` only adds to the end. */
export type Timeline = (handle: string, platform: Platform, until: Date) => readonly FakeEvent[];

/** A post of before the first start, as an attentive reader understands it. */
export interface PastPost {
  readonly externalId: string;
  readonly handle: string;
  readonly platform: Platform;
  readonly at: Date;
  readonly reading: Extract<Reading, "neither" | "support" | "harm">;
  /** The pair it speaks of; null where it takes no side. */
  readonly about: string | null;
  /** Worth showing to whoever opens the demo: it hangs together with others, or has a picture. */
  readonly shown: boolean;
}

interface Turn {
  readonly at: Date;
  readonly takesSide: boolean;
  /** Passes on the message that others pass on too. */
  readonly forwards?: boolean;
}

/** Everything that happens on the demo's platform. */
export interface Play {
  readonly timeline: Timeline;
  /** The posts before the first start. */
  readonly past: readonly PastPost[];
}

/**
 * Everything that happens on the demo's platform, as pure functions: nothing is kept, and asking again gives the same.
 * Cost: some microseconds for each post of the account; it makes 76 a day.
 */
export function createPlay({ contest, firstStart }: { readonly contest: Contest; readonly firstStart: Date }): Play {
  const earlier = earlierTurns({ contest, firstStart, until: new Date(firstStart.getTime() - EARLIER_END_DAYS * DAY_MS) });
  const past = pastTurns({ contest, firstStart });
  const words = new Map(contest.candidates.map((candidate) => [candidate.id, wordsFor(contest, candidate)]));
  const writingsOf = (voice: number, until: Date): Writing[] => {
    const script = scriptOf(voice, contest);
    const wordsOf = ({ id }: Candidate): Words => words.get(id) ?? {};
    const before = (earlier[voice] ?? []).map(({ at, line }, ordinal) => ({ ...line, at, voice, series: "w", ordinal, words: wordsOf(line.about) }));
    const turns = [...(past[voice] ?? []), ...streamTurns({ voice, script, firstStart, until })];
    const after = turns.map((turn, ordinal) => {
      const line = turn.forwards
        ? { template: FORWARDED, about: ownOf(voice, contest) }
        : turn.takesSide
          ? script.nextPartisan()
          : script.nextInnocent();
      return { ...line, at: turn.at, voice, series: "", ordinal, words: wordsOf(line.about) };
    });
    return [...before, ...after];
  };
  return {
    timeline(handle, platform, until) {
      const voice = VOICES.findIndex((other) => other.handle === handle && other.platform === platform);
      if (voice === -1) return [];
      return writingsOf(voice, until)
        .flatMap(eventsOf)
        .filter((event) => event.at <= until)
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    },
    past: VOICES.flatMap(({ handle, platform }, voice) =>
      writingsOf(voice, firstStart).map((writing) => {
        const { at, template, about } = writing;
        const reading = readingOf(template);
        const shown = template === FORWARDED || template.picture !== undefined;
        return { externalId: idOf(writing), handle, platform, at, reading, about: reading === "neither" ? null : about.id, shown };
      }),
    ),
  };
}

const AGAINST = new Set(templatesOf("oppose"));
const INNOCENT = new Set(templatesOf("innocent"));
const readingOf = (template: PostTemplate): PastPost["reading"] => (AGAINST.has(template) ? "harm" : INNOCENT.has(template) ? "neither" : "support");

/** Two voices of every pair, so that no pair has more of it than another. */
const FORWARDERS: readonly number[] = VOICES.flatMap(({ speaksFor }, voice) =>
  speaksFor !== null && VOICES.slice(0, voice).filter((earlier) => earlier.speaksFor === speaksFor).length < 2 ? [voice] : [],
);

const ownOf = (voice: number, contest: Contest): Candidate => {
  const own = contest.candidates.find(({ number }) => number === VOICES[voice]?.speaksFor);
  if (own === undefined) throw new Error("demo: this voice speaks for no pair");
  return own;
};

/** The turns before the first start, oldest first, by voice. Who takes a side how often comes from the scripts; the rest is spread over all. */
function pastTurns({ contest, firstStart }: { contest: Contest; firstStart: Date }): readonly (readonly Turn[])[] {
  const sides = VOICES.map((_, voice) => scriptOf(voice, contest).pastSides);
  const forwarding = FORWARDERS.map((voice) => ({ voice, takesSide: true, forwards: true }));
  const innocents = PAST_POSTS - forwarding.length - sides.reduce((sum, count) => sum + count, 0);
  const deck = [
    ...sides.flatMap((count, voice) => Array.from({ length: count }, () => ({ voice, takesSide: true }))),
    ...forwarding,
    ...Array.from({ length: innocents }, (_, card) => ({ voice: card % VOICES.length, takesSide: false })),
  ];
  const random = mulberry32(seedOf("past"));
  const gapMs = (PAST_DAYS * DAY_MS) / PAST_POSTS;
  const turns = shuffled(deck, random).map((card, place) => ({
    ...card,
    at: new Date(firstStart.getTime() - Math.round((PAST_POSTS - place - random()) * gapMs)),
  }));
  return VOICES.map((_, voice) => turns.filter((turn) => turn.voice === voice));
}

/** The turns of one voice after the first start: one in each round, at another place in each. */
function streamTurns({ voice, script, firstStart, until }: { voice: number; script: Script; firstStart: Date; until: Date }): Turn[] {
  const start = firstStart.getTime();
  const end = Math.min(until.getTime(), start + STREAM_DAYS * DAY_MS);
  const rounds = Math.max(0, Math.ceil((end - start) / ROUND_MS));
  const order = VOICES.map((_, other) => other);
  return Array.from({ length: rounds }, (_, round) => {
    const place = round * VOICES.length + shuffled(order, mulberry32(seedOf("round", round))).indexOf(voice);
    const jitterMs = Math.round((mulberry32(seedOf("jitter", place))() * 2 - 1) * JITTER_MS);
    return { at: new Date(start + (place + 1) * GAP_MS + jitterMs), takesSide: script.takesSideIn(round) };
  }).filter((turn) => turn.at.getTime() <= end);
}

interface Writing extends Line {
  readonly at: Date;
  readonly voice: number;
  /** Posts of one series are counted through; ids of the series without a name are those of an older demo too. */
  readonly series: string;
  readonly ordinal: number;
  readonly words: Words;
}

const idOf = ({ voice, series, ordinal }: Pick<Writing, "voice" | "series" | "ordinal">): string =>
  `demo-${String(voice).padStart(2, "0")}-${series}${String(ordinal).padStart(5, "0")}`;

/** A post, and what its author does with it 7 to 45 minutes later. Addresses stand under `.example`, which nobody can register (RFC 2606). */
function eventsOf({ template, at, voice, series, ordinal, words }: Writing): FakeEvent[] {
  const random = mulberry32(seedOf("text", voice, ...(series === "" ? [] : [series]), ordinal));
  const externalId = idOf({ voice, series, ordinal });
  const url = `https://${VOICES[voice]?.platform}.contoh.example/p/${externalId}`;
  const { kind, later, picture } = template;
  const hanging = picture && { pictures: [pictureUrl({ ...picture, lines: picture.lines.map((line) => fillTemplate(line, words, () => 0)) })] };
  const created: FakeEvent = { act: "create", at, externalId, kind, url, text: fillTemplate(template.text, words, random), ...hanging };
  if (later === undefined) return [created];
  const changedAt = new Date(at.getTime() + Math.round((7 + random() * 38) * MINUTE_MS));
  if (later === "delete") return [created, { act: "delete", at: changedAt, externalId }];
  return [created, { act: "edit", at: changedAt, externalId, kind, url, text: fillTemplate(later.edit, words, random), ...hanging }];
}
