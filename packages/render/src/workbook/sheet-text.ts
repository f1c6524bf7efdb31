import { showControls } from "../visible-text.ts";

/** What one cell of a sheet holds at most, in UTF-16 units (Excel, specifications and limits). A longer one makes the file unreadable there. */
export const MOST_CELL_CHARS = 32_767;

/** What stands at the end of a text that was cut. */
const cutMark = (left: number): string => ` […${left}]`;

/**
 * Text as a cell can hold it: line breaks as LF, control characters as pictures, what a spreadsheet would take for an escape (`_x0041_`) written so that it stays what it is,
 * and at most 32,767 units, of which the last say in brackets how many more there were.
 */
export function sheetText(text: string): string {
  const shown = showControls(text.replace(/\r\n?/g, "\n"));
  return escapeUnderscores(shown.length <= MOST_CELL_CHARS ? shown : cut(shown));
}

function cut(text: string): string {
  const longest = cutMark(text.length).length;
  const kept = text.slice(0, MOST_CELL_CHARS - longest).replace(/[\ud800-\udbff]$/, "");
  return kept + cutMark(text.length - kept.length);
}

/** ECMA-376 part 1, 22.9.2.19: `_xHHHH_` in a text stands for a character. */
const escapeUnderscores = (text: string): string => text.replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_");

const MOST_NAME_CHARS = 31;

/** Names of sheets that no spreadsheet refuses: without `[]:*?/\` and apostrophes, at most 31 characters, each once whatever its case. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set(["history"]);
  return wanted.map((title) => {
    const bare = showControls(title)
      .replaceAll("'", "\u2019")
      .replace(/[[\]:*?/\\\s]+/g, " ")
      .trim();
    for (let n = 1; ; n += 1) {
      const end = n === 1 ? "" : ` (${n})`;
      const room = MOST_NAME_CHARS - end.length;
      const name = (bare.length <= room ? bare || "-" : `${bare.slice(0, room - 1).replace(/[\ud800-\udbff]$/, "")}…`) + end;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  });
}
