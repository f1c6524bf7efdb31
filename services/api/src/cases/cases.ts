import { caseTrail, checkReply, conflict, forbidden, invalid, notFound, regimeOf, takeStep } from "@netra/domain";
import type { CaseListed, CaseRead, FlagRead, Tx } from "@netra/store";
import type { CaseDetail, CasePage, CaseQuery, CaseRow, IdentityView, KeepReply, OpenIdentity, TakeStep } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { sightOn } from "../triage/flag-view.ts";
import { readSeen, showFlag } from "../triage/read.ts";
import { caseNumber, type ReadFlag, viewCase } from "./case-view.ts";
import { groupOf } from "./groups.ts";

const PAGE = 50;
/** More flags than this are counted, not listed: each is read whole. */
const MOST_FLAGS = 30;

type Deps = Pick<ApiDeps, "store" | "deadlines" | "calendar" | "referrals" | "guidance">;

interface On {
  readonly person: SignedIn;
  readonly caseId: string;
}

/** One page of cases of this person's regions, newest first, with true counts. */
export function listCases({ store }: Deps, person: SignedIn, { which = "standing", cursor }: CaseQuery): Promise<CasePage> {
  return store.as(actorOf(person), async (tx) => {
    const rows = await tx.cases.list({ over: which === "over", below: cursor ?? null, limit: PAGE + 1 });
    const page = rows.slice(0, PAGE);
    return {
      cases: page.filter(({ region }) => sees(person, region)).map(viewRow),
      counts: await tx.cases.count(),
      next: rows.length > PAGE ? (page.at(-1)?.number ?? null) : null,
    };
  });
}

/** One case as this person may see it. */
export function readCase(deps: Deps, on: On): Promise<CaseDetail> {
  return deps.store.as(actorOf(on.person), (tx) => showCase(deps, tx, on));
}

/** Notes what the plenary decided, or that the newest step was wrong. The same key again answers with the case as it stands. */
export function noteStep(deps: Deps, on: On & { readonly given: TakeStep }): Promise<CaseDetail> {
  const { person, caseId, given } = on;
  return deps.store.as(actorOf(person), async (tx) => {
    const at = await tx.cases.lock(caseId);
    if (!at) throw notFound("case");
    requireSight(person, at.region, "case");
    if (!(await tx.cases.hasStep(caseId, given.idempotencyKey))) {
      if (given.kind === "forward" && given.to === undefined) throw invalid("step-missing", "Say which state the plenary decided on.");
      const { to = "done", plenaryNumber = "", plenaryOn = "", reason, referredTo } = given;
      const trail = caseTrail(at.steps);
      const step = takeStep(
        { ...at, trail, regime: regimeOf(at.contestKind), referrals: deps.referrals },
        given.kind === "forward" ? { kind: "forward", to, plenaryNumber, plenaryOn, reason, referredTo } : { kind: "correction", reason },
      );
      await tx.cases.addStep({ caseId, region: at.region }, { ...step, idempotencyKey: given.idempotencyKey });
      await auditCase(
        tx,
        { id: caseId, region: at.region },
        {
          act: step.kind === "forward" ? "case.stepped" : "case.corrected",
          detail: { from: step.from, to: step.to, ...(step.referredTo === null ? {} : { referredTo: step.referredTo }) },
        },
      );
    }
    return showCase(deps, tx, on);
  });
}

/** Keeps what the person of a case says to it, word for word. */
export function keepReply(deps: Deps, on: On & { readonly given: KeepReply }): Promise<CaseDetail> {
  const { person, caseId, given } = on;
  return deps.store.as(actorOf(person), async (tx) => {
    const at = await tx.cases.lock(caseId);
    if (!at) throw notFound("case");
    requireSight(person, at.region, "case");
    checkReply(given, at.today);
    if (await tx.cases.addReply({ caseId, region: at.region }, given))
      await auditCase(tx, { id: caseId, region: at.region }, { act: "case.replied" });
    return showCase(deps, tx, on);
  });
}

/** Opens who a case is about: for whoever sees all of one of its flags. The reason stays in the audit trail. */
export function openCaseIdentity(deps: Deps, on: On & { readonly given: OpenIdentity }): Promise<IdentityView> {
  const { person, given } = on;
  return deps.store.as(actorOf(person), async (tx) => {
    await tx.cases.lock(on.caseId);
    const found = await findSeen(tx, on);
    const flags = await readFlags(tx, person, found.flagIds);
    const newest = flags.findLast(({ seen }) => seen);
    if (!newest) {
      if (flags.length > 0)
        throw forbidden(
          "reading-first",
          "Save your reading of one of its flags first: who it is opens only to its readers, a supervisor or an auditor.",
        );
      throw conflict("case-without-flags", "No flag stands in this case any more: nothing is left to open.");
    }
    const identity = await tx.triage.readIdentity(newest.flag.id);
    await auditCase(tx, found, { act: "identity.opened", reason: given.reason });
    return {
      ...identity,
      platform: identity.platform as IdentityView["platform"],
      openedAt: (await tx.status.now()).toISOString(),
      reason: given.reason,
    };
  });
}

async function findSeen(tx: Tx, { person, caseId }: On): Promise<CaseRead> {
  const found = await tx.cases.find(caseId);
  if (!found) throw notFound("case");
  requireSight(person, found.region, "case");
  return found;
}

async function showCase(deps: Deps, tx: Tx, on: On): Promise<CaseDetail> {
  const { person } = on;
  const found = await findSeen(tx, on);
  const here = found.flagIds.slice(-MOST_FLAGS);
  const gone = [...new Set(found.moves.map(({ flagId }) => flagId))].filter((id) => !found.flagIds.includes(id)).slice(-MOST_FLAGS);
  const flags = await readFlags(tx, person, here);
  const groups = [];
  const known = new Map<string, boolean>();
  for (const { flag, seen } of flags) if (seen) groups.push(await groupOf(tx, { person, flag, known }));
  return viewCase({
    found,
    flags,
    left: await readFlags(tx, person, gone),
    groups: groups.filter((group) => group !== null),
    groupMoves: await tx.caseGroups.listMoves(flags.filter(({ seen }) => seen).map(({ flag }) => flag.id)),
    regions: await tx.status.listEveryRegion(),
    rules: deps,
  });
}

/** Flags read whole, each with what this person may see of it. */
async function readFlags(tx: Tx, person: SignedIn, ids: readonly string[]): Promise<ReadFlag[]> {
  const read: ReadFlag[] = [];
  for (const flagId of ids) {
    const flag: FlagRead = await readSeen(tx, { person, flagId });
    const sight = sightOn(flag, person);
    read.push({ flag, shown: await showFlag(tx, person, flag), seen: sight.machine && sight.decisions === "all" && !sight.masked });
  }
  return read;
}

const auditCase = (
  tx: Tx,
  of: { readonly id: string; readonly region: string },
  entry: { act: string; reason?: string; detail?: Record<string, unknown> },
) => tx.audit.append({ ...entry, objectType: "case", objectId: of.id, region: of.region });

/** A case as the wire has it in a list. */
export const viewRow = ({ number, regionName, openedAt, ...row }: CaseListed): CaseRow => ({
  id: row.id,
  region: row.region,
  contestId: row.contestId,
  state: row.state,
  flags: row.flags,
  number: caseNumber(number),
  regionName: regionName ?? row.region,
  openedAt: openedAt.toISOString(),
});
