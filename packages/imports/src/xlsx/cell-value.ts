import { type Refusal, refusal } from "../refusal.ts";
import type { NumberLook } from "./number-format.ts";

/** A cell as the sheet's XML states it (ECMA-376 part 1, 18.3.1.4). */
export interface RawCell {
  /** `s` shared string, `inlineStr`, `str` result of a formula, `b` boolean, `e` error, `d` ISO date; else a number. */
  readonly type: string | undefined;
  readonly value: string;
  readonly formula: boolean;
  readonly look: NumberLook;
}

/** Excel keeps 15 digits of a number; whatever is longer was rounded when it was typed. */
const EXACT_BELOW = 1e15;
const DAY_MS = 86_400_000;
const DAYS_1900_TO_1904 = 1462;
/** 1 March 1900: before it the 1900 system counts a day that never was. */
const FIRST_DAY = 61;
const LAST_DAY = 2_958_465;

/**
 * What a cell says, as a CSV file would: `2026-11-21`, `2026-11-21T19:30:05` (the clock on the sheet, which is WIB), `19.71`, `true`. A cell is refused when
 * what it shows is not what somebody wrote into it: an error, a number of more than 15 digits, a time without a day, and every formula, for its value was
 * computed by another program at an unknown moment, may never have been computed, and may stand for a cell of another file.
 */
export function cellValue(cell: RawCell, ask: { readonly sharedStrings: readonly string[]; readonly since1904: boolean }): string | Refusal {
  if (cell.formula) return refusal("holds a formula", "copy the column and paste it as values only");
  switch (cell.type) {
    case "s":
      return ask.sharedStrings[Number(cell.value)] ?? refusal("holds a text that the workbook does not have", "save the workbook again");
    case "inlineStr":
    case "str":
      return cell.value;
    case "b":
      return cell.value.trim() === "1" ? "true" : "false";
    case "e":
      return refusal("holds an error", "type what it should say");
    case "d":
      return cell.value.trim();
    default:
      return cell.value.trim() === "" ? "" : numberValue(Number(cell.value), cell.look, ask.since1904);
  }
}

function numberValue(value: number, look: NumberLook, since1904: boolean): string | Refusal {
  if (!Number.isFinite(value)) return refusal("is not a number, though it says so", "type it again");
  if (look !== "plain") return momentValue(value, look, since1904);
  if (Math.abs(value) >= EXACT_BELOW)
    return refusal("is a number of more than 15 digits, so its last digits are lost", "format the column as text, type it again from its source");
  return String(value);
}

/** `value`: days since the end of 1899 (or since 1904), with the time of day as a fraction. */
function momentValue(value: number, look: NumberLook, since1904: boolean): string | Refusal {
  const days = since1904 ? value + DAYS_1900_TO_1904 : value;
  if (value >= 0 && value < 1) return refusal("is a time without a day", "write the day too, such as 2026-11-21 19:30");
  if (days < FIRST_DAY || days >= LAST_DAY + 1) return refusal("is not a day between 1900 and 9999", "type it again, such as 2026-11-21");
  const seconds = Math.round((days - 25_569) * (DAY_MS / 1000));
  const iso = new Date(seconds * 1000).toISOString().slice(0, 19);
  return look === "day" && iso.endsWith("T00:00:00") ? iso.slice(0, 10) : iso;
}
