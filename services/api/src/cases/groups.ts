import { conflict, forbidden, invalid, notFound } from "@netra/domain";
import type { CaseGroupRead, FlagRead, Tx } from "@netra/store";
import type { CaseGroupView, FlagGroup, JoinGroup, LeaveGroup, MakeGroup } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn, sees } from "../guard.ts";
import { auditFlag } from "../triage/act.ts";
import { firstName, flagNumber, sightOn } from "../triage/flag-view.ts";
import { readSeen } from "../triage/read.ts";

type Deps = Pick<ApiDeps, "store">;

interface On {
  readonly person: SignedIn;
  readonly flagId: string;
}

/** The group that a flag stands in, and flags of others that rest on the same: once the own reading is saved. */
export function readGroup({ store }: Deps, on: On & { readonly suggest: boolean }): Promise<FlagGroup> {
  return store.as(actorOf(on.person), async (tx) => {
    await readBeyond(tx, on);
    return showGroup(tx, on, on.suggest);
  });
}

/** Makes a group with this escalated flag as its first. It shares what was seen; who is in it keeps a decision and a case of their own. */
export function makeGroup({ store }: Deps, on: On & { readonly given: MakeGroup }): Promise<FlagGroup> {
  return store.as(actorOf(on.person), async (tx) => {
    await tx.triage.lock(on.flagId);
    const flag = await readBeyond(tx, on);
    if (flag.state !== "escalated") throw conflict("group-needs-escalation", "A group begins with an escalated flag: others may then come into it.");
    const given = { name: saidIn(on.given.name), reason: saidIn(on.given.reason) };
    const groupId = await tx.caseGroups.make(flag, given);
    await auditFlag(tx, flag, { act: "group.made", reason: given.reason, detail: { groupId } });
    return showGroup(tx, on);
  });
}

/** Brings another flag, by its number, into this one's group. Whoever adds it must have read it. */
export function joinGroup({ store }: Deps, on: On & { readonly given: JoinGroup }): Promise<FlagGroup> {
  return store.as(actorOf(on.person), async (tx) => {
    await readBeyond(tx, on);
    const group = await tx.caseGroups.find(on.flagId);
    if (!group) throw conflict("group-none", "This flag stands in no group: make one first.");
    const other = await tx.caseGroups.findFlag(Number(on.given.number.replace(/^B-?/i, "")));
    if (other === undefined) throw notFound("flag");
    await tx.triage.lock(other);
    const flag = await readBeyond(tx, { ...on, flagId: other });
    if (flag.state === "closed" || flag.state === "withdrawn")
      throw conflict("group-over", "A flag that was closed or withdrawn comes into no group.");
    await tx.caseGroups.add(group.id, flag);
    await auditFlag(tx, flag, { act: "group.joined", detail: { groupId: group.id } });
    return showGroup(tx, on);
  });
}

/** Takes this flag out of its group, with a reason. What was decided stays as it is. */
export function leaveGroup({ store }: Deps, on: On & { readonly given: LeaveGroup }): Promise<FlagGroup> {
  return store.as(actorOf(on.person), async (tx) => {
    await tx.triage.lock(on.flagId);
    const flag = await readBeyond(tx, on);
    const reason = saidIn(on.given.reason);
    const groupId = await tx.caseGroups.leave(flag.id, reason);
    if (groupId === undefined) throw conflict("group-none", "This flag stands in no group any more.");
    await auditFlag(tx, flag, { act: "group.left", reason, detail: { groupId } });
    return showGroup(tx, on);
  });
}

/**
 * The group that a flag stands in, as whoever sees this flag may see it. A member that the asker has not read, or is kept from, is counted alone. One read per other member; `known`
 * carries what was found over several calls, and holds this flag as one that is seen.
 */
export async function groupOf(
  tx: Tx,
  on: { readonly person: SignedIn; readonly flag: Pick<FlagRead, "id" | "number">; readonly known?: Map<string, boolean> },
): Promise<CaseGroupView | null> {
  const { person, flag, known = new Map<string, boolean>() } = on;
  known.set(flag.id, true);
  const group = await tx.caseGroups.find(flag.id);
  if (!group) return null;
  // Row security says the same: each stands if the other falls.
  const own = group.region !== null && sees(person, group.region) ? {} : { name: null, reason: null, madeBy: null, at: null };
  const members = group.members.filter(({ region }) => sees(person, region));
  for (const { flagId, offered } of members)
    if (!known.has(flagId)) known.set(flagId, offered && sightOn(await tx.triage.read(flagId), person).signals);
  return viewGroup({ ...group, ...own, members }, { flag, seen: (flagId) => known.get(flagId) === true });
}

async function showGroup(tx: Tx, on: On, suggest = true): Promise<FlagGroup> {
  const flag = await readSeen(tx, on);
  const suggestions: FlagGroup["suggestions"][number][] = [];
  let unread = 0;
  for (const { flagId, number, basis } of suggest ? await tx.caseGroups.suggest(flag.id) : []) {
    const other = await tx.triage.read(flagId);
    if (!sees(on.person, other.region)) continue;
    if (sightOn(other, on.person).signals) suggestions.push({ flag: { id: flagId, number: flagNumber(number) }, basis });
    else unread += 1;
  }
  return { group: await groupOf(tx, { person: on.person, flag }), suggestions, unread };
}

/** A flag of which this person sees more than the post: nobody groups what they have not read, or hears of a group before. */
async function readBeyond(tx: Tx, on: On): Promise<FlagRead> {
  const flag = await readSeen(tx, on);
  if (!sightOn(flag, on.person).signals)
    throw forbidden("reading-first", "Save your reading of this flag first: what it is linked with could sway you.");
  return flag;
}

function viewGroup(
  group: CaseGroupRead,
  { flag, seen }: { readonly flag: Pick<FlagRead, "id" | "number">; readonly seen: (flagId: string) => boolean },
): CaseGroupView {
  const own = group.members.find(({ flagId }) => flagId === flag.id)?.seat;
  const shown = group.members.filter(({ flagId }) => seen(flagId));
  const othersOf = (members: CaseGroupRead["members"]) => new Set(members.map(({ seat }) => seat).filter((seat) => seat !== own)).size;
  const others = othersOf(group.members);
  const beside = Math.max(0, group.people - (own === undefined ? 0 : 1));
  return {
    id: group.id,
    flag: { id: flag.id, number: flagNumber(flag.number) },
    name: group.name,
    reason: group.reason,
    by: group.madeBy && firstName(group.madeBy),
    at: group.at?.toISOString() ?? null,
    others: beside,
    outside: Math.max(0, beside - others),
    unread: others - othersOf(shown),
    members: shown.map((member) => ({
      letter: letterOf(member.seat),
      own: member.seat === own,
      flag: { id: member.flagId, number: flagNumber(member.number) },
      caseId: member.caseId,
    })),
  };
}

/** A, B … Z, AA: says who is who without saying who. */
export function letterOf(seat: number): string {
  const rest = Math.floor((seat - 1) / 26);
  return `${rest > 0 ? letterOf(rest) : ""}${String.fromCharCode(65 + ((seat - 1) % 26))}`;
}

function saidIn(words: string): string {
  const said = words.trim();
  if (said === "") throw invalid("words-missing", "Write at least a word: a group needs a name and a reason.");
  return said;
}
