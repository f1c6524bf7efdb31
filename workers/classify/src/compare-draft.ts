import { type Contest, changePack, comparePacks, type PackFigures, type RulePack, type Stance, type TermChange } from "@netra/classifier";
import { notFound } from "@netra/domain";
import type { Log } from "@netra/queue";
import type { NewSample, Store, StoredVersion } from "@netra/store";
import { applies, inputOf } from "./classify-posts.ts";

export interface CompareDeps {
  readonly store: Store;
  readonly log: Log;
  /** The system in the classify process; given by the composition root. */
  readonly actor: Parameters<Store["as"]>[0];
}

/** What a comparison says: the figures of `rules diff`, with decisions as labels, and flags a day over the last two weeks. */
export interface ComparisonFigures extends PackFigures {
  readonly perDay: { readonly days: number; readonly before: number; readonly after: number };
}

const PAGE = 200;
/** Samples of a kind that are kept to be opened; the figures count all. */
const MOST_SAMPLES = 500;
const RECENT_DAYS = 14;

/** What people found in a version of a contest: escalated is partisan, closed as not partisan is neutral; anything else says nothing of the words. */
function labelOf(version: StoredVersion, contestId: string): { readonly label: Stance | null; readonly at: string | null } {
  const found = version.decided.filter((flag) => flag.contestId === contestId);
  const escalated = found.find(({ state }) => state === "escalated");
  if (escalated) return { label: "support", at: escalated.at };
  const closed = found.find(({ outcome }) => outcome === "not_partisan");
  return closed ? { label: "neutral", at: closed.at } : { label: null, at: null };
}

/**
 * Builds the job that reads everything stored under the pack in force and under a draft, and counts in the terms of review what would differ. It changes nothing of any flag. A page is a
 * transaction, so that posts are read meanwhile; a worker that dies or stalls leaves it to the next, which begins anew, and from then on writes nothing. Memory does not grow with what is stored.
 */
export function createCompareDraft({ store, log, actor }: CompareDeps) {
  return async function compareDraft({ comparisonId }: { readonly comparisonId: string }): Promise<void> {
    const begun = await store.as(actor, async (tx) => {
      const turn = await tx.comparisons.take(comparisonId);
      return turn && { turn, base: (await tx.packs.get(turn.beforeHash)).body as RulePack, contests: await tx.contests.listLive() };
    });
    if (begun === undefined) return;
    const { turn, base } = begun;
    const { pack, problems } = changePack(base, turn.changes as readonly TermChange[]);
    if (problems.length > 0) throw notFound("term of the draft in its pack");
    const comparer = comparePacks(base, pack);
    const contests = begun.contests.map((contest) => ({ contest, parsed: contest.body as Contest }));
    const kept = { missed: 0, spared: 0, fresh: 0 };
    const recent = { before: 0, after: 0, oldest: 0 };
    const compareOne = (version: StoredVersion): NewSample[] =>
      contests
        .filter((one) => version.text !== "" && applies(one, version))
        .flatMap(({ parsed }) => {
          const { label, at } = labelOf(version, parsed.id);
          const { before, after, change } = comparer.compare({ ...inputOf(version), label }, parsed);
          if (version.ageDays <= RECENT_DAYS) {
            if (before.flagged) recent.before += 1;
            if (after.flagged) recent.after += 1;
          }
          const kind =
            change === "lost"
              ? label === "neutral"
                ? "spared"
                : label === null
                  ? null
                  : "missed"
              : change === "gained" && label === null
                ? "fresh"
                : null;
          if (kind === null || kept[kind] >= MOST_SAMPLES) return [];
          kept[kind] += 1;
          const points = { tenthsBefore: before.scoreTenths, tenthsAfter: after.scoreTenths };
          return [{ kind, versionId: version.id, contestId: parsed.id, decidedAt: at, ...points }];
        });

    let [done, after] = [0, null as string | null];
    for (;;) {
      const page = await store.as(actor, (tx) => tx.comparisons.listStored(after, PAGE));
      if (page.length === 0) break;
      const samples = page.flatMap(compareOne);
      for (const { ageDays } of page) recent.oldest = Math.max(recent.oldest, Math.min(ageDays, RECENT_DAYS));
      done += page.length;
      after = page.at(-1)?.id ?? null;
      if (!(await store.as(actor, (tx) => tx.comparisons.progress(turn, done, samples)))) return;
    }
    const days = Math.max(1, Math.ceil(recent.oldest));
    const perDay = { days, before: round(recent.before / days), after: round(recent.after / days) };
    const figures: ComparisonFigures = { ...comparer.figures(), perDay };
    if (!(await store.as(actor, (tx) => tx.comparisons.finish(turn, figures)))) return;
    log.info("pack.compared", { comparisonId, done });
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
