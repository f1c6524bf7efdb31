import { type AnswerFrom, type ClockRules, can, clocksOf, conflict, earliest, invalid, lapsingUntil, regimeOf } from "@netra/domain";
import type { DayFlagRow, FlagNoteAct, Tx } from "@netra/store";
import { caseNumber } from "../cases/case-view.ts";
import type { Day, DayFlag } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn, sees } from "../guard.ts";
import { auditFlag, onFlag } from "../triage/act.ts";
import { firstName, flagNumber } from "../triage/flag-view.ts";

type Deps = Pick<ApiDeps, "store" | "deadlines" | "calendar">;

/** What waits for this person now, by the database's clock. Rows hold what the triage list shows, and what the person asked themselves. */
export function readDay({ store, ...rules }: Deps, person: SignedIn): Promise<Day> {
  return store.as(actorOf(person), async (tx) => {
    const { until, unknownYears } = lapsingUntil(await tx.status.now(), { calendar: rules.calendar, regions: person.regions });
    const part = async (name: "claims" | "waiting" | "lapsing") => (await tx.day.list(name, until)).filter(({ region }) => sees(person, region));
    const [claims, waiting, lapsing] = [await part("claims"), await part("waiting"), await part("lapsing")];
    const intake = await tx.intake.readWaiting();
    const lanes = await tx.triage.count({});
    return {
      claims: claims.map((row) => ({
        ...viewRow(row, person),
        until: (row.until ?? row.deadline).toISOString(),
        handed: viewNote(row.handedBy, row.handedAt),
      })),
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
      unknownYears: [...unknownYears],
      counts: await tx.day.count(until),
      lanes,
      intake: { waiting: intake.waiting, oldestAt: intake.oldestAt?.toISOString() ?? null },
      supervisor: can(person.role, "case.step") ? await readSupervisor(tx, { person, rules, until, disputed: lanes.disputed }) : null,
    };
  });
}

const MOST_CASES = 50;

/** What waits for a supervisor: decisions that only they may take, and cases whose limit is near or over. Nothing of anybody's speed. */
async function readSupervisor(
  tx: Tx,
  on: { readonly person: SignedIn; readonly rules: ClockRules; readonly until: Date; readonly disputed: number },
): Promise<NonNullable<Day["supervisor"]>> {
  const standing = (await tx.cases.listStanding()).filter(({ region }) => sees(on.person, region));
  const lapsing = standing
    .flatMap((one) => {
      const [first] = clocksOf(on.rules, { ...one, regime: regimeOf(one.contestKind) });
      return first && earliest(first) <= on.until.getTime() ? [{ one, clock: first.id, ends: earliest(first) }] : [];
    })
    .toSorted((a, b) => a.ends - b.ends);
  return {
    disputed: on.disputed,
    ...(await tx.day.countForSupervisor()),
    casesLapsing: lapsing.length,
    cases: lapsing.slice(0, MOST_CASES).map(({ one: { id, number, region, state }, clock, ends }) => ({
      ...{ id, region, state, clock },
      number: caseNumber(number),
      endsAt: new Date(ends).toISOString(),
    })),
  };
}

/** Notes in a flag's history that its addressee was reminded, or what they answered, word for word. The same key again changes nothing. */
export function noteOnFlag(
  deps: ApiDeps,
  on: {
    readonly person: SignedIn;
    readonly flagId: string;
    readonly note: {
      readonly act: FlagNoteAct;
      readonly idempotencyKey: string;
      readonly answer?: { readonly words: string; readonly givenBy: AnswerFrom };
    };
  },
): Promise<void> {
  const { note } = on;
  if (note.answer?.words.trim() === "") throw invalid("words-missing", "Write down what was answered, word for word.");
  return onFlag(deps, on, async (tx, flag) => {
    const request = await tx.day.findRequest(flag.id);
    if (!request) throw conflict("not-waiting", "This flag no longer waits for information: somebody went on from it. Open it to see how.");
    if (await tx.day.addNote(flag, { ...request, ...note })) await auditFlag(tx, flag, { act: `flag.${note.act}`, detail: request });
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
