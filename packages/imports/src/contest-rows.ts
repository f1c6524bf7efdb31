import { PLATFORMS, type Platform, type Problem, type Region } from "@netra/domain";
import { handleCell } from "./accounts.ts";
import { calendarDay, oneOf, region, shortText, slug } from "./cells.ts";
import type { Columns } from "./columns.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { type PlaceOf, parseTable, type TableFile } from "./table.ts";

/** Days of a contest, as the organiser's decision states them. */
export interface ContestRow {
  readonly id: string;
  readonly title: string;
  readonly kind: (typeof CONTEST_KINDS)[number];
  readonly region: Region;
  readonly watchFrom: string;
  readonly watchTo: string;
  /** Number and date of the plenary decision that opens it. */
  readonly decision: string;
  readonly candidatesDetermined: string;
  readonly campaignFrom: string;
  readonly quietFrom: string;
  readonly vote: string;
}

/** Somebody on the ballot: a pair, a person of a list, a party. */
export interface CandidateRow {
  readonly contest: string;
  readonly id: string;
  readonly number: number | null;
  readonly people: readonly string[];
  readonly aliases: readonly string[];
  readonly parties: readonly string[];
  readonly hashtags: readonly string[];
  readonly slogans: readonly string[];
  readonly party: string | null;
  readonly listNumber: number | null;
  readonly district: string | null;
  readonly source: string | null;
}

/** An account that a candidate registered for the campaign. */
export interface CampaignAccountRow {
  readonly contest: string;
  readonly candidate: string;
  readonly platform: Platform;
  readonly handle: string;
}

export const CONTEST_KINDS = ["pilpres", "pileg", "pilkada-gubernur", "pilkada-bupati", "pilkada-walikota"] as const;

const CONTEST_COLUMNS = {
  contest: { required: true, aliases: ["id", "pemilihan"], parse: slug },
  title: { required: true, aliases: ["judul"], parse: shortText },
  kind: { required: true, aliases: ["jenis"], parse: oneOf(CONTEST_KINDS) },
  region: { required: true, aliases: ["wilayah"], parse: region },
  watch_from: { required: true, parse: calendarDay },
  watch_to: { required: true, parse: calendarDay },
  decision: { required: true, aliases: ["keputusan"], parse: shortText },
  candidates_determined: { required: true, aliases: ["penetapan"], parse: calendarDay },
  campaign_from: { required: true, aliases: ["kampanye"], parse: calendarDay },
  quiet_from: { required: true, aliases: ["tenang"], parse: calendarDay },
  vote: { required: true, aliases: ["pemungutan"], parse: calendarDay },
} as const satisfies Columns;

const CANDIDATE_COLUMNS = {
  contest: { required: true, aliases: ["pemilihan"], parse: slug },
  candidate: { required: true, aliases: ["id", "calon"], parse: slug },
  number: { required: false, aliases: ["nomor"], parse: smallNumber },
  people: { required: false, aliases: ["nama"], parse: list },
  aliases: { required: false, aliases: ["alias"], parse: list },
  parties: { required: false, aliases: ["partai_pengusung"], parse: list },
  hashtags: { required: false, aliases: ["tagar"], parse: list },
  slogans: { required: false, aliases: ["slogan"], parse: list },
  party: { required: false, aliases: ["partai"], parse: shortText },
  list_number: { required: false, aliases: ["nomor_urut"], parse: smallNumber },
  district: { required: false, aliases: ["dapil"], parse: shortText },
  source: { required: false, aliases: ["sumber"], parse: shortText },
} as const satisfies Columns;

const CAMPAIGN_COLUMNS = {
  contest: { required: true, aliases: ["pemilihan"], parse: slug },
  candidate: { required: true, aliases: ["calon"], parse: slug },
  platform: { required: true, parse: oneOf(PLATFORMS) },
  handle: { required: true, aliases: ["akun"], parse: handleCell },
} as const satisfies Columns;

export interface ParsedRows<T> {
  readonly rows: readonly { readonly line: number; readonly values: T }[];
  readonly problems: readonly Problem[];
  readonly place: PlaceOf;
}

/** Reads contests, one a row. Whether the days are in order is the contest file's check. */
export function parseContestRows(file: TableFile): ParsedRows<ContestRow> {
  const { rows, problems, place } = parseTable({ file, columns: CONTEST_COLUMNS, check: onceOnly((row) => row.contest, "contest") });
  return {
    problems,
    place,
    rows: rows.map(({ line, values: row }) => ({
      line,
      values: {
        id: row.contest,
        title: row.title,
        kind: row.kind,
        region: row.region,
        watchFrom: row.watch_from,
        watchTo: row.watch_to,
        decision: row.decision,
        candidatesDetermined: row.candidates_determined,
        campaignFrom: row.campaign_from,
        quietFrom: row.quiet_from,
        vote: row.vote,
      },
    })),
  };
}

/** Reads candidates, one a row; names and the like are parted by `|`. A row needs people or a party. */
export function parseCandidates(file: TableFile): ParsedRows<CandidateRow> {
  const once = onceOnly<{ contest: string; candidate: string }>((row) => JSON.stringify([row.contest, row.candidate]), "candidate");
  const { rows, problems, place } = parseTable({
    file,
    columns: CANDIDATE_COLUMNS,
    check: (row, line) => [
      ...once(row, line),
      ...(row.people === null && row.party === null
        ? [{ column: "people", ...refusal("is empty, and so is party", "name the people, or the party of the list") }]
        : []),
    ],
  });
  return {
    problems,
    place,
    rows: rows.map(({ line, values: row }) => ({
      line,
      values: {
        contest: row.contest,
        id: row.candidate,
        number: row.number,
        people: row.people ?? [],
        aliases: row.aliases ?? [],
        parties: row.parties ?? [],
        hashtags: row.hashtags ?? [],
        slogans: row.slogans ?? [],
        party: row.party,
        listNumber: row.list_number,
        district: row.district,
        source: row.source,
      },
    })),
  };
}

/** Reads the campaign's registered accounts. More than 20 a platform for one candidate is a problem: no more may be registered (PKPU 15/2023, art. 37). */
export function parseCampaignAccounts(file: TableFile): ParsedRows<CampaignAccountRow> {
  const once = onceOnly<{ contest: string; platform: string; handle: string }>(
    (row) => JSON.stringify([row.contest, row.platform, row.handle.toLowerCase().replace(/^@/, "")]),
    "handle",
  );
  const counts = new Map<string, number>();
  const { rows, problems, place } = parseTable({
    file,
    columns: CAMPAIGN_COLUMNS,
    check(row, line) {
      const key = JSON.stringify([row.contest, row.candidate, row.platform]);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return [
        ...once(row, line),
        ...(count === CAMPAIGN_ACCOUNTS_MAX + 1
          ? [
              {
                column: "candidate",
                ...refusal(`has more than ${CAMPAIGN_ACCOUNTS_MAX} accounts on this platform`, "check the list against the registration"),
              },
            ]
          : []),
      ];
    },
  });
  return { rows, problems, place };
}

/** Source: PKPU 15/2023, art. 37. */
const CAMPAIGN_ACCOUNTS_MAX = 20;

function onceOnly<R>(keyOf: (row: R) => string, column: string): (row: R, line: number) => { column: string; problem: string; remedy: string }[] {
  const seen = new Map<string, number>();
  return (row, line) => {
    const earlier = seen.get(keyOf(row));
    if (earlier === undefined) seen.set(keyOf(row), line);
    return earlier === undefined ? [] : [{ column, ...refusal(`stands in row ${earlier} already`, "keep the row that is right") }];
  };
}

function list(cell: string): readonly string[] | Refusal {
  const text = shortText(cell);
  return typeof text === "string"
    ? text
        .split("|")
        .map((part) => part.trim())
        .filter((part) => part !== "")
    : text;
}

function smallNumber(cell: string): number | Refusal {
  return /^\d{1,3}$/.test(cell.trim()) ? Number(cell.trim()) : refusal("is not a number from 0 to 999", "write the number alone");
}
