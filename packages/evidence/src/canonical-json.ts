/**
 * Writes a value as the one JSON text that stands for it: keys sorted by UTF-16 code unit at every depth, no whitespace, numbers and strings as
 * ECMAScript writes them. Two values that are equal as JSON give the same text, whatever the order their keys were made in.
 *
 * Source: RFC 8785 (JCS). One deviation: a lone surrogate is escaped (`\ud83d`) instead of refused, since posts do contain them.
 * Throws TypeError, with the path of the offender, on what JSON would drop or bend in silence: undefined, NaN, Infinity, functions, symbols,
 * bigint, class instances (a Date too: write its ISO string) and cycles.
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$", new Set());
}

function write(value: unknown, path: string, ancestors: Set<object>): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isFinite(value) ? JSON.stringify(value) : refuse(path, String(value), "use null or a finite number");
  if (typeof value !== "object") return refuse(path, typeof value, "leave the key out, or write it as text");
  if (ancestors.has(value)) return refuse(path, "part of a cycle", "canonical JSON is a tree");

  ancestors.add(value);
  const text = Array.isArray(value) ? writeArray(value, path, ancestors) : writeObject(value, path, ancestors);
  ancestors.delete(value);
  return text;
}

/** Array.from, not map: a hole must be met (and refused) as undefined. */
const writeArray = (items: readonly unknown[], path: string, ancestors: Set<object>): string =>
  `[${Array.from(items, (item, index) => write(item, `${path}[${index}]`, ancestors)).join(",")}]`;

function writeObject(value: object, path: string, ancestors: Set<object>): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return refuse(path, "a class instance", "turn it into a plain object or text first");
  if (Object.getOwnPropertySymbols(value).length > 0) return refuse(path, "an object with symbol keys", "JSON has no place for them");
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member, `${path}.${key}`, ancestors)}`);
  return `{${members.join(",")}}`;
}

function refuse(path: string, what: string, remedy: string): never {
  throw new TypeError(`canonicalJson: ${path} is ${what}: ${remedy}`);
}
