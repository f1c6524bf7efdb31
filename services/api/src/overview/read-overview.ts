import { createHash } from "node:crypto";
import type { RulePack } from "@netra/classifier";
import { type BothNames, deskPace, isRegion, makeDocument, medianToDecision, notFound, type Region, ruleName, weekOf } from "@netra/domain";
import type { Actor, Tx } from "@netra/store";
import type { Overview } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn } from "../guard.ts";
import { viewContest } from "../status/contest-view.ts";
import { asNumber, type Figures, rowsOf } from "./figures.ts";
import { type OverviewFacts, viewOverview } from "./view-overview.ts";

/** Figures are read as of the last full step: within it they stay the same, and so does their ETag. */
const STEP_MS = 5 * 60_000;
/** So many regions are kept, those asked for last; a document is some hundred kilobytes. */
const KEPT = 32;
/** A region with very many posts takes longer than other acts may; a request ends by itself after 30 s. */
const LIMIT_MS = 25_000;

/** An answer and the tag by which a browser asks for it again. */
export interface TaggedOverview {
  readonly overview: Overview;
  readonly etag: string;
}

/**
 * Overviews of regions. The figures of one are read once a step for everybody who may see the region, with the rights of the region itself and nothing more; different regions one after another, so
 * that reading never takes more than one connection. Throws not-found for a region outside the asker's.
 */
export function createOverviews(deps: Pick<ApiDeps, "store" | "clock" | "calendar">) {
  const kept = new Map<Region, { readonly asOf: number; readonly facts: Promise<OverviewFacts> }>();
  let before: Promise<unknown> = Promise.resolve();

  const factsOf = (region: Region): Promise<OverviewFacts> => {
    const asOf = Math.floor(deps.clock().getTime() / STEP_MS) * STEP_MS;
    const known = kept.get(region);
    if (known?.asOf === asOf) return known.facts;
    const facts = before.then(() => readFacts(deps, { region, asOf: new Date(asOf) }));
    before = facts.catch(() => undefined);
    kept.delete(region);
    kept.set(region, { asOf, facts });
    for (const oldest of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(oldest);
    // What failed is tried again by the next who asks.
    facts.catch(() => {
      if (kept.get(region)?.facts === facts) kept.delete(region);
    });
    return facts;
  };

  return async function readOverview(person: SignedIn, region: string): Promise<TaggedOverview> {
    if (!isRegion(region)) throw notFound("region");
    requireSight(person, region, "region");
    await deps.store.as(actorOf(person), (tx) => tx.reports.requireRegion(region));
    const overview = viewOverview(await factsOf(region), person.role);
    return { overview, etag: `"${createHash("sha256").update(JSON.stringify(overview)).digest("base64url")}"` };
  };
}

/** Row security bounds what is read to the region, whoever asked first. */
const actorIn = (region: Region): Actor => ({ process: "api", kind: "system", id: null, role: "system", regions: [region] });

function readFacts(
  { store, calendar }: Pick<ApiDeps, "store" | "calendar">,
  on: { readonly region: Region; readonly asOf: Date },
): Promise<OverviewFacts> {
  const { region, asOf } = on;
  const week = weekOf(asOf);
  return store.as(actorIn(region), async (tx) => {
    await tx.limit(LIMIT_MS);
    const regionName = (await tx.status.listRegions()).find(({ code }) => code === region)?.name;
    if (regionName === undefined) throw notFound("region");
    const facts = await tx.reports.readFacts({ region, of: week, asOf });
    const document = makeDocument(facts, "internal");
    const past = rowsOf(document, "weeks")
      .slice(0, -1)
      .map((row) => ({ week: row.key[0] ?? "", decided: decidedIn(row) }));
    const titles = await titlesOf(tx, asOf);
    return {
      document,
      medianBefore: medianToDecision(facts, facts.before),
      pace: deskPace(past, { calendar, regions: [region] }),
      reports: await tx.reports.listOfWeeks(
        region,
        past.map(({ week }) => week),
      ),
      ...{ regionName, titles },
    };
  });
}

/** What was decided in a week; null where nothing was and no hour is known to have been fetched: a week that nobody looked at is no slow one. */
function decidedIn({ cell }: Pick<Figures, "cell">): number | null {
  const decided = asNumber(cell("decided"));
  return decided === 0 && cell("hours_without") === cell("hours") ? null : decided;
}

/** Contests by id, as they are called now. */
export const titlesOf = async (tx: Tx, now: Date): Promise<ReadonlyMap<string, string>> =>
  new Map((await tx.contests.listLive()).map((live) => [live.id, viewContest(live, now).title]));

/** Rules by id, as the pack in force calls them. */
export async function ruleNamesOf(tx: Tx): Promise<ReadonlyMap<string, BothNames>> {
  const pack = (await tx.packs.findLive())?.body as RulePack | undefined;
  return new Map((pack?.rules ?? []).map(({ id, reason }) => [id, ruleName(reason)]));
}
