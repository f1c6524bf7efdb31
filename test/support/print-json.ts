const WIDTH = 150;

/** JSON as the formatter of this repository writes it, so that generated files need no exception: two spaces, plain lists on one line where they fit. */
export function printJson(value: unknown): string {
  return `${print(value, "", 0)}\n`;
}

function print(value: unknown, indent: string, before: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const isPlain = value.every((item) => typeof item !== "object" || item === null);
    const line = isPlain ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]` : "";
    // One more for the comma that may follow.
    if (isPlain && indent.length + before + line.length < WIDTH) return line;
    return `[\n${value.map((item) => deeper + print(item, deeper, 0)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return "{}";
  return `{\n${entries
    .map(([key, item]) => {
      const head = `${JSON.stringify(key)}: `;
      return deeper + head + print(item, deeper, head.length);
    })
    .join(",\n")}\n${indent}}`;
}
