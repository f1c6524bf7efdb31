import {
  confidenceOf,
  conflict,
  forbidden,
  invalid,
  type LinkAttribute,
  normalizeHandle,
  notFound,
  type Platform,
  type Region,
  type Service,
} from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import { type PersonRow, registerPeople, type SavedPerson } from "./register-people.ts";
import { registryPagesIn } from "./registry-pages.ts";
import type { Scope } from "./store.ts";

export type CorrectionCause = "link_revoked" | "not_civil_servant";

/** Something that went out, or was counted, on a link that was wrong. */
export interface CorrectionRow {
  readonly id: string;
  readonly region: string;
  readonly kind: "report" | "case" | "packet" | "passport";
  /** A report's or a case's id; of an export the id of its audit event. */
  readonly objectId: string;
  readonly cause: CorrectionCause;
  readonly reason: string;
  readonly foundAt: Date;
}

export interface Purged {
  /** What people sent by hand. */
  readonly captures: number;
  /** Versions whose bytes, words and readings are gone. */
  readonly versions: number;
  /** Files whose rows are gone and whose blobs custody removes. */
  readonly files: number;
}

/** One thing an inferred link rests on. The value itself is never stored: a keyed hash of it is. */
export interface AttributeNoted {
  readonly kind: LinkAttribute;
  readonly value: string | null;
  readonly source: string;
  /** Who noted it. */
  readonly by: string;
}

/** The register beyond names and handles: terms, handle history, what links rest on, and what follows when one was wrong. */
export function registryIn(scope: Scope) {
  const { db, actor, cipher } = scope;
  const register = registerPeople(scope);
  const array = (ids: readonly string[]) => sql`${sql.val([...ids])}::uuid[]`;

  return {
    ...registryPagesIn(scope),
    savePerson: (row: PersonRow, within: readonly Region[] | null = null): Promise<SavedPerson> => register.save(row, within),
    addAgency: (name: string, region: string): Promise<boolean> => register.addAgency(name, region),

    /** What the register knows of a person's days, within the actor's regions. */
    async readService(civilServantId: string): Promise<Service> {
      const [employments, leaves, spouseOf] = [
        await sql<Service["employments"][number]>`select kind, from_date::text as "from", to_date::text as "to" from employment
          where civil_servant_id = ${civilServantId} order by from_date`.execute(db),
        await sql<Service["leaves"][number]>`select kind, from_date::text as "from", to_date::text as "to" from leave_period
          where civil_servant_id = ${civilServantId} order by from_date`.execute(db),
        await sql<Service["spouseOf"][number]>`select contest_id, candidate_id, from_date::text as "from", to_date::text as "to" from spouse_period
          where civil_servant_id = ${civilServantId} order by from_date`.execute(db),
      ];
      return { employments: employments.rows, leaves: leaves.rows, spouseOf: spouseOf.rows };
    },

    /**
     * The same account under a new handle: posts, cursor and link stay, the old handle is kept with its time. Throws not-found, and conflict `handle-taken`
     * when another registered account has the new one. Gives the account.
     */
    async rename(
      platform: Platform,
      given: { readonly from: string; readonly to: string; readonly evidence: string },
    ): Promise<{ id: string; region: string }> {
      const { rows } = await sql<{ id: string; region: string; key: string }>`select id, region, handle_key as key from account
        where platform = ${platform} and handle_key = ${normalizeHandle(given.from)} and revoked_at is null for update`.execute(db);
      if (!rows[0]) throw notFound("account");
      const { id, region } = rows[0];
      const handle = given.to.trim().replace(/^@/, "");
      const key = normalizeHandle(given.to);
      const taken =
        await sql`select from account where platform = ${platform} and handle_key = ${key} and revoked_at is null and id <> ${id}`.execute(db);
      if (taken.rows.length > 0)
        throw conflict(
          "handle-taken",
          "The new handle is registered as another account: revoke that link first, or check which account was renamed.",
        );
      await sql`update handle_period set to_at = clock_timestamp() where account_id = ${id} and to_at is null`.execute(db);
      await sql`insert into handle_period (account_id, region, platform, handle, handle_key, from_at, known_by, evidence, recorded_by)
        values (${id}, ${region}, ${platform}, ${handle}, ${key}, clock_timestamp(), 'person', ${given.evidence}, ${actor.id}::uuid)`.execute(db);
      // due at once: an account that seemed gone may only have moved
      await sql`update account set handle = ${handle}, handle_key = ${key}, due_at = least(due_at, clock_timestamp()) where id = ${id}`.execute(db);
      return { id, region };
    },

    /**
     * Links an account to a person for one received tip, until `expiresAt`. The actor is the reviewer, who noted none of the evidence. Such an account is never fetched.
     * Throws not-found for an unknown person, contest or receipt, conflict for a handle that is linked already, invalid when the evidence is too thin or the
     * receipt is no tip or complaint about this account.
     */
    async inferLink(given: {
      readonly civilServantId: string;
      readonly platform: Platform;
      readonly handle: string;
      readonly receiptNo: string;
      readonly contestId: string;
      readonly expiresAt: Date;
      readonly evidence: readonly AttributeNoted[];
    }): Promise<{ id: string; region: string }> {
      const key = normalizeHandle(given.handle);
      const { rows: people } = await sql<{
        region: string;
      }>`select region from civil_servant where id = ${given.civilServantId} and not_civil_servant_at is null`.execute(db);
      if (!people[0]) throw notFound("civil servant");
      if ((await sql`select from contest where id = ${given.contestId}`.execute(db)).rows.length === 0) throw notFound("contest");
      const { rows: tips } = await sql<{ id: string; fits: boolean }>`select id, origin in ('tip', 'complaint') and platform = ${given.platform}
          and lower(ltrim(trim(handle), '@')) = ${key} and purged_at is null as fits from capture where receipt_no = ${given.receiptNo}`.execute(db);
      if (!tips[0]) throw notFound("receipt");
      if (!tips[0].fits)
        throw invalid(
          "receipt-is-no-tip",
          "This receipt is no tip or complaint about this account: an inferred link exists for a received one alone.",
        );
      if (confidenceOf(given.evidence, actor.id) !== "inferred")
        throw invalid(
          "evidence-too-thin",
          "An inferred link needs two attributes of different kinds from different sources, and a reviewer who noted none of them. A name is one, and a handle is the same one.",
        );
      const taken = await sql`select from account where platform = ${given.platform} and handle_key = ${key} and revoked_at is null`.execute(db);
      if (taken.rows.length > 0) throw conflict("handle-taken", "This account is linked already: revoke that link first.");
      const { region } = people[0];
      const handle = given.handle.trim().replace(/^@/, "");
      const { rows } = await sql<{
        id: string;
      }>`insert into account (civil_servant_id, region, platform, handle, handle_key, link, link_source, contest_id, tip_capture_id,
          reviewed_by, expires_at)
        values (${given.civilServantId}, ${region}, ${given.platform}, ${handle}, ${key}, 'inferred', ${given.receiptNo}, ${given.contestId}, ${tips[0].id}, ${actor.id}::uuid,
          ${given.expiresAt}) returning id`.execute(db);
      const { id } = one(rows);
      await sql`insert into handle_period (account_id, region, platform, handle, handle_key, from_at, known_by, evidence, recorded_by)
        values (${id}, ${region}, ${given.platform}, ${handle}, ${key}, clock_timestamp(), 'person', ${given.receiptNo}, ${actor.id}::uuid)`.execute(
        db,
      );
      for (const { kind, value, source, by } of given.evidence)
        await sql`insert into link_evidence (account_id, region, kind, value_hash, source, recorded_by)
          values (${id}, ${region}, ${kind}, ${value === null ? null : cipher.blindIndex(value.trim().toLowerCase())}, ${source}, ${by}::uuid)`.execute(
          db,
        );
      await register.copyTerm(given.civilServantId);
      return { id, region };
    },

    /** Ends inferred links whose time is over, by the database's clock. What was decided on them stays. Gives the accounts. */
    async expireLinks(): Promise<{ id: string; region: string }[]> {
      const { rows } = await sql<{ id: string; region: string }>`update account set revoked_at = clock_timestamp()
        where link = 'inferred' and revoked_at is null and expires_at <= clock_timestamp() returning id, region`.execute(db);
      await sql`update handle_period set to_at = clock_timestamp() where to_at is null and account_id = any(${array(rows.map(({ id }) => id))})`.execute(
        db,
      );
      return rows;
    },

    /** The person behind an account that is linked now. */
    async findPerson(platform: Platform, handle: string): Promise<{ id: string; region: string; accounts: number } | undefined> {
      const { rows } = await sql<{ id: string; region: string; accounts: number }>`select c.id, c.region,
          (select count(*)::int from account o where o.civil_servant_id = c.id and o.revoked_at is null) as accounts
        from account a join civil_servant c on c.id = a.civil_servant_id
        where a.platform = ${platform} and a.handle_key = ${normalizeHandle(handle)} and a.revoked_at is null`.execute(db);
      return rows[0];
    },

    /**
     * Marks a person as no civil servant and forgets the NIP; name and blind index stay, so that the next register does not bring the person back. Gives every account, linked
     * or not. Throws not-found, and forbidden `person-outside-regions` when something of the person lies outside the actor's regions.
     */
    async markNotCivilServant(civilServantId: string): Promise<{ region: string; accounts: { id: string; region: string; linked: boolean }[] }> {
      const { rows: found } = await sql<{
        region: string;
        marked: boolean;
      }>`select region, not_civil_servant_at is not null as marked from civil_servant
        where id = ${civilServantId}`.execute(db);
      if (!found[0]) throw notFound("civil servant");
      if (found[0].marked) throw conflict("not-a-civil-servant", "This person was marked before: nothing is left to do.");
      await sql`select mark_not_civil_servant(${civilServantId}::uuid)`.execute(db).catch(asOutside);
      const { rows } = await sql<{ id: string; region: string; linked: boolean }>`select id, region, revoked_at is null as linked from account
        where civil_servant_id = ${civilServantId} order by id`.execute(db);
      return { region: found[0].region, accounts: rows };
    },

    /**
     * Takes back that a person is no civil servant, so that the next register may bring number and accounts. Gives the region. Throws not-found, conflict
     * `never-marked`, and forbidden `person-outside-regions`.
     */
    async markCivilServantAgain(civilServantId: string): Promise<{ region: string }> {
      const { rows: found } = await sql<{ region: string }>`select region from civil_servant where id = ${civilServantId}`.execute(db);
      if (!found[0]) throw notFound("civil servant");
      const { rows } = await sql<{ unmarked: boolean }>`select mark_civil_servant_again(${civilServantId}::uuid) as unmarked`
        .execute(db)
        .catch(asOutside);
      if (!one(rows).unmarked) throw conflict("never-marked", "This person is not marked as no civil servant: nothing is to be taken back.");
      return found[0];
    },

    /** Lists what contained flags of these accounts. Before their flags are withdrawn: a flag leaves its case then. Gives how many were listed. */
    async listForCorrection(accountIds: readonly string[], why: { readonly cause: CorrectionCause; readonly reason: string }): Promise<number> {
      const { rows } = await sql<{ listed: number }>`select list_corrections(${array(accountIds)}, ${why.cause}, ${why.reason}) as listed`
        .execute(db)
        .catch(asOutside);
      return one(rows).listed;
    },

    /** Removes bytes and words of everything kept of accounts whose links are revoked. Ids, times and hashes stay. Throws forbidden for one that is still linked. */
    async purgeCaptures(accountIds: readonly string[]): Promise<Purged> {
      const { rows } = await sql<Purged>`select captures, versions, files from purge_captures(${array(accountIds)})`.execute(db).catch(asOutside);
      return one(rows);
    },

    /** What still waits for a correction, oldest first. */
    async openCorrections(): Promise<CorrectionRow[]> {
      const { rows } = await sql<CorrectionRow>`select id, region, kind, object_id, cause, reason, found_at from correction
        where settled_at is null order by found_at, id limit 1000`.execute(db);
      return rows;
    },

    /** Notes that something was corrected, and how. False when it was before, or is not in the actor's regions. */
    async settleCorrection(id: string, note: string): Promise<{ region: string } | undefined> {
      const { rows } = await sql<{
        region: string;
      }>`update correction set settled_at = clock_timestamp(), settled_by = ${actor.id}::uuid, settled_note = ${note}
        where id = ${id}::uuid and settled_at is null returning region`.execute(db);
      return rows[0];
    },
  };
}

/** The functions behind these refuse with the server's own code for a missing right. */
function asOutside(error: unknown): never {
  if ((error as { code?: unknown }).code === "42501")
    throw forbidden(
      "person-outside-regions",
      "Something of this lies outside your regions: somebody responsible for all of them, such as the province, must do it.",
    );
  throw error;
}
