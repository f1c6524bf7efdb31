import { type Contest, isWatched } from "@netra/classifier";
import { provinceOf } from "@netra/domain";
import { Type } from "typebox";
import { ContestList, Health, Live, Status } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, personOf, regionOf, type SignedIn } from "../guard.ts";
import type { Server } from "../server.ts";
import { viewContest } from "./contest-view.ts";

const tags = ["status"];
const RETRY_SECONDS = 5;
const PackHash = Type.Object({ hash: Type.String({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false });

export function statusRoutes(app: Server, deps: ApiDeps): void {
  for (const url of ["/api/health", "/api/health/ready"])
    app.get(
      url,
      { config: { permission: "public" }, schema: { tags, summary: "Whether Netra can work", response: { 200: Health, 503: Health } } },
      async (_request, reply) => {
        const health = await deps.health();
        return health.status === "ok" ? health : reply.code(503).header("retry-after", RETRY_SECONDS).send(health);
      },
    );
  app.get(
    "/api/health/live",
    { config: { permission: "public" }, schema: { tags, summary: "Whether this process turns", response: { 200: Live } } },
    async () => ({ status: "ok" as const }),
  );
  app.get(
    "/api/contests",
    { config: { permission: "contest.read" }, schema: { tags, summary: "Contests, their stage and who stands", response: { 200: ContestList } } },
    async (request) => {
      const live = await deps.store.as(actorOf(personOf(request)), (tx) => tx.contests.listLive());
      return { contests: live.map((contest) => viewContest(contest, deps.clock())) };
    },
  );
  app.get(
    "/api/status",
    { config: { permission: "status.read" }, schema: { tags, summary: "How the system stands: numbers only", response: { 200: Status } } },
    (request) => readStatus(deps, personOf(request)),
  );
  app.post(
    "/api/rules/packs/:hash/confirm",
    {
      config: { permission: "pack.confirm" },
      schema: { tags: ["rules"], summary: "Confirm the rule pack in force", params: PackHash, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await confirmPack(deps, personOf(request), request.params.hash);
      return reply.code(204).send(null);
    },
  );
}

async function readStatus({ store, queue, addresses, config, clock }: ApiDeps, person: SignedIn): Promise<Status> {
  const { live, contests, numbers, notWatched, evidence } = await store.as(actorOf(person), async (tx) => {
    const contests = (await tx.contests.listLive()).filter((contest) => isWatched(contest.body as Contest, clock()));
    const provinces = contests.map((contest) => provinceOf(contest.region));
    return {
      contests,
      live: await tx.packs.findLive(),
      numbers: await tx.status.read(),
      evidence: await tx.status.readEvidence(),
      notWatched: await tx.status.countUnwatched({ provinces, platforms: config.platforms }),
    };
  });
  // A queue that cannot be reached must not hide the rest.
  const jobs = await queue.counts().catch(() => ({}));
  return {
    pack: live
      ? { id: live.packId, version: live.version, hash: live.hash, confirmed: live.confirmedAt !== null, publishedAt: live.publishedAt.toISOString() }
      : null,
    contests: contests.length,
    accounts: numbers.accounts,
    notWatched,
    addressChecks: [...addresses.gate.platforms],
    posts: { seen: numbers.seen, pending: numbers.pending, quarantined: numbers.quarantined, drift: numbers.drift },
    queue: Object.entries(jobs).map(([name, { waiting, active, failed }]) => ({ name, waiting, active, failed })),
    lastFetchAt: numbers.lastFetchAt?.toISOString() ?? null,
    evidence: {
      ...evidence,
      round: evidence.round && {
        ...evidence.round,
        startedAt: evidence.round.startedAt.toISOString(),
        finishedAt: evidence.round.finishedAt?.toISOString() ?? null,
      },
      checkpointAt: evidence.checkpointAt?.toISOString() ?? null,
      sealedAt: evidence.sealedAt?.toISOString() ?? null,
    },
    roles: [...config.roles],
  };
}

async function confirmPack({ store }: ApiDeps, person: SignedIn, hash: string): Promise<void> {
  await store.as(actorOf(person), async (tx) => {
    await tx.packs.confirm(hash);
    await tx.audit.append({ act: "pack.confirmed", objectType: "rule_pack", objectId: hash, region: regionOf(person) });
  });
}
