import { readUtf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { EvidenceError } from "./evidence-error.ts";

/** Deeper than anything we write, shallow enough for every parser's stack: all verifiers refuse at the same depth. */
const MOST_DEPTH = 64;

/**
 * The value of canonical JSON bytes. Throws `json-not-canonical` unless they are exactly the text that `canonicalJson` writes: this also refuses
 * double keys, a byte order mark, broken UTF-8 and nesting deeper than 64. `where` names the place in the message.
 */
export function parseCanonicalJson(bytes: Uint8Array, where: string): unknown {
  const refuse = (what: string): never => {
    throw new EvidenceError("json-not-canonical", `${where} ${what}`);
  };
  let text: string;
  try {
    text = readUtf8(bytes);
  } catch {
    return refuse("is not UTF-8");
  }
  if (deeperThan(text, MOST_DEPTH)) return refuse(`is nested deeper than ${MOST_DEPTH}`);
  let value: unknown;
  let canonical: string;
  try {
    value = JSON.parse(text);
    // 1e999 is JSON and read as Infinity, which this refuses.
    canonical = canonicalJson(value);
  } catch {
    return refuse("is not JSON");
  }
  return canonical === text ? value : refuse("is not canonical JSON");
}

/** Looks at brackets outside strings, before any recursive parser sees the text. */
function deeperThan(text: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === "\\") at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "[" || char === "{") {
      depth += 1;
      if (depth > most) return true;
    } else if (char === "]" || char === "}") depth -= 1;
  }
  return false;
}
