import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Contest, parseContest } from "@netra/classifier";
import { loadConfig } from "@netra/config";
import { systemActor } from "@netra/store";
import { findSupervisor } from "../../services/app/src/commands/find-supervisor.ts";
import { importAccounts } from "../../services/app/src/commands/import-accounts.ts";
import { importCaptures } from "../../services/app/src/commands/import-captures.ts";
import { addUser } from "../../services/app/src/commands/users.ts";
import { createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { publishContest, publishFirstPack } from "../../services/app/src/publish.ts";
import { startRoles } from "../../services/app/src/roles.ts";

/**
 * The whole pipeline on real, hand-labelled posts: each contest gets an instance of its own, with the clock inside its campaign, one fictional account,
 * and the posts imported as captures of it (posts without a contest under each). Prints figures beside the label counts; never a text.
 */
interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: "support" | "oppose" | "neutral";
  readonly contest: string;
}

const dir = process.env.NETRA_EVAL_DIR;
if (!dir) {
  console.error(
    "try:real: NETRA_EVAL_DIR is not set. Point it at the directory that holds dev_hand.jsonl and contests/, e.g. NETRA_EVAL_DIR=/data/eval npm run try:real",
  );
  process.exit(1);
}

const rows = readFileSync(join(dir, "dev_hand.jsonl"), "utf8")
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Row);
const contests = readdirSync(join(dir, "contests"))
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file) => parseContest(readFileSync(join(dir, "contests", file), "utf8")))
  .filter((contest) => rows.some((row) => row.contest === contest.id));

const NO_CONTEST = "none";
const HANDLE = "contoh.uji";
const TWO_MINUTES = 120_000;

/** Runs one contest's posts through an instance of their own and returns which were flagged. */
async function run(
  contest: Contest,
): Promise<{ own: readonly Row[]; others: readonly Row[]; flagged: ReadonlySet<string>; quarantined: number; seconds: number }> {
  const own = rows.filter((row) => row.contest === contest.id);
  const others = rows.filter((row) => row.contest === NO_CONTEST);
  const data = mkdtempSync(join(tmpdir(), "netra-try-"));
  const now = new Date(`${contest.stages.campaign_from}T05:00:00Z`);
  const context = await createContext(loadConfig({ NETRA_DATA_DIR: data }), { clock: () => now, tune: "test", log: createLog("silent") });
  try {
    await publishFirstPack(context, "inti");
    await publishContest(context, contest, { demo: false });
    const region = contest.region ?? "19.71";
    const register = `nip,name,employment_kind,agency,agency_region,from,platform,handle,link,link_source\n198609262015051000,Contoh Uji,pns,Dinas Contoh,${region},2015-05-01,x,${HANDLE},declared,uji\n`;
    const registered = await importAccounts(context, Buffer.from(register), { dryRun: false });
    if (!registered.saved)
      throw new Error(`the fictional account was refused: ${registered.problems.map((problem) => `${problem.at} ${problem.what}`).join("; ")}`);

    const captures = [...own, ...others].map(({ id, text }) =>
      JSON.stringify({ platform: "x", handle: HANDLE, external_id: id, text, created_at: now.toISOString() }),
    );
    await addUser(context, { username: "uji", name: "Uji", role: "supervisor", regions: [region] });
    const by = await findSupervisor(context.store, { username: "uji", permission: "capture.import", deed: "import captures" });
    const started = performance.now();
    const running = await startRoles(context, ["classify", "scheduler"], { demo: false });
    const outcome = await importCaptures(context, { bytes: Buffer.from(captures.join("\n")), format: "jsonl", contestId: contest.id, by });
    if (outcome.problems.length > 0)
      throw new Error(
        `the posts were refused: ${outcome.problems.length} problems, first at ${outcome.problems[0]?.at}: ${outcome.problems[0]?.what}`,
      );
    const states = await untilRead(context.store, outcome.saved);
    const seconds = (performance.now() - started) / 1000;
    await running.stop();
    const flagged = await context.store.as(systemActor("operator"), (tx) => tx.flags.listFlaggedExternalIds(contest.id));
    return { own, others, flagged: new Set(flagged), quarantined: states.quarantined ?? 0, seconds };
  } finally {
    await context.close();
    rmSync(data, { recursive: true, force: true });
  }
}

async function untilRead(store: Awaited<ReturnType<typeof createContext>>["store"], versions: number): Promise<Record<string, number>> {
  for (const until = performance.now() + TWO_MINUTES; performance.now() < until; await pause(200)) {
    const states = await store.as(systemActor("operator"), (tx) => tx.posts.countByState());
    if ((states.classified ?? 0) + (states.quarantined ?? 0) >= versions) return states;
  }
  throw new Error("the posts were not all read within two minutes");
}

const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);

let seconds = 0;
for (const contest of contests) {
  const result = await run(contest);
  seconds += result.seconds;
  const count = (label: Row["label"]) => result.own.filter((row) => row.label === label);
  const hit = (list: readonly Row[]): number => list.filter((row) => result.flagged.has(row.id)).length;
  const partisan = [...count("support"), ...count("oppose")];
  console.log(`\n${contest.id}`);
  console.log(
    `  labels     support ${count("support").length}, oppose ${count("oppose").length}, neutral ${count("neutral").length}; without a contest ${result.others.length}`,
  );
  console.log(
    `  flagged    support ${hit(count("support"))}, oppose ${hit(count("oppose"))}, neutral ${hit(count("neutral"))}; without a contest ${hit(result.others)}`,
  );
  console.log(
    `  precision  ${percent(hit(partisan), hit(result.own))} of the contest's flags, ${percent(hit(partisan), hit(result.own) + hit(result.others))} with the posts without a contest`,
  );
  console.log(
    `  recall     ${percent(hit(partisan), partisan.length)} (support ${percent(hit(count("support")), count("support").length)}, oppose ${percent(hit(count("oppose")), count("oppose").length)})`,
  );
  console.log(`  wall time  ${result.seconds.toFixed(1)} s for ${result.own.length + result.others.length} posts; quarantined ${result.quarantined}`);
}
console.log(`\nAll read in ${seconds.toFixed(1)} s.`);
