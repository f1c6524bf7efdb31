import { parseContest } from "@netra/classifier";
import { describeConfig, environment, loadConfig, loadContestFile, readEnvironment } from "@netra/config";
import { invalid } from "@netra/domain";
import { systemActor } from "@netra/store";
import { Command } from "commander";
import { KEEP_DEFAULT, parseKeep, runBackup, runFilesBackup } from "./commands/backup.ts";
import { runCheckRules } from "./commands/check-rules.ts";
import { runDoctor } from "./commands/doctor.ts";
import { forgetPost } from "./commands/forget-post.ts";
import { runImportAccounts } from "./commands/import-accounts.ts";
import { runImportCaptures } from "./commands/import-captures.ts";
import { recordKeysCopied } from "./commands/keys-copied.ts";
import { type RestoreOptions, runRestore } from "./commands/restore.ts";
import { revokeLink } from "./commands/revoke-link.ts";
import { addUser, linkFor, parseNewUser, switchUser } from "./commands/users.ts";
import { type Context, createContext } from "./context.ts";
import { refuseDemoData } from "./demo/data-dir.ts";
import { DEMO_DEFAULTS, startDemo } from "./demo/start-demo.ts";
import { explainError } from "./explain-error.ts";
import { installLastResort } from "./last-resort.ts";
import { createLog, roleName } from "./log.ts";
import { PROCESS_ROLES, type ProcessRole } from "./process-roles.ts";
import { publishContest } from "./publish.ts";
import { settingsHelp } from "./settings-help.ts";
import { startInstance } from "./start.ts";
import { untilStopped } from "./until-stopped.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const lastResort = installLastResort();

/** The operator's command line. Every command says what it did; a failure names the place and the remedy and exits with 1. */
const program = new Command("netra")
  .description("Netra: public posts of registered civil servants, read for signs of partisanship by people.")
  .addHelpText("after", ({ error }) => (error ? "" : settingsHelp(describeConfig())))
  .showHelpAfterError();

program
  .command("start")
  .argument("[roles...]", `all, or any of: ${PROCESS_ROLES.join(", ")}`, ["all"])
  .description("start this instance for real work")
  .action(async (names: string[]) => {
    const roles = names.includes("all") ? PROCESS_ROLES : names.map(parseRole);
    lastResort.become(roleName(roles));
    const config = loadConfig(readEnvironment());
    refuseDemoData(config);
    const context = await createContext(config, { roles, bundled: "join" });
    await untilStopped(context, () => startInstance(context, roles, say), say);
  });

program
  .command("demo")
  .option("--reset", "start over with an empty demo")
  .description("run a fictional contest on a fake platform, to try everything")
  .action(async ({ reset }: { reset?: boolean }) => {
    lastResort.become(roleName(PROCESS_ROLES));
    const config = loadConfig(readEnvironment(), { defaults: DEMO_DEFAULTS });
    const demo = await startDemo(config, say, { reset: reset === true });
    await untilStopped(demo.context, async () => demo.running, say);
  });

program
  .command("migrate")
  .description("bring the database of your own server up to date, with DATABASE_ADMIN_URL's login; the bundled one needs no such step")
  .action(async () => {
    const context = await createContext(loadConfig({ NETRA_LOG_LEVEL: "warn", ...readEnvironment() }), { roles: [], bundled: "attach" });
    await context.close();
    say("The database has the schema that this version expects, and the keys are in place.");
  });

program
  .command("doctor")
  .option("--strict", "exit with 1 for warnings too")
  .option("--json", "print the same as JSON")
  .description("look at what is configured, reachable, missing and unsafe; changes nothing")
  .action(async ({ strict, json }: { strict?: boolean; json?: boolean }) => {
    const { text, exitCode } = await runDoctor({ strict: strict === true, json: json === true, now: new Date() });
    // Ends at once: a host name that nobody answers for would keep the process for longer than its check was waited for.
    process.stdout.write(text, () => process.exit(exitCode));
  });

program
  .command("keys")
  .description("the secrets of this installation")
  .addCommand(
    new Command("copied")
      .description("note that a copy of the keys is elsewhere, for netra doctor")
      .requiredOption("--to <place>", "a directory of another disk, which is compared, or the place in words; no names of people")
      .action(({ to }: { to: string }) => {
        for (const line of recordKeysCopied({ keysDir: loadConfig(readEnvironment()).paths.keys, to, now: new Date() })) say(line);
      }),
  );

program
  .command("backup")
  .description("copy the bundled Postgres while it runs, and the files, to NETRA_BACKUP_DIR; docs/backup.md says what is not in it")
  .option("--keep <number>", "older copies are removed when this one is whole", String(KEEP_DEFAULT))
  .option("--files", "only the files that the backup lacks, without a copy of the database")
  .action(async ({ keep, files }: { keep: string; files?: boolean }) => {
    const config = loadConfig(readEnvironment());
    if (files) await runFilesBackup(config, { say });
    else await runBackup(config, { keep: parseKeep(keep), say, log: createLog("warn") });
  });

program
  .command("restore")
  .description("bring the bundled Postgres back to a moment from NETRA_BACKUP_DIR; the present one is moved aside, never deleted")
  .option("--to <time>", "ISO with an offset, e.g. 2029-10-23T09:41:00+07:00; without it the newest state")
  .option("--from <base>", "which copy to begin from; without it the newest before that time")
  .action((options: RestoreOptions) => runRestore(loadConfig(readEnvironment()), options, say));

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
    new Command("off")
      .description("stop somebody from signing in, and end their sessions at once")
      .argument("<username>")
      .action((username: string) => withContext(async (context) => say(await switchUser(context, username, false)))),
  )
  .addCommand(
    new Command("on")
      .description("let somebody sign in again")
      .argument("<username>")
      .action((username: string) => withContext(async (context) => say(await switchUser(context, username, true)))),
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
  )
  .addCommand(
    new Command("revoke")
      .description("an account is not this person's: nothing more is fetched, and every flag on its posts is withdrawn")
      .argument("<platform>")
      .argument("<handle>")
      .requiredOption("--by <username>", "the supervisor who says so")
      .requiredOption("--reason <text>", "number of the case or letter; goes to the audit trail, so no names")
      .action((platform: string, handle: string, { by, reason }: { by: string; reason: string }) =>
        withContext(async (context) => say(await revokeLink(context, { platform, handle, by, reason }))),
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
      .requiredOption("--reason <text>", "number of the case or letter that asks for it; goes to the audit trail, so no names")
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
  const context = await createContext(loadConfig({ NETRA_LOG_LEVEL: "warn", ...readEnvironment() }), { roles: [], bundled: "attach" });
  try {
    if (context.fresh) process.stderr.write(`A new instance was made in ${context.config.paths.data} (another: set NETRA_DATA_DIR).\n`);
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

try {
  await program.parseAsync();
} catch (error) {
  const stack = ["debug", "trace"].includes(environment().NETRA_LOG_LEVEL?.trim() ?? "");
  process.stderr.write(`netra: ${explainError(error, { stack })}\n`);
  process.exitCode = 1;
}
