import { checkPassedOnNote, conflict, mayClaim, mayTakeBack, PASSED_ON_MINUTES } from "@netra/domain";
import type { Colleague, HeldFlag, LockedFlag, Tx } from "@netra/store";
import type { Colleagues, FlagDetail, PassedOn, PassOn } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { auditFlag, requireLease } from "./act.ts";
import { firstName } from "./flag-view.ts";
import { showFlag } from "./read.ts";
import { readerNoOf } from "./sight.ts";

interface On {
  readonly person: SignedIn;
  readonly flagId: string;
}

/** Who may be given all of these flags that the asker holds. Why somebody is not among them is told to nobody. */
export function listColleagues({ store }: ApiDeps, on: { readonly person: SignedIn; readonly ids: readonly string[] }): Promise<Colleagues> {
  return store.as(actorOf(on.person), async (tx) => {
    const held = (await tx.passingOn.listHeld(on.ids)).filter(({ region }) => sees(on.person, region));
    if (held.length < new Set(on.ids).size) throw notYours();
    return { colleagues: (await tx.passingOn.listColleagues(on.ids)).filter((one) => held.every((flag) => mayHave(flag, one))).map(viewColleague) };
  });
}

/**
 * Passes a claim on: to a colleague who may claim the flag in its lane, under a new fence, in one transaction with its trace. Readings stay whose they are; the colleague reads the text
 * first, and finds the note with the signals. Who saved a first reading does not read the flag second later (`readFirstBy`). The same request again answers what was done.
 */
export function passOn({ store }: ApiDeps, on: On & { readonly given: PassOn }): Promise<PassedOn> {
  const { person, given } = on;
  const note = checkPassedOnNote(given.note ?? "");
  return withTwo(store, { ...on, other: given.to }, async (tx, flag) => {
    const open = await tx.passingOn.findOpen(flag.id);
    if (open?.handedBy === person.id && open.userId === given.to && open.fence === given.fence + 1) return viewPassedOn(flag, open);
    const from = requireLease(flag, person, given.fence);
    const to = await tx.passingOn.findColleague(flag, given.to);
    if (!to || !mayHave({ ...flag, claimedFrom: from }, to))
      throw conflict("not-to-this-colleague", "This colleague cannot take this flag. Choose another, or give it back to the list.");
    const lease = await tx.passingOn.pass(flag, { userId: to.id, minutes: PASSED_ON_MINUTES, note });
    await auditFlag(tx, flag, { act: "flag.passed_on", detail: { to: to.id, fence: lease.fence, readerNo: readerNoOf(flag.state, from) } });
    return { holder: firstName(to.name), fence: lease.fence, until: lease.until.toISOString() };
  });
}

/** Takes back what the asker passed on within the last minute and nobody has taken up. */
export function takeBack(deps: ApiDeps, on: On & { readonly fence: number }): Promise<FlagDetail> {
  const { person } = on;
  return withTwo(deps.store, { ...on, other: person.id }, async (tx, flag) => {
    const open = await tx.passingOn.findOpen(flag.id);
    if (!open || open.fence !== on.fence || !mayTakeBack(open, person.id))
      throw conflict("pass-on-too-late", "This flag can no longer be taken back: a minute has passed, or somebody went on with it.");
    const { fence } = await tx.passingOn.takeBack(flag, deps.config.leaseMinutes);
    await auditFlag(tx, flag, { act: "flag.taken_back", detail: { from: open.userId, fence } });
    return showFlag(tx, person, await tx.triage.read(flag.id));
  });
}

/** Runs one act on one flag that concerns two readers: no interest of either comes up meanwhile. */
function withTwo<T>(store: ApiDeps["store"], on: On & { readonly other: string }, act: (tx: Tx, flag: LockedFlag) => Promise<T>): Promise<T> {
  return store.as(actorOf(on.person), async (tx) => {
    await tx.passingOn.hold([on.person.id, on.other]);
    const flag = await tx.triage.lock(on.flagId);
    requireSight(on.person, flag.region, "flag");
    return act(tx, flag);
  });
}

/** Whether this person might claim the flag, were it back in its lane. */
const mayHave = ({ claimedFrom, ...flag }: Omit<HeldFlag, "id" | "region" | "fence">, one: Colleague): boolean =>
  mayClaim({ ...flag, state: claimedFrom }, one) === true;

/** Whole names: two Budis must not be taken for one another. */
const viewColleague = ({ id, name, role }: Colleague): Colleagues["colleagues"][number] => ({ id, name, role });

const viewPassedOn = (flag: LockedFlag, open: { readonly fence: number; readonly until: Date }): PassedOn => ({
  holder: firstName(flag.lease?.holder ?? ""),
  fence: open.fence,
  until: open.until.toISOString(),
});

const notYours = () => conflict("lease-lost", "A flag of these is no longer yours. Look at the list again.", { holder: null, at: null });
