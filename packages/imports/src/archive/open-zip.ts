import { Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { DomainError, invalid } from "@netra/domain";
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, validateFileName, type ZipFile } from "yauzl";

/** Bytes that can be read at any place, such as an open file: an archive may be larger than memory. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** What one archive may cost. Sizes in bytes as they come out of the inflater, never as the archive declares them. */
export interface ZipLimits {
  readonly entries: number;
  readonly entryBytes: number;
  /** Over all entries that are read. */
  readonly totalBytes: number;
}

export interface Zip {
  /** In the archive's order, folders left out. Nothing is ever written anywhere by such a name. */
  readonly names: readonly string[];
  /** Inflates one entry, checked against its checksum. Throws `invalid` `archive-refused`. */
  read(name: string): Promise<Uint8Array>;
}

/** One byte of a compressed entry may become so many; more is a bomb. Text of exports stays below 50. */
const MAX_RATIO = 250;
/** A small entry may be as repetitive as it likes. */
const RATIO_FROM = 1_000_000;
const CHUNK = 65_536;
/** Mode bits of a Unix file, in the upper half of the external attributes (APPNOTE 4.4.15, Info-ZIP's convention). */
const FILE_TYPE = 0o170000;
const SYMBOLIC_LINK = 0o120000;

/** Reads bytes that are in memory. */
export const inMemory = (bytes: Uint8Array): ByteSource => ({
  size: bytes.byteLength,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});

/**
 * Opens a ZIP archive and reads its list of entries; no entry is opened yet.
 *
 * Refused as a whole: too many entries, an encrypted entry, a symbolic link, a name that stands twice or leads out of its folder. Such an archive was not
 * made by a platform or a spreadsheet program. Throws `invalid` `archive-refused` with one sentence that names no entry.
 */
export async function openZip(source: ByteSource, limits: ZipLimits): Promise<Zip> {
  const file = await orRefuse(() =>
    fromRandomAccessReaderPromise(new SourceReader(source), source.size, { lazyEntries: true, decodeStrings: false, autoClose: false }),
  );
  if (file.entryCount > limits.entries) throw refused(`It has more than ${limits.entries} entries.`);
  const entries = await orRefuse(() => listEntries(file, limits.entries));
  let total = 0;
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw refused("An entry that it should have is missing.");
      const most = Math.min(limits.entryBytes, limits.totalBytes - total);
      const bytes = await orRefuse(() => inflate(file, entry, most));
      total += bytes.byteLength;
      return bytes;
    },
  };
}

/** An archive, or a file that should be one, that is not read. The sentence says why. */
export const refused = (why: string): DomainError => invalid("archive-refused", `The archive was refused. ${why}`);

const DAMAGED = "It is damaged, cut off, or no ZIP archive: get it again from where it came.";

/** What a library says of broken bytes may quote them; it is not passed on. */
async function orRefuse<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof DomainError ? error : refused(DAMAGED);
  }
}

function listEntries(file: ZipFile, most: number): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise((resolve, reject) => {
    file.on("error", reject);
    file.on("end", () => resolve(entries));
    file.on("entry", (entry: Entry) => {
      try {
        const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
        checkEntry(entry, name);
        if (entries.has(name)) throw refused("A name stands in it twice, so that nobody can say which is meant.");
        if (!name.endsWith("/")) entries.set(name, entry);
        if (entries.size > most) throw refused(`It has more than ${most} entries.`);
        file.readEntry();
      } catch (error) {
        reject(error);
      }
    });
    file.readEntry();
  });
}

function checkEntry(entry: Entry, name: string): void {
  if (entry.isEncrypted()) throw refused("It is locked with a password: ask for it without one.");
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) throw refused("It holds a link to another file.");
  if (validateFileName(name) !== null || name.includes("\0")) throw refused("It holds a name that leads out of its folder.");
}

/** Counts while it inflates, so that a bomb costs no more than its limit. */
async function inflate(file: ZipFile, entry: Entry, most: number): Promise<Uint8Array> {
  if (entry.uncompressedSize > most) throw refused(tooLarge(most));
  const stream = await file.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let length = 0;
  let sum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.byteLength;
    if (length > most) throw refused(tooLarge(most));
    if (length > RATIO_FROM && length > entry.compressedSize * MAX_RATIO) throw refused("It is packed more tightly than text can be (a bomb).");
    sum = crc32(chunk, sum);
    chunks.push(chunk);
  }
  if (sum !== entry.crc32) throw refused(DAMAGED);
  return Buffer.concat(chunks, length);
}

const tooLarge = (most: number): string => `What it holds is larger than ${Math.floor(most / 1_000_000)} MB.`;

class SourceReader extends RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(chunksOf(this.#source, start, end), { objectMode: false });
  }
}

async function* chunksOf(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const chunk = await source.read(at, Math.min(CHUNK, end - at));
    if (chunk.byteLength === 0) throw refused(DAMAGED);
    yield chunk;
    at += chunk.byteLength;
  }
}
