import { rmSync } from "node:fs";
import { ContestError, describeProblem, parseContest, RulePackError } from "@netra/classifier";
import { ConfigError, environment, loadConfig, loadContestFile } from "@netra/config";
import { DomainError, invalid } from "@netra/domain";
import { systemActor } from "@netra/store";
import { Command } from "commander";
import { runCheckRules } from "./commands/check-rules.ts";
import { forgetPost } from "./commands/forget-post.ts";
import { runImportAccounts } from "./commands/import-accounts.ts";
import { runImportCaptures } from "./commands/import-captures.ts";
import { addUser, linkFor, parseNewUser } from "./commands/users.ts";
import { type Context, createContext } from "./context.ts";
import { DEMO_DEFAULTS, startDemo } from "./demo/start-demo.ts";
import { publishContest } from "./publish.ts";
import { PROCESS_ROLES, type ProcessRole, type Running } from "./roles.ts";
import { startInstance } from "./start.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The operator's command line. Every command says what it did; a failure names the place and the remedy and exits with 1. */
const program = new Command("netra")
  .description("Netra: public posts of registered civil servants, read for signs of partisanship by people.")
  .showHelpAfterError();

program
  .command("start")
  .argument("[roles...]", `all, or any of: ${PROCESS_ROLES.join(", ")}`, ["all"])
  .description("start this instance for real work")
  .action(async (names: string[]) => {
    const roles = names.includes("all") ? PROCESS_ROLES : names.map(parseRole);
    const context = await createContext(loadConfig(environment()));
    await untilStopped(context, () => startInstance(context, roles, say));
  });

program
  .command("demo")
  .option("--reset", "start over with an empty demo")
  .description("run a fictional contest on a fake platform, to try everything")
  .action(async ({ reset }: { reset?: boolean }) => {
    const config = loadConfig(environment(), { defaults: DEMO_DEFAULTS });
    if (reset) rmSync(config.paths.data, { recursive: true, force: true });
    const demo = await startDemo(config, say);
    await untilStopped(demo.context, async () => demo.running);
  });

program
  .command("users")
  .description("people who sign in")
  .addCommand(
    new Command("add")
      .argument("<username>")
      .requiredOption("--name <name>")
      .requiredOption("--role <role>")
      .requiredOption("--region <code...>")
      .action((username: string, options: { name: string; role: string; region: string[] }) =>
        withContext(async (context) => say(`One-time sign-in link (24 hours):\n  ${await addUser(context, parseNewUser({ username, ...options }))}`)),
      ),
  )
  .addCommand(
    new Command("link").argument("<username>").action((username: string) => withContext(async (context) => say(await linkFor(context, username)))),
  )
  .addCommand(
    new Command("list").action(() =>
      withContext(async ({ store }) => {
        for (const user of await store.as(systemActor("operator"), (tx) => tx.users.list()))
          say([user.username.padEnd(20), user.role.padEnd(11), user.regions.join(",").padEnd(12), user.active ? "active" : "off"].join(" "));
      }),
    ),
  );

program
  .command("accounts")
  .description("the register of civil servants and their accounts")
  .addCommand(
    new Command("import")
      .argument("<file.csv>")
      .option("--save", "save; without it nothing is changed")
      .action((file: string, { save }: { save?: boolean }) =>
        withContext(async (context) => finish(await runImportAccounts(context, file, { save: save === true }))),
      ),
  );

program
  .command("captures")
  .description("posts that people captured")
  .addCommand(
    new Command("import")
      .argument("<file>", "JSONL or CSV")
      .requiredOption("--contest <id>")
      .action((file: string, { contest }: { contest: string }) =>
        withContext(async (context) => finish(await runImportCaptures(context, file, contest))),
      ),
  );

program
  .command("posts")
  .description("posts that are kept")
  .addCommand(
    new Command("forget")
      .argument("<platform>")
      .argument("<id>", "the platform's id of the post")
      .requiredOption("--reason <text>", "who asked, and on what ground; goes to the audit trail")
      .action((platform: string, id: string, { reason }: { reason: string }) =>
        withContext(async (context) => say(await forgetPost(context, platform, id, reason))),
      ),
  );

program
  .command("contests")
  .description("who stands")
  .addCommand(
    new Command("open").argument("<file>", "contest file; its watch window and decision number open it").action((file: string) =>
      withContext(async (context) => {
        const contest = parseContest(loadContestFile(file));
        const changed = await publishContest(context, contest, { demo: false });
        say(changed ? `${contest.id}: published; watched ${contest.watch.from} to ${contest.watch.to}.` : `${contest.id}: nothing changed.`);
      }),
    ),
  );

program
  .command("rules")
  .description("rule packs and contests as files")
  .addCommand(new Command("check").description("check every pack and contest of config/").action(() => finish(runCheckRules())));

/** Runs a command beside a running instance, or on its own when none runs. */
async function withContext(act: (context: Context) => Promise<void>): Promise<void> {
  const context = await createContext(loadConfig({ NETRA_LOG_LEVEL: "warn", ...environment() }), { attach: true });
  try {
    await act(context);
  } finally {
    await context.close();
  }
}

function finish({ ok, lines }: { ok: boolean; lines: readonly string[] }): void {
  for (const line of lines) say(line);
  if (!ok) process.exitCode = 1;
}

function parseRole(name: string): ProcessRole {
  const role = PROCESS_ROLES.find((known) => known === name);
  if (!role) throw invalid("role-unknown", `No role is called ${JSON.stringify(name)}: write all, or any of ${PROCESS_ROLES.join(", ")}.`);
  return role;
}

/** Keeps the process until Ctrl-C or SIGTERM, then stops in order; a second signal ends it at once. */
async function untilStopped(context: Context, start: () => Promise<Running>): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    let asked = false;
    const stop = (): void => {
      if (asked) process.exit(130);
      asked = true;
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
  try {
    const running = await start();
    await signalled;
    say("Stopping: finishing what is in hand…");
    await running.stop();
  } finally {
    await context.close();
  }
  say("Stopped. Everything is kept.");
}

/** One sentence for a person; the stack only for errors that are ours. */
function explain(error: unknown): string {
  if (error instanceof RulePackError || error instanceof ContestError) return error.problems.map(describeProblem).join("\n");
  if (error instanceof DomainError)
    return [error.message, ...error.problems.map((problem) => `  ${problem.at}: ${problem.what}; ${problem.remedy}`)].join("\n");
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error)
    return "code" in error && error.code === "ENOENT" ? `${error.message}: check the path.` : (error.stack ?? error.message);
  return String(error);
}

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`netra: ${explain(error)}\n`);
  process.exitCode = 1;
}
