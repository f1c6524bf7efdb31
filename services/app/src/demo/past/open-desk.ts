import type { Platform, Region } from "@netra/domain";
import { revokeCascade } from "@netra/service-api";
import { type RegisteredAccount, type Store, systemActor } from "@netra/store";
import { openGuidance } from "../../open-guidance.ts";
import { VOICES } from "../register.ts";
import type { PastPost } from "../timeline.ts";
import type { DemoWorld } from "../world.ts";
import type { PastCalendar } from "./calendar.ts";
import { type Readers, type Sitting, sittingsOf } from "./desk.ts";
import { MISTAKEN } from "./earlier-turns.ts";
import type { PastClock } from "./past-clock.ts";
import { type Person, sitDown } from "./sit-down.ts";

const HOUR_MS = 3_600_000;
/** Longer than any poll was put off. */
const LONGEST_GAP_MS = 48 * HOUR_MS;

/** The region whose supervisor asks for reports, and whose contest it is. */
export const OFFICE: Region = "19.06";

/** Something that happens at a moment of the past. */
export interface Moment {
  readonly at: Date;
  readonly act: () => Promise<void>;
}

/** An account of the play. */
export interface Voice {
  readonly handle: string;
  readonly platform: Platform;
}

/** Names an account. */
export const nameOf = ({ handle, platform }: Voice): string => `${platform} ${handle}`;

/** The people at the desk, and what they work on. */
export interface Desk {
  /** Accounts by their names. */
  readonly accounts: ReadonlyMap<string, RegisteredAccount>;
  /** Plans what people do with the flags that an account's newest posts raised. */
  onFlagged(voice: Voice): Promise<void>;
  revoke(): Promise<void>;
  readonly supervisor: Person;
}

/** Finds the people of the cast and the accounts of the register, and plans what those do with the flags of these. */
export async function openDesk(
  { clock }: { readonly clock: PastClock },
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
