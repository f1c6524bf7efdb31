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
/** From so young on, most of what came is left to whoever opens the demo, and no second reader has come yet to what was begun. */
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

/**
 * What a fictional office does with one flag of a post, step by step: nothing, for what is left to whoever opens the demo. Pure; the same post gives the same. Whom a text speaks of
 * plays no part in it. A step that lies after the first start does not come to pass.
 */
export function sittingsOf(given: {
  readonly post: PastPost;
  readonly openedAt: Date;
  readonly firstStart: Date;
  readonly readers: Readers;
  readonly calendar: PastCalendar;
  readonly rules: readonly ChecklistRule[];
}): readonly Sitting[] {
  const { post, openedAt, firstStart, readers, calendar, rules } = given;
  const random = mulberry32(seedOf("desk", post.externalId));
  const drawn = { left: random(), course: random(), pace: random(), reader: random(), second: random(), words: random() };
  const ageMs = firstStart.getTime() - post.at.getTime();
  if (ageMs < (post.shown ? SHOWN_MS : 0) || drawn.left < (ageMs < FRESH_MS ? 0.5 : 0.05)) return [];

  const first = pick(readers.first, drawn.reader);
  const begin = atDesk(new Date(openedAt.getTime() + paceOf(drawn.pace)), { random, calendar });
  const read = { about: post.about, reading: post.reading };
  const sit = (at: Date, who: string, lane: ClaimedFrom, act: Act): Sitting => ({ at, who, lane, ...read, act });
  const later = (after: Date, days: number): Date => atDesk(new Date(after.getTime() + days * DAY_MS), { random, calendar });
  const close = (outcome: "not_partisan" | "duplicate" | "not_this_person" | "third_party_act"): Act => ({
    act: "close",
    outcome,
    reason: pick(REASONS[outcome], drawn.words),
  });
  const escalate: Act = {
    act: "escalate",
    checklist: Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])),
    rules,
    reason: pick(ESCALATED, drawn.words),
  };

  if (readers.second.length === 0) {
    // Another office's people: the province's supervisor hands them on.
    if (drawn.course < 0.3) return [];
    const outcome = post.reading === "neither" ? close("not_partisan") : HANDED_ON;
    return [sit(begin, first, "open", outcome)];
  }
  if (post.reading === "neither") return [sit(begin, first, "open", close(drawn.course < 0.85 ? "not_partisan" : "third_party_act"))];
  if (drawn.course < 0.1) return [sit(begin, first, "open", close("duplicate"))];
  if (drawn.course < 0.16) return [sit(begin, first, "open", close("third_party_act"))];
  if (drawn.course < 0.21) return [sit(begin, first, "open", close("not_this_person"))];
  if (drawn.course < 0.34) return [{ ...sit(begin, first, "open", close("not_partisan")), reading: "unclear", about: null }];

  const asks = drawn.course > (ageMs < FRESH_MS ? 0.75 : 0.93);
  const answered = later(begin, 2);
  const due = jakartaDay(new Date(begin.getTime() + 5 * DAY_MS));
  const asking: Sitting[] = asks
    ? [
        sit(begin, first, "open", {
          act: "needs_info",
          question: ASKED,
          addressee: "Pengawas kecamatan (contoh)",
          due,
          reason: "Keterangan belum lengkap.",
        }),
      ]
    : [];
  const proposed = asks ? answered : begin;
  const second = pick(
    readers.second.filter((other) => other !== first),
    drawn.second,
  );
  const secondAt = later(proposed, 0.7);
  const steps = [...asking, sit(proposed, first, asks ? "needs_info" : "open", escalate)];
  if (ageMs < FRESH_MS) return asks ? asking : steps;
  if (drawn.second * 7 - Math.floor(drawn.second * 7) < 0.8) return [...steps, sit(secondAt, second, "awaiting_second", escalate)];
  const settles = pick(
    readers.settles.filter((other) => other !== first && other !== second),
    drawn.words,
  );
  return [
    ...steps,
    {
      ...sit(secondAt, second, "awaiting_second", { act: "close", outcome: "not_partisan", reason: "Kutipan tanpa ajakan; tidak terbaca memihak." }),
      reading: "neither",
      about: null,
    },
    sit(later(secondAt, 1), settles, "disputed", drawn.words < 0.5 ? escalate : close("not_partisan")),
  ];
}

const pick = <T>(items: readonly T[], drawn: number): T => items[Math.floor(drawn * items.length)] as T;

/** How long a flag lies before somebody takes it: mostly hours, seldom longer than the week that the procedure gives. */
function paceOf(drawn: number): number {
  if (drawn < 0.4) return (1 + drawn * 10) * HOUR_MS;
  if (drawn < 0.8) return (0.8 + (drawn - 0.4) * 2) * DAY_MS;
  if (drawn < 0.94) return (2 + (drawn - 0.8) * 20) * DAY_MS;
  return (8 + (drawn - 0.94) * 20) * DAY_MS;
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
const ASKED = "Apakah pemilik akun sedang cuti di luar tanggungan negara pada hari unggahan?";

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
