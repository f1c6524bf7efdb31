import { createReadStream, statSync } from "node:fs";
import type { Contest, RulePack } from "@netra/classifier";
import { ConfigError } from "@netra/config";
import { invalid } from "@netra/domain";
import { Command } from "commander";
import { rowProgress } from "./row-progress.ts";
import type { RulesDeps } from "./rules-command.ts";

interface Options {
  readonly data: string;
  readonly contest: readonly string[];
  readonly samples: string;
  readonly json?: boolean;
  readonly showText?: boolean;
}

/** `netra rules diff`: what another pack, or another version of one, would flag. No database, unless `live` is one of the two. */
export function diffCommand({ say, withContext }: RulesDeps): Command {
  return new Command("diff")
    .description("compare what two packs flag in the same rows: gained, lost, changed, by candidate, with samples")
    .argument("<a>", "the pack before: id of config/rule-packs, a folder, or live")
    .argument("<b>", "the pack after")
    .requiredOption("--data <file>", "rows {id, text, posted_at?, region?, contest?, label?}, one JSON object a line; - reads standard input")
    .option("--contest <contest...>", "id of config/contests, or a file; with one, every row is read under it, else under the one it names", [])
    .option("--samples <number>", "how many of each kind to show", "5")
    .option("--show-text", "show the samples' texts, on a terminal only")
    .option("--json", "print the difference as JSON, without texts")
    .action(async (a: string, b: string, { data, contest: contestIds, samples, json, showText }: Options) => {
      if (!/^\d{1,4}$/.test(samples)) throw invalid("diff-samples", `--samples ${JSON.stringify(samples)} is not a number from 0 to 9999.`);
      if (showText && (json || process.stdout.isTTY !== true))
        throw invalid(
          "diff-text",
          "--show-text shows what people wrote, so it works on a terminal only and not with --json: leave it out, or do not redirect.",
        );
      const [{ diffPacks }, { renderDiff }, { openContest, openPack }, { readLines }] = await Promise.all([
        import("./diff-packs.ts"),
        import("./render-diff.ts"),
        import("./open-pack.ts"),
        import("./read-lines.ts"),
      ]);
      const open = async (name: string): Promise<RulePack> => (name === "live" ? findLive(withContext) : openPack(name));
      const [before, after] = [await open(a), await open(b)];
      const given = contestIds.map(openContest);
      const progress = rowProgress(process.stderr, data === "-" ? null : statSync(data).size);
      const input = data === "-" ? process.stdin : createReadStream(data);
      const diff = await diffPacks(readLines(progress.through(input)), {
        before,
        after,
        contestOf: contestFinder(given, openContest),
        samples: Number(samples),
        warn: progress.warn,
        progress: progress.row,
      });
      progress.done();
      if (json) {
        const withoutText = (list: readonly { text: string }[]): object[] => list.map(({ text: _, ...rest }) => rest);
        const { gained, lost, changed } = diff.samples;
        const plain = { ...diff, samples: { gained: withoutText(gained), lost: withoutText(lost), changed: withoutText(changed) } };
        say(JSON.stringify(plain, null, 2));
      } else for (const line of renderDiff(diff, { before: a, after: b, showText: showText === true })) say(line);
      if (diff.broken > 0) process.exitCode = 1;
    });
}

async function findLive(withContext: RulesDeps["withContext"]): Promise<RulePack> {
  const found: RulePack[] = [];
  await withContext(async (context) => {
    const { livePack } = await import("./publish-pack.ts");
    found.push(await livePack(context));
  });
  return found[0] as RulePack;
}

/** One given contest is for every row; else a row names its own, among those given or in config/contests. */
export function contestFinder(given: readonly Contest[], open: (id: string) => Contest): (id: string | null) => Contest | undefined {
  const known = new Map<string, Contest | undefined>(given.map((contest) => [contest.id, contest]));
  if (given.length === 1) return () => given[0];
  return (id) => {
    if (id === null) return undefined;
    if (!known.has(id)) known.set(id, given.length > 0 ? undefined : findContest(id, open));
    return known.get(id);
  };
}

function findContest(id: string, open: (id: string) => Contest): Contest | undefined {
  // A row names a contest of config/, never a path.
  if (!/^[a-z0-9-]+$/.test(id)) return undefined;
  try {
    return open(id);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
