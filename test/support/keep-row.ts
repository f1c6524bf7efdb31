import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** A file of figures by date that a command writes whole: what the columns mean, the table's head, and a row a run. */
export interface Figures {
  readonly title: string;
  /** What the columns mean, and which rows may be compared. */
  readonly about: string;
  readonly columns: readonly string[];
}

const rowOf = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** Adds a row to such a file and writes its head anew; what people wrote beneath the table, a remark on a row, stays. Throws when a row that stands has other columns: somebody must say what it means now. */
export function keepRow(file: string, { title, about, columns }: Figures, cells: readonly (string | number)[]): void {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const start = lines.findIndex((line) => line.startsWith("|"));
  const rest = start === -1 ? [] : lines.slice(start);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  const [table, beneath] = end === -1 ? [rest, ""] : [rest.slice(0, end), rest.slice(end).join("\n").trim()];
  const rows = [...table.filter((line) => /^\| \d{4}-\d{2}-\d{2} \|/.test(line)), rowOf(cells)];
  for (const row of rows) if (row.split(" | ").length !== columns.length) throw new Error(`${file}: a row has not ${columns.length} columns: ${row}`);
  writeFileSync(
    file,
    [`# ${title}`, "", about, "", rowOf(columns), `|${"---|".repeat(columns.length)}`, ...rows, ...(beneath === "" ? [] : ["", beneath]), ""].join(
      "\n",
    ),
  );
}
