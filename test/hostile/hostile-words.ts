import type { Contest, RulePack } from "@netra/classifier";

/** What a pack and a contest look for, written as people would write it; the slots of terms stay. */
export interface HostileWords {
  readonly terms: readonly string[];
  readonly names: readonly string[];
  readonly tags: readonly string[];
  readonly numbers: readonly string[];
}

/** Collects the words that lead a text the long way. */
export function hostileWords(pack: RulePack, contest: Contest): HostileWords {
  const names: string[] = [];
  const tags: string[] = [];
  const numbers: string[] = ["nomor dua", "no 1", "nomor urut tiga", "angka 2", "si satu"];
  for (const { people, aliases, titles, parties, hashtags, slogans, accounts, against, number } of contest.candidates) {
    names.push(...people, ...aliases.map(({ text }) => text), ...titles.map(({ text }) => text), ...parties, ...slogans);
    tags.push(...hashtags, ...accounts.map((account) => `@${account.replace(/^@/, "")}`));
    for (const term of against) (term.startsWith("#") ? tags : names).push(term);
    if (number !== null) numbers.push(`nomor ${number}`, `0${number}`, `paslon ${number}`, String(number));
  }
  const terms = pack.lexicons.flatMap(({ category, entries }) => (category === "everyday_name" ? [] : entries.map(({ term }) => term)));
  return { terms, names, tags, numbers };
}
