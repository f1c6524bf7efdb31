import type { Candidate, Contest } from "@netra/classifier";
import { weekdayAndDay } from "./contest.ts";

/** What a template's `{slot}` may be, by its name. */
export type Words = Readonly<Record<string, string>>;

const PLACES = ["Manggar", "Gantung", "Kelapa Kampit", "Dendang", "Simpang Pesak", "Simpang Renggiang"];
const NUMBERS = ["nol", "satu", "dua", "tiga"];
/** Belitong Malay, a variety of its own. Source: domain notes on Bangka and Belitong Malay; not yet read by a native analyst. */
const BELITONG_NUMBERS = ["nol", "sute", "duak", "tige"];

/**
 * The words that templates take from the contest, for a post that speaks of `own`: `{pak}` is the first person of that pair and `{pak1}` that of
 * ballot number 1, whomever the post speaks of. A word may be several with `|` between: `{kampung}` is another place each time.
 */
export function wordsFor(contest: Contest, own: Candidate): Words {
  const ofEach = contest.candidates.flatMap((candidate) =>
    Object.entries(wordsOf(candidate)).map(([slot, word]) => [`${slot}${candidate.number}`, word]),
  );
  return { hari: weekdayAndDay(contest.stages.vote), kampung: PLACES.join("|"), ...wordsOf(own), ...Object.fromEntries(ofEach) };
}

/** Every pair of the demo is a man and a woman, in that order, with four hashtags and two hostile ones. */
function wordsOf(candidate: Candidate): Words {
  const [head = "", deputy = ""] = candidate.people;
  const [name = "", second = ""] = [head, deputy].map((person) => person.split(" ")[0]);
  const [tag = "", tagline = "", placetag = "", cry = ""] = candidate.hashtags;
  const [slogan = "", motto = ""] = candidate.slogans;
  const [against = "", jibe = ""] = candidate.against;
  const number = candidate.number ?? 0;
  return {
    name,
    pak: `Pak ${name}`,
    bu: `Bu ${second}`,
    pair: `${name}-${second}`,
    fullPair: `${head} dan ${deputy}`,
    number: String(number),
    nomor: NUMBERS[number] ?? String(number),
    duak: BELITONG_NUMBERS[number] ?? String(number),
    tag,
    tagline,
    placetag,
    cry,
    slogan,
    motto,
    account: candidate.accounts[0] ?? "",
    against,
    jibe,
  };
}

/**
 * Fills a template: `{slot}` by its word, `{a|b}` by one of the ways to say it. Deterministic for the same words and numbers.
 * Throws for a slot that has no word, so that a misspelt template fails a test and never reaches a screen.
 */
export function fillTemplate(text: string, words: Words, random: () => number): string {
  return text.replace(/\{([^{}]+)\}/g, (_, inside: string) => {
    const ways = (words[inside] ?? inside).split("|");
    if (words[inside] === undefined && ways.length === 1)
      throw new TypeError(`demo template: no word for {${inside}}; add it to words.ts or correct the template`);
    return ways[Math.floor(random() * ways.length)] ?? "";
  });
}
