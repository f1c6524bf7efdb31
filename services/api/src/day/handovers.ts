import { checkHandover, conflict, notFound } from "@netra/domain";
import type { HandoverRow, Tx } from "@netra/store";
import type { HandoverList, HandoverView, LeaveHandover } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { firstName } from "../triage/flag-view.ts";

type Deps = Pick<ApiDeps, "store">;

/** What was left to this person's regions in the last seven days, newest first. */
export function listHandovers({ store }: Deps, person: SignedIn): Promise<HandoverList> {
  return store.as(actorOf(person), (tx) => list(tx, person));
}

/** Leaves a note to the next ones of a region. The same key again leaves it once. */
export function leaveHandover({ store }: Deps, on: { readonly person: SignedIn; readonly given: LeaveHandover }): Promise<HandoverList> {
  const { person, given } = on;
  return store.as(actorOf(person), async (tx) => {
    const note = checkHandover({ regions: person.regions, region: given.region, note: given.note });
    const id = await tx.handovers.add({ region: given.region, note, idempotencyKey: given.idempotencyKey });
    if (id) await tx.audit.append({ act: "handover.left", objectType: "handover", objectId: id, region: given.region });
    return list(tx, person);
  });
}

/** Ticks a note of somebody else as read, once. */
export function tickHandover({ store }: Deps, on: { readonly person: SignedIn; readonly handoverId: string }): Promise<void> {
  const { person, handoverId } = on;
  return store.as(actorOf(person), async (tx) => {
    const note = await tx.handovers.find(handoverId);
    if (!note) throw notFound("handover note");
    requireSight(person, note.region, "handover note");
    if (note.userId === person.id) throw conflict("own-handover", "You left this note: somebody else ticks it as read.");
    if (await tx.handovers.tick(handoverId, note.region))
      await tx.audit.append({ act: "handover.read", objectType: "handover", objectId: handoverId, region: note.region });
  });
}

const list = async (tx: Tx, person: SignedIn): Promise<HandoverList> => ({
  notes: (await tx.handovers.list()).filter(({ region }) => sees(person, region)).map((row) => viewHandover(row, person)),
});

const viewHandover = (row: HandoverRow, person: SignedIn): HandoverView => ({
  ...{ id: row.id, region: row.region, note: row.note },
  regionName: row.regionName ?? row.region,
  by: firstName(row.by),
  mine: row.userId === person.id,
  at: row.at.toISOString(),
  read: row.readers.some(({ userId }) => userId === person.id),
  readers: row.readers.map(({ by, at }) => ({ by: firstName(by), at: new Date(at).toISOString() })),
});
