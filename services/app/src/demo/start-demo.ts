import { setTimeout as pause } from "node:timers/promises";
import { type Config, loadContestFile } from "@netra/config";
import { createFakeConnector } from "@netra/connectors";
import { mayBePolled } from "@netra/domain";
import { systemActor } from "@netra/store";
import { addUser, linkFor } from "../commands/users.ts";
import { createOembed } from "../connectors.ts";
import { buildConsoleWhenStale } from "../console-build.ts";
import { type Context, createContext } from "../context.ts";
import { requireFreePort } from "../free-port.ts";
import { PROCESS_ROLES } from "../process-roles.ts";
import { publishContest, publishFirstPack } from "../publish.ts";
import { type Running, startRoles } from "../roles.ts";
import type { Say } from "../start.ts";
import { refuseRealData, rememberFirstStart, resetDemo } from "./data-dir.ts";
import { inferDemoLinks } from "./infer-links.ts";
import { createDemoPictures } from "./pictures.ts";
import { createDemoWorld, type DemoWorld } from "./world.ts";

/** What the demo sets where the environment is silent: data of its own, and accounts fetched often enough that something happens while one looks. */
export const DEMO_DEFAULTS = { NETRA_DATA_DIR: "var/demo", NETRA_FETCH_SECONDS: "10", NETRA_LOG_LEVEL: "warn" } as const;

const CONTEST = "belitung-timur-demo";
const PACK = "inti";
/** How long to wait for the first posts to be read before the links are shown anyway. */
const FIRST_READ_SECONDS = 60;

/**
 * Starts everything in one process on a fictional world, tells what it does, and ends with one sign-in link per person. Refuses to touch data that is
 * not the demo's; `reset` begins with an empty world.
 */
export async function startDemo(
  config: Config,
  say: Say,
  { reset = false }: { readonly reset?: boolean } = {},
): Promise<{ context: Context; running: Running }> {
  const started = performance.now();
  refuseRealData(config);
  await requireFreePort(config.http);
  say(
    "Netra demo. People, candidates, agencies and posts are made up, and nothing is fetched from any platform. " +
      "Partisan posts are far more frequent than in life, as many for each pair, so that there is something to read.",
  );
  if (reset) await resetDemo(config);
  const { firstStart, again } = rememberFirstStart(config);
  const world = createDemoWorld({ firstStart, contestText: loadContestFile(CONTEST) });
  say(
    again
      ? `Starting Postgres with the data kept since ${firstStart.toISOString().slice(0, 16).replace("T", " ")} UTC…`
      : "Starting Postgres and making a new database…",
  );
  const context = await createContext(config, {
    connectors: [createFakeConnector({ timeline: world.timeline, pictures: createDemoPictures() })],
    // Its addresses are made up, and nothing is asked of any platform, whatever is set.
    oembed: createOembed({ ...config, oembed: { platforms: [], decision: null } }, () => new Date()),
  });
  try {
    if (await buildConsoleWhenStale()) say("Console built.");
    await seed(context, world, say);
    say("Starting ingest, classifier, reports, scheduler and API…");
    const running = await startRoles(context, PROCESS_ROLES, { demo: true });
    await firstReading(context, say);
    say(`\nReady after ${Math.round((performance.now() - started) / 1000)} s. Console: ${config.http.publicUrl}\n`);
    say("One-time sign-in links (each works once; the next start prints new ones):");
    for (const user of world.users) say(`  ${user.role.padEnd(11)} ${user.name.padEnd(8)} ${await linkFor(context, user.username)}`);
    say("\nThe fake platform keeps posting. Ctrl-C stops; `npm run demo` goes on where it was; `npm run demo -- --reset` starts over.");
    return { context, running };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Puts the world's register, people and contest into the database; what is there already stays. */
async function seed(context: Context, world: DemoWorld, say: Say): Promise<void> {
  const { store } = context;
  await publishFirstPack(context, PACK);
  const declared = world.register.filter(({ link }) => mayBePolled(link));
  const known = await store.as(systemActor("operator"), async (tx) => {
    for (const row of declared) await tx.accounts.saveRegistration(row);
    return new Set((await tx.users.list()).map((user) => user.username));
  });
  for (const user of world.users) if (!known.has(user.username)) await addUser(context, user);
  await publishContest(context, world.contest, { demo: true });
  await inferDemoLinks(context, { rows: world.register.filter(({ link }) => !mayBePolled(link)), contest: world.contest, users: world.users });
  say(`Register: ${world.register.length} accounts. Contest: ${world.contest.id}, ${world.contest.candidates.length} candidates.`);
}

/** Waits until the posts that exist so far are fetched and read, and says how far it is. */
async function firstReading({ store }: Context, say: Say): Promise<void> {
  const until = performance.now() + FIRST_READ_SECONDS * 1000;
  for (let last = ""; performance.now() < until; await pause(1000)) {
    const { versions, flags, waitingAccounts } = await store.as(systemActor("operator"), async (tx) => ({
      versions: await tx.posts.countByState(),
      flags: Object.values(await tx.flags.countByState()).reduce((sum, n) => sum + n, 0),
      waitingAccounts: (await tx.accounts.listDue(1)).length,
    }));
    const read = versions.classified ?? 0;
    const line = `Posts read: ${read}, waiting: ${versions.pending ?? 0}, flags: ${flags}`;
    if (line !== last) say(line);
    last = line;
    if (read > 0 && flags > 0 && (versions.pending ?? 0) === 0 && waitingAccounts === 0) return;
  }
}
