import { notFound, weekSpan } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { readReportFacts } from "./report-facts.ts";
import type { Scope } from "./store.ts";

export interface ReportRow {
  readonly id: string;
  readonly week: string;
  readonly region: string;
  readonly regionName: string;
  readonly asOf: Date;
  readonly state: "waiting" | "ready" | "failed";
  readonly requestedBy: string | null;
  readonly scheduled: boolean;
  readonly version: number;
  readonly summary: Record<string, number> | null;
  readonly files: readonly { name: string; mediaType: string; bytes: number; sha256: string }[];
}

/** After so many tries a report is marked as failed, for a person to look at. */
const ATTEMPTS = 5;

/** Weekly reports: asked for, rendered once, stored as bytes. */
export function reportsIn(scope: Scope) {
  const { db, actor } = scope;
  const list = (condition: ReturnType<typeof sql>) =>
    sql<ReportRow>`select r.id, r.week, r.region, coalesce(g.name, r.region) as region_name, r.as_of, r.state, u.name as requested_by,
      r.scheduled, r.version, r.summary,
      coalesce((select json_agg(json_build_object('name', f.name, 'mediaType', f.media_type, 'bytes', octet_length(f.bytes), 'sha256', encode(f.sha256, 'hex')) order by f.name)
        from report_file f where f.report_id = r.id), '[]') as files
    from report r left join region g on g.code = r.region left join app_user u on u.id = r.requested_by
    where ${condition} order by r.week desc, r.region, r.version desc limit 200`.execute(db);

  return {
    list: async (): Promise<ReportRow[]> => (await list(sql`true`)).rows,
    async get(id: string): Promise<ReportRow> {
      const { rows } = await list(sql`r.id = ${id}::uuid`);
      if (!rows[0]) throw notFound("report");
      return rows[0];
    },

    /** Asks for a report of a week: a new version, stamped with now. */
    async request(week: string, region: string): Promise<string> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.report'), hashtext(${`${week} ${region}`}))`.execute(db);
      const { rows } = await sql<{ id: string }>`insert into report (week, region, version, scheduled, requested_by)
        select ${week}, ${region}, coalesce(max(version), 0) + 1, false, ${actor.id}::uuid from report where week = ${week} and region = ${region} returning id`.execute(
        db,
      );
      return one(rows).id;
    },

    /**
     * Asks for the scheduled report of a week in every region that had accounts by its end, once ever. Returns the new ones. A region that was registered
     * later gets none: a report full of zeros would look like a quiet week.
     */
    async requestScheduled(week: string): Promise<string[]> {
      const { rows } = await sql<{ id: string }>`insert into report (week, region, version, scheduled)
        select ${week}, a.region, coalesce((select max(version) from report r where r.week = ${week} and r.region = a.region), 0) + 1, true
        from (select distinct region from account where linked_at < ${weekSpan(week).to}) a
        where not exists (select from report r where r.week = ${week} and r.region = a.region and r.scheduled)
        on conflict do nothing returning id`.execute(db);
      return rows.map((row) => row.id);
    },

    /** Reports that still wait, oldest first: the worklist, whatever became of their jobs. */
    async listWaiting(): Promise<{ id: string; region: string }[]> {
      return (
        await sql<{ id: string; region: string }>`select id, region from report where state = 'waiting' order by requested_at limit 50`.execute(db)
      ).rows;
    },

    /** Takes a waiting report under lock; undefined when it is done, failed too often, or somebody renders it now. */
    async take(id: string): Promise<{ id: string; week: string; region: string; asOf: Date; version: number } | undefined> {
      const { rows } = await sql<{
        id: string;
        week: string;
        region: string;
        asOf: Date;
        version: number;
        attempts: number;
      }>`select id, week, region, as_of, version, attempts
        from report where id = ${id} and state = 'waiting' for update skip locked`.execute(db);
      return rows[0];
    },

    async finish(
      id: string,
      summary: Record<string, number>,
      files: readonly { name: string; mediaType: string; bytes: Uint8Array; sha256: Uint8Array }[],
    ): Promise<void> {
      const { rows } = await sql<{
        region: string;
      }>`update report set state = 'ready', ready_at = clock_timestamp(), summary = ${JSON.stringify(summary)}::jsonb
        where id = ${id} and state = 'waiting' returning region`.execute(db);
      for (const file of files) {
        await sql`insert into report_file (report_id, region, name, media_type, bytes, sha256)
          values (${id}, ${one(rows).region}, ${file.name}, ${file.mediaType}, ${Buffer.from(file.bytes)}, ${Buffer.from(file.sha256)})`.execute(db);
      }
    },

    /** Counts a failed try; after the fifth the report is marked as failed. */
    async fail(id: string): Promise<void> {
      await sql`update report set attempts = attempts + 1, state = case when attempts + 1 >= ${ATTEMPTS} then 'failed' else state end
        where id = ${id} and state = 'waiting'`.execute(db);
    },

    async readFile(id: string, name: string): Promise<{ bytes: Buffer; mediaType: string; sha256: string; region: string }> {
      const { rows } = await sql<{
        bytes: Buffer;
        mediaType: string;
        sha256: string;
        region: string;
      }>`select bytes, media_type, encode(sha256, 'hex') as sha256, region
        from report_file where report_id = ${id} and name = ${name}`.execute(db);
      if (!rows[0]) throw notFound("report file");
      return rows[0];
    },

    /** What a document of a week in a region is made of, as of a time. */
    readFacts: (asked: { readonly region: string; readonly week: string; readonly asOf: Date }) => readReportFacts(scope, asked),
  };
}
