import { conflict, type LinkConfidence, normalizeHandle, notFound, type Platform, type Region } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import { type FieldChange, liesIn, type PersonRow, type Refused, registerPeople } from "./register-people.ts";
import type { Scope } from "./store.ts";

/** One checked row of a register: a person, a post held, an account. */
export interface RegisterRow extends PersonRow {
  readonly platform: Platform;
  readonly handle: string;
  readonly link: LinkConfidence;
  /** What the link rests on: the declaration's or the letter's number. */
  readonly linkSource: string;
}

/**
 * What became of a row: `changed` when something the register says of a known account differs now, with the fields. `taken`: the handle is another person's;
 * `needs-tip`: an inferred link comes from a tip alone, never from a register. After these and the refusals of a person the caller says so and rolls back.
 */
export interface Registration {
  readonly outcome: "new" | "changed" | "unchanged" | Refused | "taken" | "needs-tip";
  readonly changes: readonly FieldChange[];
  /** Null after a refusal. */
  readonly personId: string | null;
  /** A new account went to a known person without NIP, for the same name and agency alone: two people may be meant. */
  readonly byNameAlone: boolean;
  /** The same account of the same person was linked before, and the link revoked: somebody should know why it comes again. */
  readonly revokedBefore: boolean;
}

/** An account held by one fetch, by a lease on the database's clock. */
export interface FetchTurn {
  readonly id: string;
  readonly civilServantId: string;
  readonly region: string;
  readonly platform: Platform;
  readonly handle: string;
  readonly externalId: string | null;
  readonly cursor: unknown;
  /** Fencing token: every write of this turn names it. */
  readonly token: string;
}

export interface RegisteredAccount {
  readonly id: string;
  readonly civilServantId: string;
  readonly region: string;
  readonly link: LinkConfidence;
  /** The platform's id of the account, where a connector has seen it. */
  readonly externalId: string | null;
}

const TODAY = sql`(clock_timestamp() at time zone 'Asia/Jakarta')::date`;

/**
 * By the database's clock: an account that may be polled today (the domain's `mayPoll`), a time that has come, and nobody who holds it. What is gone at its
 * platform is looked at again too, once a week: it may have come back.
 */
export const DUE = sql`revoked_at is null and link <> 'inferred' and (employed_from is null or employed_from <= ${TODAY})
  and (employed_to is null or employed_to >= ${TODAY}) and due_at <= clock_timestamp() and (lease_until is null or lease_until < clock_timestamp())`;

/** The register: who holds which account, and the turns of fetching it. */
export function accountsIn(scope: Scope) {
  const { db, actor } = scope;
  const people = registerPeople(scope);

  const findByHandle = async (platform: Platform, handle: string): Promise<RegisteredAccount | undefined> =>
    (
      await sql<RegisteredAccount>`select id, civil_servant_id, region, link, external_id from account
        where platform = ${platform} and handle_key = ${normalizeHandle(handle)} and revoked_at is null`.execute(db)
    ).rows[0];

  const addEvidence = (account: { id: string; region: string }, row: Pick<RegisterRow, "link" | "linkSource">) =>
    sql`insert into link_evidence (account_id, region, kind, source, recorded_by)
      values (${account.id}, ${account.region}, ${row.link === "declared" ? "declaration" : "agency_letter"}, ${row.linkSource}, ${actor.id}::uuid)`.execute(
      db,
    );

  /** A link that was inferred and is now declared or verified no longer ends with a contest. */
  const saveLink = async (account: RegisteredAccount, row: RegisterRow): Promise<FieldChange[]> => {
    const { rows } = await sql<{
      link: string;
      source: string;
    }>`select link, link_source as source from account where id = ${account.id} for update`.execute(db);
    const before = one(rows);
    const changes = [
      { field: "link", from: before.link, to: row.link },
      { field: "link_source", from: before.source, to: row.linkSource },
    ].filter(({ from, to }) => from !== to);
    if (changes.length === 0) return [];
    await sql`update account set link = ${row.link}, link_source = ${row.linkSource}, expires_at = null, contest_id = null where id = ${account.id}`.execute(
      db,
    );
    await addEvidence(account, row);
    return changes;
  };

  const addAccount = async (person: string, row: RegisterRow): Promise<void> => {
    const handle = row.handle.trim().replace(/^@/, "");
    const { rows } = await sql<{
      id: string;
      region: string;
    }>`insert into account (civil_servant_id, region, platform, handle, handle_key, link, link_source)
      values (${person}, ${row.agencyRegion}, ${row.platform}, ${handle}, ${normalizeHandle(row.handle)}, ${row.link}, ${row.linkSource})
      returning id, region`.execute(db);
    const account = one(rows);
    await sql`insert into handle_period (account_id, region, platform, handle, handle_key, from_at, known_by, evidence, recorded_by)
      values (${account.id}, ${account.region}, ${row.platform}, ${handle}, ${normalizeHandle(row.handle)}, clock_timestamp(), 'register', ${row.linkSource}, ${actor.id}::uuid)`.execute(
      db,
    );
    await addEvidence(account, row);
  };

  const wasRevoked = async (person: string, row: RegisterRow): Promise<boolean> =>
    (
      await sql`select from account where civil_servant_id = ${person} and platform = ${row.platform} and handle_key = ${normalizeHandle(row.handle)}
        and revoked_at is not null limit 1`.execute(db)
    ).rows.length > 0;

  return {
    findByHandle,

    /**
     * Saves one row of a register. A row that is known is brought up to date: link and its source, kind, unit, position, class and end of the employment; an
     * empty field says nothing and keeps what is known. A later employment ends the open one the day before. With `within`, what is known outside these regions
     * is neither told apart nor changed: `elsewhere`.
     */
    async saveRegistration(row: RegisterRow, within: readonly Region[] | null = null): Promise<Registration> {
      const plain = { changes: [], personId: null, byNameAlone: false, revokedBefore: false };
      if (row.link === "inferred") return { ...plain, outcome: "needs-tip" };
      const saved = await people.save(row, within);
      if ("refused" in saved) return { ...plain, outcome: saved.refused };
      const holder = await findByHandle(row.platform, row.handle);
      if (holder && within && !liesIn(holder.region, within)) return { ...plain, outcome: "elsewhere" };
      if (holder && holder.civilServantId !== saved.id) return { ...plain, outcome: "taken" };
      if (holder) {
        const changes = [...saved.changes, ...(await saveLink(holder, row))];
        return { ...plain, personId: saved.id, changes, outcome: changes.length > 0 ? "changed" : "unchanged" };
      }
      const revokedBefore = await wasRevoked(saved.id, row);
      await addAccount(saved.id, row);
      await people.copyTerm(saved.id);
      return { outcome: "new", personId: saved.id, changes: saved.changes, byNameAlone: !saved.fresh && row.nip === null, revokedBefore };
    },

    /** Accounts whose turn it is, longest due first; `lateSeconds` is how long, on the database's clock. */
    async listDue(limit: number): Promise<{ accountId: string; due: Date; lateSeconds: number }[]> {
      const { rows } = await sql<{ accountId: string; due: Date; lateSeconds: number }>`select id as account_id, due_at as due,
          greatest(0, extract(epoch from clock_timestamp() - due_at))::float8 as late_seconds
        from account where ${DUE} order by due_at limit ${limit}`.execute(db);
      return rows;
    },

    /** Takes an account's turn, or undefined when somebody else has it, it is not due, it is gone, or its link may not be polled. A late or second job does nothing. */
    async claimTurn(accountId: string, leaseSeconds: number): Promise<FetchTurn | undefined> {
      const { rows } =
        await sql<FetchTurn>`update account set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}), lease_token = gen_random_uuid()
        where id = ${accountId} and ${DUE}
        returning id, civil_servant_id, region, platform, handle, external_id, cursor, lease_token as token`.execute(db);
      return rows[0];
    },

    /** Moves the cursor and prolongs the turn. Throws a conflict when the turn was lost, so that the page's transaction rolls back. */
    async saveCursor(turn: FetchTurn, cursor: unknown, leaseSeconds: number): Promise<void> {
      const { rows } =
        await sql`update account set cursor = ${JSON.stringify(cursor)}::jsonb, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
        where id = ${turn.id} and lease_token = ${turn.token} and revoked_at is null returning id`.execute(db);
      if (rows.length === 0) throw conflict("turn-lost", "Another worker fetches this account now; nothing of this page was saved.");
    },

    /** Keeps the platform's own id of the account, once learned: what has one keeps it. In the transaction of a page, whose `saveCursor` fences it. */
    async saveExternalId(turn: FetchTurn, externalId: string): Promise<void> {
      await sql`update account set external_id = ${externalId} where id = ${turn.id} and lease_token = ${turn.token} and external_id is null`.execute(
        db,
      );
    },

    /** Holds a turn longer. Does nothing when it was lost: the next page's transaction says so. */
    async prolongTurn(turn: FetchTurn, leaseSeconds: number): Promise<void> {
      await sql`update account set lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds}) where id = ${turn.id} and lease_token = ${turn.token}`.execute(
        db,
      );
    },

    async finishTurn(turn: FetchTurn, nextInSeconds: number): Promise<void> {
      await sql`update account set lease_until = null, lease_token = null, fetched_at = clock_timestamp(), failures = 0, last_error = null, state = 'active',
        due_at = clock_timestamp() + make_interval(secs => ${nextInSeconds}) where id = ${turn.id} and lease_token = ${turn.token}`.execute(db);
    },

    /** Gives a turn back undone: the account stays due, and nothing is counted. */
    async releaseTurn(turn: FetchTurn): Promise<void> {
      await sql`update account set lease_until = null, lease_token = null where id = ${turn.id} and lease_token = ${turn.token}`.execute(db);
    },

    /**
     * Ends a turn that failed: when to try again, why (a class of the taxonomy), and what became of the account if that is known. `resetCursor` begins
     * again from nothing, once: when the same error comes a second time, the cursor stays for a person to look at.
     */
    async failTurn(turn: FetchTurn, failure: { error: string; retryInSeconds: number; state: string | null; resetCursor?: boolean }): Promise<void> {
      await sql`update account set lease_until = null, lease_token = null, failures = failures + 1, last_error = ${failure.error},
        cursor = case when ${failure.resetCursor ?? false} and last_error is distinct from ${failure.error} then null else cursor end,
        state = coalesce(${failure.state}, state), due_at = clock_timestamp() + make_interval(secs => ${failure.retryInSeconds})
        where id = ${turn.id} and lease_token = ${turn.token}`.execute(db);
    },

    async get(accountId: string): Promise<RegisteredAccount> {
      const { rows } = await sql<RegisteredAccount>`select id, civil_servant_id, region, link from account where id = ${accountId}`.execute(db);
      if (!rows[0]) throw notFound("account");
      return rows[0];
    },
  };
}

export { one } from "./one.ts";
