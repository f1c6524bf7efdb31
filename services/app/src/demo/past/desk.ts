import type { Act, ClaimedFrom, Reading } from "@netra/domain";
import { CHECKLIST, type ChecklistRule, jakartaDay } from "@netra/domain";
import { mulberry32, seedOf } from "../random.ts";
import type { PastPost } from "../timeline.ts";
import type { PastCalendar } from "./calendar.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const JAKARTA_MS = 7 * HOUR_MS;
/** The desk is open from Monday to Friday, in hours of Jakarta. */
const OPENS_MS = 8.5 * HOUR_MS;
const CLOSES_MS = 16 * HOUR_MS;
/** From so young on, much of what came is left to whoever opens the demo, and what was begun is not carried through. */
const FRESH_MS = 4.5 * DAY_MS;
const SHOWN_MS = 9 * DAY_MS;

/** Somebody takes a flag, reads it, and decides. */
export interface Sitting {
  readonly at: Date;
  /** Name of the person who signs in. */
  readonly who: string;
  /** The lane that the flag must stand in by then. */
  readonly lane: ClaimedFrom;
  readonly reading: Reading;
  /** The pair read, where a side was. */
  readonly about: string | null;
  /** `duplicate` names no other flag here: the newest earlier one of the account is meant. */
  readonly act: Act;
}

/** What the readers of a flag's region are called. */
export interface Readers {
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly settles: readonly string[];
}

/** One flag as it comes to the desk. */
interface AtDesk {
  readonly post: PastPost;
  readonly openedAt: Date;
  readonly firstStart: Date;
  readonly readers: Readers;
  readonly calendar: PastCalendar;
  readonly rules: readonly ChecklistRule[];
}

/**
 * What a fictional office does with one flag of a post, step by step: nothing, for what is left to whoever opens the demo. Pure; the same post gives the same. Whom a text speaks of
 * plays no part in it. A step that lies after the first start does not come to pass.
 */
export function sittingsOf(flag: AtDesk): readonly Sitting[] {
  const { post, openedAt, firstStart, readers, calendar } = flag;
  const random = mulberry32(seedOf("desk", post.externalId));
  const drawn = { left: random(), course: random(), pace: random(), first: random(), second: random(), agrees: random(), words: random() };
  const ageMs = firstStart.getTime() - post.at.getTime();
  const fresh = ageMs < FRESH_MS;
  if (ageMs < (post.shown ? SHOWN_MS : 0) || drawn.left < (fresh ? 0.2 : 0.05)) return [];

  const at = atDesk(new Date(openedAt.getTime() + paceOf(drawn.pace)), { random, calendar });
  const first = { at, who: pick(readers.first, drawn.first), lane: "open", reading: post.reading, about: post.about } as const;
  const closed = (outcome: keyof typeof REASONS): Sitting[] => [{ ...first, act: close(outcome, drawn.words) }];
  // Another office's people: the province's supervisor hands them on.
  if (readers.second.length === 0 && post.reading !== "neither") return drawn.course < 0.3 ? [] : [{ ...first, act: HANDED_ON }];
  if (post.reading === "neither") return closed(drawn.course < 0.85 ? "not_partisan" : "third_party_act");
  const [, outcome] = CLOSED_AT_ONCE.find(([below]) => drawn.course < below) ?? [];
  if (outcome === "not_partisan") return closed(outcome).map((sitting) => ({ ...sitting, reading: "unclear", about: null }));
  if (outcome) return closed(outcome);
  return carryThrough(flag, { first, fresh, drawn, later: (after, days) => atDesk(new Date(after.getTime() + days * DAY_MS), { random, calendar }) });
}

/** Shares of what takes a side and is closed all the same by its first reader, added up. */
const CLOSED_AT_ONCE = [
  [0.05, "duplicate"],
  [0.08, "third_party_act"],
  [0.11, "not_this_person"],
  [0.3, "not_partisan"],
] as const satisfies readonly (readonly [number, keyof typeof REASONS])[];

/** A first reader who would escalate, at times after a question; a second who agrees or not; a supervisor who settles it. */
function carryThrough(
  { readers, rules }: AtDesk,
  given: {
    readonly first: Omit<Sitting, "act">;
    readonly fresh: boolean;
    readonly drawn: { readonly course: number; readonly second: number; readonly agrees: number; readonly words: number };
    readonly later: (after: Date, days: number) => Date;
  },
): readonly Sitting[] {
  const { first, fresh, drawn, later } = given;
  const escalate: Act = {
    act: "escalate",
    checklist: Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])),
    rules,
    reason: pick(ESCALATED, drawn.words),
  };
  const asks = drawn.course > (fresh ? 0.75 : 0.93);
  const asked: Sitting = { ...first, act: { ...QUESTION, due: jakartaDay(new Date(first.at.getTime() + 5 * DAY_MS)) } };
  if (asks && fresh) return [asked];
  const proposed: Sitting = asks ? { ...first, at: later(first.at, 2), lane: "needs_info", act: escalate } : { ...first, act: escalate };
  const begun = asks ? [asked, proposed] : [proposed];
  const others = readers.second.filter((other) => other !== first.who);
  const second: Omit<Sitting, "act"> = { ...first, at: later(proposed.at, 0.7), who: pick(others, drawn.second), lane: "awaiting_second" };
  if (drawn.agrees < 0.8) return fresh ? begun : [...begun, { ...second, act: escalate }];
  const differs: Sitting = { ...second, reading: "neither", about: null, act: { act: "close", outcome: "not_partisan", reason: DIFFERS } };
  const settles = readers.settles.filter((other) => other !== first.who && other !== second.who);
  const settled = drawn.words < 0.5 ? escalate : close("not_partisan", drawn.words);
  const third: Sitting = { ...first, at: later(second.at, 1), who: pick(settles, drawn.second), lane: "disputed", act: settled };
  return fresh ? [...begun, differs] : [...begun, differs, third];
}

const close = (outcome: keyof typeof REASONS, drawn: number): Act => ({ act: "close", outcome, reason: pick(REASONS[outcome], drawn) });

const pick = <T>(items: readonly T[], drawn: number): T => items[Math.floor(drawn * items.length)] as T;

/** How long a flag lies before somebody takes it: mostly hours, seldom longer than the week that the procedure gives. */
function paceOf(drawn: number): number {
  if (drawn < 0.4) return (1 + drawn * 10) * HOUR_MS;
  if (drawn < 0.8) return (0.8 + (drawn - 0.4) * 2) * DAY_MS;
  if (drawn < 0.9) return (2 + (drawn - 0.8) * 20) * DAY_MS;
  return (8 + (drawn - 0.9) * 20) * DAY_MS;
}

/** The next time from then on at which somebody sits at the desk: a working hour of a working day on which Netra runs. */
function atDesk(from: Date, { random, calendar }: { readonly random: () => number; readonly calendar: PastCalendar }): Date {
  const minutes = Math.round(random() * 90);
  let at = from.getTime();
  for (;;) {
    const gap = calendar.gaps.find(({ platform, ...span }) => platform === null && at >= span.from.getTime() && at < span.to.getTime());
    if (gap) at = gap.to.getTime() + minutes * MINUTE_MS;
    const midnight = Math.floor((at + JAKARTA_MS) / DAY_MS) * DAY_MS - JAKARTA_MS;
    const weekday = (Math.floor((at + JAKARTA_MS) / DAY_MS) + 3) % 7;
    const ofDay = at - midnight;
    if (weekday < 5 && ofDay >= OPENS_MS && ofDay < CLOSES_MS) return new Date(at);
    at = weekday < 5 && ofDay < OPENS_MS ? midnight + OPENS_MS + minutes * MINUTE_MS : midnight + DAY_MS + OPENS_MS + minutes * MINUTE_MS;
  }
}

const HANDED_ON: Act = {
  act: "close",
  outcome: "out_of_scope",
  outOfScope: "other_route",
  reason: "Diteruskan kepada pengawas kabupaten tempat pegawai bertugas (contoh).",
};
const QUESTION = {
  act: "needs_info",
  question: "Apakah pemilik akun sedang cuti di luar tanggungan negara pada hari unggahan?",
  addressee: "Pengawas kecamatan (contoh)",
  reason: "Keterangan belum lengkap.",
} as const;
const DIFFERS = "Kutipan tanpa ajakan; tidak terbaca memihak.";

const ESCALATED = [
  "Ajakan memilih ditulis sendiri di akun yang terdaftar atas namanya, pada masa kampanye.",
  "Dukungan kepada pasangan calon disebut dengan nama atau nomor urut, tanpa kutipan dan tanpa konteks berita.",
  "Unggahan memihak satu pasangan calon dan dapat dilihat umum; tidak ada tanda akun dipakai orang lain.",
] as const;

const REASONS = {
  not_partisan: [
    "Hanya kabar sehari-hari; kata kampanye disebut tanpa memihak.",
    "Ucapan selamat, tidak mengajak memilih siapa pun.",
    "Berita dibagikan apa adanya, tanpa pendapat sendiri.",
  ],
  duplicate: ["Sama dengan penanda terdahulu dari akun yang sama."],
  not_this_person: ["Menurut keterangan, unggahan dibuat anggota keluarga yang memakai gawai yang sama."],
  third_party_act: ["Ditandai oleh orang lain; bukan tindakan pemilik akun."],
} as const;
