import type { Contest, PackFigures, Problem, TermChange } from "@netra/classifier";
import type { ComparisonRow, DraftRow, ProposalRow, Tx } from "@netra/store";
import type { ComparisonView, DraftView } from "../contract.ts";
import { packOf } from "./live-pack.ts";

type Figures = PackFigures & { readonly perDay: { readonly days: number; readonly before: number; readonly after: number } };

/** One draft as everybody who may look at it sees it. */
export async function viewDraft(tx: Tx, id: string): Promise<DraftView> {
  const draft = await tx.drafts.get(id);
  const changes = draft.changes as readonly TermChange[];
  const stale = (draft.state === "open" || draft.state === "offered") && draft.baseHash !== (await tx.packs.findLiveHash());
  const comparison = await viewComparison(tx, draft, stale);
  const base = await packOf(tx, draft.baseHash);
  const weights = new Map(
    base.lexicons.flatMap(({ path, entries }) => entries.map(({ term, weight }) => [`${path} ${term.toLowerCase()}`, weight] as const)),
  );
  const proposals = new Map((await tx.terms.findProposals(proposalsOf(changes))).map((one) => [one.id, one]));
  return {
    ...{
      id: draft.id,
      base: { id: draft.basePack, version: draft.baseVersion },
      version: draft.packVersion,
      state: draft.state,
      revision: draft.revision,
      stale,
    },
    step: stepOf(draft, comparison),
    changes: changes.map((change) => ({
      ...change,
      was: weights.get(`${change.lexicon} ${change.term.toLowerCase()}`) ?? null,
      proposal: "proposalId" in change && change.proposalId ? viewSource(proposals.get(change.proposalId)) : null,
    })),
    problems: (draft.problems as readonly Problem[]).map(({ severity, path, line, message }) => ({ severity, path, line: line ?? null, message })),
    changedAt: draft.changedAt.toISOString(),
    note: draft.note,
    refusal: draft.refusedAt ? { at: draft.refusedAt.toISOString(), reason: draft.refusal } : null,
    comparison,
  };
}

/** Ids of the proposals that changes take up. */
export const proposalsOf = (changes: readonly TermChange[]): string[] =>
  changes.flatMap((change) => ("proposalId" in change && change.proposalId ? [change.proposalId] : []));

const viewSource = (proposal: ProposalRow | undefined) => (proposal ? { role: proposal.role, at: proposal.at.toISOString() } : null);

function stepOf({ state }: DraftRow, comparison: ComparisonView | null): DraftView["step"] {
  if (state === "offered") return "approval";
  if (state !== "open") return state;
  return comparison?.current ? "shadow" : "draft";
}

async function viewComparison(tx: Tx, draft: DraftRow, stale: boolean): Promise<ComparisonView | null> {
  const row = await tx.drafts.findComparison(draft.id);
  if (!row) return null;
  const contests = (await tx.contests.listLive()).map(({ body }) => body as Contest);
  const { unread } = await tx.drafts.countSamples(row.id, "missed");
  return {
    ...{ id: row.id, state: row.state, done: row.done, total: row.total, unread },
    current: !stale && row.revision === draft.revision && row.beforeHash === draft.baseHash,
    askedAt: row.askedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    figures: viewFigures(row, contests),
  };
}

function viewFigures({ figures }: ComparisonRow, contests: readonly Contest[]): ComparisonView["figures"] {
  if (figures === null) return null;
  // Written by our own worker.
  const { rows, counts, labelled, perDay, candidates } = figures as Figures;
  const seen = new Map(Object.entries(candidates));
  const none = { flaggedBefore: 0, flaggedAfter: 0, gained: 0, lost: 0 };
  const rate = (key: string) => {
    const { flaggedBefore, flaggedAfter, gained, lost } = seen.get(key) ?? none;
    return { flaggedBefore, flaggedAfter, gained, lost };
  };
  return {
    ...{ rows, decided: labelled.rows, missed: labelled.lostRight, spared: labelled.lostWrong, perDay: { ...perDay } },
    ...{ gained: counts.gained, lost: counts.lost, changed: counts.changed, fresh: counts.gained - labelled.gainedRight - labelled.gainedWrong },
    candidates: contests.flatMap((contest) => [
      ...contest.candidates.map((candidate) => ({
        ...{ contestId: contest.id, number: candidate.number, name: candidate.people.join(" – ") || candidate.id },
        ...rate(`${contest.id}/${candidate.id}`),
      })),
      ...(seen.has(`${contest.id}/–`) ? [{ contestId: contest.id, number: null, name: null, ...rate(`${contest.id}/–`) }] : []),
    ]),
  };
}
