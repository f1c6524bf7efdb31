import { Command } from "commander";
import type { Context } from "../context.ts";
import { diffCommand } from "./diff-command.ts";
import { tryCommand } from "./try-command.ts";

/** What the commands act with. `withContext` runs beside an instance's database. */
export interface RulesDeps {
  readonly say: (line: string) => void;
  readonly withContext: (act: (context: Context) => Promise<void>) => Promise<void>;
}

/** `netra rules …`: packs and contests as files, and packs on their way to live. Each part loads what it needs when it runs. */
export function rulesCommand(deps: RulesDeps): Command {
  return new Command("rules")
    .description("rule packs and contests")
    .addCommand(checkCommand(deps))
    .addCommand(tryCommand(deps))
    .addCommand(diffCommand(deps))
    .addCommand(publishCommand(deps))
    .addCommand(approveCommand(deps))
    .addCommand(listCommand(deps));
}

function checkCommand({ say }: RulesDeps): Command {
  return new Command("check")
    .description("check packs and contests: form, terms, examples, symmetry; without arguments everything in config/")
    .argument("[packs...]", "ids of config/rule-packs, or folders")
    .option("--contest <contest...>", "ids of config/contests, or YAML or JSON files", [])
    .action(async (packs: string[], { contest }: { contest: string[] }) => {
      const { checkRules } = await import("./check-rules.ts");
      const { ok, lines } = checkRules({ packs, contests: contest });
      for (const line of lines) say(line);
      if (!ok) process.exitCode = 1;
    });
}

const NOTE = "goes to the audit trail, so no names";

function publishCommand({ say, withContext }: RulesDeps): Command {
  return new Command("publish")
    .description("save a version of a pack as a draft, or offer it for trial and approval; it reads nothing until a supervisor approves it")
    .argument("<pack>", "id of config/rule-packs, or a folder")
    .requiredOption("--by <username>", "the engineer who says so")
    .option("--shadow", "offer it")
    .option("--note <text>", NOTE)
    .action(async (pack: string, { by, shadow, note }: { by: string; shadow?: boolean; note?: string }) => {
      const { openPack } = await import("./open-pack.ts");
      const opened = openPack(pack);
      await withContext(async (context) => {
        const { publishPack } = await import("./publish-pack.ts");
        say(await publishPack(context, opened, { by, shadow: shadow === true, note }));
      });
    });
}

function approveCommand({ say, withContext }: RulesDeps): Command {
  return new Command("approve")
    .description("put an offered version live; young posts are read again with it")
    .argument("<version>", "PACK@VERSION, as inti@2")
    .requiredOption("--by <username>", "a supervisor, not who published it")
    .option("--note <text>", NOTE)
    .action((version: string, { by, note }: { by: string; note?: string }) =>
      withContext(async (context) => {
        const { approvePack } = await import("./publish-pack.ts");
        say(await approvePack(context, version, { by, note }));
      }),
    );
}

function listCommand({ say, withContext }: RulesDeps): Command {
  return new Command("list").description("published versions and where they stand: draft, shadow, live, retired").action(() =>
    withContext(async (context) => {
      const { listPacks } = await import("./publish-pack.ts");
      for (const line of await listPacks(context)) say(line);
    }),
  );
}
