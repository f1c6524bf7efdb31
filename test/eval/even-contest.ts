import { type Candidate, type Classifier, type Contest, compile, type RulePack } from "@netra/classifier";
import { type EntryKind, type LikeEntries, likeEntries } from "./like-entries.ts";

/** A contest in which every entry of one candidate has a like entry of every other, as far as that can be made up. */
export interface EvenContest {
  readonly contest: Contest;
  readonly classifier: Classifier;
  readonly likes: LikeEntries;
  /** How many entries were made up. */
  readonly added: number;
}

const LISTS: readonly { readonly kind: EntryKind; readonly list: "aliases" | "slogans" | "hashtags" | "accounts" | "against" }[] = [
  { kind: "name", list: "aliases" },
  { kind: "slogan", list: "slogans" },
  { kind: "hashtag", list: "hashtags" },
  { kind: "account", list: "accounts" },
  { kind: "against", list: "against" },
];

/** What one candidate lacks, and what is tried in its place. */
interface Lack {
  readonly kind: EntryKind;
  readonly list: (typeof LISTS)[number]["list"];
  readonly entry: string;
  readonly from: Candidate;
  readonly to: Candidate;
  readonly tries: readonly string[];
}

/**
 * Fills up a contest with made-up entries, so that mentions can be exchanged also where its file is uneven: a real file has more hashtags for one side, or a
 * nickname that nobody else has. What counts differently from its model in any plain sentence is left out again.
 */
export function evenContest(pack: RulePack, contest: Contest): EvenContest {
  let now = withLikes(pack, contest);
  const makeWord = wordMaker();
  const lacks = listLacks(contest, now.likes, makeWord);
  const kept: { readonly lack: Lack; readonly text: string }[] = [];
  let open = lacks;
  for (let round = 0; open.some(({ tries }) => tries[round] !== undefined); round += 1) {
    const tried = open.flatMap((lack) => (lack.tries[round] === undefined ? [] : [{ lack, text: lack.tries[round] as string }]));
    now = withLikes(pack, addAll(contest, [...kept, ...tried]));
    const find = ({ lack, text }: { lack: Lack; text: string }): boolean => {
      const byId = (id: string): Candidate => now.contest.candidates.find((candidate) => candidate.id === id) as Candidate;
      return now.likes.isLike(lack.kind, { text: lack.entry, owner: byId(lack.from.id) }, { text, owner: byId(lack.to.id) });
    };
    const fitting = tried.filter(find);
    kept.push(...fitting);
    open = open.filter((lack) => !fitting.some((one) => one.lack === lack));
  }
  return { ...withLikes(pack, addAll(contest, kept)), added: kept.length };
}

function withLikes(pack: RulePack, contest: Contest): Omit<EvenContest, "added"> {
  const classifier = compile(pack, contest);
  return { contest, classifier, likes: likeEntries(classifier) };
}

function listLacks(contest: Contest, likes: LikeEntries, makeWord: (like: string) => string): Lack[] {
  const standing = contest.candidates.filter((candidate) => candidate.empty_box !== true);
  return LISTS.flatMap(({ kind, list }) =>
    standing.flatMap((from) =>
      standing.flatMap((to) => {
        if (to === from) return [];
        const wanted = new Map<string, number>();
        return likes.list(kind, from).flatMap((entry): Lack[] => {
          // Each entry of one needs a like of its own: two must not become one.
          const group = likes.groupOf(kind, entry, from);
          const before = wanted.get(group) ?? 0;
          wanted.set(group, before + 1);
          if (before < likes.countLike(kind, entry, from, to) || isOffice(from, entry)) return [];
          return [{ kind, list, entry, from, to, tries: variants(entry, makeWord) }];
        });
      }),
    ),
  );
}

/** "Bupati" is who holds the office between days: no made-up word is like it. */
const isOffice = ({ aliases, titles }: Candidate, entry: string): boolean =>
  [...aliases.filter(({ from, to }) => from !== undefined || to !== undefined), ...titles].some(({ text }) => text === entry);

/** The entry with words exchanged for made-up ones: all of them, then each alone, so that words of the pack may stay. */
function variants(entry: string, makeWord: (like: string) => string): string[] {
  const words = [...entry.matchAll(/\p{Lu}+(?!\p{Ll})|\p{L}\p{Ll}*/gu)];
  const swap = (chosen: ReadonlySet<number>): string => {
    let out = entry;
    for (const [i, word] of [...words.entries()].reverse())
      if (chosen.has(i)) out = out.slice(0, word.index) + makeWord(word[0]) + out.slice(word.index + word[0].length);
    return out;
  };
  const all = words.map((_, i) => i);
  return [swap(new Set(all)), ...all.reverse().map((i) => swap(new Set([i]))), ...all.map((i) => swap(new Set(all.filter((other) => other !== i))))];
}

/** Words that no lexicon and no person has, in the length and the capitals of a model. */
function wordMaker(): (like: string) => string {
  let count = 0;
  return (like) => {
    count += 1;
    let word = "";
    for (let rest = count * 7919; word.length < Math.max(3, like.length); rest = Math.floor(rest / 5) + 3)
      word += "xvqzf"[rest % 5] + ("aiueo"[(rest >> 2) % 5] as string);
    word = word.slice(0, Math.max(3, like.length));
    if (like === like.toUpperCase() && like.length > 1) return word.toUpperCase();
    return /^\p{Lu}/u.test(like) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  };
}

function addAll(contest: Contest, added: readonly { readonly lack: Lack; readonly text: string }[]): Contest {
  return {
    ...contest,
    candidates: contest.candidates.map((candidate): Candidate => {
      const mine = added.filter(({ lack }) => lack.to.id === candidate.id);
      const of = (list: Lack["list"]): { text: string; lack: Lack }[] => mine.filter(({ lack }) => lack.list === list);
      const texts = (list: Exclude<Lack["list"], "aliases">): string[] => [...candidate[list], ...of(list).map(({ text }) => text)];
      return {
        ...candidate,
        aliases: [...candidate.aliases, ...of("aliases").map(({ text, lack }) => ({ ...modelAlias(lack), text }))],
        ...{ slogans: texts("slogans"), hashtags: texts("hashtags"), accounts: texts("accounts"), against: texts("against") },
      };
    }),
  };
}

const modelAlias = ({ entry, from }: Lack): Partial<Candidate["aliases"][number]> =>
  [...from.aliases, ...from.titles].find(({ text }) => text === entry) ?? {};
