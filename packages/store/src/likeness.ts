import type { Likeness } from "@netra/classifier";
import type { ClaimedFrom, FlagState, Outcome } from "@netra/domain";
import { sql } from "kysely";
import { ALIKE_ROWS, OTHERS } from "./alike-count.ts";
import { employmentOf, mediaTextBy, readFirstBy, sentBy } from "./flag-detail.ts";
import type { Scope } from "./store.ts";

/** Of each cluster so many are compared before a new text is said to belong to none. */
const COMPARED_OF_CLUSTER = 20;
const COMPARED = 500;

/** A flag of the same cluster, with what says whether it may be decided. */
export interface AlikeRow {
  readonly id: string;
  readonly number: string;
  readonly text: string;
  readonly accountId: string;
  readonly postedAt: Date;
  readonly timeTrust: string;
  readonly roleClass: string | null;
  readonly targets: readonly string[];
  readonly state: FlagState;
  readonly claimedFrom: ClaimedFrom | null;
  readonly outcome: Outcome | null;
  readonly firstReaderId: string | null;
  readonly secondReaderId: string | null;
  readonly sentBy: readonly string[];
  readonly mediaTextBy: readonly string[];
  readonly readFirstBy: readonly string[];
  readonly lease: { readonly userId: string } | null;
  readonly shingles: readonly number[];
}

/** Flags whose texts say the same. */
export function likenessIn({ db, actor }: Scope) {
  return {
    /** Flags whose text was never signed, or in another way than now; those whose words were purged are left alone. Oldest first. */
    async listUnsigned(made: number, limit: number): Promise<{ flagId: string; postId: string }[]> {
      const { rows } = await sql<{ flagId: string; postId: string }>`select f.id as flag_id, f.post_id from flag f
        where not exists (select from flag_likeness k where k.flag_id = f.id and k.made = ${made})
          and exists (select from evidence e where e.flag_id = f.id and e.version_id = f.version_id and e.purged_at is null)
        order by f.number limit ${limit}`.execute(db);
      return rows;
    },

    /** The words that raised a flag, unless it was signed in this way meanwhile, or they were purged. Asked under the post's lock. */
    async findUnsignedText(flagId: string, made: number): Promise<string | undefined> {
      const { rows } = await sql<{ text: string }>`select e.text from flag f join evidence e on e.flag_id = f.id and e.version_id = f.version_id
        where f.id = ${flagId} and e.purged_at is null and not exists (select from flag_likeness k where k.flag_id = f.id and k.made = ${made})`.execute(
        db,
      );
      return rows[0]?.text;
    },

    /**
     * Keeps the signature of a flag's text and puts the flag into the cluster of those that say the same, joining clusters that it connects. One at a time in the whole
     * house, to the end of the transaction: call it last, and under the post's lock. What `isAlike` denies only shares a band by chance.
     */
    async sign(
      flagId: string,
      { bands, shingles }: Likeness,
      by: { readonly made: number; readonly isAlike: (a: Pick<Likeness, "shingles">, b: Pick<Likeness, "shingles">) => boolean },
    ): Promise<void> {
      const keep = (cluster: string | null) => {
        const cells = sql`${by.made}, ${sql.val([...bands])}::int[], ${sql.val([...shingles])}::int[]`;
        const clusterId = bands.length === 0 ? sql`null::uuid` : sql`coalesce(${cluster}::uuid, gen_random_uuid())`;
        return sql`insert into flag_likeness (flag_id, region, contest_id, made, bands, shingles, cluster_id)
          select id, region, contest_id, ${cells}, ${clusterId} from flag where id = ${flagId}
          on conflict (flag_id) do update set made = excluded.made, bands = excluded.bands, shingles = excluded.shingles, cluster_id = excluded.cluster_id`.execute(
          db,
        );
      };
      if (bands.length === 0) {
        await keep(null);
        return;
      }
      await sql`select pg_advisory_xact_lock(hashtextextended('netra.likeness', 0))`.execute(db);
      // The numbers of a text are read of so many of each cluster alone: a text that thousands pass on must not cost thousands each time.
      const bandsOf = sql`k.bands && ${sql.val([...bands])}::int[]`;
      const { rows } = await sql<{ clusterId: string; shingles: number[] }>`select c.cluster_id, s.shingles from (
          select distinct k.cluster_id from flag_likeness k
          where k.contest_id = (select contest_id from flag where id = ${flagId}) and k.made = ${by.made} and k.flag_id <> ${flagId} and ${bandsOf}) c
        cross join lateral (select k.shingles from flag_likeness k
          where k.cluster_id = c.cluster_id and k.made = ${by.made} and k.flag_id <> ${flagId} and ${bandsOf} limit ${COMPARED_OF_CLUSTER}) s
        limit ${COMPARED}`.execute(db);
      const [own = null, ...joined] = new Set(rows.filter((row) => by.isAlike(row, { shingles })).map((row) => row.clusterId));
      await keep(own);
      if (joined.length > 0)
        await sql`update flag_likeness set cluster_id = ${own}::uuid where cluster_id = any(${sql.val(joined)}::uuid[])`.execute(db);
    },

    /** What a flag's text is compared by; undefined when it was not signed. */
    async findShingles(flagId: string): Promise<readonly number[] | undefined> {
      return (await sql<{ shingles: number[] }>`select shingles from flag_likeness where flag_id = ${flagId} and made > 0`.execute(db)).rows[0]
        ?.shingles;
    },

    /** Other flags of the cluster within the actor's regions that the actor is not kept from, oldest first, at most one more than `ALIKE_ROWS`. */
    async listOthers(flagId: string): Promise<AlikeRow[]> {
      const { rows } =
        await sql<AlikeRow>`select x.id, x.number::text, v.text, p.account_id, p.posted_at, p.time_trust, e.role_class, x.targets, s.standing as state,
          x.claimed_from, x.outcome, x.first_reader_id, x.second_reader_id, ${sentBy("x.post_id")} as sent_by, ${mediaTextBy("x.post_id")} as media_text_by, ${readFirstBy("x.id")} as read_first_by,
          case when s.holder_id is not null then jsonb_build_object('userId', s.holder_id) end as lease, o.shingles
        from ${OTHERS(sql`${flagId}::uuid`, actor.id)} join flag_standing s on s.flag_id = x.id join post p on p.id = x.post_id
          join evidence v on v.flag_id = x.id and v.version_id = x.version_id ${employmentOf("p")}
        order by x.number limit ${ALIKE_ROWS + 1}`.execute(db);
      return rows;
    },

    /** Whether two flags stand in one cluster. */
    async isOneCluster(flagId: string, otherId: string): Promise<boolean> {
      const { rows } = await sql`select from flag_likeness k join flag_likeness o on o.cluster_id = k.cluster_id and o.made = k.made
        where k.flag_id = ${flagId} and o.flag_id = ${otherId} and k.flag_id <> o.flag_id and k.made > 0`.execute(db);
      return rows.length > 0;
    },
  };
}
