import { createHash } from "node:crypto";
import type { RulePack } from "@netra/classifier";
import {
  type BothNames,
  deskPace,
  isRegion,
  makeDocument,
  medianToDecision,
  notFound,
  overviewFigure,
  REPORT_SCHEMA,
  type Region,
  type ReportDocument,
  ruleName,
  weekOf,
  weekSpan,
} from "@netra/domain";
import type { Actor, ClosedReport, Tx } from "@netra/store";
import type { Overview } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn } from "../guard.ts";
import { viewContest } from "../status/contest-view.ts";
import { type ClosedWeek, type OverviewFacts, viewOverview } from "./view-overview.ts";

/** Figures are read as of the last full step: within it they stay the same, and so does their ETag. */
const STEP_MS = 5 * 60_000;
const WEEKS_SHOWN = 12;
/** So many regions are kept, those asked for last; a document is some hundred kilobytes. */
const KEPT = 32;
/** A region with very many posts takes longer than other acts may; a request ends by itself after 30 s. */
const LIMIT_MS = 25_000;
const DAY_MS = 86_400_000;

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
  const past = weeksBefore(week);
  return store.as(actorIn(region), async (tx) => {
    await tx.limit(LIMIT_MS);
    const regionName = (await tx.status.listRegions()).find(({ code }) => code === region)?.name;
    if (regionName === undefined) throw notFound("region");
    const facts = await tx.reports.readFacts({ region, of: week, asOf });
    const weeks = await closedWeeks(tx, region, past);
    // A week that nobody looked at says nothing of the desk's pace.
    const closed = weeks.map(({ week, report }) => ({ week, decided: report && (report.watched > 0 || report.decided > 0) ? report.decided : null }));
    const titles = await titlesOf(tx, asOf);
    return {
      document: makeDocument(facts, "internal"),
      medianBefore: medianToDecision(facts, facts.before),
      pace: deskPace(closed, { calendar, regions: [region] }),
      ...{ regionName, titles, weeks },
    };
  });
}

/** Contests by id, as they are called now. */
export const titlesOf = async (tx: Tx, now: Date): Promise<ReadonlyMap<string, string>> =>
  new Map((await tx.contests.listLive()).map((live) => [live.id, viewContest(live, now).title]));

/** Rules by id, as the pack in force calls them. */
export async function ruleNamesOf(tx: Tx): Promise<ReadonlyMap<string, BothNames>> {
  const pack = (await tx.packs.findLive())?.body as RulePack | undefined;
  return new Map((pack?.rules ?? []).map(({ id, reason }) => [id, ruleName(reason)]));
}

/** Oldest first. */
const weeksBefore = (week: string): string[] =>
  Array.from({ length: WEEKS_SHOWN }, (_, back) => weekOf(new Date(weekSpan(week).from.getTime() - (7 * (WEEKS_SHOWN - back) - 1) * DAY_MS)));

async function closedWeeks(tx: Tx, region: Region, weeks: readonly string[]): Promise<ClosedWeek[]> {
  const reports = new Map((await tx.reports.listClosed(region, weeks)).map((report) => [report.week, report]));
  return weeks.map((week) => ({ week, report: figuresOf(reports.get(week)) }));
}

/** Null for a document that is not as it was stored, or of another schema: then the week is not known. */
function figuresOf(report: ClosedReport | undefined): ClosedWeek["report"] {
  if (!report || createHash("sha256").update(report.bytes).digest("hex") !== report.sha256) return null;
  const document = JSON.parse(report.bytes.toString("utf8")) as ReportDocument;
  if (document.schema !== REPORT_SCHEMA) return null;
  const [opened, decided] = [overviewFigure(document, "opened"), overviewFigure(document, "decided")];
  const watched = overviewFigure(document, "accounts_watched");
  return opened === null || decided === null || watched === null
    ? null
    : { id: report.id, version: report.version, asOf: document.asOf, watched, opened, decided };
}
