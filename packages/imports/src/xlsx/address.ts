/** A cell of a sheet; both count from 1. */
export interface Address {
  readonly row: number;
  readonly column: number;
}

/** Reads `C14`, or null. Nothing beyond Excel's own limits (XFD1048576). */
export function parseAddress(text: string): Address | null {
  const found = /^\$?([A-Z]{1,3})\$?([1-9]\d{0,6})$/.exec(text);
  if (found === null) return null;
  const column = [...(found[1] ?? "")].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  const row = Number(found[2]);
  return column <= 16_384 && row <= 1_048_576 ? { row, column } : null;
}

export function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** `Sheet1!C14`, the sheet in quotes where Excel would put it in quotes. */
export function placeInSheet(sheet: string, cell: string): string {
  return `${/^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`}!${cell}`;
}
