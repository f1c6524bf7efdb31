import { joinBytes, utf8 } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { EvidenceError } from "./evidence-error.ts";

/** One file of an archive. Names are as FORMAT.md has them: lower-case ASCII, parts joined by `/`. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const PATH = /^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/;
const MOST_PATH = 200;
/** The largest values of these fields mean ZIP64, which we never write. */
const MOST_ENTRIES = 0xffff - 1;
const MOST_BYTES = 0xffffffff - 1;

const LOCAL = { signature: 0x04034b50, length: 30, sizeAt: 18, nameLengthAt: 26 };
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1980-01-01, the first day that ZIP knows: an archive says nothing of when it was written. */
const DATE = 0x0021;

/** The one archive that these entries make, whatever their order. Throws `zip-name` for a name that is not allowed or comes twice, `zip-too-large`. */
export function canonicalZip(entries: readonly ZipEntry[]): Uint8Array {
  const sorted = [...entries].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [index, { path }] of sorted.entries()) checkPath(path, sorted[index - 1]?.path);
  checkFolders(sorted);
  const heads = sorted.map(headOf);
  const local = sorted.flatMap(({ path, bytes }, index) => [localHeader(heads[index]!, path), bytes]);
  const end = tail(sorted, heads);
  const size = [...local, ...end].reduce((sum, part) => sum + part.length, 0);
  if (sorted.length > MOST_ENTRIES || size > MOST_BYTES)
    throw new EvidenceError("zip-too-large", `a passport holds at most ${MOST_ENTRIES} files and ${MOST_BYTES} bytes; export fewer at once`);
  return joinBytes([...local, ...end]);
}

/**
 * The entries of an archive that is, byte for byte, the one that `canonicalZip` makes of them; views into `file`, nothing is copied.
 *
 * Throws `zip-not-canonical` with `offset`, the first byte that differs. Lengths in the file only say where to look: every byte is then compared with
 * what the entries found would make, so that nothing can hide before, between, inside or behind them.
 */
export function readCanonicalZip(file: Uint8Array): ZipEntry[] {
  if (file.length > MOST_BYTES) throw differs(MOST_BYTES, "the file is too large");
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const entries: ZipEntry[] = [];
  const heads: Head[] = [];
  let at = 0;
  while (at + LOCAL.length <= file.length && view.getUint32(at, true) === LOCAL.signature) {
    if (entries.length === MOST_ENTRIES) throw differs(at, "there are too many entries");
    const nameEnd = at + LOCAL.length + view.getUint16(at + LOCAL.nameLengthAt, true);
    const dataEnd = nameEnd + view.getUint32(at + LOCAL.sizeAt, true);
    if (nameEnd > file.length) throw differs(at + LOCAL.nameLengthAt, "a name goes beyond the end");
    if (dataEnd > file.length) throw differs(at + LOCAL.sizeAt, "an entry goes beyond the end");
    const path = String.fromCharCode(...file.subarray(at + LOCAL.length, Math.min(nameEnd, at + LOCAL.length + MOST_PATH + 1)));
    const entry = { path, bytes: file.subarray(nameEnd, dataEnd) };
    try {
      checkPath(path, entries.at(-1)?.path);
    } catch {
      throw differs(at + LOCAL.length, "a name is not allowed, not in order, or comes twice");
    }
    const head = headOf(entry);
    compare(file, at, localHeader(head, path));
    entries.push(entry);
    heads.push(head);
    at = dataEnd;
  }
  try {
    checkFolders(entries);
  } catch {
    throw differs(LOCAL.length, "a name is also the folder of another");
  }
  for (const part of tail(entries, heads)) {
    compare(file, at, part);
    at += part.length;
  }
  if (at !== file.length) throw differs(at, "something follows the end");
  return entries;
}

interface Head {
  readonly crc: number;
  readonly size: number;
}
const headOf = ({ bytes }: ZipEntry): Head => ({ crc: crc32(bytes), size: bytes.length });

const u16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
const u32 = (value: number): number[] => [...u16(value), ...u16(value >>> 16)];
/** What the local and the central header have in common, from the version needed to the length of the extra field. */
const common = ({ crc, size }: Head, path: string): number[] =>
  [u16(VERSION), u16(FLAGS), u16(0), u16(0), u16(DATE), u32(crc), u32(size), u32(size), u16(path.length), u16(0)].flat();

const localHeader = (head: Head, path: string): Uint8Array =>
  joinBytes([Uint8Array.from([...u32(LOCAL.signature), ...common(head, path)]), utf8(path)]);

/** The central directory, a part for each entry, and the end record. */
function tail(entries: readonly ZipEntry[], heads: readonly Head[]): Uint8Array[] {
  let offset = 0;
  let size = 0;
  const central = entries.map(({ path, bytes }, index) => {
    // No comment, disk 0, no attributes.
    const fixed = [
      ...u32(CENTRAL_SIGNATURE),
      ...u16(VERSION),
      ...common(heads[index]!, path),
      ...u16(0),
      ...u16(0),
      ...u16(0),
      ...u32(0),
      ...u32(offset),
    ];
    const record = joinBytes([Uint8Array.from(fixed), utf8(path)]);
    offset += LOCAL.length + path.length + bytes.length;
    size += record.length;
    return record;
  });
  const count = u16(entries.length);
  return [...central, Uint8Array.from([...u32(END_SIGNATURE), ...u16(0), ...u16(0), ...count, ...count, ...u32(size), ...u32(offset), ...u16(0)])];
}

function checkPath(path: string, before: string | undefined): void {
  if (path.length > MOST_PATH || !PATH.test(path) || path.includes("..") || (before !== undefined && before >= path))
    throw new EvidenceError("zip-name", "an entry's name is not allowed, or comes twice; see FORMAT.md, Passport");
}

function checkFolders(entries: readonly ZipEntry[]): void {
  const files = new Set(entries.map(({ path }) => path));
  for (const { path } of entries)
    for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1))
      if (files.has(path.slice(0, slash))) throw new EvidenceError("zip-name", "an entry's name is also the folder of another");
}

function compare(file: Uint8Array, from: number, expected: Uint8Array): void {
  for (let index = 0; index < expected.length; index += 1)
    if (file[from + index] !== expected[index])
      throw differs(from + index, from + index < file.length ? "a byte differs" : "the file ends too early");
}

const differs = (offset: number, what: string): EvidenceError =>
  new EvidenceError("zip-not-canonical", `${what}: byte ${offset} is not what the archive's own entries make`, offset);
