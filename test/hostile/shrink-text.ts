import fc from "fast-check";

/** A shorter text, with plainer units, for which `fails` still holds; the text itself when none is found in time. Cost: at most `limitMs`. */
export function shrinkText(text: string, fails: (text: string) => boolean, limitMs = 5_000): string {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const join = (of: readonly number[]): string => of.map((unit) => String.fromCharCode(unit)).join("");
  const result = fc.check(
    fc.property(fc.array(fc.nat(0xffff)), (of) => !fails(join(of))),
    { numRuns: 1, examples: [[units]], interruptAfterTimeLimit: limitMs },
  );
  const found = result.counterexample?.[0];
  return found === undefined ? text : join(found);
}

/** A text in printable ASCII, everything else as \u units, so that a terminal cannot be moved by it and a test can take it over. */
export const escapeUnits = (text: string): string =>
  `"${text.replace(/[^ !#-[\]-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
