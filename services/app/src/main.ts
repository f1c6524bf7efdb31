import { describeConfig, environment, loadConfig, readEnvironment } from "@netra/config";
import { invalid, PASSPORT_REASONS, type PassportReason } from "@netra/domain";
import { Command, Option } from "commander";
import type { ArchiveOptions } from "./commands/import-archive.ts";
import { KEEP_DEFAULT } from "./commands/keep-default.ts";
import { accountsCommand, peopleCommand, registryCommand, SHEET } from "./commands/registry-command.ts";
import type { RenderOptions } from "./commands/render-report.ts";
import type { RestoreOptions } from "./commands/restore.ts";
import { usersCommand } from "./commands/users-command.ts";
import type { Context } from "./context.ts";
import { installLastResort } from "./last-resort.ts";
import { PROCESS_ROLES, type ProcessRole } from "./process-roles.ts";
import { classifyCommand } from "./rules/classify-command.ts";
import { rulesCommand } from "./rules/rules-command.ts";
import { settingsHelp } from "./settings-help.ts";

// A command loads what it needs when it runs: reading rows or checking a pack must not wait for a database's driver or a web server.
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
    const [{ createContext }, { refuseDemoData }, { roleName }, { startInstance }, { untilStopped }] = await Promise.all([
      import("./context.ts"),
      import("./demo/data-dir.ts"),
      import("./log.ts"),
      import("./start.ts"),
      import("./until-stopped.ts"),
    ]);
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
    const [{ DEMO_DEFAULTS, startDemo }, { roleName }, { untilStopped }] = await Promise.all([
      import("./demo/start-demo.ts"),
      import("./log.ts"),
      import("./until-stopped.ts"),
    ]);
    lastResort.become(roleName(PROCESS_ROLES));
    const config = loadConfig(readEnvironment(), { defaults: DEMO_DEFAULTS });
    const demo = await startDemo(config, say, { reset: reset === true });
    await untilStopped(demo.context, async () => demo.running, say);
  });

program
  .command("migrate")
  .description("bring the database of your own server up to date, with DATABASE_ADMIN_URL's login; the bundled one needs no such step")
  .action(async () => {
    const { createContext } = await import("./context.ts");
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
    const { runDoctor } = await import("./commands/doctor.ts");
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
      .action(async ({ to }: { to: string }) => {
        const { recordKeysCopied } = await import("./commands/keys-copied.ts");
        for (const line of recordKeysCopied({ keysDir: loadConfig(readEnvironment()).paths.keys, to, now: new Date() })) say(line);
      }),
  );

program
  .command("checkpoint")
  .description("seal what waits in the ledger and sign it, in the database and in NETRA_CHECKPOINTS_DIR")
  .option("--print-key", "only print the key that others check checkpoints and passports with")
  .option("--mail", "send it to NETRA_CHECKPOINT_MAIL_TO now, with what did not leave before")
  .action(({ printKey: onlyKey, mail }: { printKey?: boolean; mail?: boolean }) =>
    withContext(async (context) => {
      const { mailCheckpoint, makeCheckpoint, printKey } = await import("./commands/checkpoint.ts");
      if (mail) return finish(await mailCheckpoint(context));
      for (const line of onlyKey ? [await printKey(context)] : await makeCheckpoint(context)) say(line);
    }),
  );

program
  .command("ledger")
  .description("what was sealed")
  .addCommand(
    new Command("check")
      .description("recompute the whole ledger from its rows and compare it with every checkpoint; changes nothing")
      .option("--checkpoints <dir>", "the files that were kept elsewhere; without it NETRA_CHECKPOINTS_DIR")
      .option("--key <verifier key>", "as netra checkpoint --print-key gave it; without it the one in the keys directory")
      .action(async (options: { checkpoints?: string; key?: string }) => {
        const { runLedgerCheck } = await import("./commands/run-ledger-check.ts");
        finish(await runLedgerCheck(loadConfig(readEnvironment()), options));
      }),
  );

program
  .command("passport")
  .description("a flag or a case with its evidence and proofs, in one file that anybody can check")
  .addCommand(passportOf("flag", "as the console shows it"))
  .addCommand(passportOf("case", "of a flag in the case, e.g. B-00012, or the case's own in digits"));

program
  .command("report")
  .description("the weekly report")
  .addCommand(
    new Command("render")
      .description("the files of a week's report as of a time, into a directory; the same question gives the same bytes")
      .requiredOption("--week <week>", "ISO week, e.g. 2026-W47")
      .requiredOption("--as-of <time>", "ISO with an offset, e.g. 2026-11-23T06:00:00+07:00: what was known then")
      .requiredOption("--out <directory>", "empty, or not there yet, or with these very files")
      .option(
        "--region <code>",
        "without it the smallest region that holds every account, whoever looks after it; the console shows the regions of the person who signed in",
      )
      .option("--lang <language>", "id, en or both", "both")
      .option("--columns <id or file>", "the workbook of a superior's columns: an id from config/report/columns, or a file in that form")
      .action((options: RenderOptions) =>
        withContext(async (context) => {
          const { renderReport } = await import("./commands/render-report.ts");
          finish(await renderReport(context, options));
        }),
      ),
  );

program
  .command("verify")
  .description("check a passport, or the files of a report against their manifest, offline and without a database")
  .argument("<file>", "a passport, the directory of a report, or its manifest")
  .option("--key <verifier key>", "the office's key, got by another way")
  .option("--tsa-ca <file>", "certificates in PEM that the authority of the time stamp must lead to")
  .action(async (file: string, options: { key?: string; tsaCa?: string }) => {
    const { isReport, verifyReport } = await import("./commands/verify-report.ts");
    if (isReport(file)) return finish(await verifyReport(file, options));
    const { verifyFile } = await import("./commands/verify.ts");
    finish(await verifyFile(file, options));
  });

program
  .command("backup")
  .description("copy the bundled Postgres while it runs, and the files, to NETRA_BACKUP_DIR; docs/backup.md says what is not in it")
  .option("--keep <number>", "older copies are removed when this one is whole", String(KEEP_DEFAULT))
  .option("--files", "only the files that the backup lacks, without a copy of the database")
  .action(async ({ keep, files }: { keep: string; files?: boolean }) => {
    const [{ parseKeep, runBackup, runFilesBackup }, { createLog }] = await Promise.all([import("./commands/backup.ts"), import("./log.ts")]);
    const config = loadConfig(readEnvironment());
    if (files) await runFilesBackup(config, { say });
    else await runBackup(config, { keep: parseKeep(keep), say, log: createLog("warn") });
  });

program
  .command("restore")
  .description("bring the bundled Postgres back to a moment from NETRA_BACKUP_DIR; the present one is moved aside, never deleted")
  .option("--to <time>", "ISO with an offset, e.g. 2029-10-23T09:41:00+07:00; without it the newest state")
  .option("--from <base>", "which copy to begin from; without it the newest before that time")
  .action(async (options: RestoreOptions) => {
    const { runRestore } = await import("./commands/restore.ts");
    await runRestore(loadConfig(readEnvironment()), options, say);
  });

program
  .command("files")
  .description("files that rows refer to: pictures, videos, exports")
  .addCommand(
    new Command("copy")
      .description("copy what the other side lacks, each compared with its hash; removes nothing")
      .requiredOption("--to <place>", "bucket: from NETRA_DATA_DIR into the bucket of NETRA_S3_URL; directory: back")
      .action(async ({ to }: { to: string }) => {
        const { parseFilesTo, runCopyFiles } = await import("./commands/copy-files.ts");
        await runCopyFiles(loadConfig(readEnvironment()), parseFilesTo(to), say);
      }),
  );

program.addCommand(usersCommand({ say, withContext }));

program
  .command("captures")
  .description("posts that people captured")
  .addCommand(
    new Command("import")
      .description("posts that people saw, one a row: all or none")
      .argument("<file>", "JSONL, CSV or a workbook (.xlsx)")
      .requiredOption("--contest <id>")
      .requiredOption("--by <username>", "the supervisor in whose name and regions it happens")
      .option("--sheet <name>", SHEET)
      .action((file: string, options: { contest: string; by: string; sheet?: string }) =>
        withContext(async (context) => {
          const { runImportCaptures } = await import("./commands/import-captures.ts");
          finish(await runImportCaptures(context, file, options));
        }),
      ),
  );

program
  .command("import")
  .description("files that an account's owner hands over")
  .addCommand(
    new Command("archive")
      .description(
        "posts and comments of the archive that a platform gave the account's owner: x, facebook, instagram, threads, tiktok, telegram, mastodon",
      )
      .argument("<file.zip>", "in the format JSON; likes, follows, messages, contacts and searches in it are never opened")
      .requiredOption("--account <platform:handle>", "whose archive it is: registered, and the same that the archive names")
      .requiredOption("--contest <id>")
      .requiredOption("--by <username>", "the supervisor in whose name and regions it happens")
      .option("--from <day>", "YYYY-MM-DD (WIB); posts before it are left out")
      .option("--to <day>", "YYYY-MM-DD (WIB); posts after it are left out")
      .option("--audience <who>", "public or friends: who could see what the archive does not say it of", "friends")
      .option("--preview", "only count what would be taken and left out")
      .action((file: string, options: ArchiveOptions) =>
        withContext(async (context) => {
          const { runImportArchive } = await import("./commands/import-archive.ts");
          finish(await runImportArchive(context, file, options));
        }),
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
        withContext(async (context) => {
          const { forgetPost } = await import("./commands/forget-post.ts");
          say(await forgetPost(context, platform, id, reason));
        }),
      ),
  );

program
  .command("contests")
  .description("who stands")
  .addCommand(
    new Command("open").argument("<file>", "contest file; its watch window and decision number open it").action((file: string) =>
      withContext(async (context) => {
        const [{ openContest }, { publishContest }] = await Promise.all([import("./rules/open-pack.ts"), import("./publish.ts")]);
        const contest = openContest(file);
        const changed = await publishContest(context, contest, { demo: false });
        say(changed ? `${contest.id}: published; watched ${contest.watch.from} to ${contest.watch.to}.` : `${contest.id}: nothing changed.`);
      }),
    ),
  );

program
  .command("two-person")
  .description("which acts one person may do to the same thing, and which need another")
  .action(async () => {
    const { printTwoPersonTable } = await import("./commands/two-person.ts");
    for (const line of printTwoPersonTable()) say(line);
  });

for (const command of [accountsCommand, peopleCommand, registryCommand]) program.addCommand(command({ say, finish, withContext }));
program.addCommand(rulesCommand({ say, withContext }));
program.addCommand(classifyCommand());

interface PassportOptions {
  readonly by: string;
  readonly reason: PassportReason;
  readonly out?: string;
  readonly withPeople?: boolean;
  readonly withFiles?: boolean;
  readonly withoutFiles?: boolean;
}

function passportOf(kind: "flag" | "case", number: string): Command {
  return new Command(kind)
    .argument("<number>", number)
    .requiredOption("--by <username>", "the supervisor or auditor who exports it")
    .addOption(new Option("--reason <for>", "what it is for; goes to the audit trail").choices(PASSPORT_REASONS).makeOptionMandatory())
    .option("--out <file>", `a file that is not there yet; without it ${kind}-NUMBER.passport.zip`)
    .option("--with-people", "name the person behind the account: a supervisor's act, and never for an inferred link")
    .option("--without-files", "only the hashes and proofs of pictures and files, which are then handed over beside it")
    .addOption(
      new Option(
        "--with-files",
        "also the originals of masked pictures and the files that came with a tip or a complaint, which are left out else: they may show others, or who sent them",
      ).conflicts("withoutFiles"),
    )
    .action((number: string, { withPeople, withFiles, withoutFiles, ...how }: PassportOptions) =>
      withContext(async (context) => {
        const { exportPassport } = await import("./commands/passport.ts");
        const ask = { kind, number, ...how, withPeople: withPeople === true, withoutFiles: withFiles ? false : withoutFiles };
        for (const line of await exportPassport(context, ask)) say(line);
      }),
    );
}

/** Runs a command beside a running instance, or on its own when none runs. */
async function withContext(act: (context: Context) => Promise<void>): Promise<void> {
  const { createContext } = await import("./context.ts");
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
  const { explainError } = await import("./explain-error.ts");
  const stack = ["debug", "trace"].includes(environment().NETRA_LOG_LEVEL?.trim() ?? "");
  process.stderr.write(`netra: ${explainError(error, { stack })}\n`);
  process.exitCode = 1;
}
