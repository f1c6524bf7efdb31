import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RulePack } from "@netra/classifier";
import { OWN_CORPUS, readContests, readRows } from "./corpus.ts";
import type { DisguisedSet } from "./measure-disguises.ts";
import { makeReader } from "./read-rows.ts";

/** Sets whose texts may be looked at: everybody in them is made up, and they are not frozen. */
export const OPEN_SETS: ReadonlySet<string> = new Set(["own posts", "namesakes, open half"]);

/** Every labelled row of this repository's corpora, under its own contest. The frozen half is counted like the others; its texts stay unread. */
export function ownSets(pack: RulePack, home = OWN_CORPUS): DisguisedSet[] {
  const posts = join(home, "posts");
  const namesakes = join(home, "namesakes");
  const reader = makeReader(pack, readContests(namesakes));
  return [
    { name: "own posts", reader: makeReader(pack, readContests(posts)), rows: readRows(join(posts, "posts.jsonl")) },
    ...(["open", "frozen"] as const).map((half) => ({ name: `namesakes, ${half} half`, reader, rows: readRows(join(namesakes, `${half}.jsonl`)) })),
  ];
}

/** The development texts of the corpus outside: hand-read rows under their own contest, and rows that should stay quiet, under every contest unless they name one. */
export function outsideSets(pack: RulePack, folder: string): DisguisedSet[] {
  const reader = makeReader(pack, readContests(folder));
  const hand = readRows(join(folder, "dev_hand.jsonl"));
  const neutral = existsSync(join(folder, "dev_neutral.jsonl")) ? readRows(join(folder, "dev_neutral.jsonl")) : [];
  const isOfContest = ({ contest }: { contest: string }): boolean => reader.contests.has(contest);
  return [
    { name: "dev, hand-read", reader, rows: hand.filter(isOfContest) },
    { name: "dev, neutral, of a contest", reader, rows: neutral.filter(isOfContest) },
    { name: "dev, neutral, of none", reader, rows: [...hand, ...neutral].filter((row) => !isOfContest(row)), any: true },
  ];
}
