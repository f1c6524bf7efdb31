import { type FlagFact, type PostFact, type ReportContest, type ReportFacts, type SinceFacts, type WeekFacts, weekOf, weekSpan } from "@netra/domain";

/** A contest of two made-up pairs whose candidates were determined on a Monday. */
export const CONTEST: ReportContest = {
  id: "wali-misal",
  version: 1,
  hash: "sha256:00",
  region: "19.71",
  kind: "pilkada-walikota",
  watch: { from: "2029-08-01", to: "2029-12-31" },
  stages: { candidatesDetermined: "2029-09-03", campaignFrom: "2029-09-17", quietFrom: "2029-11-24", vote: "2029-11-27" },
  candidates: [
    { id: "rima-joko", number: 1, people: ["Rima Contoh", "Joko Misal"], emptyBox: false },
    { id: "bahar-ratih", number: 2, people: ["Bahar Tanjung", "Ratih Kuala"], emptyBox: false },
  ],
};

/** Numbers that look drawn by chance and are the same for the same seed: from 0 to `below`, without it. */
export function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const HOUR_MS = 3_600_000;
const of = <T>(draw: (below: number) => number, list: readonly T[]): T => list[draw(list.length)] as T;

const placeOf = (draw: (below: number) => number) => {
  const agency = of(draw, ["Badan Misal", "Dinas Contoh", "Dinas Umpama", null]);
  return {
    region: of(draw, ["19.71", "19.71", "19.06", "19.01"]),
    agency,
    agencyRegion: agency && "19",
    employment: of(draw, ["pns", "pns", "pppk", "non_asn"]),
    platform: of(draw, ["facebook", "facebook", "tiktok", "x"]),
    origin: of(draw, ["own", "own", "own", "tip"]),
  };
};

/** So many flags, opened from a Monday on within so many weeks; most are decided within days, some are taken back, reopened or withdrawn. */
export function flagsOf(seed: number, given: { readonly flags: number; readonly from: string; readonly weeks: number }): FlagFact[] {
  const draw = drawer(seed);
  const begin = weekSpan(given.from).from.getTime();
  return Array.from({ length: given.flags }, (_, n): FlagFact => {
    const openedAt = begin + draw(given.weeks * 168) * HOUR_MS + draw(HOUR_MS);
    const targets = of(draw, [["rima-joko"], ["rima-joko"], ["bahar-ratih"], []]);
    const reading = { targets, rules: ["vote_call", ...(draw(3) === 0 ? ["named_support"] : [])], forms: ["PD-2"] };
    const decidedAt = openedAt + (1 + draw(120)) * HOUR_MS;
    const decisions =
      draw(4) === 0
        ? []
        : [
            {
              at: decidedAt,
              undoneAt: draw(12) === 0 ? decidedAt + 30_000 : null,
              to: draw(3) === 0 ? "escalated" : "closed",
              outcome: of(draw, ["not_partisan", "not_partisan", "duplicate"]),
            },
          ];
    const withdrawn = decisions.length === 0 && draw(5) === 0;
    return {
      ...placeOf(draw),
      id: `flag-${n}`,
      contest: CONTEST.id,
      raisedBy: "machine",
      openedAt,
      deadlineAt: openedAt + 7 * 24 * HOUR_MS,
      now: { ...reading, withdrawn },
      past: withdrawn ? [{ ...reading, withdrawn: false, until: decidedAt }] : [],
      decisions,
    };
  });
}

function weekOfFacts(seed: number, week: string, asOf: number): WeekFacts {
  const draw = drawer(seed);
  const { from, to } = weekSpan(week);
  const posts = new Map<string, PostFact>();
  for (let n = 0; n < 200; n += 1) {
    const place = placeOf(draw);
    const key = JSON.stringify(place);
    const known = posts.get(key);
    posts.set(key, { ...place, posts: (known?.posts ?? 0) + 1, versions: (known?.versions ?? 0) + 1, wordless: 0, undated: 0 });
  }
  return {
    week,
    from: from.getTime(),
    to: to.getTime(),
    asOf,
    posts: [...posts.values()],
    toCapture: [
      { platform: "facebook", n: 120, median: 1.5 },
      { platform: "x", n: 3, median: 7 },
      { platform: null, n: 123, median: 1.5 },
    ],
    captures: [{ region: "19.71", platform: "tiktok", origin: "tip", received: 3 }],
    capturesWaiting: 2,
    accounts: [
      { region: "19.71", platform: "facebook", standing: "watched", accounts: 40 },
      { region: "19.06", platform: "x", standing: "no_connector", accounts: 3 },
    ],
    hours: [{ platform: "facebook", fetched: "1".repeat(160) + "0".repeat(8), failed: "0".repeat(165) + "1".repeat(3) }],
    quarantined: 1,
    drift: 0,
  };
}

/** Since the contest's determination, to the end of a week; null before it. Of the second week nothing was fetched, and X was tried alone. */
function sinceFacts(to: number): SinceFacts | null {
  const from = weekSpan("2029-W36").from.getTime();
  const length = (to - from) / HOUR_MS;
  if (length <= 0) return null;
  const hours = (bit: (week: number) => boolean): string => Array.from({ length }, (_, hour) => (bit(Math.floor(hour / 168)) ? "1" : "0")).join("");
  return {
    from,
    captures: [
      { region: "19.71", platform: "tiktok", origin: "tip", received: 3 },
      { region: "19.06", platform: null, origin: "own", received: 6 },
    ],
    accounts: [{ region: "19.71", platform: "facebook", accounts: 41 }],
    toCapture: [
      { platform: "facebook", n: 620, median: 1.3 },
      { platform: "x", n: 3, median: 7 },
      { platform: null, n: 623, median: 1.3 },
    ],
    hours: [
      { platform: "facebook", fetched: hours((week) => week !== 1), failed: hours((week) => week === 1) },
      { platform: "x", fetched: hours(() => false), failed: hours(() => true) },
    ],
  };
}

/** Facts of one closed week with these flags. The same flags and week give the same facts. */
export function factsOf(flags: readonly FlagFact[], week: string): ReportFacts {
  const { from, to } = weekSpan(week);
  const before = weekOf(new Date(from.getTime() - HOUR_MS));
  const seedOf = (of: string): number => Number(of.replace(/\D/g, ""));
  const asOf = to.getTime() + 6 * HOUR_MS;
  return {
    region: "19",
    now: weekOfFacts(seedOf(week), week, asOf),
    before: weekOfFacts(seedOf(before), before, from.getTime() + 6 * HOUR_MS),
    contests: [CONTEST],
    packs: [{ id: "inti", version: 3, hash: "sha256:11", from: from.getTime() - HOUR_MS }],
    // What a database would not have told yet.
    flags: flags.filter(({ openedAt }) => openedAt <= asOf).map((flag) => ({ ...flag, decisions: flag.decisions.filter(({ at }) => at <= asOf) })),
    read: [{ contest: CONTEST.id, region: "19.71", day: "2029-09-18", posts: 90, postsBefore: 80 }],
    since: sinceFacts(to.getTime()),
    readSince: [
      {
        contest: CONTEST.id,
        region: "19.71",
        agency: "Dinas Contoh",
        agencyRegion: "19.71",
        employment: "pns",
        platform: "facebook",
        origin: "own",
        posts: 90,
      },
    ],
    named: [
      { contest: CONTEST.id, candidate: "rima-joko", posts: 60, flagged: 20 },
      { contest: CONTEST.id, candidate: "bahar-ratih", posts: 50, flagged: 12 },
    ],
    pairs: [],
    knownSince: [],
    names: {
      contest: { [CONTEST.id]: { id: "Pilwalkot Misal 2029", en: "Mayor election Misal 2029" } },
      rule: {
        vote_call: { id: "Ajakan memilih di dekat peserta", en: "Call to vote near a contestant" },
        named_support: { id: "Kata mendukung dan peserta berada dalam satu kalimat", en: "Supporting words and a contestant are in one sentence" },
      },
    },
    // Two days of the week before went without a fetch.
    watchedWeeks: [
      { week: before, hours: 120 },
      { week, hours: 168 },
    ],
  };
}
