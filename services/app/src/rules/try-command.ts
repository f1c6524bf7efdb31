import { invalid } from "@netra/domain";
import { Command, Option } from "commander";

interface Options {
  readonly contest: string;
  readonly pack: string;
  readonly postedAt?: string;
  readonly region?: string;
  readonly lang: "id" | "en";
}

/** `netra rules try`: how one text gets its points. No database. */
export function tryCommand({ say }: { say: (line: string) => void }): Command {
  return new Command("try")
    .description("show how one text gets its points under a pack and a contest")
    .argument("<text>", "in quotes; - reads it from standard input")
    .requiredOption("--contest <contest>", "id of config/contests, or a YAML or JSON file")
    .option("--pack <pack>", "id of config/rule-packs, or a folder", "inti")
    .option("--posted-at <time>", "as 2029-10-23T09:41:00+07:00; without an offset it is Jakarta's")
    .option("--region <code>", "Kemendagri code of the author's agency, as 19.71")
    .addOption(new Option("--lang <language>", "language of the reasons").choices(["id", "en"]).default("id"))
    .action(async (text: string, { contest: contestId, pack, postedAt, region, lang }: Options) => {
      const [{ compile }, { openContest, openPack }, { parseTime, REGION }, { renderTry }] = await Promise.all([
        import("@netra/classifier"),
        import("./open-pack.ts"),
        import("./parse-row.ts"),
        import("./render-try.ts"),
      ]);
      const time = postedAt === undefined ? null : parseTime(postedAt);
      if (time === undefined) throw invalid("try-time", "--posted-at must be a day or a time, as 2029-10-23T09:41:00+07:00.");
      if (region !== undefined && !REGION.test(region)) throw invalid("try-region", "--region must be a Kemendagri code, as 19.71.");
      const contest = openContest(contestId);
      const input = { text: text === "-" ? await readAll(process.stdin) : text, postedAt: time, region: region ?? null };
      const got = compile(openPack(pack), contest).classify(input);
      // NO_COLOR and the terminal's own word are looked at by Node.
      const colour = process.stdout.isTTY === true && process.stdout.hasColors();
      for (const line of renderTry({ input, got, contest, lang, colour })) say(line);
    });
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString("utf8")
    .replace(/\r?\n$/, "");
}
