/** How a number of a sheet is shown, as far as it changes what the number says. */
export type NumberLook = "plain" | "day" | "time";

/** Built-in formats that show a day, and those that show a time of day with or without one (ECMA-376 part 1, 18.8.30; 27 to 58 are East Asian). */
const DAYS = new Set([14, 15, 16, 17, ...range(27, 31), 36, ...range(50, 58)]);
const TIMES = new Set([18, 19, 20, 21, 22, ...range(32, 35), 45, 46, 47]);

/** Reads what a format shows. `code` is the workbook's own; without it the built-in of that id counts. */
export function lookOf(id: number, code: string | undefined): NumberLook {
  if (code === undefined) return TIMES.has(id) ? "time" : DAYS.has(id) ? "day" : "plain";
  // the first of up to four parts is for positive numbers; words in quotes, colours and locales say nothing
  const bare = (code.split(";")[0] ?? "")
    .replace(/"[^"]*"|\\.|[_*]./g, "")
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, "")
    .toLowerCase();
  if (bare.includes("general") || !/[dmyhs]/.test(bare)) return "plain";
  return /[hs]/.test(bare) ? "time" : "day";
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
