import type { Connector } from "@netra/connectors";
import { mayBePolled, weekDue, weekOf } from "@netra/domain";
import { systemActor } from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import { createIngestAccount } from "@netra/worker-ingest";
import type { Context } from "../../context.ts";
import { inferDemoLinks } from "../infer-links.ts";
import { seedOf } from "../random.ts";
import { VOICES } from "../register.ts";
import type { DemoWorld } from "../world.ts";
import { gapAt, type PastCalendar, pastCalendar } from "./calendar.ts";
import { MISTAKEN } from "./earlier-turns.ts";
import { type Desk, type Moment, nameOf, OFFICE, openDesk, type Voice } from "./open-desk.ts";
import type { PastClock } from "./past-clock.ts";
import { writeQuietPolls } from "./quiet-polls.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

interface PastDeps extends Pick<Context, "config" | "log"> {
  readonly clock: PastClock;
  readonly connectors: readonly Connector[];
}

/**
 * Lets the demo's office live through its past weeks on a clock that is set back: every post is fetched, read by the machine and decided by people through the same functions as any
 * other, in the order in which it happened. The register, the people and the contest must be there. Cost: some milliseconds a post and a decision.
 */
export async function playPast(deps: PastDeps, { world, firstStart }: { readonly world: DemoWorld; readonly firstStart: Date }): Promise<void> {
  const { clock } = deps;
  const calendar = pastCalendar(firstStart);
  const moments: Moment[] = [];
  const plan = (moment: Moment): void => {
    if (moment.at <= firstStart) moments.splice(placeOf(moments, moment.at), 0, moment);
  };
  const desk = await openDesk(deps, { world, firstStart, calendar, plan });
  const fetchAccount = fetcher(deps, desk);
  for (const { handle, platform } of VOICES)
    for (const at of pollsOf({ handle, platform }, { world, calendar, firstStart })) plan({ at, act: () => fetchAccount({ handle, platform }) });
  plan({ at: calendar.revokes, act: () => desk.revoke() });
  const inferred = { rows: world.register.filter(({ link }) => !mayBePolled(link)), contest: world.contest, users: world.users };
  plan({ at: calendar.tips, act: () => inferDemoLinks({ store: clock.store, clock: clock.now }, inferred) });
  for (const monday of calendar.mondays.slice(1)) plan(reportOf(monday, { deps, desk, firstStart }));

  for (let next = moments.shift(); next; next = moments.shift()) {
    await clock.set(next.at);
    await next.act();
  }
  await clock.set(firstStart);
  await writeQuietPolls(clock, { calendar, until: firstStart });
}

/** Where a moment belongs among others, after those of the same time. */
function placeOf(moments: readonly Moment[], at: Date): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] as Moment).at <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When an account's posts were fetched: each hour at a minute of its own, of which only those are played that bring something new. */
function pollsOf(voice: Voice, given: { readonly world: DemoWorld; readonly calendar: PastCalendar; readonly firstStart: Date }): Date[] {
  const { world, calendar, firstStart } = given;
  const minuteMs = (seedOf("poll", voice.handle, voice.platform) % 60) * MINUTE_MS;
  const next = (at: Date): Date => {
    const poll = new Date(Math.ceil((at.getTime() - minuteMs) / HOUR_MS) * HOUR_MS + minuteMs);
    const gap = gapAt(calendar, poll, voice.platform);
    return gap ? next(gap.to) : poll;
  };
  const polls = world.timeline(voice.handle, voice.platform, firstStart).map(({ at }) => next(at).getTime());
  return [...new Set(polls)].filter((at) => voice.handle !== MISTAKEN.handle || at < calendar.revokes.getTime()).map((at) => new Date(at));
}

/** Fetches an account and lets the machine read what is new, as the workers do. */
function fetcher({ clock, connectors, config, log }: PastDeps, desk: Pick<Desk, "accounts" | "onFlagged">) {
  let offered: string[] = [];
  const queue = {
    enqueue: async (_name: string, payload: unknown): Promise<void> => void offered.push(...(payload as { versionIds: string[] }).versionIds),
  };
  const ingest = createIngestAccount({
    store: clock.store,
    actor: systemActor("ingest"),
    queue: queue as Context["queue"],
    connectors,
    clock: clock.now,
    log,
    everySeconds: config.fetch.everySeconds,
  });
  const classify = createClassifyPosts({ store: clock.store, actor: systemActor("classify"), clock: clock.now, log });
  const { signal } = new AbortController();
  return async ({ handle, platform }: Voice): Promise<void> => {
    const account = desk.accounts.get(nameOf({ handle, platform }));
    if (!account) return;
    offered = [];
    await ingest({ accountId: account.id }, { signal });
    const { flagged } = await classify({ versionIds: offered });
    if (flagged > 0) await desk.onFlagged({ handle, platform });
  };
}

/** On a Monday the supervisor asks for the report of the week before; the newest is left to the timetable, which asks for every office's. */
function reportOf(monday: Date, { deps, desk, firstStart }: { readonly deps: PastDeps; readonly desk: Desk; readonly firstStart: Date }): Moment {
  const { clock, config } = deps;
  const week = weekOf(new Date(monday.getTime() - HOUR_MS));
  if (week === weekDue(firstStart, config.office.zone))
    return {
      at: new Date(monday.getTime() + 6 * HOUR_MS + MINUTE_MS),
      act: async () => void (await clock.store.as(systemActor("scheduler"), (tx) => tx.reports.requestScheduled(week))),
    };
  return {
    at: new Date(monday.getTime() + 8 * HOUR_MS + 10 * MINUTE_MS),
    act: () =>
      clock.store.as(desk.supervisor, async (tx) => {
        const id = await tx.reports.request(week, OFFICE);
        await tx.audit.append({ act: "report.requested", objectType: "report", objectId: id, region: OFFICE, detail: { week } });
      }),
  };
}
