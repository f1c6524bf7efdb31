import type { Refusal } from "../refusal.ts";
import { parseAddress } from "./address.ts";
import { cellValue } from "./cell-value.ts";
import type { NumberLook } from "./number-format.ts";
import { collectWords } from "./read-parts.ts";
import { readXml, type XmlListener } from "./read-xml.ts";

export interface SheetRow {
  readonly row: number;
  /** From column A on; blank ones at the end are left out. */
  readonly cells: readonly (string | Refusal)[];
}

export interface Sheet {
  /** Rows that are not blank, in order. */
  readonly rows: readonly SheetRow[];
  /** Merged areas, as `A1:C2`. */
  readonly merged: readonly string[];
  /** The first cell beyond `MAX_COLUMNS` that is not blank. */
  readonly tooWide: { readonly row: number; readonly column: number } | null;
  /** There were more rows than asked for; nothing after them was read. */
  readonly tooLong: boolean;
}

/** Thrown where the reading ends early, so that a sheet of a million rows costs no more than those that were asked for. */
class Enough extends Error {}

/** A register has twenty columns. More than these is not a table. */
export const MAX_COLUMNS = 256;

/** What a cell needs to be read: the workbook's texts, the look of each style, where its days begin. */
export interface SheetContext {
  readonly sharedStrings: readonly string[];
  readonly looks: readonly NumberLook[];
  readonly since1904: boolean;
}

/**
 * Reads the XML of one sheet (ECMA-376 part 1, 18.3). Only cells that are there cost anything: a million styled, empty rows are passed over.
 * Throws when rows or cells are not in order, which no program writes.
 */
export function readSheet(xml: string, context: SheetContext & { readonly maxRows: number }): Sheet {
  const rows: SheetRow[] = [];
  const merged: string[] = [];
  let tooWide: Sheet["tooWide"] = null;
  let tooLong = false;
  let row = 0;
  let column = 0;
  let cells: (string | Refusal)[] = [];
  let cell: { type: string | undefined; style: number; value: string; formula: boolean } | null = null;
  let inValue = false;
  const words = collectWords();

  const endCell = (): void => {
    if (cell === null) return;
    const { type, formula, style } = cell;
    const value = type === "inlineStr" ? words.end() : cell.value;
    cell = null;
    if (!formula && value === "") return;
    const read = cellValue({ type, value, formula, look: context.looks[style] ?? "plain" }, context);
    if (typeof read === "string" && read.trim() === "") {
      if (column > MAX_COLUMNS || read === "") return;
    } else if (column > MAX_COLUMNS) {
      tooWide ??= { row, column };
      return;
    }
    while (cells.length < column - 1) cells.push("");
    cells.push(read);
  };

  const listener: XmlListener = {
    open(name, attribute) {
      words.open(name);
      switch (name) {
        case "row": {
          const next = Number(attribute("r") ?? row + 1);
          if (!Number.isSafeInteger(next) || next <= row) throw new Error("rows are not in order");
          [row, column, cells] = [next, 0, []];
          break;
        }
        case "c": {
          const reference = attribute("r");
          const address = reference === undefined ? { row, column: column + 1 } : parseAddress(reference);
          if (address === null || address.row !== row || address.column <= column) throw new Error("cells are not in order");
          column = address.column;
          cell = { type: attribute("t"), style: Number(attribute("s") ?? 0), value: "", formula: false };
          words.begin();
          break;
        }
        case "f":
          if (cell) cell.formula = true;
          break;
        case "v":
          inValue = true;
          break;
        case "mergeCell":
          merged.push(attribute("ref") ?? "");
          break;
      }
    },
    close(name) {
      words.close(name);
      if (name === "v") inValue = false;
      if (name === "c") endCell();
      if (name !== "row" || !cells.some((read) => typeof read !== "string" || read.trim() !== "")) return;
      if (rows.length >= context.maxRows) throw new Enough();
      rows.push({ row, cells });
      cells = [];
    },
    text(text) {
      words.text(text);
      if (inValue && cell !== null) cell.value += text;
    },
  };
  try {
    readXml(xml, listener);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    tooLong = true;
  }
  return { rows, merged, tooWide, tooLong };
}
