import { setTimeout as pause } from "node:timers/promises";
import { type Config, loadContestFile } from "@netra/config";
import { createFakeConnector } from "@netra/connectors";
import { codeOf, conflict } from "@netra/domain";
import { systemActor } from "@netra/store";
import { addUser, linkFor } from "../commands/users.ts";
import { createOembed } from "../connectors.ts";
import { buildConsoleWhenStale } from "../console-build.ts";
import { type Context, createContext } from "../context.ts";
import { requireFreePort } from "../free-port.ts";
import { findBundledPostgres } from "../postgres.ts";
import { DATABASE } from "../postgres-files.ts";
import { PROCESS_ROLES } from "../process-roles.ts";
import { publishContest, publishFirstPack } from "../publish.ts";
import { type Running, startRoles } from "../roles.ts";
import type { Say } from "../start.ts";
import { isUnfinished, refuseRealData, rememberFirstStart, rememberPast, resetDemo } from "./data-dir.ts";
import { PAST_WEEKS } from "./past/calendar.ts";
import { makePast, PACK } from "./past/make-past.ts";
import { signReports } from "./past/sign-reports.ts";
import { createDemoPictures } from "./pictures.ts";
import { createDemoWorld, type DemoWorld } from "./world.ts";

/** What the demo sets where the environment is silent: data of its own, and accounts fetched often enough that something happens while one looks. */
export const DEMO_DEFAULTS = { NETRA_DATA_DIR: "var/demo", NETRA_FETCH_SECONDS: "10", NETRA_LOG_LEVEL: "warn" } as const;

const CONTEST = "belitung-timur-demo";
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
  if (reset || isUnfinished(config)) await resetDemo(config);
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
    if (!again) {
      say(`Playing ${PAST_WEEKS} weeks of an office at work…`);
      await makePast(context, { world, firstStart, urls: databaseOf(config) });
      rememberPast(config);
      const { read, flags } = await countRead(context);
      say(
        `Register: ${world.register.length} accounts. Contest: ${world.contest.id}, ${world.contest.candidates.length} candidates. Posts read: ${read}, flags: ${flags}`,
      );
    }
    await seedMissing(context, world);
    say("Starting ingest, classifier, reports, scheduler and API…");
    const running = signing(context, { world, firstStart, running: await startRoles(context, PROCESS_ROLES, { demo: true }) });
    // A past that was just played is read; what was posted since is a handful.
    if (again) await firstReading(context, say);
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

/** How the bundled server is reached: by its superuser, and as the application. */
function databaseOf(config: Config): { admin: string; app: string } {
  const server = findBundledPostgres({ dataDir: config.paths.data });
  if (!server) throw conflict("demo-on-real-database", "The demo only runs on a database of its own.");
  return { admin: server.url(DATABASE), app: server.url(DATABASE, "netra_app") };
}

/** What a later version of the demo brought: people and changes of the contest. The register is the office's own by now: what was revoked stays so. */
async function seedMissing(context: Context, world: DemoWorld): Promise<void> {
  await publishFirstPack(context, PACK);
  const known = await context.store.as(systemActor("operator"), async (tx) => new Set((await tx.users.list()).map((user) => user.username)));
  for (const user of world.users) if (!known.has(user.username)) await addUser(context, user);
  await publishContest(context, world.contest, { demo: true });
}

/** The roles that run, and beside them the supervisor who signs the reports of the past weeks; both stop together. */
function signing(
  context: Context,
  { world, firstStart, running }: { readonly world: DemoWorld; readonly firstStart: Date; readonly running: Running },
): Running {
  const ending = new AbortController();
  const signed = signReports(context, { users: world.users, firstStart, signal: ending.signal }).catch((error: unknown) =>
    context.log.warn("demo.not-signed", { code: codeOf(error) }),
  );
  return {
    async stop() {
      ending.abort();
      await signed;
      await running.stop();
    },
  };
}

/** Waits until the posts that were made while the demo stood still are fetched and read, and says how far it is. */
async function firstReading(context: Context, say: Say): Promise<void> {
  const until = performance.now() + FIRST_READ_SECONDS * 1000;
  for (let last = ""; performance.now() < until; await pause(1000)) {
    const { read, waiting, flags, waitingAccounts } = await countRead(context);
    const line = `Posts read: ${read}, waiting: ${waiting}, flags: ${flags}`;
    if (line !== last) say(line);
    last = line;
    if (read > 0 && flags > 0 && waiting === 0 && waitingAccounts === 0) return;
  }
}

const countRead = ({ store }: Pick<Context, "store">) =>
  store.as(systemActor("operator"), async (tx) => {
    const versions = await tx.posts.countByState();
    return {
      read: versions.classified ?? 0,
      waiting: versions.pending ?? 0,
      flags: Object.values(await tx.flags.countByState()).reduce((sum, n) => sum + n, 0),
      waitingAccounts: (await tx.accounts.listDue(1)).length,
    };
  });
