import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

/** An entry of a made-up archive; what is left out is as an honest program writes it. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** What the archive says of its size, which may be a lie. */
  readonly declaredSize?: number;
  readonly crc?: number;
  /** Bit 0 says that it is encrypted. */
  readonly flags?: number;
  /** Unix mode in the upper half. */
  readonly attributes?: number;
  /** Already deflated bytes, as a bomb has them. */
  readonly deflated?: Uint8Array;
}

const EMPTY = deflateRawSync("");

/** Writes a ZIP archive, honest or not: what no library would write is what a test needs. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const plain = Buffer.from(entry.bytes);
    const packed = Buffer.from(entry.deflated ?? (plain.byteLength === 0 ? EMPTY : deflateRawSync(plain)));
    const name = Buffer.from(entry.name);
    const size = entry.declaredSize ?? plain.byteLength;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0); // version
    fields.writeUInt16LE(0x800 | (entry.flags ?? 0), 2); // names are UTF-8
    fields.writeUInt16LE(8, 4); // deflated
    fields.writeUInt32LE(entry.crc ?? crc32(plain), 10);
    fields.writeUInt32LE(packed.byteLength, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.byteLength, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), fields, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(entry.attributes ?? 0, 6);
    rest.writeUInt32LE(offset, 10);
    // the directory repeats the local fields after the maker's version
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03", "latin1"), fields, rest, name]));
    parts.push(local);
    offset += local.byteLength;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(index.byteLength, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

/** The entries of an honest archive without a comment, by name. */
export function readZip(bytes: Uint8Array): Map<string, Buffer> {
  const file = Buffer.from(bytes);
  const end = file.length - 22;
  const entries = new Map<string, Buffer>();
  for (let at = file.readUInt32LE(end + 16), left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = file.readUInt16LE(at + 28);
    const local = file.readUInt32LE(at + 42);
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(from, from + file.readUInt32LE(at + 20));
    entries.set(file.subarray(at + 46, at + 46 + nameLength).toString(), file.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}
