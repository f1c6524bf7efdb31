import { DomainError } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** All that a passport says of a flag, as it stands. Names nobody. */
export interface FlagForPassport {
  readonly id: string;
  readonly number: string;
  readonly region: string;
  readonly openedAt: Date;
  /** As it stands by the database's clock. */
  readonly state: string;
  readonly outcome: string | null;
  readonly contestId: string;
  readonly contestHash: string;
  /** As published; its canonical JSON has the hash. */
  readonly contest: unknown;
  readonly packId: string;
  readonly packVersion: number;
  readonly packHash: string;
  readonly pack: unknown;
  readonly stance: string;
  readonly targets: readonly string[];
  readonly scoreTenths: number;
  readonly thresholdTenths: number;
  /** The classifier's `Classification`, whole, as it was pinned; null where it was taken away. */
  readonly detail: unknown;
  /** Of the version that was read. */
  readonly versionId: string;
  readonly url: string | null;
  readonly postedAt: Date;
  readonly timeTrust: string;
  /** When somebody first read it. */
  readonly knownAt: Date | null;
  /** How sure it is whose account this is, and whether that was taken back. */
  readonly link: "declared" | "agency_verified" | "inferred";
  readonly linkRevoked: boolean;
  /** Id of the act that opened it. */
  readonly openedBy: string | null;
  readonly evidence: readonly EvidenceForPassport[];
  readonly decisions: readonly {
    readonly userId: string;
    readonly readerNo: number;
    readonly act: string;
    readonly outcome: string | null;
    readonly reason: string;
    readonly at: Date;
    readonly undoneAt: Date | null;
  }[];
}

export interface EvidenceForPassport {
  readonly id: string;
  readonly versionId: string;
  readonly sha256: string;
  readonly raw: Buffer;
  readonly text: string;
  readonly contentType: string;
  readonly connector: string;
  readonly connectorVersion: string;
  readonly capturedAt: Date;
  /** How it was asked for and answered; null where that was not recorded or was taken away. */
  readonly source: string | null;
  readonly headers: Readonly<Record<string, string>> | null;
  /** When somebody here first learned of the post; null where that was not recorded. */
  readonly knownAt: Date | null;
}

type Head = Omit<FlagForPassport, "evidence" | "decisions">;

/** What leaves the house as a passport. */
export function passportsIn({ db }: Scope) {
  return {
    /** One flag by its number, with everything it stands on. Three statements. Throws not-found outside the actor's regions. */
    async readFlag(number: number): Promise<FlagForPassport> {
      const { rows } = await sql<Head>`select f.id, f.number::text, f.region, f.opened_at, s.standing as state, f.outcome, f.contest_id,
          c.contest_hash, cv.body as contest, k.pack_id, k.version as pack_version, c.pack_hash, k.body as pack, c.stance, c.targets, c.score_tenths,
          c.threshold_tenths, d.body as detail, c.version_id, p.url, p.posted_at, p.time_trust, a.link, a.revoked_at is not null as link_revoked,
          (select min(r.at) from reading r where r.flag_id = f.id) as known_at,
          (select min(x.id)::text from audit_event x where x.object_type = 'flag' and x.object_id = f.id::text and x.act = 'flag.opened') as opened_by
        from flag f join flag_standing s on s.flag_id = f.id join post p on p.id = f.post_id join account a on a.id = p.account_id
          join classification c on c.id = f.classification_id join contest_version cv on cv.hash = c.contest_hash
          join rule_pack_version k on k.hash = c.pack_hash left join evidence_detail d on d.flag_id = f.id and d.classification_id = c.id
        where f.number = ${number}`.execute(db);
      const [head] = rows;
      if (!head)
        throw new DomainError("not-found", "flag-not-found", `No flag has the number ${number} in these regions: the console shows a flag's number.`);
      const evidence = await sql<EvidenceForPassport>`select id, version_id, encode(sha256, 'hex') as sha256, raw, text, content_type, connector,
          connector_version, captured_at, source, headers, known_at from evidence where flag_id = ${head.id} order by captured_at, id`.execute(db);
      const decisions = await sql<FlagForPassport["decisions"][number]>`select user_id, reader_no, act, outcome, reason, at, undone_at
        from decision where flag_id = ${head.id} order by at, id`.execute(db);
      return { ...head, evidence: evidence.rows, decisions: decisions.rows };
    },
  };
}
