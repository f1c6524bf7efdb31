const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Cuts the items of one array out of a JSON object, each with the very bytes it came as, so that one item can be kept and hashed by itself. Null when the
 * object has no such array at its top. `json` must be known to be JSON; UTF-8 inside strings may be broken, since only the structure is read.
 */
export function sliceItems(json: Uint8Array, key: string): Uint8Array[] | null {
  const start = json.indexOf(OPEN_OBJECT) + 1;
  if (start === 0) return null;
  for (let at = skipSpace(json, start); json[at] === QUOTE; ) {
    const end = endOfValue(json, at);
    const name: unknown = JSON.parse(new TextDecoder().decode(json.subarray(at, end)));
    const colon = skipSpace(json, end);
    if (json[colon] !== COLON) return null;
    const value = skipSpace(json, colon + 1);
    if (name === key) return json[value] === OPEN_LIST ? itemsOf(json, value) : null;
    const comma = skipSpace(json, endOfValue(json, value));
    if (json[comma] !== COMMA) return null;
    at = skipSpace(json, comma + 1);
  }
  return null;
}

function itemsOf(json: Uint8Array, list: number): Uint8Array[] {
  const items: Uint8Array[] = [];
  let at = skipSpace(json, list + 1);
  while (at < json.length && json[at] !== CLOSE_LIST) {
    const end = endOfValue(json, at);
    if (end === at) break;
    items.push(json.slice(at, end));
    at = skipSpace(json, end);
    if (json[at] === COMMA) at = skipSpace(json, at + 1);
  }
  return items;
}

/** Where the value that begins at `at` ends. No recursion: an answer may be nested as deeply as its sender likes. */
function endOfValue(json: Uint8Array, at: number): number {
  let depth = 0;
  for (let i = at; i < json.length; ) {
    const byte = json[i];
    if (byte === QUOTE) i = endOfString(json, i);
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      i += 1;
      continue;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (depth === 0) return i;
      depth -= 1;
      i += 1;
    } else if (depth === 0) return endOfWord(json, i);
    else {
      i += 1;
      continue;
    }
    if (depth === 0) return i;
  }
  return json.length;
}

function endOfString(json: Uint8Array, at: number): number {
  for (let i = at + 1; i < json.length; i += 1) {
    if (json[i] === BACKSLASH) i += 1;
    else if (json[i] === QUOTE) return i + 1;
  }
  return json.length;
}

/** A number, true, false or null. */
function endOfWord(json: Uint8Array, at: number): number {
  let i = at;
  while (i < json.length && json[i] !== COMMA && json[i] !== CLOSE_LIST && json[i] !== CLOSE_OBJECT && !isSpace(json[i])) i += 1;
  return i;
}

function skipSpace(json: Uint8Array, at: number): number {
  let i = at;
  while (i < json.length && isSpace(json[i])) i += 1;
  return i;
}

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
