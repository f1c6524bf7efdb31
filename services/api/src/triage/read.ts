import type { Contest } from "@netra/classifier";
import { invalid } from "@netra/domain";
import type { AccountContext, FlagListRow, FlagRead, FlagStandingRow, Tx } from "@netra/store";
import type { FlagDetail, FlagPage, FlagQuery, FlagRow, FlagStandings, SaveReading } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { auditFlag, onFlag, requireLease } from "./act.ts";
import { firstName, flagNumber, sightOn, viewFlag } from "./flag-view.ts";
import { viewParents } from "./parents.ts";
import { readerNoOf, sightOf } from "./sight.ts";

const PAGE = 50;

/** One page of a lane with the true counts of all lanes. Rows say nothing that could sway a reading. */
export function listFlags({ store }: ApiDeps, person: SignedIn, { cursor, limit = PAGE, lane = "open", ...filter }: FlagQuery): Promise<FlagPage> {
  const after = cursor === undefined ? null : parseCursor(cursor);
  return store.as(actorOf(person), async (tx) => {
    const rows = await tx.triage.list({ lane, ...filter }, { after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      flags: page.filter((row) => sees(person, row.region)).map((row) => viewRow(row, person)),
      counts: await tx.triage.count(filter),
      next: rows.length > limit && last ? Buffer.from(last.sortKey).toString("base64url") : null,
    };
  });
}

/** How rows that a person has before them stand now: what a list lays over itself without moving. */
export function listStandings({ store }: ApiDeps, person: SignedIn, ids: readonly string[]): Promise<FlagStandings> {
  return store.as(actorOf(person), async (tx) => ({
    flags: (await tx.triage.standings(ids)).filter((row) => sees(person, row.region)).map((row) => viewStanding(row, person)),
  }));
}

/** One flag as this person may see it. */
export function readFlag({ store }: ApiDeps, on: { readonly person: SignedIn; readonly flagId: string }): Promise<FlagDetail> {
  return store.as(actorOf(on.person), async (tx) => showFlag(tx, on.person, await readSeen(tx, on)));
}

/** Saves what a person reads, before anything else is shown. A second thought is a new line, never an edit. */
export function saveReading(
  deps: ApiDeps,
  on: { readonly person: SignedIn; readonly flagId: string; readonly given: SaveReading },
): Promise<FlagDetail> {
  const { person, given } = on;
  return onFlag(deps, on, async (tx, flag) => {
    const readerNo = readerNoOf(flag.state, requireLease(flag, person, given.fence));
    const contest = await findContest(tx, flag.contestId);
    if (given.targetId !== null && !contest?.candidates.some((candidate) => candidate.id === given.targetId))
      throw invalid("target-unknown", "Choose one of the contest's candidates, or nobody.");
    await tx.triage.addReading(flag, { readerNo, reading: given.reading, targetId: given.targetId });
    await auditFlag(tx, flag, { act: "flag.read", detail: { readerNo, reading: given.reading } });
    return showFlag(tx, person, await tx.triage.read(flag.id));
  });
}

/** Reads a flag and checks the region once more. */
export async function readSeen(tx: Tx, on: { readonly person: Pick<SignedIn, "regions">; readonly flagId: string }): Promise<FlagRead> {
  const flag = await tx.triage.read(on.flagId);
  requireSight(on.person, flag.region, "flag");
  return flag;
}

export async function showFlag(tx: Tx, person: SignedIn, flag: FlagRead): Promise<FlagDetail> {
  const contest = await findContest(tx, flag.contestId);
  const view = viewFlag(flag, {
    person,
    contest,
    service: await tx.registry.readService(flag.civilServantId),
    spans: await tx.terms.spanCounts(flag.id),
  });
  return {
    ...view,
    parents: viewParents(await tx.context.readSurroundings(flag.id), { kind: flag.kind, platform: flag.platform, contest }),
    // What else the account did could sway a reading: it opens with the signals.
    account: sightOn(flag, person).signals ? viewAccount(await tx.context.readAccount(flag.id)) : null,
  };
}

const viewAccount = (account: AccountContext): FlagDetail["account"] => ({
  ...account,
  linkedAt: account.linkedAt.toISOString(),
  evidence: account.evidence.map((one) => ({ ...one })),
});

export const findContest = async (tx: Tx, id: string): Promise<Contest | null> =>
  ((await tx.contests.findLive(id))?.body as Contest | undefined) ?? null;

const viewStanding = (row: FlagStandingRow, person: SignedIn): FlagStandings["flags"][number] => ({
  id: row.id,
  state: row.state as FlagRow["state"],
  holder: row.holder && firstName(row.holder),
  mine: row.holderId === person.id,
  edited: row.versions > 1,
  source: row.source as FlagRow["source"],
});

/**
 * That a row's flag is linked with others' would lead a reading, so a list tells it where the flag itself would: to whoever has read it, to an auditor, or once it is over. That a parent is
 * kept is told before, as the flag tells it: it is part of what is read.
 */
function seesBeyond(row: FlagListRow, { id, role }: SignedIn): boolean {
  const { state, claimedFrom, readAs } = row;
  return sightOf({ state: state as FlagRead["state"], claimedFrom, role, mine: row.holderId === id, read: readAs }).signals;
}

/** A row of a list as the wire has it. */
export function viewRow(row: FlagListRow, person: SignedIn): FlagRow {
  const { text, region, contestId, files } = row;
  return {
    ...viewStanding(row, person),
    number: flagNumber(row.number),
    text,
    kind: row.kind as FlagRow["kind"],
    platform: row.platform as FlagRow["platform"],
    visibility: row.visibility as FlagRow["visibility"],
    origin: row.origin as FlagRow["origin"],
    postedAt: row.postedAt.toISOString(),
    timeKnown: row.timeTrust !== "unknown",
    region,
    contestId,
    deadline: row.deadline.toISOString(),
    files,
    alike: row.alike,
    cluster: row.clusterId,
    repeats: row.repeats,
    parent: row.parentKept,
    groupOthers: seesBeyond(row, person) ? row.groupOthers : null,
    readByMe: row.readByMe,
  };
}

/** A cursor is the last row's sort key; only its form is trusted. */
export function parseCursor(cursor: string): string {
  const key = Buffer.from(cursor, "base64url").toString("latin1");
  if (!/^\d{14,27}[0-9a-f-]{36}$/.test(key)) throw invalid("cursor-unknown", "Start again from the first page: this cursor is not one of ours.");
  return key;
}
