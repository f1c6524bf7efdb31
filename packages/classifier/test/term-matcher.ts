import { squash, usualSpelling } from "../src/normalize.ts";
import { stemWord } from "../src/stem.ts";
import { type Token, tokenize } from "../src/tokenize.ts";
import { formsOf } from "../src/word-forms.ts";

type Step = { readonly slot: true } | { readonly slot: false; readonly key: string; readonly forms: ReadonlySet<string> | null };

const SLOTS = /(\{candidate\}|\{number\})/;
const known = new Map<string, readonly Step[]>();

function stepsOf(term: string, byStem: boolean): readonly Step[] {
  const name = `${byStem}${term}`;
  let steps = known.get(name);
  if (steps === undefined) {
    steps = term.split(SLOTS).flatMap((piece): Step[] =>
      SLOTS.test(piece)
        ? [{ slot: true }]
        : tokenize(piece).tokens.map(({ kind, key, plain }) => ({
            slot: false,
            key,
            forms: byStem && kind === "word" ? new Set(formsOf(stemWord(plain)).map(squash)) : null,
          })),
    );
    known.set(name, steps);
  }
  return steps;
}

function answers({ key, plain, others }: Token, step: Step & { readonly slot: false }): boolean {
  const names = [key, ...others];
  if (step.forms === null) return names.includes(step.key);
  return [...names, squash(plain)].some((name) => step.forms?.has(name) || step.forms?.has(usualSpelling(name)));
}

/** True when the tokens are the term's words, one for one; a slot stands for one token or more. */
export function isTerm(tokens: readonly Token[], term: string, byStem: boolean): boolean {
  const steps = stepsOf(term, byStem);
  const from = (step: number, token: number): boolean => {
    const next = steps[step];
    if (next === undefined) return token === tokens.length;
    const here = tokens[token];
    if (here === undefined) return false;
    if (next.slot) return from(step + 1, token + 1) || from(step, token + 1);
    return answers(here, next) && from(step + 1, token + 1);
  };
  return from(0, 0);
}

/** True when the term's words occur among the tokens in their order, other words between them allowed: names joined to a pair, with "Pak" and "dan". */
export function holdsTerm(tokens: readonly Token[], term: string): boolean {
  // Single letters of two names that are written one behind the other would be read as one word spelled out.
  return (
    holds(tokens, stepsOf(term, false)) ||
    holds(
      tokens,
      term.split(" ").flatMap((word) => stepsOf(word, false)),
    )
  );
}

function holds(tokens: readonly Token[], steps: readonly Step[]): boolean {
  let at = 0;
  for (const step of steps) {
    if (step.slot) continue;
    while (at < tokens.length && !answers(tokens[at] as Token, step)) at += 1;
    if (at === tokens.length) return false;
    at += 1;
  }
  return true;
}
