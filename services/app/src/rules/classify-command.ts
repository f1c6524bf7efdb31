import { Command } from "commander";

interface Options {
  readonly pack: string;
  readonly contest: string;
  readonly stripHashtags?: boolean;
}

/** `netra classify`: rows in, classifications out. Needs no database, no network and no settings. */
export function classifyCommand(): Command {
  return new Command("classify")
    .description("read rows {id, text, posted_at?, region?} from standard input, one JSON object a line, and write what the pack says of each")
    .option("--pack <pack>", "id of config/rule-packs, or a folder", "inti")
    .requiredOption("--contest <contest>", "id of config/contests, or a YAML or JSON file")
    .option("--strip-hashtags", "leave every #hashtag unread")
    .addHelpText(
      "after",
      [
        "",
        "Writes {id, stance, target, score, flagged, lean, lean_target, signals} a line, in order. stance is support or oppose only when the text would be",
        "flagged; target is a candidate id, several joined by +, or null; score is in points; offsets of signals are UTF-16 units of the row's text.",
        "A broken row is told on standard error with its line number and left out; the exit code is then 1.",
        "",
        "  netra classify --pack inti --contest contest.yaml < rows.jsonl > out.jsonl",
      ].join("\n"),
    )
    .action(async ({ pack, contest, stripHashtags }: Options) => {
      const [{ compile }, { classifyRows }, { openContest, openPack }] = await Promise.all([
        import("@netra/classifier"),
        import("./classify-rows.ts"),
        import("./open-pack.ts"),
      ]);
      const warn = (line: string): void => void process.stderr.write(`${line}\n`);
      const classifier = compile(openPack(pack), openContest(contest));
      if (process.stdin.isTTY) warn("Reading rows from the terminal; Ctrl-D ends.");
      // A pipe that is closed late, after the last write, must not end the process with an error.
      process.stdout.on("error", () => {});
      const counts = await classifyRows({ input: process.stdin, output: process.stdout, classifier, withoutHashtags: stripHashtags === true, warn });
      if (counts.broken === 0) return;
      warn(
        `${counts.broken} broken ${counts.broken === 1 ? "row was" : "rows were"} left out, ${counts.written} written: correct them and run again.`,
      );
      process.exitCode = 1;
    });
}
