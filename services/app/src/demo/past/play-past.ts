import type { Connector } from "@netra/connectors";
import { mayBePolled, type Platform, type Region, weekDue, weekOf } from "@netra/domain";
import { revokeCascade } from "@netra/service-api";
import { type RegisteredAccount, type Store, systemActor } from "@netra/store";
import { createClassifyPosts } from "@netra/worker-classify";
import { createIngestAccount } from "@netra/worker-ingest";
import type { Context } from "../../context.ts";
import { openGuidance } from "../../open-guidance.ts";
import { inferDemoLinks } from "../infer-links.ts";
import { seedOf } from "../random.ts";
import { VOICES } from "../register.ts";
import type { PastPost } from "../timeline.ts";
import type { DemoWorld } from "../world.ts";
import { gapAt, type PastCalendar, pastCalendar } from "./calendar.ts";
import { type Readers, type Sitting, sittingsOf } from "./desk.ts";
import { MISTAKEN } from "./earlier-turns.ts";
import type { PastClock } from "./past-clock.ts";
import { writeQuietPolls } from "./quiet-polls.ts";
import { type Person, sitDown } from "./sit-down.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longer than any poll was put off. */
const LONGEST_GAP_MS = 48 * HOUR_MS;

/** The region whose supervisor asks for reports, and whose contest it is. */
export const OFFICE: Region = "19.06";

/** Something that happens at a moment of the past. */
interface Moment {
  readonly at: Date;
  readonly act: () => Promise<void>;
}

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

interface Voice {
  readonly handle: string;
  readonly platform: Platform;
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

const nameOf = ({ handle, platform }: Voice): string => `${platform} ${handle}`;

interface Desk {
  /** Accounts by their names. */
  readonly accounts: ReadonlyMap<string, RegisteredAccount>;
  /** Plans what people do with the flags that an account's newest posts raised. */
  onFlagged(voice: Voice): Promise<void>;
  revoke(): Promise<void>;
  readonly supervisor: Person;
}

/** The people at the desk. */
async function openDesk(
  { clock }: PastDeps,
  given: { readonly world: DemoWorld; readonly firstStart: Date; readonly calendar: PastCalendar; readonly plan: (moment: Moment) => void },
): Promise<Desk> {
  const { world, firstStart, calendar, plan } = given;
  const guidance = await openGuidance();
  const people = await peopleOf(clock.store, world);
  const here = ({ regions, role }: Person): boolean => regions.includes(OFFICE) && (role === "analyst" || role === "supervisor");
  const names = [...people].filter(([, person]) => here(person)).map(([name]) => name);
  const analysts = names.filter((name) => people.get(name)?.role === "analyst");
  const supervisors = [...people].filter(([, { role }]) => role === "supervisor").map(([name]) => name);
  const province = supervisors.filter((name) => !names.includes(name));
  const readersOf = (region: Region): Readers =>
    region === OFFICE ? { first: analysts, second: [...analysts, ...province], settles: supervisors } : { first: province, second: [], settles: [] };
  const known = new Set<string>();
  const ofAccount = new Map<string, string[]>();
  const postsOf = Map.groupBy(world.past, nameOf);
  const accounts = await accountsOf(clock.store);

  const work = async (flagId: string, post: PastPost, sitting: Sitting): Promise<void> => {
    const person = people.get(sitting.who);
    if (!person) throw new Error("demo: somebody of the desk is not in the cast");
    const siblings = ofAccount.get(nameOf(post)) ?? [];
    const duplicateOf = siblings[siblings.indexOf(flagId) - 1] ?? null;
    await sitDown(clock.store, { person, flagId, sitting, guidance, duplicateOf });
  };
  return {
    accounts,
    async onFlagged(voice) {
      const account = nameOf(voice);
      const region = accounts.get(account)?.region ?? OFFICE;
      const now = clock.now();
      // What its author changed since may be flagged as late as what is new.
      const changed = new Set(
        world
          .timeline(voice.handle, voice.platform, now)
          .filter(({ at }) => now.getTime() - at.getTime() < LONGEST_GAP_MS)
          .map(({ externalId }) => externalId),
      );
      const posts = (postsOf.get(account) ?? []).filter(({ externalId }) => changed.has(externalId));
      for (const { id, post } of await flagsOf(clock.store, posts, world.contest.id)) {
        if (known.has(id)) continue;
        known.add(id);
        ofAccount.set(account, [...(ofAccount.get(account) ?? []), id]);
        const sittings = sittingsOf({ post, openedAt: now, firstStart, readers: readersOf(region), calendar, rules: guidance.questions });
        for (const sitting of sittings) plan({ at: sitting.at, act: () => work(id, post, sitting) });
      }
    },
    async revoke() {
      const account = accounts.get(nameOf(MISTAKEN));
      if (!account) return;
      const reason = "Surat 014/CONTOH: akun ini milik orang lain yang bernama sama.";
      await clock.store.as(supervisorOf(people), (tx) => revokeCascade(tx, [account], { cause: "link_revoked", reason, purge: false }));
    },
    supervisor: supervisorOf(people),
  };
}

function supervisorOf(people: ReadonlyMap<string, Person>): Person {
  const found = [...people.values()].find(({ role, regions }) => role === "supervisor" && regions.includes(OFFICE));
  if (!found) throw new Error("demo: no supervisor in the cast");
  return found;
}

async function peopleOf(store: Store, world: DemoWorld): Promise<Map<string, Person>> {
  const people = new Map<string, Person>();
  for (const { username, regions } of world.users) {
    const user = await store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
    if (user) people.set(username, { process: "api", kind: "person", id: user.id, role: user.role, regions: [...regions] });
  }
  return people;
}

async function accountsOf(store: Store): Promise<Map<string, RegisteredAccount>> {
  const accounts = new Map<string, RegisteredAccount>();
  await store.as(systemActor("operator"), async (tx) => {
    for (const voice of VOICES) {
      const account = await tx.accounts.findByHandle(voice.platform, voice.handle);
      if (account) accounts.set(nameOf(voice), account);
    }
  });
  return accounts;
}

/** Flags that stand on posts. */
function flagsOf(store: Store, posts: readonly PastPost[], contestId: string): Promise<{ id: string; post: PastPost }[]> {
  return store.as(systemActor("classify"), async (tx) => {
    const flags: { id: string; post: PastPost }[] = [];
    for (const post of posts) {
      const known = await tx.posts.findByExternalId(post.platform, post.externalId);
      if (known) for (const { id } of await tx.flags.listForPost(known.id, contestId)) flags.push({ id, post });
    }
    return flags;
  });
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
