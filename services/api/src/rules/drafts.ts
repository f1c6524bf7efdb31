import {
  type Contest,
  changePack,
  checkRulePack,
  compile,
  locateProblems,
  type Problem,
  packFiles,
  parseRulePack,
  type RulePack,
  RulePackError,
  TermChange,
} from "@netra/classifier";
import { codeOf, conflict, invalid, notFound } from "@netra/domain";
import { canonicalZip } from "@netra/evidence";
import type { ComparisonKind, DraftRow, Tx } from "@netra/store";
import { Value } from "typebox/value";
import type { DraftView, SampleList, SampleView, SaveDraft, TryResult } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn } from "../guard.ts";
import { viewSignals } from "../triage/signal-views.ts";
import { proposalsOf, viewDraft } from "./draft-view.ts";
import { packOf } from "./live-pack.ts";

type On = { readonly person: SignedIn; readonly id: string };

export const readDraft = ({ store }: ApiDeps, { person, id }: On): Promise<DraftView> => store.as(actorOf(person), (tx) => viewDraft(tx, id));

/** Begins a draft on the pack in force, or goes on with the one there is: everybody works on the same. */
export function beginDraft({ store }: ApiDeps, person: SignedIn): Promise<DraftView> {
  return store.as(actorOf(person), async (tx) => {
    const live = await tx.packs.findLiveHash();
    if (live === undefined) throw notFound("live rule pack");
    const { id, isNew } = await tx.drafts.begin(live);
    if (isNew) await auditDraft(tx, person, { act: "draft.begun", id });
    return viewDraft(tx, id);
  });
}

/** Saves all changes of a draft over the pack in force, with what is wrong with them. A proposal that is taken up, or no longer, says so. Cost: a check of the whole pack, under a second. */
export function saveDraft({ store }: ApiDeps, { person, id, given }: On & { readonly given: SaveDraft }): Promise<DraftView> {
  const changes = given.changes.map(parseChange);
  return store.as(actorOf(person), async (tx) => {
    const draft = requireOpen(await tx.drafts.lock(id));
    if (draft.revision !== given.revision) throw conflict("draft-changed", "Somebody changed this draft meanwhile: look at it again.");
    const live = await tx.packs.findLiveHash();
    if (live === undefined) throw notFound("live rule pack");
    const contests = (await tx.contests.listLive()).map(({ body }) => body as Contest);
    await takeUp(tx, proposalsOf(draft.changes as readonly TermChange[]), proposalsOf(changes));
    await tx.drafts.save(id, { baseHash: live, changes, problems: problemsOf(await packOf(tx, live), changes, contests) });
    await auditDraft(tx, person, { act: "draft.saved", id, detail: { changes: changes.length } });
    return viewDraft(tx, id);
  });
}

/** Ends a draft without a trace in the pack; proposals in it wait again. */
export function dropDraft({ store }: ApiDeps, { person, id }: On): Promise<void> {
  return store.as(actorOf(person), async (tx) => {
    const draft = requireOpen(await tx.drafts.lock(id));
    await takeUp(tx, proposalsOf(draft.changes as readonly TermChange[]), []);
    await tx.drafts.drop(id);
    await auditDraft(tx, person, { act: "draft.dropped", id });
  });
}

/** Asks for what the draft would change over what is stored. The row is the order; the job only hurries it along. */
export async function askComparison(deps: ApiDeps, { person, id }: On): Promise<DraftView> {
  const { comparisonId, view } = await deps.store.as(actorOf(person), async (tx) => {
    const draft = requireOpen(await tx.drafts.lock(id));
    if ((draft.problems as readonly Problem[]).some(({ severity }) => severity === "error"))
      throw conflict("draft-wrong", "Correct what is wrong with the draft first.");
    if (draft.baseHash !== (await tx.packs.findLiveHash()))
      throw conflict("draft-stale", "Another version is in force by now: save the draft again.");
    const comparisonId = await tx.drafts.ask(draft);
    await auditDraft(tx, person, { act: "draft.compared", id });
    return { comparisonId, view: await viewDraft(tx, id) };
  });
  await deps.queue
    .enqueue("compare", { comparisonId })
    .catch((error: unknown) => deps.logger.warn({ comparisonId, code: codeOf(error) }, "compare.not-enqueued"));
  return view;
}

/** Reads a text under the pack in force and under the draft. Nothing of it is kept. */
export function tryText(
  deps: ApiDeps,
  { person, id, given }: On & { readonly given: { readonly text: string; readonly contestId?: string } },
): Promise<TryResult> {
  return deps.store.as(actorOf(person), async (tx) => {
    const draft = await tx.drafts.get(id);
    const live = (await tx.contests.listLive()).map(({ body }) => body as Contest);
    const contest = given.contestId === undefined ? live[0] : live.find((one) => one.id === given.contestId);
    if (contest === undefined) throw notFound("contest");
    const base = await packOf(tx, draft.baseHash);
    const read = (pack: RulePack): TryResult["before"] => {
      const said = compile(pack, contest).classify({ text: given.text, postedAt: deps.clock(), region: contest.region });
      const { stance, scoreTenths, thresholdTenths, flagged } = said;
      return { stance, scoreTenths, thresholdTenths, flagged, signals: viewSignals(said, given.text, { weights: true }) };
    };
    return { contestId: contest.id, before: read(base), after: read(changePack(base, draft.changes as readonly TermChange[]).pack) };
  });
}

/** What would differ, without words, and without what the recusal list keeps from this person. */
export async function listSamples({ store, packs }: ApiDeps, { person, id, kind }: On & { readonly kind: ComparisonKind }): Promise<SampleList> {
  const { comparison, rows } = await store.as(actorOf(person), async (tx) => {
    const comparison = await tx.drafts.findComparison(id);
    return { comparison, rows: comparison ? await tx.drafts.listSamples(comparison.id, kind) : [] };
  });
  const kept = new Set(comparison ? await packs.keptFrom(person, comparison.id) : []);
  const shown = rows.filter((row) => !kept.has(row.id));
  return {
    samples: shown.map((row) => ({
      ...{ id: row.id, kind: row.kind, contestId: row.contestId, tenthsBefore: row.tenthsBefore, tenthsAfter: row.tenthsAfter },
      decidedAt: row.decidedAt?.toISOString() ?? null,
      read: row.readAt !== null,
    })),
    recused: rows.length - shown.length,
  };
}

/** One text of what would differ, with everything covered that leads to a person; refused where the recusal list keeps it from this person. Opening it leaves a trace. */
export async function openSample({ store, packs }: ApiDeps, { person, id }: On): Promise<SampleView> {
  const found = await packs.sample(person, id);
  await store.as(actorOf(person), async (tx) => {
    await tx.drafts.markSampleRead(id);
    await tx.audit.append({ act: "sample.opened", objectType: "pack-sample", objectId: id, region: regionOf(person) });
  });
  return found ? { ...found, marks: [...found.marks] } : { text: null, before: null, after: null, marks: [] };
}

/** The draft as the pack's files, as a folder in git has them. */
export function exportDraft({ store }: ApiDeps, { person, id }: On): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  return store.as(actorOf(person), async (tx) => {
    const draft = await tx.drafts.get(id);
    const base = await packOf(tx, draft.baseHash);
    const version = draft.packVersion ?? base.version + 1;
    const { pack } = changePack({ ...base, version }, draft.changes as readonly TermChange[]);
    await auditDraft(tx, person, { act: "draft.exported", id });
    const entries = Object.entries(packFiles(pack)).map(([path, text]) => ({ path: `${pack.id}/${path}`, bytes: new TextEncoder().encode(text) }));
    return { name: `${pack.id}-${version}.zip`, bytes: canonicalZip(entries) };
  });
}

function requireOpen(draft: DraftRow): DraftRow {
  if (draft.state !== "open") throw conflict("draft-not-open", "This draft is offered or over: it is not changed any more.");
  return draft;
}

function parseChange(change: SaveDraft["changes"][number]): TermChange {
  if (Value.Check(TermChange, change)) return change;
  throw invalid("change-incomplete", `“${change.term}” needs a weight from 0 to 10 with one decimal, a note and a source.`);
}

/** Proposals come into the draft, and go back to waiting when they are taken out. */
async function takeUp(tx: Tx, before: readonly string[], after: readonly string[]): Promise<void> {
  for (const id of after.filter((one) => !before.includes(one))) {
    const { state } = await tx.terms.lockProposal(id);
    if (state !== "waiting") throw conflict("proposal-decided", "This proposal is decided already: look at the list again.");
    await tx.terms.decideProposal(id, "accepted");
  }
  for (const id of before.filter((one) => !after.includes(one))) await tx.terms.decideProposal(id, "waiting");
}

/** What `netra rules check` would say of the changed pack's files, against every open contest. */
function problemsOf(base: RulePack, changes: readonly TermChange[], contests: readonly Contest[]): readonly Problem[] {
  const { pack, problems } = changePack(base, changes);
  if (problems.length > 0) return problems;
  const files = packFiles(pack);
  try {
    const found = locateProblems(files, checkRulePack(parseRulePack(files), contests));
    const own = changes.map(({ term }) => `“${term}”`);
    return found.filter(({ severity, message }) => severity === "error" || own.some((term) => message.includes(term)));
  } catch (error) {
    if (error instanceof RulePackError) return error.problems;
    throw error;
  }
}

const auditDraft = (
  tx: Tx,
  person: SignedIn,
  { id, act, detail }: { readonly id: string; readonly act: string; readonly detail?: Record<string, unknown> },
): Promise<void> => tx.audit.append({ act, objectType: "pack-draft", objectId: id, region: regionOf(person), ...(detail ? { detail } : {}) });
