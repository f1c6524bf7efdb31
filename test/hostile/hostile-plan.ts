import type { Contest, RulePack } from "@netra/classifier";
import { readContestFile, readPack } from "../../packages/classifier/test/read-pack.ts";
import { mulberry32, seedOf } from "../../services/app/src/demo/random.ts";
import { adversarialContest, adversarialPack } from "./adversarial-pack.ts";
import { hostileText, TEXT_KINDS, type TextKind } from "./hostile-text.ts";
import { type HostileWords, hostileWords } from "./hostile-words.ts";

/** Inputs of one size, in UTF-16 units. */
export interface SizeClass {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly inputs: number;
}

/** What the promise is about: ten million posts, ten thousand long ones, a hundred of a million units. `quick` takes a thousandth. */
export function sizeClasses(quick: boolean): readonly SizeClass[] {
  const count = (inputs: number): number => (quick ? Math.max(6, inputs / 1_000) : inputs);
  return [
    { name: "up to 500", least: 0, most: 500, inputs: count(10_000_000) },
    { name: "up to 10,000", least: 1_000, most: 10_000, inputs: count(10_000) },
    { name: "1,000,000", least: 1_000_000, most: 1_000_000, inputs: count(100) },
  ];
}

/** A pack and a contest to read under. Both are made up. */
export interface Opponent {
  readonly name: string;
  readonly pack: RulePack;
  readonly contest: Contest;
  readonly words: HostileWords;
}

/** The pack in use, and one of an adversary. */
export function opponents(): readonly Opponent[] {
  const inti = readPack("inti");
  const make = (name: string, pack: RulePack, contest: Contest): Opponent => ({ name, pack, contest, words: hostileWords(pack, contest) });
  return [make("inti", inti, readContestFile("belitung-timur-demo")), make("adversarial", adversarialPack(inti), adversarialContest())];
}

/** Which opponent reads input `index`: every third is the adversary's. */
export const opponentOf = (index: number): number => (index % 3 === 2 ? 1 : 0);

/** Input `index` of a size under a seed: always the same text. */
export function inputAt(
  opponent: Opponent,
  { seed, size, index }: { seed: number; size: SizeClass; index: number },
): { kind: TextKind; text: string } {
  const random = mulberry32(seedOf("hostile", seed, size.name, index));
  const kind = TEXT_KINDS[Math.floor(random() * TEXT_KINDS.length)] as TextKind;
  return { kind, text: hostileText(random, kind, { words: opponent.words, least: size.least, most: size.most }) };
}
