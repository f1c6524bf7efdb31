/** A cell as LibreOffice has it in a flat document. */
export interface OpenedCell {
  /** `string`, `float`, `percentage`, `date`; empty for a cell that holds nothing. */
  readonly type: string;
  /** The number or the date as the file has it; the text of a string. */
  readonly value: string;
  readonly formula: string | null;
}

/** Rows of cells by the name of their sheet. Blank cells and rows at the end are left out. */
export type OpenedBook = ReadonlyMap<string, readonly (readonly OpenedCell[])[]>;

const TAG = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const decode = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) =>
    name === undefined ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) : (ENTITIES[name] ?? whole),
  );

/** Reads the sheets of a flat OpenDocument spreadsheet (`.fods`), as LibreOffice writes it. */
export function readFods(xml: string): OpenedBook {
  const book = new Map<string, OpenedCell[][]>();
  let rows: OpenedCell[][] = [];
  let cells: OpenedCell[] = [];
  let times = 1;
  let cell: { attributes: string; paragraphs: string[] } | null = null;
  let paragraph: string | null = null;
  const blank: OpenedCell = { type: "", value: "", formula: null };
  const repeat = (attributes: string, what: string): number => Number(attributeOf(attributes, `table:number-${what}-repeated`) ?? 1);
  const endCell = (): void => {
    if (cell === null) return;
    const { attributes, paragraphs } = cell;
    cell = null;
    const type = attributeOf(attributes, "office:value-type") ?? "";
    const value = attributeOf(attributes, "office:value") ?? attributeOf(attributes, "office:date-value") ?? paragraphs.join("\n");
    const made: OpenedCell = { type, value, formula: attributeOf(attributes, "table:formula") ?? null };
    const empty = type === "" && made.formula === null;
    // A sheet ends in thousands of blank cells, told as one.
    for (let left = Math.min(repeat(attributes, "columns"), 300); left > 0; left -= 1) cells.push(empty ? blank : made);
  };
  const open: Readonly<Record<string, (attributes: string) => void>> = {
    "table:table": (attributes) => {
      rows = [];
      book.set(attributeOf(attributes, "table:name") ?? "", rows);
    },
    "table:table-row": (attributes) => {
      cells = [];
      times = repeat(attributes, "rows");
    },
    "table:table-cell": (attributes) => {
      cell = { attributes, paragraphs: [] };
    },
    "text:p": () => {
      paragraph = "";
    },
    "text:s": (attributes) => add(" ".repeat(Number(attributeOf(attributes, "text:c") ?? 1))),
    "text:tab": () => add("\t"),
    "text:line-break": () => add("\n"),
  };
  const add = (text: string): void => {
    if (paragraph !== null) paragraph += text;
  };
  const close: Readonly<Record<string, () => void>> = {
    "table:table-cell": endCell,
    "table:table-row": () => {
      while (cells.at(-1)?.type === "" && cells.at(-1)?.formula === null) cells.pop();
      for (let left = cells.length === 0 ? Math.min(times, 300) : times; left > 0; left -= 1) rows.push(cells);
    },
    "text:p": () => {
      cell?.paragraphs.push(paragraph ?? "");
      paragraph = null;
    },
  };
  const from = xml.indexOf("<office:spreadsheet");
  TAG.lastIndex = from;
  for (let found = TAG.exec(xml); found !== null; found = TAG.exec(xml)) {
    const [, closing, name = "", attributes = "", empty, text] = found;
    if (text !== undefined) add(decode(text));
    else {
      if (closing === "") open[name]?.(attributes);
      if (closing !== "" || empty !== "") close[name]?.();
    }
  }
  for (const list of book.values()) while (list.at(-1)?.length === 0) list.pop();
  return book;
}

const attributeOf = (attributes: string, name: string): string | undefined => {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? undefined : decode(value);
};
