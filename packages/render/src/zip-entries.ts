import { crc32 } from "node:zlib";

/** One stored file of an archive, as its directory lists it. */
export interface ZipEntry {
  /** ASCII, with `/` between folders. */
  readonly name: string;
  readonly bytes: number;
  readonly crc32: number;
}

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
/** 1980-01-01, the earliest there is: the same files make the same archive. */
const DOS_DAY = 0x21;
const VERSION = 20;
/** What an archive without the 64-bit extension can say. */
export const ZIP_MOST_BYTES = 0xffff_ffff;

/** The bytes of one file inside an archive, and what its directory must say of it. Stored, not compressed: an archive is then its files one after the other, and its directory. */
export function zipEntry(name: string, content: Uint8Array): { readonly head: Uint8Array; readonly entry: ZipEntry } {
  const entry = { name, bytes: content.byteLength, crc32: crc32(content) };
  const title = Buffer.from(name, "ascii");
  const head = Buffer.alloc(LOCAL_BYTES);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(VERSION, 4);
  writeFacts(head, 6, entry, title);
  return { head: Buffer.concat([head, title]), entry };
}

/** The directory that ends an archive of these files, in their order. Throws RangeError for an archive that this form of it cannot hold. */
export function zipDirectory(entries: readonly ZipEntry[]): Uint8Array {
  let at = 0;
  const lines = entries.map((entry) => {
    const title = Buffer.from(entry.name, "ascii");
    const line = Buffer.alloc(CENTRAL_BYTES);
    line.writeUInt32LE(0x0201_4b50, 0);
    line.writeUInt16LE(VERSION, 4);
    line.writeUInt16LE(VERSION, 6);
    writeFacts(line, 8, entry, title);
    line.writeUInt32LE(at, 42);
    at += LOCAL_BYTES + title.byteLength + entry.bytes;
    return Buffer.concat([line, title]);
  });
  const directory = Buffer.concat(lines);
  if (at + directory.byteLength > ZIP_MOST_BYTES || entries.length > 0xffff)
    throw new RangeError(`zipDirectory: ${at} bytes in ${entries.length} files are too much`);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.byteLength, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([directory, end]);
}

/** Flags, method, time, checksum and lengths: the same in both places. */
function writeFacts(into: Buffer, from: number, entry: ZipEntry, title: Buffer): void {
  into.writeUInt16LE(DOS_DAY, from + 6);
  into.writeUInt32LE(entry.crc32, from + 8);
  into.writeUInt32LE(entry.bytes, from + 12);
  into.writeUInt32LE(entry.bytes, from + 16);
  into.writeUInt16LE(title.byteLength, from + 20);
}
