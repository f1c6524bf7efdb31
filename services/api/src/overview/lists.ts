import { type Counted, covers, flagsCounted, forbidden, invalid, notFound, stoodAtOf, weekSpan } from "@netra/domain";
import type { CountedPage, CountedQuery, CoveragePage, CoverageQuery, OverviewNumber, OverviewRegions } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, requireSight, type SignedIn, sees } from "../guard.ts";
import { viewRow } from "../triage/read.ts";
import { ruleNamesOf, titlesOf } from "./read-overview.ts";
import { mayList, onBallot } from "./view-overview.ts";

const PAGE = 50;

/**
 * The flags behind a figure, found anew by the code that counts them, as of the figure's own time. What the asker is kept from is left out, and so is what was decided once and is being read again.
 */
export function listCounted({ store, clock }: ApiDeps, on: { readonly person: SignedIn; readonly query: CountedQuery }): Promise<CountedPage> {
  const { person, query } = on;
  const { region, cursor, limit = PAGE, place, ...of } = query;
  requireSight(person, region, "region");
  if (!mayList(person.role, of.figure))
    throw forbidden("list-not-yours", "Who sees how flags ended has this list: somebody who may yet read one is not told before.");
  const at = parseSpan(query, clock());
  return store.as(actorOf(person), async (tx) => {
    await tx.reports.requireRegion(region);
    const facts = await tx.reports.readFlags({ region, of: at.week, asOf: at.asOf });
    const candidate = place && facts.contests.find(({ id }) => id === of.contest)?.candidates[place - 1];
    const ids = flagsCounted(facts, { ...of, ...(candidate ? { candidate: candidate.id } : {}) });
    const { rows, total } = await tx.triage.counted({ ids, only: ONLY[of.figure] ?? "all" }, { after: cursor ?? null, limit: limit + 1 });
    const page = rows.slice(0, limit).filter((row) => sees(person, row.region));
    const next = rows.length > limit ? (rows[limit - 1]?.sortKey ?? null) : null;
    const about = candidate ? onBallot(candidate) : null;
    return {
      flags: page.map((row) => viewRow(row, person)),
      candidate: about,
      contest: of.contest === undefined ? null : ((await titlesOf(tx, clock())).get(of.contest) ?? null),
      rule: of.rule === undefined ? null : ((await ruleNamesOf(tx)).get(of.rule) ?? null),
      countsBy: COUNTS_BY[of.figure] ?? "decided",
      countedAt: (COUNTS_BY[of.figure] === "as_of" ? stoodAt(at) : at.asOf).toISOString(),
      counted: ids.length,
      shown: total,
      next,
    };
  });
}

/** The accounts behind a figure of coverage. */
export function listCoverage({ store, clock }: ApiDeps, on: { readonly person: SignedIn; readonly query: CoverageQuery }): Promise<CoveragePage> {
  const { person, query } = on;
  const { region, platform, standing = null, cursor, limit = PAGE } = query;
  requireSight(person, region, "region");
  const { week, asOf } = parseSpan(query, clock());
  const asked = { region, platform, standing, asOf, ...weekSpan(week) };
  return store.as(actorOf(person), async (tx) => {
    await tx.reports.requireRegion(region);
    const rows = await tx.reports.listAccounts(asked, { after: cursor ?? null, limit: limit + 1 });
    const page = rows.slice(0, limit).filter((row) => sees(person, row.region));
    return {
      accounts: page.map((row) => ({ ...row, standing: row.standing as CoveragePage["accounts"][number]["standing"] })),
      countedAt: stoodAt({ week, asOf }).toISOString(),
      shown: await tx.reports.countAccounts(asked),
      next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  });
}

/** The regions that an overview or a report may be asked of: the person's own and those within them. */
export function listOverviewRegions({ store }: ApiDeps, person: SignedIn): Promise<OverviewRegions> {
  return store.as(actorOf(person), async (tx) => {
    const held = await tx.reports.listAccountRegions();
    const regions = (await tx.status.listRegions()).filter(({ code }) => sees(person, code));
    return { regions: regions.map(({ code, name }) => ({ code, name, accounts: held.some((region) => covers(code, region)) })) };
  });
}

/** What is said of a decision is said once it is over; of a first act, once the flag is no longer as if nobody had read it. */
const ONLY: Readonly<Partial<Record<Counted["figure"], "ended" | "begun">>> = {
  decided: "ended",
  first_decided: "begun",
  outcome: "ended",
  candidate_decided: "ended",
  candidate_escalated: "ended",
  rule_decided: "ended",
  rule_escalated: "ended",
};
const COUNTS_BY: Readonly<Partial<Record<Counted["figure"], OverviewNumber["countsBy"]>>> = { opened: "opened", waiting: "as_of", late: "as_of" };

const stoodAt = ({ week, asOf }: { readonly week: string; readonly asOf: Date }): Date =>
  new Date(stoodAtOf({ to: weekSpan(week).to.getTime(), asOf: asOf.getTime() }));

/** Nothing is known of a time to come, nor was anything counted before the week began. */
function parseSpan(query: { readonly week: string; readonly asOf: string }, now: Date): { week: string; asOf: Date } {
  const asOf = new Date(query.asOf);
  if (asOf > now || asOf < beginOf(query.week))
    throw invalid("as-of-outside", "A figure counts as of a time from the beginning of its week until now.");
  return { week: query.week, asOf };
}

function beginOf(week: string): Date {
  try {
    return weekSpan(week).from;
  } catch {
    throw notFound("week");
  }
}
