/** A letter as the path of a pen, 6 units high from its upper left, and how wide it is. Round enough to be read by people and by a machine, and no font is needed. */
const LETTERS: Readonly<Record<string, readonly [path: string, width: number]>> = {
  A: ["M0 6L2.2 0L4.4 6M.8 4H3.6", 4.4],
  B: ["M0 0V6H2.4Q4 6 4 4.5Q4 3 2.4 3H0M2.2 3Q3.6 3 3.6 1.5Q3.6 0 2.2 0H0", 4],
  C: ["M4 1.2Q3.4 0 2.1 0Q0 0 0 3Q0 6 2.1 6Q3.4 6 4 4.8", 4],
  D: ["M0 0V6H1.8Q4.2 6 4.2 3Q4.2 0 1.8 0H0", 4.2],
  E: ["M3.6 0H0V6H3.6M0 3H3", 3.6],
  F: ["M3.6 0H0V6M0 3H3", 3.6],
  G: ["M4.2 1.2Q3.6 0 2.2 0Q0 0 0 3Q0 6 2.2 6Q4.3 6 4.3 3.3H2.5", 4.3],
  H: ["M0 0V6M4 0V6M0 3H4", 4],
  I: ["M0 0V6", 0],
  J: ["M2.6 0V4.4Q2.6 6 1.3 6Q.2 6 0 4.8", 2.6],
  K: ["M0 0V6M3.8 0L0 3.6M1.3 2.5L4 6", 4],
  L: ["M0 0V6H3.4", 3.4],
  M: ["M0 6V0L2.5 4.4L5 0V6", 5],
  N: ["M0 6V0L4 6V0", 4],
  O: ["M2.3 0Q4.6 0 4.6 3Q4.6 6 2.3 6Q0 6 0 3Q0 0 2.3 0Z", 4.6],
  P: ["M0 6V0H2.2Q3.9 0 3.9 1.7Q3.9 3.4 2.2 3.4H0", 3.9],
  Q: ["M2.3 0Q4.6 0 4.6 3Q4.6 6 2.3 6Q0 6 0 3Q0 0 2.3 0ZM2.8 4.4L4.5 6.4", 4.6],
  R: ["M0 6V0H2.2Q3.9 0 3.9 1.7Q3.9 3.4 2.2 3.4H0M2 3.4L4 6", 4],
  S: ["M3.7 1Q3.2 0 2 0Q.2 0 .2 1.5Q.2 2.6 2 3Q3.9 3.4 3.9 4.6Q3.9 6 2 6Q.6 6 0 4.9", 3.9],
  T: ["M0 0H4.2M2.1 0V6", 4.2],
  U: ["M0 0V3.8Q0 6 2 6Q4 6 4 3.8V0", 4],
  V: ["M0 0L2.2 6L4.4 0", 4.4],
  W: ["M0 0L1.5 6L3 .8L4.5 6L6 0", 6],
  X: ["M0 0L4 6M4 0L0 6", 4],
  Y: ["M0 0L2.1 3.2L4.2 0M2.1 3.2V6", 4.2],
  Z: ["M0 0H3.8L0 6H3.8", 3.8],
  "1": ["M0 1.4L1.6 0V6", 1.6],
  "2": ["M.1 1.5Q.3 0 2 0Q3.7 0 3.7 1.6Q3.7 2.7 2.4 3.8L0 6H3.9", 3.9],
  "3": ["M.1 1Q.7 0 2 0Q3.6 0 3.6 1.5Q3.6 2.8 1.6 2.8Q3.9 2.8 3.9 4.4Q3.9 6 2 6Q.5 6 0 4.8", 3.9],
};
const BETWEEN = 1.7;
const SPACE = 2.6;

/** One line of letters as SVG, 6 units high from the upper left of its place, and its width. Capitals without marks, the digits of a ballot and blanks; throws TypeError for others. */
export function writeLine(line: string): { readonly svg: string; readonly width: number } {
  let x = 0;
  const strokes: string[] = [];
  for (const character of line) {
    if (character === " ") {
      x += SPACE;
      continue;
    }
    const letter = LETTERS[character];
    if (letter === undefined)
      throw new TypeError(`demo picture: no letter for ${JSON.stringify(character)}; add it to letters.ts or write it otherwise`);
    strokes.push(`<path transform="translate(${x.toFixed(2)} 0)" d="${letter[0]}"/>`);
    x += letter[1] + BETWEEN;
  }
  return { svg: strokes.join(""), width: Math.max(0, x - BETWEEN) };
}
