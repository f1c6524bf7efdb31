import { conflict, lapsingUntil } from "@netra/domain";
import type { DayFlagRow, FlagNoteAct } from "@netra/store";
import type { Day, DayFlag } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn, sees } from "../guard.ts";
import { auditFlag, onFlag } from "../triage/act.ts";
import { firstName, flagNumber } from "../triage/flag-view.ts";

type Deps = Pick<ApiDeps, "store">;

/** What waits for this person now, by the database's clock. Rows hold what the triage list shows, and what the person asked themselves. */
export function readDay({ store }: Deps, person: SignedIn): Promise<Day> {
  return store.as(actorOf(person), async (tx) => {
    const until = lapsingUntil(await tx.status.now());
    const part = async (name: "claims" | "waiting" | "lapsing") => (await tx.day.list(name, until)).filter(({ region }) => sees(person, region));
    const [claims, waiting, lapsing] = [await part("claims"), await part("waiting"), await part("lapsing")];
    const intake = await tx.intake.readWaiting();
    return {
      claims: claims.map((row) => ({ ...viewRow(row, person), until: (row.until ?? row.deadline).toISOString() })),
      waiting: waiting.map((row) => ({
        ...viewRow(row, person),
        question: row.question ?? "",
        addressee: row.addressee ?? "",
        due: row.due ?? "",
        overdue: row.overdue ?? false,
        askedAt: (row.askedAt ?? row.deadline).toISOString(),
        reminders: row.reminders,
        reminded: viewNote(row.remindedBy, row.remindedAt),
        answered: viewNote(row.answeredBy, row.answeredAt),
      })),
      lapsing: lapsing.map((row) => viewRow(row, person)),
      lapsingUntil: until.toISOString(),
      counts: await tx.day.count(until),
      lanes: await tx.triage.count({}),
      intake: { waiting: intake.waiting, oldestAt: intake.oldestAt?.toISOString() ?? null },
    };
  });
}

/** Notes in a flag's history that its addressee was reminded, or has answered. The same key again changes nothing. */
export function noteOnFlag(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly flagId: string; readonly act: FlagNoteAct; readonly idempotencyKey: string },
): Promise<void> {
  const { act, idempotencyKey } = on;
  return onFlag(deps, on, async (tx, flag) => {
    const request = await tx.day.findRequest(flag.id);
    if (!request) throw conflict("not-waiting", "This flag no longer waits for information: somebody went on from it. Open it to see how.");
    if (await tx.day.addNote(flag, { ...request, act, idempotencyKey })) await auditFlag(tx, flag, { act: `flag.${act}`, detail: request });
  });
}

function viewRow(row: DayFlagRow, person: SignedIn): DayFlag {
  const { id, text, region, state, own } = row;
  return {
    ...{ id, text, region, state, own },
    number: flagNumber(row.number),
    kind: row.kind as DayFlag["kind"],
    platform: row.platform as DayFlag["platform"],
    visibility: row.visibility as DayFlag["visibility"],
    holder: row.holder && firstName(row.holder),
    mine: row.holderId === person.id,
    deadline: row.deadline.toISOString(),
  };
}

const viewNote = (by: string | null, at: Date | null): { by: string; at: string } | null =>
  by === null || at === null ? null : { by: firstName(by), at: at.toISOString() };
