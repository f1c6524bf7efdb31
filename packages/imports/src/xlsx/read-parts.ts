import { posix } from "node:path";
import { lookOf, type NumberLook } from "./number-format.ts";
import { readXml } from "./read-xml.ts";

/** The small parts of a workbook, each read from its own XML. */

export interface SheetEntry {
  readonly name: string;
  readonly relation: string;
  readonly hidden: boolean;
}

/** The list of sheets in the workbook's order, and whether its days count from 1904 (ECMA-376 part 1, 18.2). */
export function readWorkbook(xml: string): { readonly sheets: readonly SheetEntry[]; readonly since1904: boolean } {
  const sheets: SheetEntry[] = [];
  let since1904 = false;
  readXml(xml, {
    open(name, attribute) {
      if (name === "workbookPr") since1904 = ["1", "true"].includes(attribute("date1904") ?? "");
      if (name === "sheet")
        sheets.push({ name: attribute("name") ?? "", relation: attribute("id") ?? "", hidden: !["visible", undefined].includes(attribute("state")) });
    },
    close() {},
    text() {},
  });
  return { sheets, since1904 };
}

export interface Relation {
  /** The last word of its type: `worksheet`, `sharedStrings`, `styles`. */
  readonly kind: string;
  /** The entry of the archive. */
  readonly path: string;
}

/** Which entry stands for which id. What lies outside the file is left out. */
export function readRelations(xml: string): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>();
  readXml(xml, {
    open(name, attribute) {
      const [id, target] = [attribute("Id"), attribute("Target")];
      if (name !== "Relationship" || id === undefined || target === undefined || attribute("TargetMode") === "External") return;
      const path = target.startsWith("/") ? target.slice(1) : posix.join("xl", target);
      relations.set(id, { kind: (attribute("Type") ?? "").split("/").at(-1) ?? "", path });
    },
    close() {},
    text() {},
  });
  return relations;
}

/** What each cell style shows of a number, by its index. */
export function readLooks(xml: string): readonly NumberLook[] {
  const codes = new Map<number, string>();
  const looks: NumberLook[] = [];
  let inCells = false;
  readXml(xml, {
    open(name, attribute) {
      if (name === "numFmt") codes.set(Number(attribute("numFmtId")), attribute("formatCode") ?? "");
      if (name === "cellXfs") inCells = true;
      if (name !== "xf" || !inCells) return;
      const id = Number(attribute("numFmtId") ?? 0);
      looks.push(lookOf(id, codes.get(id)));
    },
    close(name) {
      if (name === "cellXfs") inCells = false;
    },
    text() {},
  });
  return looks;
}

/** The texts that cells point at. Runs of a rich text are joined; the readings of East Asian words are left out. */
export function readSharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  const words = collectWords();
  readXml(xml, {
    open(name) {
      if (name === "si") words.begin();
      words.open(name);
    },
    close(name) {
      words.close(name);
      if (name === "si") strings.push(words.end());
    },
    text: words.text,
  });
  return strings;
}

/** Joins the `t` elements of one text, and undoes `_x000D_`, the way a sheet writes characters that XML may not hold (18.18.5). */
export function collectWords() {
  let joined = "";
  let inText = false;
  let inReading = false;
  return {
    begin() {
      joined = "";
    },
    open(name: string) {
      if (name === "rPh") inReading = true;
      if (name === "t") inText = !inReading;
    },
    close(name: string) {
      if (name === "rPh") inReading = false;
      if (name === "t") inText = false;
    },
    text(text: string) {
      if (inText) joined += text;
    },
    end: (): string => joined.replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  };
}
