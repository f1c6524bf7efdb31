import type { FakeEvent } from "@netra/connectors";
import { mulberry32, seedOf } from "../../../services/app/src/demo/random.ts";

/** What is fixed for a whole run, however often it is interrupted. */
export interface Play {
  readonly seed: number;
  readonly accounts: number;
  /** Time between two posts of one account, on average. */
  readonly gapMs: number;
  /** The platform's time of the first post, ms since 1970. */
  readonly startMs: number;
}

/** Moments at which the poison account writes a page of posts, one of which kills whoever reads it. Only ever added to, and ahead of time. */
export type PoisonTimes = readonly number[];

/** The phrase of the pack `selftest`: a text that holds it is flagged. */
export const PHRASE = "netra kelapa ungu berbisik pada kompas";
/** A text that holds this ends the process that reads it. */
export const POISON = "racun-untuk-pembaca";
/** The account that writes them. */
export const POISON_HANDLE = "pegawai.racun";
export const POISON_PAGE = 12;
const POISON_PLACE = 5;

/** Edits and deletions come at most so long after their post. */
export const LATEST_CHANGE_MS = 40_000;
const SOONEST_CHANGE_MS = 2_000;

export const handleOf = (account: number): string => `pegawai.kacau.${String(account).padStart(3, "0")}`;

/** One post and what becomes of it: what each of its texts says, and whether its author takes it down. */
interface Script {
  readonly share: number;
  readonly texts: readonly ("plain" | "partisan")[];
  readonly deleted?: true;
}

/** However its versions are ordered, a post with a partisan one gets one flag: an edit never closes a flag, and never opens a second that says the same. */
const SCRIPTS: readonly Script[] = [
  { share: 60, texts: ["plain"] },
  { share: 16, texts: ["partisan"] },
  { share: 6, texts: ["plain", "plain"] },
  { share: 4, texts: ["partisan", "partisan"] },
  { share: 4, texts: ["plain", "partisan"] },
  { share: 4, texts: ["partisan", "plain"] },
  { share: 4, texts: ["plain"], deleted: true },
  { share: 2, texts: ["partisan"], deleted: true },
];
const SHARES = SCRIPTS.reduce((sum, { share }) => sum + share, 0);

/**
 * What one account does after `fromMs` and up to `untilMs`, oldest first. Pure: every process and the checker see the same platform.
 * To know when an edited post was made, ask from `LATEST_CHANGE_MS` earlier.
 */
export function eventsOf(play: Play, handle: string, span: { fromMs: number; untilMs: number; poison: PoisonTimes }): FakeEvent[] {
  const { fromMs, untilMs, poison } = span;
  const events = handle === POISON_HANDLE ? poison.flatMap(poisonPage) : ordinaryEvents(play, handle, { fromMs, untilMs });
  return events
    .filter(({ at }) => at.getTime() > fromMs && at.getTime() <= untilMs)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.externalId < b.externalId ? -1 : 1));
}

function ordinaryEvents(play: Play, handle: string, { fromMs, untilMs }: { fromMs: number; untilMs: number }): FakeEvent[] {
  const { seed, accounts, gapMs, startMs } = play;
  const account = Array.from({ length: accounts }, (_, index) => handleOf(index)).indexOf(handle);
  if (account === -1) return [];
  const offsetMs = startMs + (account / accounts) * gapMs;
  const first = Math.max(0, Math.floor((fromMs - LATEST_CHANGE_MS - offsetMs) / gapMs) - 1);
  const last = Math.floor((untilMs - offsetMs) / gapMs);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index).flatMap((ordinal) => {
    const random = mulberry32(seedOf("post", seed, account, ordinal));
    const at = Math.round(offsetMs + (ordinal + random() * 0.6) * gapMs);
    return writePost({ externalId: `kacau-${account}-${ordinal}`, at, script: draw(random()), changeAfter: random() });
  });
}

function draw(random: number): Script {
  let left = random * SHARES;
  for (const script of SCRIPTS) {
    left -= script.share;
    if (left < 0) return script;
  }
  return SCRIPTS[0] as Script;
}

function writePost({ externalId, at, script, changeAfter }: { externalId: string; at: number; script: Script; changeAfter: number }): FakeEvent[] {
  const changedAt = new Date(at + SOONEST_CHANGE_MS + Math.floor(changeAfter * (LATEST_CHANGE_MS - SOONEST_CHANGE_MS)));
  const url = `https://facebook.contoh.example/p/${externalId}`;
  const writings = script.texts.map(
    (says, version): FakeEvent => ({
      act: version === 0 ? "create" : "edit",
      at: version === 0 ? new Date(at) : changedAt,
      externalId,
      kind: "post",
      url,
      text: textOf(says, externalId, version),
    }),
  );
  return script.deleted ? [...writings, { act: "delete", at: changedAt, externalId }] : writings;
}

const textOf = (says: Script["texts"][number], externalId: string, version: number): string =>
  says === "partisan"
    ? `Catatan ${externalId} ke-${version + 1}: ${PHRASE}.`
    : `Catatan ${externalId} ke-${version + 1}: rapat pagi, jalan ke pasar, lalu pulang.`;

/** One page: healthy posts, every third of them partisan, around one that kills its reader. */
function poisonPage(atMs: number): FakeEvent[] {
  return Array.from({ length: POISON_PAGE }, (_, place): FakeEvent => {
    const deadly = place === POISON_PLACE;
    const externalId = `${deadly ? "racun" : "sehat"}-${atMs}-${place}`;
    const text = deadly ? `Catatan ${externalId}: ${POISON}.` : textOf(place % 3 === 0 ? "partisan" : "plain", externalId, 0);
    return { act: "create", at: new Date(atMs + place), externalId, kind: "post", text };
  });
}

export const isPoison = (externalId: string): boolean => externalId.startsWith("racun-");
export const isPartisan = (event: FakeEvent): boolean => event.act !== "delete" && event.text.includes(PHRASE);

/** The key of an event in the made-up platform's cursor: sorts as text. */
export const keyOf = (event: { readonly at: Date | string; readonly externalId: string }): string =>
  `${typeof event.at === "string" ? event.at : event.at.toISOString()} ${event.externalId}`;
