import { DomainError, interestDays, interestStanding, invalid, mayEndInterest, mayRead, notFound, recused } from "@netra/domain";
import type { InterestRow, InterestSubject, Tx, User } from "@netra/store";
import type { AgencyList, EnterInterest, InterestList, InterestView } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { isUuid } from "../ids.ts";
import { initialsOf } from "../registry/registry.ts";
import { auditFlag } from "../triage/act.ts";
import { firstName, flagNumber } from "../triage/flag-view.ts";

type Deps = Pick<ApiDeps, "store">;

/** The asker's own entries. */
export function listOwnInterests({ store }: Deps, person: SignedIn): Promise<InterestList> {
  return store.as(actorOf(person), async (tx) => {
    const now = await tx.status.now();
    return { interests: (await tx.recusals.listOwn()).map((row) => viewInterest(row, { person, now })) };
  });
}

/** Agencies that one may have an interest in. */
export async function listAgencies({ store }: Deps, person: SignedIn): Promise<AgencyList> {
  return { agencies: (await store.as(actorOf(person), (tx) => tx.recusals.listAgencies())).filter(({ region }) => sees(person, region)) };
}

/**
 * Enters an interest, one's own or, as a supervisor, that of a reader of the own regions. From then on nothing that it concerns is offered to the reader, and what the reader holds of
 * it goes back to its lane; a flag in a region that the supervisor does not see is refused at its next act instead. The trail says what kind of interest it is, never in whom.
 */
export function enterInterest({ store }: Deps, on: { readonly person: SignedIn; readonly given: EnterInterest }): Promise<InterestView> {
  const { person, given } = on;
  return store.as(actorOf(person), async (tx) => {
    const now = await tx.status.now();
    const days = interestDays(given, now);
    const reader = await readerOf(tx, person, given.userId);
    await tx.recusals.hold(reader.id);
    await tx.recusals.lockPosts(reader.id, given.about === "flag" && isUuid(given.which.trim()) ? given.which.trim() : null);
    const subject = await subjectOf(tx, { person, reader, given });
    const region = reader.id === person.id ? regionOf(person) : (reader.regions.find((own) => sees(person, own)) ?? regionOf(reader));
    const id = await tx.recusals.add({ userId: reader.id, region, subject, days });
    await tx.audit.append({
      act: "recusal.entered",
      objectType: "user",
      objectId: reader.id,
      region,
      detail: { recusalId: id, about: subject.about },
    });
    await letGo(tx, reader.id);
    const row = await tx.recusals.find(id);
    if (!row) throw new Error("an entry that was just made cannot be read");
    return viewInterest(row, { person, now });
  });
}

/** Ends an entry: flags that it concerns are offered again. Nobody ends what another entered about them. */
export function endInterest({ store }: Deps, on: { readonly person: SignedIn; readonly id: string }): Promise<void> {
  const { person, id } = on;
  return store.as(actorOf(person), async (tx) => {
    const row = await tx.recusals.find(id);
    if (!row || !sees(person, row.region) || (row.userId !== person.id && person.role !== "supervisor")) throw notFound("recusal");
    if (!mayEndInterest(row, person))
      throw new DomainError("forbidden", "recusal-of-another", "Another person entered this about you: a supervisor who is not you ends it.");
    if (!(await tx.recusals.end(id))) throw new DomainError("conflict", "recusal-ended", "This entry was ended before.");
    await tx.audit.append({
      act: "recusal.ended",
      objectType: "user",
      objectId: row.userId,
      region: row.region,
      detail: { recusalId: id, about: row.about },
    });
  });
}

/** Whose interest it is: the asker's, or that of somebody who works in the asker's regions and reads flags. */
async function readerOf(tx: Tx, person: SignedIn, userId: string | undefined): Promise<Pick<User, "id" | "regions">> {
  if (userId === undefined || userId === person.id) return person;
  if (person.role !== "supervisor")
    throw new DomainError("forbidden", "role-may-not", "A supervisor enters it for somebody else.", { detail: { role: person.role } });
  const member = (await tx.users.list()).find(({ id }) => id === userId);
  if (!member?.regions.some((own) => sees(person, own))) throw notFound("reader");
  if (!mayRead(member.role)) throw invalid("reads-no-flags", "This person reads no flags: nothing is to be kept from them.");
  return member;
}

async function subjectOf(
  tx: Tx,
  { person, reader, given }: { person: SignedIn; reader: { id: string }; given: EnterInterest },
): Promise<InterestSubject> {
  const which = given.which.trim();
  switch (given.about) {
    case "contest":
      if (!(await tx.contests.findLive(which))) throw notFound("contest");
      return { about: "contest", contestId: which };
    case "agency": {
      const agency = (await tx.recusals.listAgencies()).find(({ id }) => id === which);
      if (!agency || !sees(person, agency.region)) throw notFound("agency");
      return { about: "agency", agencyId: agency.id };
    }
    case "flag": {
      if (reader.id !== person.id) throw invalid("own-flag-only", "From a flag, one enters one's own interest. Name the person by handle or NIP.");
      if (!isUuid(which)) throw notFound("flag");
      const flag = await tx.triage.lock(which, { evenRecused: true });
      requireSight(person, flag.region, "flag");
      if (await tx.triage.isRecused(flag.id)) throw recused();
      await tx.triage.recuse(flag);
      await auditFlag(tx, flag, { act: "flag.recused" });
      return { about: "person", flagId: flag.id };
    }
    case "person": {
      const found = (await tx.registry.searchPersons(which)).filter(
        ({ region, accounts }) => sees(person, region) || accounts.some((account) => sees(person, account.region)),
      );
      const [one, ...more] = found;
      if (!one || isUuid(which))
        throw new DomainError("not-found", "person-not-registered", "Nobody is registered in your regions under this handle or NIP.");
      if (more.length > 0) throw invalid("person-ambiguous", "More than one person has this handle: give the NIP.");
      return { about: "person", civilServantId: one.id };
    }
  }
}

/** Gives back what a reader holds and may hold no more. */
async function letGo(tx: Tx, readerId: string): Promise<void> {
  for (const flagId of await tx.recusals.listHeld(readerId)) {
    const flag = await tx.triage.lock(flagId, { evenRecused: true });
    if (flag.lease?.userId !== readerId) continue;
    await tx.triage.release(flag);
    await auditFlag(tx, flag, { act: "flag.released", detail: { by: "recusal" } });
  }
}

/** An entry as this person sees it: of a civil servant the initials, and not even those where it came from a flag. */
export function viewInterest(
  row: InterestRow,
  { person, now }: { readonly person: Pick<SignedIn, "id" | "role">; readonly now: Date },
): InterestView {
  const { id, userId, about, agency, contestId, from, to } = row;
  const standing = interestStanding({ from, to, ended: row.endedAt !== null }, now);
  return {
    ...{ id, userId, about, agency, contestId, from, to, standing },
    reader: firstName(row.reader),
    by: firstName(row.by),
    mine: userId === person.id,
    person: row.person && initialsOf(row.person),
    flagNumber: row.flagNumber && flagNumber(row.flagNumber),
    at: row.at.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy && firstName(row.endedBy),
    mayEnd: standing !== "over" && mayEndInterest(row, person),
  };
}
