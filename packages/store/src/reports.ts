import { type DocumentChanges, type IsoWeek, notFound, type ReportSpan, weekOf, weekSpan } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { type ReportAsked, readFlagFacts, readReportFacts } from "./report-facts.ts";
import { type AccountsAsked, countAccounts, listAccounts } from "./report-week.ts";
import type { Scope } from "./store.ts";

export interface ReportRow {
  readonly id: string;
  /** Null for a span of days, which then has both of them. */
  readonly week: string | null;
  readonly fromDay: string | null;
  readonly toDay: string | null;
  readonly region: string;
  readonly regionName: string;
  readonly asOf: Date;
  /** How its making stands; a ready one without `finalAt` is a draft. */
  readonly state: "waiting" | "ready" | "failed";
  readonly requestedBy: string | null;
  readonly scheduled: boolean;
  readonly version: number;
  readonly summary: Record<string, number> | null;
  /** Of the draft, and once it is final those of the final one alone. */
  readonly files: readonly { name: string; mediaType: string; bytes: number; sha256: string }[];
  /** The final version that this one corrects, and why. */
  readonly corrects: number | null;
  /** As of when that version counts. */
  readonly correctsAsOf: Date | null;
  readonly reason: string | null;
  readonly note: string | null;
  readonly noteRev: number;
  readonly noteBy: string | null;
  readonly noteAt: Date | null;
  readonly finalAskedAt: Date | null;
  readonly finalAt: Date | null;
  readonly finalBy: string | null;
  /** The last attempt to make it final was given up. */
  readonly finalFailed: boolean;
  /** Newest final version of the same week or days. */
  readonly lastFinal: number | null;
  readonly progress: { readonly step: ReportStep; readonly done: number; readonly total: number } | null;
}

/** What is done one after the other; stored. */
export type ReportStep = "facts" | "document" | "compare" | "forms";

/** A report taken to be made. */
export interface ReportOrder {
  readonly id: string;
  readonly of: ReportSpan;
  readonly region: string;
  readonly asOf: Date;
  readonly version: number;
  readonly corrects: number | null;
  readonly reason: string | null;
  readonly note: string | null;
  /** Who wrote the note as it stands, and when; both null without one. */
  readonly noteBy: string | null;
  readonly noteAt: Date | null;
  /** Who asked that it become final; null for a draft. */
  readonly finalBy: string | null;
  /** The draft is there: it is to become final. */
  readonly toFinal: boolean;
  /** The database's clock. */
  readonly now: Date;
}

export interface ReportBytes {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly sha256: Uint8Array;
}

/** The report that stands for a closed week. */
export interface WeeksReport {
  readonly id: string;
  readonly week: string;
  readonly version: number;
  readonly final: boolean;
}

/** After so many tries a report is marked as failed, for a person to look at. */
const ATTEMPTS = 5;
/** How long its forms may take to be drawn, on a machine that does ten things at once. */
const RENDER_MS = 120_000;
/** Scheduled reports that were missed are made up so many weeks back: older ones are asked for by a person. */
const WEEKS_MADE_UP = 12;
const DAY_MS = 86_400_000;

/** Asked for and not there yet, as a draft or as the final one. */
const UNDONE = sql`(state = 'waiting' or state = 'ready' and final_asked_at is not null and final_at is null)`;

/** Reports of weeks and of spans of days: asked for, made as a draft, made final, stored as bytes. */
export function reportsIn(scope: Scope) {
  const { db, actor } = scope;
  const list = (condition: ReturnType<typeof sql>) =>
    sql<ReportRow>`select r.id, r.week, r.from_day::text, r.to_day::text, r.region, coalesce(g.name, r.region) as region_name, r.as_of, r.state, u.name as requested_by,
      r.scheduled, r.version, r.summary, r.corrects, r.reason, r.note, r.note_rev, n.name as note_by, r.note_at, r.final_asked_at, r.final_at, f.name as final_by, r.final_failed,
      (select max(o.version) from report o where o.region = r.region and o.week is not distinct from r.week and o.from_day is not distinct from r.from_day
        and o.to_day is not distinct from r.to_day and o.final_at is not null) as last_final,
      (select o.as_of from report o where o.region = r.region and o.week is not distinct from r.week and o.from_day is not distinct from r.from_day
        and o.to_day is not distinct from r.to_day and o.version = r.corrects) as corrects_as_of,
      coalesce((select json_agg(json_build_object('name', f.name, 'mediaType', f.media_type, 'bytes', octet_length(f.bytes), 'sha256', encode(f.sha256, 'hex')) order by f.name)
        from report_file f where f.report_id = r.id and (r.final_at is null or not f.draft)), '[]') as files,
      (select json_build_object('step', p.step, 'done', p.done, 'total', p.total) from report_progress p where p.report_id = r.id) as progress
    from report r left join region g on g.code = r.region left join app_user u on u.id = r.requested_by left join app_user n on n.id = r.note_by left join app_user f on f.id = r.final_by
    where ${condition} order by coalesce(r.to_day, to_date(r.week, 'IYYY"-W"IW') + 6) desc, r.from_day nulls first, r.region, r.version desc limit 200`.execute(
      db,
    );
  const sameSpan = (of: ReportSpan, region: string) =>
    typeof of === "string"
      ? sql`region = ${region} and week = ${of}`
      : sql`region = ${region} and from_day = ${of.from}::date and to_day = ${of.to}::date`;
  /** Until the end of the transaction nobody else asks for, or finishes, a version of the same. */
  const lockSpan = (of: ReportSpan, region: string) =>
    sql`select pg_advisory_xact_lock(hashtext('netra.report'), hashtext(${`${typeof of === "string" ? of : `${of.from} ${of.to}`} ${region}`}))`.execute(
      db,
    );
  const standing = async (of: ReportSpan, region: string): Promise<{ final: number | null; finishing: boolean; newest: number }> =>
    one(
      (
        await sql<{
          final: number | null;
          finishing: boolean;
          newest: number;
        }>`select max(version) filter (where final_at is not null) as final, coalesce(max(version), 0) as newest,
          coalesce(bool_or(final_asked_at is not null and final_at is null), false) as finishing from report where ${sameSpan(of, region)}`.execute(
          db,
        )
      ).rows,
    );

  const saveFiles = async (
    id: string,
    { region, files, draft }: { readonly region: string; readonly files: readonly ReportBytes[]; readonly draft: boolean },
  ): Promise<void> => {
    for (const file of files)
      await sql`insert into report_file (report_id, region, name, media_type, bytes, sha256, draft)
        values (${id}, ${region}, ${file.name}, ${file.mediaType}, ${Buffer.from(file.bytes)}, ${Buffer.from(file.sha256)}, ${draft})`.execute(db);
  };

  return {
    list: async (): Promise<ReportRow[]> => (await list(sql`true`)).rows,
    async get(id: string): Promise<ReportRow> {
      const { rows } = await list(sql`r.id = ${id}::uuid`);
      if (!rows[0]) throw notFound("report");
      return rows[0];
    },
    /** What a correction changed; null for a first version, and until it is made. */
    async readChanges(id: string): Promise<DocumentChanges | null> {
      return (await sql<{ changes: DocumentChanges | null }>`select changes from report where id = ${id}::uuid`.execute(db)).rows[0]?.changes ?? null;
    },

    /** How versions of a week or of days stand: the newest final one, and whether one is being made final. Locks them until the transaction ends. */
    async lockVersions(of: ReportSpan, region: string): Promise<{ readonly final: number | null; readonly finishing: boolean }> {
      await lockSpan(of, region);
      return standing(of, region);
    },

    /** Asks for a report of a week or of days: a new version, stamped with now. With a reason it corrects the newest final version. */
    async request(of: ReportSpan, region: string, reason: string | null = null): Promise<string> {
      await lockSpan(of, region);
      const { final, newest } = await standing(of, region);
      const [week, from, to] = typeof of === "string" ? [of, null, null] : [null, of.from, of.to];
      const { rows } = await sql<{
        id: string;
      }>`insert into report (week, from_day, to_day, region, version, scheduled, requested_by, corrects, reason)
        values (${week}, ${from}::date, ${to}::date, ${region}, ${newest + 1}, false, ${actor.id}::uuid, ${reason === null ? null : final}, ${final === null ? null : reason}) returning id`.execute(
        db,
      );
      return one(rows).id;
    },

    /**
     * Asks for the scheduled report of a week, once ever, in every region that had accounts by its end or is supervised and held some; a region whose last scheduled one is older
     * gets those between as well, twelve weeks back at most. Returns the new ones. A region that was registered later gets none: a report full of zeros would look like a quiet week.
     * Where a final version is there already, none is made.
     */
    async requestScheduled(week: IsoWeek): Promise<string[]> {
      const weeks = Array.from({ length: WEEKS_MADE_UP }, (_, back) => weekOf(new Date(weekSpan(week).from.getTime() - 7 * back * DAY_MS)));
      const { rows } = await sql<{ id: string }>`with weeks (week, ends) as (
          select * from unnest(${sql.val(weeks)}::text[], ${sql.val(weeks.map((one) => weekSpan(one).to.toISOString()))}::timestamptz[])),
        offices (region) as (select region from account union select region from supervised_regions()),
        last (region, week) as (select region, max(week) from report where scheduled group by 1)
        insert into report (week, region, version, scheduled)
        select w.week, o.region, coalesce((select max(version) from report r where r.week = w.week and r.region = o.region), 0) + 1, true
        from weeks w cross join offices o left join last l on l.region = o.region
        where (w.week = ${week} or w.week > l.week)
          and exists (select from account a where a.linked_at < w.ends and (o.region = 'ID' or a.region = o.region or starts_with(a.region, o.region || '.')))
          and not exists (select from report r where r.week = w.week and r.region = o.region and (r.scheduled or r.final_at is not null))
        order by w.week, o.region on conflict do nothing returning id`.execute(db);
      return rows.map((row) => row.id);
    },

    /** Reports that still wait, to be made or to become final, oldest first: the worklist, whatever became of their jobs. */
    async listWaiting(): Promise<{ id: string; region: string }[]> {
      return (
        await sql<{
          id: string;
          region: string;
        }>`select id, region from report where ${UNDONE} order by coalesce(final_asked_at, requested_at) limit 50`.execute(db)
      ).rows;
    },

    /** Takes a waiting report under lock; undefined when it is done, failed too often, or somebody makes it now. */
    async take(id: string): Promise<ReportOrder | undefined> {
      // Pages are drawn in its transaction, which is idle meanwhile.
      await sql`select set_config('idle_in_transaction_session_timeout', ${String(RENDER_MS)}, true)`.execute(db);
      // Rows that refer to it may still be written: how far it is.
      const { rows } = await sql<
        Omit<ReportOrder, "of" | "finalBy" | "noteBy"> & { week: string | null; fromDay: string; toDay: string }
      >`select id, week, from_day::text, to_day::text, region, as_of, version, corrects, reason, note, note_at, state = 'ready' as to_final, clock_timestamp() as now
        from report where id = ${id} and ${UNDONE} for no key update skip locked`.execute(db);
      if (!rows[0]) return undefined;
      const { week, fromDay, toDay, ...order } = rows[0];
      const signed = one(
        (await sql<Pick<ReportOrder, "finalBy" | "noteBy">>`select final_by, note_by from report_signatories(${id}::uuid)`.execute(db)).rows,
      );
      return { ...order, ...signed, of: week ?? { from: fromDay, to: toDay } };
    },

    /** Notes how far a report is, for whoever waits. In a transaction of its own: it is of no use later. */
    async noteStep(
      id: string,
      at: { readonly region: string; readonly step: ReportStep; readonly done: number; readonly total: number },
    ): Promise<void> {
      await sql`insert into report_progress as p (report_id, region, step, done, total) values (${id}, ${at.region}, ${at.step}, ${at.done}, ${at.total})
        on conflict (report_id) do update set step = excluded.step, done = excluded.done, total = excluded.total, at = clock_timestamp()`.execute(db);
    },

    /** The draft is made. */
    async finish(id: string, summary: Record<string, number>, files: readonly ReportBytes[], changes: DocumentChanges | null = null): Promise<void> {
      const { rows } = await sql<{
        region: string;
      }>`update report set state = 'ready', ready_at = clock_timestamp(), attempts = 0, summary = ${JSON.stringify(summary)}::jsonb,
          changes = ${changes && JSON.stringify(changes)}::jsonb
        where id = ${id} and state = 'waiting' returning region`.execute(db);
      await saveFiles(id, { region: one(rows).region, files, draft: true });
    },

    /** The final version is made, as of the moment that its files say; from now on the database refuses whatever would change it. */
    async finishFinal(
      id: string,
      { region, files, at }: { readonly region: string; readonly files: readonly ReportBytes[]; readonly at: Date },
    ): Promise<void> {
      await saveFiles(id, { region, files, draft: false });
      const { rows } =
        await sql`update report set final_at = ${at} where id = ${id} and state = 'ready' and final_asked_at is not null returning id`.execute(db);
      one(rows);
    },

    /** Counts a failed try; after the fifth the report is marked as failed, and one that was to become final stays the draft that it was. */
    async fail(id: string): Promise<void> {
      await sql`update report set attempts = case when state = 'ready' and attempts + 1 >= ${ATTEMPTS} then 0 else attempts + 1 end,
          state = case when state = 'waiting' and attempts + 1 >= ${ATTEMPTS} then 'failed' else state end,
          final_failed = state = 'ready' and attempts + 1 >= ${ATTEMPTS},
          final_asked_at = case when attempts + 1 >= ${ATTEMPTS} then null else final_asked_at end,
          final_by = case when attempts + 1 >= ${ATTEMPTS} then null else final_by end
        where id = ${id} and ${UNDONE}`.execute(db);
    },

    /** Writes a draft's note, or takes it away. False when it is no draft any more, or somebody changed the note since revision `seen`. */
    async annotate(id: string, { note, seen }: { readonly note: string | null; readonly seen: number }): Promise<boolean> {
      const { rows } = await sql`update report set note = ${note}, note_rev = note_rev + 1, note_by = ${actor.id}::uuid, note_at = clock_timestamp()
        where id = ${id}::uuid and state = 'ready' and final_asked_at is null and final_at is null and note_rev = ${seen} returning id`.execute(db);
      return rows.length > 0;
    },

    /** Asks that a draft become final, with its note as of revision `seen`. False when it is no draft any more, or the note was changed since. */
    async askFinal(id: string, seen: number): Promise<boolean> {
      const { rows } = await sql`update report set final_asked_at = clock_timestamp(), final_by = ${actor.id}::uuid, final_failed = false
        where id = ${id}::uuid and state = 'ready' and final_asked_at is null and final_at is null and note_rev = ${seen} returning id`.execute(db);
      return rows.length > 0;
    },

    /** A file as stored: of the final version, where both have one of that name. */
    async readFile(id: string, name: string): Promise<{ bytes: Buffer; mediaType: string; sha256: string; region: string }> {
      const { rows } = await sql<{
        bytes: Buffer;
        mediaType: string;
        sha256: string;
        region: string;
      }>`select bytes, media_type, encode(sha256, 'hex') as sha256, region
        from report_file where report_id = ${id} and name = ${name} order by draft limit 1`.execute(db);
      if (!rows[0]) throw notFound("report file");
      return rows[0];
    },

    /** A stored document of a report: of its draft, or of its final version. Undefined where that edition was not made. */
    async findDocument(id: string, which: { readonly edition: "internal" | "shareable"; readonly draft: boolean }): Promise<Buffer | undefined> {
      const { rows } = await sql<{ bytes: Buffer }>`select bytes from report_file
        where report_id = ${id}::uuid and draft = ${which.draft} and name like ${`%.${which.edition}.json`}`.execute(db);
      return rows[0]?.bytes;
    },

    /** The internal document of a final version of a week or of days, by its number; undefined where it was made before there were documents. */
    async findFinalDocument({
      of,
      region,
      version,
    }: {
      readonly of: ReportSpan;
      readonly region: string;
      readonly version: number;
    }): Promise<Buffer | undefined> {
      const { rows } = await sql<{
        bytes: Buffer;
      }>`select f.bytes from report r join report_file f on f.report_id = r.id and not f.draft and f.name like '%.internal.json'
        where r.id = (select id from report where ${sameSpan(of, region)} and version = ${version} and final_at is not null)`.execute(db);
      return rows[0]?.bytes;
    },

    /** Regions that accounts were ever registered in, within the actor's. */
    async listAccountRegions(): Promise<string[]> {
      return (await sql<{ region: string }>`select distinct region from account order by region`.execute(db)).rows.map(({ region }) => region);
    },

    /** What a document of a week or of days in a region is made of, as of a time. */
    readFacts: (asked: ReportAsked) => readReportFacts(scope, asked),

    /** Its flags and contests alone: cheaper, and enough to name the flags behind a figure. */
    readFlags: (asked: ReportAsked) => readFlagFacts(db, asked),

    /** Asks row security itself whether the actor may see all of a region. Throws not-found when not: whoever asks what others read for a region has no rows of it to be stopped by. */
    async requireRegion(region: string): Promise<void> {
      const { rows } = await sql<{ visible: boolean }>`select region_visible(${region}) as visible`.execute(db);
      if (!one(rows).visible) throw notFound("region");
    },

    /** The accounts behind a figure of its coverage, by id, and how many they are. */
    listAccounts: (asked: AccountsAsked, page: { readonly after: string | null; readonly limit: number }) => listAccounts(db, asked, page),
    countAccounts: (asked: AccountsAsked) => countAccounts(db, asked),

    /**
     * The reports that a region's weeks have, by week: the newest final one, else the newest draft. A report that was made before its week was over tells of a part of it: it is not among
     * them, nor is a week without a report.
     */
    async listOfWeeks(region: string, weeks: readonly string[]): Promise<WeeksReport[]> {
      const { rows } = await sql<WeeksReport>`select distinct on (r.week) r.id, r.week, r.version, r.final_at is not null as final
        from unnest(${sql.val([...weeks])}::text[], ${sql.val(weeks.map((week) => weekSpan(week).to.toISOString()))}::timestamptz[]) w (week, over)
        join report r on r.week = w.week and r.region = ${region} and r.state = 'ready' and r.as_of >= w.over order by r.week, r.final_at is null, r.version desc`.execute(
        db,
      );
      return rows;
    },
  };
}
