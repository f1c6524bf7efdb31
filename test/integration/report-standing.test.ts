import { randomUUID } from "node:crypto";
import { compareDocuments, findTable, flagsCounted, jakartaDay, makeDocument, type ReportDocument, weekOf, weekSpan } from "@netra/domain";
import { type Actor, systemActor } from "@netra/store";
import { readReport } from "@netra/worker-report";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLOSE, decideAs, ESCALATE } from "../support/decide.ts";
import { setBack } from "../support/set-back.ts";
import {
  age,
  arrive,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  person,
  post,
  publish,
  register,
  save,
  type World,
} from "../support/world.ts";

const FLAGGED = `Dukung ${FIRST}, ${PHRASE}`;
const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const report: Actor = { ...systemActor("report"), regions: [HERE] };
/** The week that is reported late: three weeks before the one that the database is in. */
const WEEK = weekOf(new Date(Date.now() - 21 * DAY_MS));
const { from, to } = weekSpan(WEEK);
const CLOSING = new Date(to.getTime() + 6 * HOUR_MS);
const DAYS = { from: jakartaDay(from), to: jakartaDay(new Date(to.getTime() - 1)) };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const now = async (): Promise<Date> => (await world.see<{ now: Date }>("select clock_timestamp() as now"))[0]?.now ?? new Date();
const documentAt = async (asOf: Date, of: typeof WEEK | typeof DAYS = WEEK): Promise<ReportDocument> =>
  makeDocument(await world.store.as(report, (tx) => tx.reports.readFacts({ region: HERE, of, asOf })), "internal");
/** Every figure that says how things stood, with its change. */
const standing = ({ tables }: ReportDocument) =>
  tables.flatMap(({ id, columns, rows, total }) =>
    [...rows, ...(total ? [total] : [])].flatMap(({ key, cells, change }) =>
      columns.flatMap((column, at) =>
        column.countsBy === "as_of" || cells[0] === "as_of" ? [[id, ...key, column.id, cells[at], change?.[at] ?? null]] : [],
      ),
    ),
  );
const overview = (document: ReportDocument): Record<string, unknown> =>
  Object.fromEntries((findTable(document, "overview")?.rows ?? []).map(({ key, cells }) => [key[0], cells[1]]));
const waiting = async (asOf: Date): Promise<string[]> =>
  flagsCounted(await world.store.as(report, (tx) => tx.reports.readFlags({ region: HERE, of: WEEK, asOf })), { figure: "waiting" });
const accounts = (asOf: Date): Promise<number> =>
  world.store.as(report, (tx) => tx.reports.countAccounts({ region: HERE, ...weekSpan(WEEK), asOf, platform: "facebook", standing: null }));

const turn = (accountId: string, error: string | null, state: string | null = null) =>
  world.store.as(systemActor("ingest"), async (tx) => {
    const held = await tx.accounts.claimTurn(accountId, 60);
    if (!held) throw new Error("the account is not due");
    if (error === null) await tx.accounts.finishTurn(held, 0);
    else await tx.accounts.failTurn(held, { error, retryInSeconds: 0, state });
  });
const capture = async (sender: Actor) =>
  world.store.as(sender, (tx) =>
    tx.captures.add({
      ...{ clientId: randomUUID(), region: HERE, url: null, urlKey: null, platform: "tiktok", handle: "pegawai.lain", kind: "photo", text: "" },
      ...{
        visibility: "public",
        seenHow: "own_phone",
        officeAccount: false,
        uploader: "other",
        seenAt: new Date(),
        origin: "own",
        raw: Buffer.from("{}"),
      },
    }),
  );
async function flag(owner: Awaited<ReturnType<typeof register>>): Promise<{ flagId: string; versionId: string }> {
  const { versionId } = await arrive(world, owner, { text: FLAGGED });
  await classifier(world)({ versionIds: [versionId] });
  const [found] = await world.see<{ id: string }>("select id from flag where version_id = $1", [versionId]);
  return { flagId: found?.id ?? "", versionId };
}

/** A week as an office leaves it on its Friday: flags in every state, accounts of every standing, captures that wait. */
async function workedWeek() {
  const contest = contestIn(HERE);
  await publish(world, { ...contest, stages: { ...contest.stages, candidates_determined: contest.watch.from } });
  const owner = await register(world, HERE);
  const revoked = await register(world, HERE);
  const failing = await register(world, HERE, { platform: "x" });
  const untried = await register(world, HERE, { platform: "tiktok" });
  await turn(owner.id, null);
  await turn(failing.id, "no-connector");
  const flags = {
    closed: await flag(owner),
    undone: await flag(owner),
    halfway: await flag(owner),
    late: await flag(owner),
    open: await flag(owner),
    withdrawn: await flag(revoked),
  };
  const forgotten = post({ text: "Selamat pagi" });
  const saved = await save(world, owner, forgotten);
  await classifier(world)({ versionIds: [saved?.versionId ?? ""] });
  const sender = await person(world, "field", [HERE]);
  const looked = await capture(sender);
  await capture(sender);
  await decideAs(world, { region: HERE, flagId: flags.closed.flagId, act: CLOSE });
  const undoer = await decideAs(world, { region: HERE, flagId: flags.undone.flagId, act: CLOSE });
  await decideAs(world, { region: HERE, flagId: flags.halfway.flagId, act: ESCALATE });
  const friday = new Date(from.getTime() + 4 * DAY_MS + 12 * HOUR_MS);
  await world.see(setBack((await now()).getTime() - friday.getTime()));
  await world.see("update flag set deadline_at = $1 where id = $2", [new Date(CLOSING.getTime() - HOUR_MS), flags.late.flagId]);
  await world.see("update flag set deadline_at = $1 where id = $2", [new Date(CLOSING.getTime() + HOUR_MS), flags.open.flagId]);
  return { owner, revoked, failing, untried, flags, forgotten, looked, undoer };
}

describe("what stood at a week's closing", () => {
  it("is told the same three weeks later, whatever was decided, withdrawn, revoked, looked at, purged or forgotten since", async () => {
    const { owner, revoked, failing, untried, flags, forgotten, looked } = await workedWeek();
    const onMonday = await documentAt(CLOSING);
    expect(overview(onMonday)).toMatchObject({
      ...{ accounts_registered: 4, accounts_watched: 1, captures_waiting: 2 },
      ...{ waiting: 4, late: 1, lapsing: 1, opened: 6, decided: 2 },
    });
    const [flagsThen, accountsThen] = [await waiting(CLOSING), await accounts(CLOSING)];
    expect([flagsThen.length, accountsThen]).toEqual([4, 2]);
    const days = await documentAt(CLOSING, DAYS);

    const supervisor = await person(world, "supervisor", [HERE]);
    await decideAs(world, { region: HERE, flagId: flags.open.flagId, act: CLOSE });
    await decideAs(world, { region: HERE, flagId: flags.halfway.flagId, act: ESCALATE });
    await world.store.as(supervisor, async (tx) => tx.triage.reopen(await tx.triage.lock(flags.closed.flagId), "dibaca ulang"));
    await world.store.as(supervisor, (tx) => tx.triage.revokeLink(revoked.id, "bukan orang ini"));
    await world.store.as(supervisor, (tx) => tx.registry.purgeCaptures([revoked.id]));
    await register(world, HERE);
    await flag(owner);
    await turn(owner.id, "network", "private");
    await turn(failing.id, null);
    await turn(untried.id, "no-connector");
    await world.see("update account set link = 'inferred', expires_at = now() where id = $1", [failing.id]);
    await world.store.as(await person(world, "analyst", [HERE]), async (tx) => {
      await tx.intake.addLook({ id: looked.id, region: HERE }, { act: "lead", note: "petunjuk", mediaText: "" });
    });
    await capture(await person(world, "field", [HERE]));
    const custody = systemActor("custody");
    await world.store.as(custody, (tx) => tx.retention.expire(to));
    await world.store.as(custody, (tx) => tx.posts.forget(forgotten.platform, forgotten.externalId, "diminta"));
    await age(world, flags.late.versionId, "2020-01-06");
    await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2020-01-13"));

    const later = await now();
    const running = makeDocument(
      await world.store.as(report, (tx) => tx.reports.readFacts({ region: HERE, of: weekOf(later), asOf: later })),
      "internal",
    );
    // It did move.
    expect(overview(running)).toMatchObject({ accounts_registered: 4, accounts_watched: 1, captures_waiting: 1, waiting: 3, late: 2 });
    expect(standing(running)).not.toEqual(standing(onMonday));
    const late = await documentAt(later);
    expect([late.asOf, late.stoodAt]).toEqual([later.toISOString(), CLOSING.toISOString()]);
    expect(standing(late)).toEqual(standing(onMonday));
    expect(standing(await documentAt(later, DAYS))).toEqual(standing(days));
    expect([await waiting(later), await accounts(later)]).toEqual([flagsThen, accountsThen]);
    // What happened in it is told as far as it is known: nobody took these decisions back.
    expect(overview(late)).toMatchObject({ opened: 6, decided: 2, withdrawn: 0 });
    // As the file that is drawn beside the stored reports.
    const { document, shareable } = await world.store.as(report, (tx) => readReport(tx, { of: WEEK, region: HERE, asOf: later }));
    expect(standing(document)).toEqual(standing(onMonday));
    expect([document.stoodAt, shareable?.stoodAt, shareable?.asOf]).toEqual(Array(3).fill(CLOSING.toISOString()));
  });

  it("is what the week after is compared with, and what its own change tells", async () => {
    const { flags } = await workedWeek();
    await world.see("update flag set opened_at = opened_at - interval '7 days' where id = $1", [flags.late.flagId]);
    const last = await documentAt(CLOSING);
    await decideAs(world, { region: HERE, flagId: flags.open.flagId, act: CLOSE });
    const next = { of: weekOf(CLOSING), asOf: await now() };
    const after = makeDocument(await world.store.as(report, (tx) => tx.reports.readFacts({ region: HERE, ...next })), "internal");
    const row = findTable(after, "overview")?.rows.find(({ key }) => key[0] === "waiting");
    // Closed two weeks after that week's closing too.
    expect([row?.cells[1], row?.change?.[1], overview(last).waiting]).toEqual([4, 0, 4]);
    const own = findTable(await documentAt(next.asOf), "overview")?.rows.find(({ key }) => key[0] === "waiting");
    expect([own?.cells[1], own?.change?.[1]]).toEqual([4, 3]);
  });

  it("differs in nothing where nothing was learnt, and where a decision was taken back in what that decision had moved alone", async () => {
    const { owner, flags, undoer } = await workedWeek();
    const onMonday = await documentAt(CLOSING);
    await decideAs(world, { region: HERE, flagId: flags.open.flagId, act: CLOSE });
    await flag(owner);
    expect(compareDocuments(onMonday, await documentAt(await now()))).toEqual({ changes: [], more: 0 });
    await world.store.as(undoer, async (tx) => {
      const held = await tx.triage.lock(flags.undone.flagId);
      const last = await tx.triage.lastDecision(flags.undone.flagId);
      if (last) await tx.triage.undo(held, last, 15);
    });
    const { changes, more } = compareDocuments(onMonday, await documentAt(await now()));
    expect(more).toBe(0);
    expect(changes.filter(({ table }) => table === "overview").map(({ key, from: was, to: is }) => [key[0], was, is])).toEqual([
      ["decided", 2, 1],
      ["closed", 2, 1],
    ]);
    expect(new Set(changes.map(({ column }) => column))).toEqual(new Set(["value", "decided", "closed", "measured", "confirm_interval"]));
    const less = changes.flatMap(({ column, from: was, to: is }) => (column === "confirm_interval" ? [] : [Number(is ?? 0) - Number(was ?? 0)]));
    expect(new Set(less)).toEqual(new Set([-1]));
  });
});
