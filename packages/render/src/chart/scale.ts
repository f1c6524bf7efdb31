/** Marks of an axis from zero that reach or pass `most`: at most five steps of 1, 2 or 5 times a power of ten, never smaller than `least`. */
export function marksTo(most: number, least = 1): number[] {
  const rough = Math.max(most / 4, least);
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough - power * 1e-9) ?? power * 10;
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, at) => tidy(at * step));
}

/** Places in a drawing, to the hundredth: more digits say nothing, and would make files longer. */
export const tidy = (value: number): number => Math.round(value * 1e4) / 1e4;
export const place = (value: number): number => Math.round(value * 100) / 100;

/** A label on at most two lines of so many characters, broken between words; what does not fit ends in `…`. */
export function wrapLabel(text: string, chars: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= chars) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const shown = lines.slice(0, 2);
  if (lines.length > 2) shown[1] = `${shown[1]} …`;
  return shown.map((line) => (line.length <= chars ? line : `${line.slice(0, chars - 1).replace(/[\ud800-\udbff]$/, "")}…`));
}
