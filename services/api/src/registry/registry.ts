import { conflict, invalid, notFound } from "@netra/domain";
import type { PersonListed } from "@netra/store";
import type { CorrectionList, OpenIdentity, RegistryAccount, RegistryIdentity, RegistryPeople, RegistryPerson } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn, sees } from "../guard.ts";
import { firstName } from "../triage/flag-view.ts";

const PAGE = 50;

interface On {
  readonly person: SignedIn;
  readonly id: string;
}

/** A page of persons, newest first. */
export function listPeople({ store }: ApiDeps, person: SignedIn, cursor: string | undefined): Promise<RegistryPeople> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  return store.as(actorOf(person), async (tx) => {
    const rows = await tx.registry.listPersons({ after, limit: PAGE + 1 });
    const last = rows.length > PAGE ? rows[PAGE - 1] : undefined;
    return {
      people: rows.slice(0, PAGE).flatMap((row) => viewPerson(row, person)),
      next: last ? Buffer.from(last.sortKey).toString("base64url") : null,
    };
  });
}

/** Persons by handle, NIP or id. That somebody searched stays in the trail, and who was found; what was asked for does not. */
export function searchPeople({ store }: ApiDeps, person: SignedIn, words: string): Promise<RegistryPeople> {
  return store.as(actorOf(person), async (tx) => {
    const people = (await tx.registry.searchPersons(words)).flatMap((row) => viewPerson(row, person));
    const detail = { hits: people.length };
    await tx.audit.append({ act: "register.searched", objectType: "register", objectId: "people", region: regionOf(person), detail });
    for (const { id, region } of people) await tx.audit.append({ act: "person.looked-up", objectType: "civil-servant", objectId: id, region });
    return { people, next: null };
  });
}

/** One account: history, what the link rests on, flags. Masked like the list. */
export function readAccount({ store }: ApiDeps, { person, id }: On): Promise<RegistryAccount> {
  return store.as(actorOf(person), async (tx) => {
    const row = await tx.registry.findAccountPage(id);
    if (!row || !sees(person, row.region)) throw notFound("account");
    const { personId, name, nipEnd, handles, evidence, linkedAt, revokedAt, expiresAt, ...account } = row;
    return {
      ...account,
      platform: account.platform as RegistryAccount["platform"],
      link: account.link as RegistryAccount["link"],
      state: account.state as RegistryAccount["state"],
      handle: maskHandle(account.handle),
      person: { id: personId, initials: initialsOf(name), nipEnd },
      linkedAt: linkedAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      handles: handles.map((period) => ({
        ...period,
        handle: maskHandle(period.handle),
        from: period.from.toISOString(),
        to: period.to?.toISOString() ?? null,
        knownBy: period.knownBy as RegistryAccount["handles"][number]["knownBy"],
      })),
      evidence: evidence.map(({ kind, source, at, by }) => ({
        kind: kind as RegistryAccount["evidence"][number]["kind"],
        source,
        at: at.toISOString(),
        by: by && firstName(by),
      })),
    };
  });
}

/** Opens who a person of the register is. The reason stays in the audit trail. */
export function openPerson({ store }: ApiDeps, on: On & { readonly given: OpenIdentity }): Promise<RegistryIdentity> {
  const { person, id, given } = on;
  return store.as(actorOf(person), async (tx) => {
    const found = await tx.registry.findIdentity(id);
    if (!found) throw notFound("civil servant");
    const accounts = found.accounts.filter((account) => sees(person, account.region));
    if (!sees(person, found.region) && accounts.length === 0) throw notFound("civil servant");
    await tx.audit.append({ act: "identity.opened", objectType: "civil-servant", objectId: id, region: found.region, reason: given.reason });
    return {
      name: found.name,
      nipEnd: found.nipEnd,
      accounts: accounts.map((account) => ({ id: account.id, handles: [...account.handles] })),
      openedAt: (await tx.status.now()).toISOString(),
      reason: given.reason,
    };
  });
}

/** What went out on a link that was wrong and still waits for its correction. */
export function listCorrections({ store }: ApiDeps, person: SignedIn): Promise<CorrectionList> {
  return store.as(actorOf(person), async (tx) => ({
    corrections: (await tx.registry.openCorrections())
      .filter(({ region }) => sees(person, region))
      .map((row) => ({ ...row, foundAt: row.foundAt.toISOString() })),
  }));
}

export function settleCorrection({ store }: ApiDeps, { person, id, note }: On & { readonly note: string }): Promise<void> {
  return store.as(actorOf(person), async (tx) => {
    const settled = await tx.registry.settleCorrection(id, note);
    if (!settled || !sees(person, settled.region))
      throw conflict("correction-settled", "No such correction waits in your regions: somebody may have noted it before.");
    await tx.audit.append({ act: "correction.settled", objectType: "correction", objectId: id, region: settled.region, reason: note });
  });
}

/** Nobody whom the asker does not see, and of the others no account elsewhere. */
function viewPerson(row: PersonListed, person: SignedIn): RegistryPerson[] {
  const accounts = row.accounts.filter(({ region }) => sees(person, region));
  if (!sees(person, row.region) && accounts.length === 0) return [];
  return [
    {
      id: row.id,
      initials: initialsOf(row.name),
      nipEnd: row.nipEnd,
      region: row.region,
      employment: row.employmentKind as RegistryPerson["employment"],
      roleClass: row.roleClass,
      agency: row.agency,
      notCivilServant: row.notCivilServant,
      accounts: accounts.map(({ id, platform, handle, link, revoked, flags }) => ({
        id,
        platform: platform as RegistryPerson["accounts"][number]["platform"],
        handle: maskHandle(handle),
        link: link as RegistryPerson["accounts"][number]["link"],
        revoked,
        flags,
      })),
    },
  ];
}

/** "Sari Teladan" → "S. T." */
/** The first letters of a name: enough for whoever knows it. */
export const initialsOf = (name: string): string =>
  name
    .trim()
    .split(/\s+/)
    .map((word) => `${[...word][0] ?? ""}.`)
    .join(" ");

/** The first two letters: enough to tell two accounts apart, not enough to find one. */
const maskHandle = (handle: string): string => (handle === "" ? "" : `${[...handle].slice(0, 2).join("")}…`);

/** A cursor is the last row's sort key; only its form is trusted. */
function parseCursor(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString("latin1");
  if (!/^\d{20}[0-9a-f-]{36}$/.test(key)) throw invalid("cursor-unknown", "Start again from the first page: this cursor is not one of ours.");
  return key;
}
