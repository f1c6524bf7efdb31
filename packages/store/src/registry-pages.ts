import { nipEnd, normalizeHandle, normalizeNip } from "@netra/domain";
import { sql } from "kysely";
import type { Scope } from "./store.ts";

/** An account beside its person in a list. */
export interface AccountListed {
  readonly id: string;
  readonly region: string;
  readonly platform: string;
  readonly handle: string;
  readonly link: string;
  readonly revoked: boolean;
  readonly flags: number;
}

/** A person of the register with the employment of today and the accounts in sight. The name is for whoever masks or opens it. */
export interface PersonListed {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  /** Last four digits; null without a number, and once it was forgotten. */
  readonly nipEnd: string | null;
  readonly notCivilServant: boolean;
  readonly employmentKind: string | null;
  readonly roleClass: string | null;
  readonly agency: string | null;
  readonly accounts: readonly AccountListed[];
  /** Where a page ends: opaque, compares as text, newest last. */
  readonly sortKey: string;
}

export interface AccountPage extends AccountListed {
  readonly personId: string;
  readonly name: string;
  readonly nipEnd: string | null;
  readonly linkSource: string;
  readonly linkedAt: Date;
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly contestId: string | null;
  readonly state: string;
  readonly openFlags: number;
  readonly handles: readonly { handle: string; from: Date; to: Date | null; knownBy: string; evidence: string | null }[];
  readonly evidence: readonly { kind: string; source: string; at: Date; by: string | null }[];
}

type PersonRow = Omit<PersonListed, "nipEnd"> & { readonly nipCipher: Buffer | null };

/** What a supervisor looks up in the register, within the actor's regions. */
export function registryPagesIn({ db, cipher }: Scope) {
  const endOf = (nip: Buffer | null): string | null => (nip === null ? null : nipEnd(cipher.decrypt(nip)));
  const sortKey = sql`to_char(c.created_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || c.id`;

  const select = async (where: ReturnType<typeof sql>, limit: number): Promise<PersonListed[]> => {
    const { rows } =
      await sql<PersonRow>`select c.id, c.region, c.name, c.nip_cipher, c.not_civil_servant_at is not null as not_civil_servant, ${sortKey} as sort_key,
        e.kind as employment_kind, e.role_class, g.name as agency,
        coalesce((select json_agg(json_build_object('id', a.id, 'region', a.region, 'platform', a.platform, 'handle', a.handle, 'link', a.link,
            'revoked', a.revoked_at is not null, 'flags', (select count(*)::int from post p join flag f on f.post_id = p.id where p.account_id = a.id)) order by a.linked_at, a.id)
          from account a where a.civil_servant_id = c.id), '[]') as accounts
      from civil_servant c
        left join lateral (select * from employment e where e.civil_servant_id = c.id
          order by (e.to_date is null or e.to_date >= (clock_timestamp() at time zone 'Asia/Jakarta')::date) desc, e.from_date desc limit 1) e on true
        left join agency g on g.id = e.agency_id
      where ${where} order by c.created_at desc, c.id desc limit ${limit}`.execute(db);
    return rows.map(({ nipCipher, ...row }) => ({ ...row, nipEnd: endOf(nipCipher) }));
  };

  return {
    /** Persons, newest first, after a sort key. */
    listPersons: ({ after, limit }: { readonly after: string | null; readonly limit: number }): Promise<PersonListed[]> =>
      select(after === null ? sql`true` : sql`${sortKey} < ${after}`, limit),

    /** Persons by a handle as it is or was, by a whole NIP, or by an id of a person or an account. At most 50. */
    searchPersons(words: string): Promise<PersonListed[]> {
      const text = words.trim();
      const ids =
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) &&
        sql`c.id = ${text}::uuid or exists (select from account a where a.civil_servant_id = c.id and a.id = ${text}::uuid)`;
      const nip = /^\d{18}$/.test(normalizeNip(text)) && sql`c.nip_index = ${cipher.blindIndex(normalizeNip(text))}`;
      const handle = sql`exists (select from account a join handle_period h on h.account_id = a.id where a.civil_servant_id = c.id and h.handle_key = ${normalizeHandle(text)})`;
      return select(sql`(${ids || nip || handle})`, 50);
    },

    /** One account with its history, what its link rests on, and how many flags its posts have. Undefined outside the actor's regions. */
    async findAccountPage(id: string): Promise<AccountPage | undefined> {
      const { rows } = await sql<
        Omit<AccountPage, "nipEnd" | "handles" | "evidence"> & { nipCipher: Buffer | null }
      >`select a.id, a.region, a.platform, a.handle, a.link,
          a.revoked_at is not null as revoked, a.civil_servant_id as person_id, c.name, c.nip_cipher, a.link_source, a.linked_at, a.revoked_at, a.expires_at, a.contest_id, a.state,
          (select count(*)::int from post p join flag f on f.post_id = p.id where p.account_id = a.id) as flags,
          (select count(*)::int from post p join flag f on f.post_id = p.id where p.account_id = a.id and f.state not in ('closed', 'withdrawn')) as open_flags
        from account a join civil_servant c on c.id = a.civil_servant_id where a.id = ${id}::uuid`.execute(db);
      if (!rows[0]) return undefined;
      const { nipCipher, ...account } = rows[0];
      const handles = await sql<AccountPage["handles"][number]>`select handle, from_at as "from", to_at as "to", known_by, evidence from handle_period
        where account_id = ${id}::uuid order by from_at desc`.execute(db);
      const evidence = await sql<AccountPage["evidence"][number]>`select l.kind, l.source, l.at, u.name as by from link_evidence l
        left join app_user u on u.id = l.recorded_by where l.account_id = ${id}::uuid order by l.at`.execute(db);
      return { ...account, nipEnd: endOf(nipCipher), handles: handles.rows, evidence: evidence.rows };
    },

    /** Who a person is and every handle known of their accounts, for an answer that leaves a trace. Undefined outside the actor's regions. */
    async findIdentity(
      id: string,
    ): Promise<
      | { region: string; name: string; nipEnd: string | null; accounts: readonly { id: string; region: string; handles: readonly string[] }[] }
      | undefined
    > {
      const { rows } = await sql<{
        region: string;
        name: string;
        nipCipher: Buffer | null;
        accounts: { id: string; region: string; handles: string[] }[];
      }>`
        select c.region, c.name, c.nip_cipher, coalesce((select json_agg(json_build_object('id', a.id, 'region', a.region, 'handles',
            array(select h.handle from handle_period h where h.account_id = a.id order by h.from_at desc))) from account a where a.civil_servant_id = c.id), '[]') as accounts
        from civil_servant c where c.id = ${id}::uuid`.execute(db);
      if (!rows[0]) return undefined;
      const { nipCipher, ...person } = rows[0];
      return { ...person, nipEnd: endOf(nipCipher) };
    },
  };
}
