/** A value's bytes within a JSON text, end exclusive. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COMMA, COLON] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a];

/** Thrown for bytes that are no JSON where it was looked at. Says nothing of them. */
export class BrokenJson extends Error {}

/**
 * Finds values in JSON (RFC 8259) without reading what lies beside them: the bytes of a post as they stood, and nothing of the messages and searches that
 * stand in the same file. Values passed over are not checked. One pass, no recursion, no copy.
 */
export const jsonRoot = (bytes: Uint8Array, from = 0): Slice => sliceAt(bytes, skipSpace(bytes, from));

/** The value under a key of an object, or null. With several of one name the last counts, as for `JSON.parse`. */
export function jsonField(bytes: Uint8Array, object: Slice | null, key: string): Slice | null {
  if (object === null || bytes[object.start] !== OPEN_OBJECT) return null;
  const wanted = JSON.stringify(key);
  let found: Slice | null = null;
  for (let at = skipSpace(bytes, object.start + 1); bytes[at] !== CLOSE_OBJECT; ) {
    if (bytes[at] !== QUOTE) throw new BrokenJson();
    const name = sliceAt(bytes, at);
    at = skipSpace(bytes, name.end);
    if (bytes[at] !== COLON) throw new BrokenJson();
    const value = sliceAt(bytes, skipSpace(bytes, at + 1));
    if (
      name.end - name.start === wanted.length &&
      Buffer.from(bytes.buffer, bytes.byteOffset + name.start, wanted.length).toString("latin1") === wanted
    )
      found = value;
    at = next(bytes, value.end, CLOSE_OBJECT);
  }
  return found;
}

/** The values of a list, one after the other; of anything else none. */
export function* jsonItems(bytes: Uint8Array, list: Slice | null): Generator<Slice> {
  if (list === null || bytes[list.start] !== OPEN_LIST) return;
  for (let at = skipSpace(bytes, list.start + 1); bytes[at] !== CLOSE_LIST; ) {
    const value = sliceAt(bytes, at);
    yield value;
    at = next(bytes, value.end, CLOSE_LIST);
  }
}

/** Where the next member begins, or the closing bracket. */
function next(bytes: Uint8Array, end: number, close: number): number {
  const at = skipSpace(bytes, end);
  if (bytes[at] === close) return at;
  if (bytes[at] !== COMMA) throw new BrokenJson();
  return skipSpace(bytes, at + 1);
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  if (at >= bytes.byteLength) throw new BrokenJson();
  return at;
}

function sliceAt(bytes: Uint8Array, start: number): Slice {
  const first = bytes[start];
  if (first === QUOTE) return { start, end: endOfString(bytes, start) };
  if (first === OPEN_OBJECT || first === OPEN_LIST) return { start, end: endOfNested(bytes, start) };
  let end = start;
  // a number, true, false or null
  while (end < bytes.byteLength && /[\w.+-]/.test(String.fromCharCode(bytes[end] ?? 0))) end += 1;
  if (end === start) throw new BrokenJson();
  return { start, end };
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.byteLength; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1;
    else if (bytes[at] === QUOTE) return at + 1;
  }
  throw new BrokenJson();
}

function endOfNested(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.byteLength; at += 1) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at) - 1;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new BrokenJson();
}
