import { conflict, type EmploymentKind, type LinkConfidence, normalizeHandle, normalizeNip, notFound, type Platform } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** One checked row of a register: a person, a post held, an account. */
export interface RegisterRow {
  readonly nip: string | null;
  readonly name: string;
  readonly employmentKind: EmploymentKind;
  readonly agency: string;
  readonly agencyRegion: string;
  readonly unit: string | null;
  readonly position: string | null;
  readonly roleClass: string | null;
  /** YYYY-MM-DD */
  readonly from: string;
  readonly platform: Platform;
  readonly handle: string;
  readonly link: LinkConfidence;
  readonly linkSource: string;
}

/**
 * What became of a row: `changed` when something the register says of a known account differs now. `other-name`: the NIP is registered under another name;
 * `taken`: the handle is another person's. After these two the caller says so and rolls back.
 */
export interface Registration {
  readonly outcome: "new" | "changed" | "unchanged" | "other-name" | "taken";
  /** A new account went to a known person without NIP, for the same name and agency alone: two people may be meant. */
  readonly byNameAlone: boolean;
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
}

/** By the database's clock: a declared or verified link, an account that may still answer, a time that has come, and nobody who holds it. */
export const DUE = sql`revoked_at is null and link <> 'inferred' and state in ('active', 'private', 'suspended') and due_at <= clock_timestamp()
  and (lease_until is null or lease_until < clock_timestamp())`;

/** The register: who holds which account, and the turns of fetching it. */
export function accountsIn({ db, cipher }: Scope) {
  const findByHandle = async (platform: Platform, handle: string): Promise<RegisteredAccount | undefined> =>
    (
      await sql<RegisteredAccount>`select id, civil_servant_id, region, link from account
        where platform = ${platform} and handle_key = ${normalizeHandle(handle)} and revoked_at is null`.execute(db)
    ).rows[0];

  const findPerson = async (row: RegisterRow): Promise<{ id: string; name: string } | undefined> => {
    const { rows } = row.nip
      ? await sql<{
          id: string;
          name: string;
        }>`select id, name from civil_servant where nip_index = ${cipher.blindIndex(normalizeNip(row.nip))}`.execute(db)
      : await sql<{
          id: string;
          name: string;
        }>`select c.id, c.name from civil_servant c join employment e on e.civil_servant_id = c.id join agency a on a.id = e.agency_id
          where c.nip_index is null and c.name = ${row.name} and a.name = ${row.agency} and a.region = ${row.agencyRegion}`.execute(db);
    return rows[0];
  };

  const addPerson = async (row: RegisterRow): Promise<string> => {
    const nip = row.nip ? normalizeNip(row.nip) : null;
    const { rows } = await sql<{ id: string }>`insert into civil_servant (region, name, nip_cipher, nip_index)
      values (${row.agencyRegion}, ${row.name}, ${nip && cipher.encrypt(nip)}, ${nip && cipher.blindIndex(nip)}) returning id`.execute(db);
    return one(rows).id;
  };

  /** True when it wrote anything. One employment is one person, agency and first day. */
  const saveEmployment = async (person: string, row: RegisterRow): Promise<boolean> => {
    const { rows: agencies } = await sql<{ id: string }>`insert into agency (name, region) values (${row.agency}, ${row.agencyRegion})
      on conflict (name, region) do update set name = excluded.name returning id`.execute(db);
    const agency = one(agencies).id;
    const known = sql`civil_servant_id = ${person} and agency_id = ${agency} and from_date = ${row.from}::date`;
    const { rows: added } = await sql`insert into employment (civil_servant_id, agency_id, region, kind, unit, position, role_class, from_date)
      select ${person}::uuid, ${agency}::uuid, ${row.agencyRegion}, ${row.employmentKind}, ${row.unit}, ${row.position}, ${row.roleClass}, ${row.from}::date
      where not exists (select from employment where ${known}) returning id`.execute(db);
    const { rows: changed } = await sql`update employment set kind = ${row.employmentKind}, unit = coalesce(${row.unit}, unit),
        position = coalesce(${row.position}, position), role_class = coalesce(${row.roleClass}, role_class)
      where ${known} and (kind, unit, position, role_class) is distinct from
        (${row.employmentKind}, coalesce(${row.unit}, unit), coalesce(${row.position}, position), coalesce(${row.roleClass}, role_class)) returning id`.execute(
      db,
    );
    return added.length + changed.length > 0;
  };

  const saveLink = async (accountId: string, row: RegisterRow): Promise<boolean> => {
    const { rows } = await sql`update account set link = ${row.link}, link_source = ${row.linkSource}
      where id = ${accountId} and (link, link_source) is distinct from (${row.link}, ${row.linkSource}) returning id`.execute(db);
    return rows.length > 0;
  };

  return {
    findByHandle,

    /**
     * Saves one row of a register. A row that is known is brought up to date: link and its source, kind, unit, position and class of the employment; an
     * empty field says nothing and keeps what is known.
     */
    async saveRegistration(row: RegisterRow): Promise<Registration> {
      const known = await findPerson(row);
      if (known && !sameName(known.name, row.name)) return { outcome: "other-name", byNameAlone: false };
      const person = known?.id ?? (await addPerson(row));
      const employmentChanged = await saveEmployment(person, row);
      const holder = await findByHandle(row.platform, row.handle);
      if (holder && holder.civilServantId !== person) return { outcome: "taken", byNameAlone: false };
      if (holder) {
        const linkChanged = await saveLink(holder.id, row);
        return { outcome: linkChanged || employmentChanged ? "changed" : "unchanged", byNameAlone: false };
      }
      await sql`insert into account (civil_servant_id, region, platform, handle, handle_key, link, link_source)
        values (${person}, ${row.agencyRegion}, ${row.platform}, ${row.handle.trim().replace(/^@/, "")}, ${normalizeHandle(row.handle)}, ${row.link}, ${row.linkSource})`.execute(
        db,
      );
      return { outcome: "new", byNameAlone: known !== undefined && row.nip === null };
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

/** One name, whatever its capitals and spaces. */
const sameName = (left: string, right: string): boolean => plainName(left) === plainName(right);
const plainName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, " ");

/** The row of a statement that always returns one. */
export function one<T>(rows: readonly T[]): T {
  const row = rows[0];
  if (row === undefined) throw new Error("store: a statement that always returns a row returned none");
  return row;
}
