import { type Contest, checkContest, checkRulePack, describeProblem, parseRulePack } from "@netra/classifier";
import { loadRulePackFiles } from "@netra/config";
import { invalid, WHOLE_COUNTRY } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import { systemActor } from "@netra/store";
import type { Context } from "./context.ts";

/** How far back posts are read again after a pack or contest changed. Older ones keep the reading they had. */
const REREAD_DAYS = 14;

/** Since when posts are read again after a change. */
export const rereadSince = (now: Date): Date => new Date(now.getTime() - REREAD_DAYS * 86_400_000);

/** Puts a pack of `config/rule-packs` live when no pack is, as the system: shown as unconfirmed until a supervisor confirms it. */
export async function publishFirstPack({ store, log }: Pick<Context, "store" | "log">, packId: string): Promise<void> {
  const operator = systemActor("operator");
  if (await store.as(operator, (tx) => tx.packs.findLiveHash())) return;
  // Read and checked before the turn is taken: many processes that start together wait for it, and no longer than for a lock.
  const pack = parseRulePack(loadRulePackFiles(packId));
  refuse(
    `rule pack ${packId}`,
    checkRulePack(pack)
      .filter((problem) => problem.severity === "error")
      .map(describeProblem),
  );
  const hash = await contentHash(pack);
  await store.as(operator, async (tx) => {
    await tx.packs.lockPublishing();
    if (await tx.packs.findLiveHash()) return;
    await tx.packs.publishLive({ packId: pack.id, version: pack.version, hash, body: pack });
    await tx.audit.append({ act: "pack.published", objectType: "rule-pack", objectId: hash, region: WHOLE_COUNTRY, reason: "first start" });
    log.info("pack.published", { pack: packId, hash });
  });
}

/** Publishes a contest: a new version when anything in it changed. Young posts are read again under it. Returns false when nothing changed. */
export async function publishContest(
  { store, log, clock }: Pick<Context, "store" | "log" | "clock">,
  contest: Contest,
  options: { readonly demo: boolean },
): Promise<boolean> {
  refuse(
    `contest ${contest.id}`,
    checkContest(contest)
      .filter((problem) => problem.severity === "error")
      .map(describeProblem),
  );
  const hash = await contentHash(contest);
  const region = contest.region ?? WHOLE_COUNTRY;
  const published = await store.as(systemActor("operator"), async (tx) => {
    if (!(await tx.contests.publish({ id: contest.id, region, hash, body: contest, demo: options.demo }))) return false;
    await tx.posts.reopenSince(rereadSince(clock()));
    await tx.audit.append({ act: "contest.published", objectType: "contest", objectId: contest.id, region, detail: { hash } });
    return true;
  });
  if (published) log.info("contest.published", { contest: contest.id, hash });
  return published;
}

/** Throws with every problem when something is not fit to be published. */
export function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw invalid("not-publishable", `${what} was not published:\n  ${problems.join("\n  ")}`);
}
