import { covers, dayBefore, type EmploymentKind, normalizeNip, type Period, periodsOverlap, type Region } from "@netra/domain";
import { sql } from "kysely";
import { one } from "./one.ts";
import type { Scope } from "./store.ts";

/** One checked row about a person and a post held. */
export interface PersonRow {
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
  /** The last day; null or absent says nothing. */
  readonly to?: string | null;
  readonly leave?: (Period & { readonly document: string }) | null;
  readonly spouse?: (Period & { readonly contestId: string; readonly candidateId: string; readonly document: string }) | null;
}

/** A field as it was and as it is now. Never a NIP. */
export interface FieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * `other-name`: the NIP is registered under another name; `overlap`: another employment holds some of the same days; `not-a-civil-servant`: a supervisor said so;
 * `elsewhere`: what is known of the person or would change lies outside the regions that the caller named.
 */
export type Refused = "other-name" | "overlap" | "not-a-civil-servant" | "elsewhere";

export type SavedPerson = { readonly refused: Refused } | { readonly id: string; readonly fresh: boolean; readonly changes: readonly FieldChange[] };

interface Employment {
  readonly id: string;
  readonly region: Region;
  readonly agencyId: string;
  readonly from: string;
  readonly to: string | null;
  readonly kind: string;
  readonly unit: string | null;
  readonly position: string | null;
  readonly roleClass: string | null;
}

/** Writes what a register says of people. The caller's transaction decides whether it stays. */
export function registerPeople({ db, cipher }: Scope) {
  const find = async (row: PersonRow): Promise<{ id: string; name: string; barred: boolean } | undefined> => {
    const known = row.nip
      ? sql`where c.nip_index = ${cipher.blindIndex(normalizeNip(row.nip))}`
      : sql`join employment e on e.civil_servant_id = c.id join agency a on a.id = e.agency_id
          where c.nip_index is null and c.name = ${row.name} and a.name = ${row.agency} and a.region = ${row.agencyRegion}`;
    const { rows } = await sql<{
      id: string;
      name: string;
      barred: boolean;
    }>`select c.id, c.name, c.not_civil_servant_at is not null as barred from civil_servant c ${known} limit 1`.execute(db);
    return rows[0];
  };

  const add = async (row: PersonRow): Promise<string> => {
    const nip = row.nip ? normalizeNip(row.nip) : null;
    const { rows } = await sql<{ id: string }>`insert into civil_servant (region, name, nip_cipher, nip_index)
      values (${row.agencyRegion}, ${row.name}, ${nip && cipher.encrypt(nip)}, ${nip && cipher.blindIndex(nip)}) returning id`.execute(db);
    return one(rows).id;
  };

  /** A number is forgotten when its person is marked as no civil servant; once that was taken back, the register brings it again. */
  const bringNumberBack = (person: string, nip: string) =>
    sql`update civil_servant set nip_cipher = ${cipher.encrypt(normalizeNip(nip))} where id = ${person} and nip_cipher is null and nip_index is not null`.execute(
      db,
    );

  const listEmployments = async (person: string): Promise<Employment[]> => {
    // two imports of one person take turns, so that neither overlooks the other's employment
    await sql`select from civil_servant where id = ${person} for update`.execute(db);
    const { rows } =
      await sql<Employment>`select id, region, agency_id, from_date::text as "from", to_date::text as "to", kind, unit, position, role_class
      from employment where civil_servant_id = ${person} order by from_date`.execute(db);
    return rows;
  };

  /** Whether something of a person lies in these regions: a home, an employment, an account. */
  const isKnownWithin = async (person: string, within: readonly Region[]): Promise<boolean> => {
    const { rows } = await sql<{ region: Region }>`select region from civil_servant where id = ${person}
      union select region from employment where civil_servant_id = ${person} union select region from account where civil_servant_id = ${person}`.execute(
      db,
    );
    return rows.some(({ region }) => liesIn(region, within));
  };

  /** Whether a leave or a marriage that this row would write over was noted by an office outside these regions. */
  const overwritesElsewhere = async (person: string, { leave, spouse }: PersonRow, within: readonly Region[]): Promise<boolean> => {
    const { rows } = await sql<{
      region: Region;
    }>`select region from leave_period where civil_servant_id = ${person} and from_date = ${leave?.from ?? null}::date
      union select region from spouse_period where civil_servant_id = ${person} and from_date = ${spouse?.from ?? null}::date
        and contest_id = ${spouse?.contestId ?? null} and candidate_id = ${spouse?.candidateId ?? null}`.execute(db);
    return rows.some(({ region }) => !liesIn(region, within));
  };

  /** Brings one employment up to date, or adds it and ends the open one before it. */
  const saveEmployment = async (person: string, row: PersonRow, within: readonly Region[] | null): Promise<FieldChange[] | Refused> => {
    const agencyId = await saveAgency(row.agency, row.agencyRegion);
    const all = await listEmployments(person);
    const same = all.find((known) => known.agencyId === agencyId && known.from === row.from);
    const period = { from: row.from, to: row.to ?? same?.to ?? null };
    const others = all.filter((known) => known !== same);
    const ended = others.find((known) => same === undefined && known.to === null && known.from < row.from);
    const standing = others.map((known) => (known === ended ? { ...known, to: dayBefore(row.from) } : known));
    const shares = standing.filter((known) => periodsOverlap(known, period));
    if (within && [...shares, ...(ended ? [ended] : [])].some(({ region }) => !liesIn(region, within))) return "elsewhere";
    if (shares.length > 0) return "overlap";
    const changes: FieldChange[] = [];
    if (ended) {
      await sql`update employment set to_date = ${dayBefore(row.from)}::date where id = ${ended.id}`.execute(db);
      changes.push({ field: "earlier employment ends", from: null, to: dayBefore(row.from) });
    }
    if (!same) {
      await sql`insert into employment (civil_servant_id, agency_id, region, kind, unit, position, role_class, from_date, to_date)
        values (${person}, ${agencyId}, ${row.agencyRegion}, ${row.employmentKind}, ${row.unit}, ${row.position}, ${row.roleClass}, ${row.from}::date, ${period.to}::date)`.execute(
        db,
      );
      return [...changes, { field: "employment from", from: null, to: row.from }];
    }
    const now = {
      employment_kind: row.employmentKind,
      unit: row.unit ?? same.unit,
      position: row.position ?? same.position,
      role_class: row.roleClass ?? same.roleClass,
      to: period.to,
    };
    const before = { employment_kind: same.kind, unit: same.unit, position: same.position, role_class: same.roleClass, to: same.to };
    const changed = (Object.keys(now) as (keyof typeof now)[]).filter((field) => now[field] !== before[field]);
    if (changed.length > 0)
      await sql`update employment set kind = ${now.employment_kind}, unit = ${now.unit}, position = ${now.position}, role_class = ${now.role_class}, to_date = ${now.to}::date
        where id = ${same.id}`.execute(db);
    return changed.map((field) => ({ field, from: before[field], to: now[field] }));
  };

  const saveAgency = async (name: string, region: string): Promise<string> =>
    one(
      (
        await sql<{ id: string }>`insert into agency (name, region) values (${name}, ${region})
          on conflict (name, region) do update set name = excluded.name returning id`.execute(db)
      ).rows,
    ).id;

  const saveLeave = async (person: string, row: PersonRow): Promise<FieldChange[]> => {
    const { leave } = row;
    if (!leave) return [];
    const { rows } = await sql`insert into leave_period (civil_servant_id, region, kind, from_date, to_date, document)
      values (${person}, ${row.agencyRegion}, 'cltn', ${leave.from}::date, ${leave.to}::date, ${leave.document})
      on conflict (civil_servant_id, from_date) do update set to_date = excluded.to_date, document = excluded.document
        where (leave_period.to_date, leave_period.document) is distinct from (excluded.to_date, excluded.document) returning id`.execute(db);
    return rows.length === 0 ? [] : [{ field: "leave", from: null, to: `${leave.from} to ${leave.to ?? "open"}` }];
  };

  const saveSpouse = async (person: string, row: PersonRow): Promise<FieldChange[]> => {
    const { spouse } = row;
    if (!spouse) return [];
    const { rows } = await sql`insert into spouse_period (civil_servant_id, region, contest_id, candidate_id, from_date, to_date, document)
      values (${person}, ${row.agencyRegion}, ${spouse.contestId}, ${spouse.candidateId}, ${spouse.from}::date, ${spouse.to}::date, ${spouse.document})
      on conflict (civil_servant_id, contest_id, candidate_id, from_date) do update set to_date = excluded.to_date, document = excluded.document
        where (spouse_period.to_date, spouse_period.document) is distinct from (excluded.to_date, excluded.document) returning id`.execute(db);
    return rows.length === 0 ? [] : [{ field: "spouse of", from: null, to: `${spouse.contestId}/${spouse.candidateId}` }];
  };

  /** Copies the first and the last day of a person's employments to the accounts: who fetches may not read the register. */
  const copyTerm = async (person: string): Promise<void> => {
    await sql`update account a set employed_from = e.first, employed_to = e.last
      from (select min(from_date) as first, case when bool_or(to_date is null) then null else max(to_date) end as last
        from employment where civil_servant_id = ${person}) e
      where a.civil_servant_id = ${person} and (a.employed_from, a.employed_to) is distinct from (e.first, e.last)`.execute(db);
  };

  return {
    copyTerm,

    /** True when the agency was new. */
    async addAgency(name: string, region: string): Promise<boolean> {
      const { rows } =
        await sql`insert into agency (name, region) values (${name}, ${region}) on conflict (name, region) do nothing returning id`.execute(db);
      return rows.length > 0;
    },

    /**
     * Saves a person and the employment of this row; `changes` holds what differs from before, empty when nothing does. A person is known by NIP, else by name and
     * agency. With `within`, a person known in none of these regions is refused before anything else is said, and so is what would change an employment, leave or marriage
     * outside them. After a refusal the caller rolls back.
     */
    async save(row: PersonRow, within: readonly Region[] | null = null): Promise<SavedPerson> {
      const known = await find(row);
      if (known && within && (!(await isKnownWithin(known.id, within)) || (await overwritesElsewhere(known.id, row, within))))
        return { refused: "elsewhere" };
      if (known?.barred) return { refused: "not-a-civil-servant" };
      if (known && !sameName(known.name, row.name)) return { refused: "other-name" };
      const id = known?.id ?? (await add(row));
      if (known && row.nip) await bringNumberBack(id, row.nip);
      const employment = await saveEmployment(id, row, within);
      if (typeof employment === "string") return { refused: employment };
      const changes = [...employment, ...(await saveLeave(id, row)), ...(await saveSpouse(id, row))];
      if (changes.length > 0) await copyTerm(id);
      return { id, fresh: known === undefined, changes };
    },
  };
}

/** Whether a region is one of these or lies within one. */
export const liesIn = (region: Region, within: readonly Region[]): boolean => within.some((own) => covers(own, region));

/** One name, whatever its capitals and spaces. */
const sameName = (left: string, right: string): boolean => plainName(left) === plainName(right);
const plainName = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, " ");
