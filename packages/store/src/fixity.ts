import { sql } from "kysely";
import { auditIn } from "./audit.ts";
import type { Scope } from "./store.ts";

/** What is walked: pinned bytes, what people sent, their files, the masked pictures made of these, files of flagged posts, small copies of pictures, parts of exports, and captured bytes that no flag pinned. Stored: never rename. */
export type FixityKind = "evidence" | "capture" | "upload" | "mask" | "media" | "thumbnail" | "export" | "version";

/** damaged: not the bytes of its hash; altered: the words around them are not those of the first look; missing, unreadable: no bytes at all. */
export type FixityFault = "damaged" | "altered" | "missing" | "unreadable";

/** One object as it stands. */
export interface FixityLook {
  readonly id: string;
  readonly region: string;
  /** Null when it is as it was. A file's bytes are still to be read. */
  readonly fault: FixityFault | null;
  /** The file that holds the bytes; null when the row does. */
  readonly blobKey: string | null;
  /** Of all that is kept with the bytes, for comparing with the first look; null for a kind that is not kept for long. */
  readonly digest: string | null;
}

/** Where a walk stands, and how many objects are due for it to be done in time. */
export interface FixityPace {
  readonly cursor: string | null;
  readonly round: number;
  readonly due: number;
}

type Part = ReturnType<typeof sql>;

/** A round is done by this share of its time, so that a slow week does not make it late. */
const SHARE = 0.9;

/** Kinds whose ids are words; those of the others are UUIDs. */
const WORD_IDS: ReadonlySet<FixityKind> = new Set(["upload", "mask"]);

/** A hash of a list of values that reads in one way only. What came to a table later is given as `more`, an array that is empty where there is nothing: older digests hold. */
const digestOf = (values: Part, more: Part = sql`'[]'::jsonb`): Part =>
  sql`encode(sha256(convert_to((jsonb_build_array(${values}) || ${more})::text, 'UTF8')), 'hex')`;

/** How each kind is looked at: id, region, fault of the bytes in the row, file, digest. Rows whose bytes were purged for good reason are no fault. */
const LOOKS: Record<FixityKind, { readonly from: Part; readonly id: Part; readonly look: Part }> = {
  evidence: {
    from: sql`evidence o join post_version v on v.id = o.version_id`,
    id: sql`o.id`,
    look: sql`o.region, case when o.purged_at is null and (sha256(o.raw) <> o.sha256 or o.sha256 <> v.sha256 or octet_length(o.raw) <> v.byte_length) then 'damaged' end as fault,
      null as blob_key, case when o.purged_at is null then ${digestOf(
        sql`encode(o.sha256, 'hex'), o.text, o.content_type, o.connector, o.connector_version, o.flag_id, o.version_id, extract(epoch from o.captured_at)`,
        sql`case when o.media_from is null then '[]'::jsonb else jsonb_build_array(o.media_from) end || case when o.source is null then '[]'::jsonb
          else jsonb_build_array(o.source, o.http_status, o.headers, extract(epoch from o.asked_at), extract(epoch from o.answered_at), o.tool_version,
            extract(epoch from o.occurred_at), o.occurred_trust, extract(epoch from o.known_at)) end`,
      )} end as digest`,
  },
  capture: {
    from: sql`capture o`,
    id: sql`o.id`,
    look: sql`o.region, case when o.purged_at is null and sha256(o.raw) <> o.sha256 then 'damaged' end as fault, null as blob_key,
      case when o.purged_at is null then ${digestOf(
        sql`encode(o.sha256, 'hex'), o.receipt_no, o.user_id, o.url, o.platform, o.handle, o.kind, o.text, o.visibility, o.seen_how, o.office_account, o.uploader,
          extract(epoch from o.seen_at), o.origin, extract(epoch from o.received_at)`,
        sql`case when o.parent_url is null and o.parent_text = '' then '[]'::jsonb else jsonb_build_array(o.parent_url, o.parent_text) end`,
      )} end as digest`,
  },
  upload: {
    from: sql`upload o`,
    id: sql`o.id`,
    look: sql`o.region, case when encode(o.sha256, 'hex') <> o.blob_key then 'damaged' end as fault, o.blob_key,
      ${digestOf(sql`encode(o.sha256, 'hex'), o.user_id, o.media_type, o.byte_length, extract(epoch from o.received_at)`)} as digest`,
  },
  // Known by its picture's id. Nothing but the key tells the hash of its bytes.
  mask: {
    from: sql`capture_mask o`,
    id: sql`o.upload_id`,
    look: sql`o.region, case when o.masked_key !~ '^[0-9a-f]{64}$' then 'damaged' end as fault, o.masked_key as blob_key,
      ${digestOf(sql`o.masked_key, o.capture_id, o.look_id, o.rects, o.masked_type, o.masked_bytes`)} as digest`,
  },
  media: {
    from: sql`(select * from post_media where state = 'kept') o`,
    id: sql`o.id`,
    look: sql`o.region, case when encode(o.sha256, 'hex') <> o.blob_key then 'damaged' end as fault, o.blob_key,
      ${digestOf(sql`encode(o.sha256, 'hex'), o.version_id, o.ordinal, o.kind, o.reference, o.media_type, o.byte_length, o.source, o.headers, extract(epoch from o.fetched_at)`)} as digest`,
  },
  // No evidence: it is made again whenever it is not there, so only its bytes are compared.
  thumbnail: {
    from: sql`thumbnail o`,
    id: sql`o.id`,
    look: sql`o.region, case when o.blob_key !~ '^[0-9a-f]{64}$' then 'damaged' end as fault, o.blob_key, ${digestOf(sql`o.source_key`)} as digest`,
  },
  // No evidence either: asked for again where it is damaged.
  export: {
    from: sql`export_part o`,
    id: sql`o.id`,
    look: sql`o.region, case when o.blob_key !~ '^[0-9a-f]{64}$' then 'damaged' end as fault, o.blob_key, ${digestOf(sql`o.export_id, o.no, o.row_count, o.position`)} as digest`,
  },
  version: {
    from: sql`post_version o left join capture_body b on b.week = o.week and b.version_id = o.id`,
    id: sql`o.id`,
    look: sql`o.region, case when o.body_dropped_at is not null then null when b.version_id is null then 'missing'
      when sha256(b.raw) <> o.sha256 or octet_length(b.raw) <> o.byte_length then 'damaged' end as fault, null as blob_key, null as digest`,
  },
};

/** The walk that compares what is kept with its hashes, in id order and small parts, for as long as the house stands. */
export function fixityIn(scope: Scope) {
  const { db } = scope;
  return {
    /** Begins a round when none runs and the last one began `roundSeconds` ago, and says how much of it is due now, at most `most`. */
    async pace(kind: FixityKind, { roundSeconds, most }: { roundSeconds: number; most: number }): Promise<FixityPace> {
      const count = sql`(select count(*)::int from ${LOOKS[kind].from})`;
      await sql`insert into fixity_round (kind, round, total) select ${kind}, 1, ${count}
        where not exists (select from fixity_round where kind = ${kind}) on conflict do nothing`.execute(db);
      await sql`update fixity_round set round = round + 1, cursor = null, checked = 0, total = ${count}, started_at = clock_timestamp(), finished_at = null
        where kind = ${kind} and finished_at is not null and started_at <= clock_timestamp() - make_interval(secs => ${roundSeconds})`.execute(db);
      const { rows } = await sql<FixityPace>`select cursor, round, case when finished_at is not null then 0 when share >= 1 then ${most}::int
          else least(${most}::int, greatest(0, ceil((total + 1) * share)::int - checked)) end as due
        from (select *, extract(epoch from clock_timestamp() - started_at)::float8 / ${roundSeconds * SHARE}::float8 as share from fixity_round where kind = ${kind}) paced`.execute(
        db,
      );
      return rows[0] ?? { cursor: null, round: 0, due: 0 };
    },

    /** The next objects after the cursor. Hashes what lies in rows in the database, so that the bytes do not travel. */
    async look(kind: FixityKind, { cursor, limit }: { cursor: string | null; limit: number }): Promise<FixityLook[]> {
      const { from, id, look } = LOOKS[kind];
      const after = cursor === null ? sql`true` : sql`${id} > ${WORD_IDS.has(kind) ? sql`${cursor}::text` : sql`${cursor}::uuid`}`;
      const { rows } = await sql<FixityLook>`select ${id}::text as id, ${look} from ${from} where ${after} order by ${id} limit ${limit}`.execute(db);
      return rows;
    },

    /**
     * Writes down what a part of a walk came to and moves the cursor; a part that another worker wrote already is not counted twice. A fault is written once for as
     * long as it lasts, with an act in the audit; so is its end. Returns the new faults and those that are mended.
     */
    async note(
      kind: FixityKind,
      { from, looks, last }: { from: FixityPace; looks: readonly FixityLook[]; last: boolean },
    ): Promise<{ faults: number; mended: number }> {
      const ids = sql.val(looks.map(({ id }) => id));
      if (kind !== "version")
        await sql`insert into fixity_check (kind, object_id, last_checked, digest)
          select ${kind}, look.id, clock_timestamp(), case when look.fault is null then decode(look.digest, 'hex') end
          from unnest(${ids}::text[], ${sql.val(looks.map(({ digest }) => digest))}::text[], ${sql.val(looks.map(({ fault }) => fault))}::text[]) look (id, digest, fault)
          on conflict (kind, object_id) do update set last_checked = excluded.last_checked, digest = coalesce(fixity_check.digest, excluded.digest)`.execute(
          db,
        );
      const { rows: faults } = await sql<Noted>`insert into fixity_fault (kind, object_id, region, what)
        select ${kind}, look.id, look.region, coalesce(look.fault, 'altered')
        from unnest(${ids}::text[], ${sql.val(looks.map(({ region }) => region))}::text[], ${sql.val(looks.map(({ fault }) => fault))}::text[],
            ${sql.val(looks.map(({ digest }) => digest))}::text[]) look (id, region, fault, digest)
          left join fixity_check k on k.kind = ${kind} and k.object_id = look.id
        where look.fault is not null or (look.digest is not null and encode(k.digest, 'hex') <> look.digest)
        on conflict (kind, object_id) where mended_at is null do nothing returning object_id, region, what`.execute(db);
      const { rows: mended } = await sql<Noted>`update fixity_fault f set mended_at = clock_timestamp()
        from unnest(${ids}::text[], ${sql.val(looks.map(({ fault }) => fault))}::text[], ${sql.val(looks.map(({ digest }) => digest))}::text[]) look (id, fault, digest)
          left join fixity_check k on k.kind = ${kind} and k.object_id = look.id
        where f.kind = ${kind} and f.object_id = look.id and f.mended_at is null and look.fault is null
          and (look.digest is null or k.digest is null or encode(k.digest, 'hex') = look.digest)
        returning f.object_id, f.region, f.what`.execute(db);
      await sql`update fixity_round set cursor = ${looks.at(-1)?.id ?? from.cursor}, checked = checked + ${looks.length},
          finished_at = case when ${last} then clock_timestamp() end
        where kind = ${kind} and round = ${from.round} and cursor is not distinct from ${from.cursor}`.execute(db);
      const audit = auditIn(scope);
      for (const [act, noted] of [
        ["fixity.fault", faults],
        ["fixity.mended", mended],
      ] as const)
        for (const { objectId, region, what } of noted) await audit.append({ act, objectType: kind, objectId, region, detail: { what } });
      return { faults: faults.length, mended: mended.length };
    },
  };
}

interface Noted {
  readonly objectId: string;
  readonly region: string;
  readonly what: FixityFault;
}
