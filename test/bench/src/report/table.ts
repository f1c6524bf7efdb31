/** A Markdown table that is also readable in a terminal; the first column is text, the others are figures. */
export function tableOf(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(" | ")} |`;
  return [
    line(head),
    `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`,
    ...body.map(line),
  ];
}
