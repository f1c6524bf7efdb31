import {
  canonicalZip,
  encodeBase64,
  type PassportCheckId,
  type PassportParts,
  packPassport,
  readCanonicalZip,
  signNote,
  type ZipEntry,
} from "@netra/evidence";
import { type FictionalPassport, fictionalPassport, newSigningKey } from "./fictional-passport.ts";
import { fictionalStamp } from "./fictional-stamp.ts";

/** A passport that must be refused, and the check that must refuse it. */
export interface Forgery {
  readonly name: string;
  readonly check: PassportCheckId;
  readonly bytes: Uint8Array;
}

type Json = { [key: string]: never } & Record<string, unknown>;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/**
 * What somebody might try who knows the format well: content changed with the archive made whole again, and what only the installation itself could do,
 * wrong claims signed with its own key.
 */
export async function forgedPassports({ parts, verifierKey }: FictionalPassport): Promise<Forgery[]> {
  const honest = await packPassport(parts);
  const edit = (path: string, change: (text: string) => string): Uint8Array =>
    rezip(honest, (entry) => (entry.path === path ? { path, bytes: utf8(change(read(entry.bytes))) } : entry));
  const resign = (change: (manifest: Json) => void, files = parts.files): Promise<Uint8Array> =>
    packPassport({ ...parts, ...changed(parts, change), files });
  const flagOf = (manifest: Json): Record<string, never> => (manifest.flags as unknown as Record<string, never>[])[0]!;
  const reading = (manifest: Json): Record<string, never> => flagOf(manifest).classification as never;
  const set = (target: object | undefined, values: object): void => void Object.assign(target as object, values);
  const textPath = parts.files.find(({ path }) => path.startsWith("text/"))!.path;
  const otherKey = await newSigningKey();
  const other = await fictionalPassport({ key: otherKey });
  const swapped = readCanonicalZip(await packPassport(other.parts)).find(({ path }) => path === "passport.sig")!;
  const text = read(readCanonicalZip(honest).find(({ path }) => path === "passport.sig")!.bytes).split("\n\n")[0]!;
  const witness = (await signNote({ text: `${text}\n`, name: "netra.witness", key: otherKey })).split("\n").at(-2);
  const checkpoint = parts.manifest.ledger.checkpoint!;
  const leafOf = (manifest: Json): { index: number; data: string; proof: string[] }[] => (manifest.ledger as never as { leaves: never }).leaves;

  const fileOf = (manifest: Json, at = 0): Record<string, unknown> => (flagOf(manifest).files as never as Record<string, unknown>[])[at]!;
  const maskedOf = (manifest: Json): Record<string, unknown> => fileOf(manifest, 2).masked as never;
  const maskedPath = parts.manifest.flags[0]?.files?.[2]?.masked?.bytes;
  const evidenceOf = (manifest: Json, at = 0): object => (flagOf(manifest).evidence as never as object[])[at]!;
  const stamped = (token: Uint8Array): Promise<Uint8Array> =>
    resign(
      () => {},
      parts.files.map((file) => (file.path === "checkpoint.tsr" ? { ...file, bytes: token } : file)),
    );
  const note = utf8(checkpoint);

  return [
    {
      name: "a picture that names another's bytes",
      check: "files",
      bytes: await resign((manifest) => set(fileOf(manifest), { bytes: (flagOf(manifest).evidence as never as { bytes: string }[])[0]!.bytes })),
    },
    { name: "a picture of another size", check: "files", bytes: await resign((manifest) => set(fileOf(manifest), { size: 4 })) },
    {
      name: "a picture that is not enclosed",
      check: "files",
      bytes: await resign((manifest) => set(fileOf(manifest, 1), { bytes: `bytes/${fileOf(manifest, 1).sha256}` })),
    },
    {
      name: "a masked picture that names another's bytes",
      check: "files",
      bytes: await resign((manifest) => set(maskedOf(manifest), { bytes: fileOf(manifest).bytes })),
    },
    { name: "a masked picture of another size", check: "files", bytes: await resign((manifest) => set(maskedOf(manifest), { size: 4 })) },
    {
      name: "a masked picture of another original",
      check: "files",
      bytes: await resign((manifest) => set(maskedOf(manifest), { made_from: fileOf(manifest).sha256 })),
    },
    {
      name: "an original given for its masked picture",
      check: "files",
      bytes: await resign((manifest) => set(fileOf(manifest), { masked: { ...fileOf(manifest), made_from: fileOf(manifest).sha256 } })),
    },
    {
      name: "a masked picture of which nobody says what it was made from",
      check: "manifest",
      bytes: await resign((manifest) => set(maskedOf(manifest), { made_from: null })),
    },
    {
      name: "a masked picture changed",
      check: "files",
      bytes: rezip(honest, (entry) => (entry.path === maskedPath ? { ...entry, bytes: Uint8Array.of(...entry.bytes.slice(1), 0) } : entry)),
    },
    { name: "typed words from no place", check: "manifest", bytes: await resign((manifest) => set(evidenceOf(manifest), { words_from: -1 })) },
    { name: "typed words from half a place", check: "manifest", bytes: await resign((manifest) => set(evidenceOf(manifest), { words_from: 1.5 })) },
    {
      name: "typed words behind the text",
      check: "signals",
      bytes: await resign((manifest) =>
        set(evidenceOf(manifest), { words_from: read(parts.files.find(({ path }) => path === textPath)!.bytes).length }),
      ),
    },
    { name: "typed words without a text", check: "signals", bytes: await resign((manifest) => set(evidenceOf(manifest, 1), { words_from: 0 })) },
    { name: "a file of an unknown origin", check: "manifest", bytes: await resign((manifest) => set(fileOf(manifest), { origin: "found" })) },
    {
      name: "a machine's words given for evidence",
      check: "manifest",
      bytes: await resign((manifest) => set(fileOf(manifest).machine_words as object, { is_evidence: true })),
    },
    { name: "a picture's leaf as another file's", check: "leaves", bytes: await resign((manifest) => set(fileOf(manifest), { id: "file-9" })) },
    { name: "a sent file's leaf for a fetched one", check: "leaves", bytes: await resign((manifest) => set(fileOf(manifest), { origin: "media" })) },
    { name: "a file whose leaf is not enclosed", check: "leaves", bytes: await resign((manifest) => set(fileOf(manifest), { leaf: 9 })) },
    { name: "a time stamp of something else", check: "stamp", bytes: await stamped(fictionalStamp(utf8("x"))) },
    { name: "a time stamp that was refused", check: "stamp", bytes: await stamped(fictionalStamp(note, { status: 2 })) },
    { name: "a time stamp with something behind it", check: "stamp", bytes: await stamped(Uint8Array.of(...fictionalStamp(note), 0)) },
    { name: "a time stamp that is none", check: "stamp", bytes: await stamped(utf8("garbage")) },
    {
      name: "a time stamp at another time",
      check: "stamp",
      bytes: await resign((manifest) => set((manifest.ledger as never as { stamp: object }).stamp, { at: "2028-10-22T13:20:05Z" })),
    },
    {
      name: "a time stamp without its token",
      check: "stamp",
      bytes: await resign((manifest) => set((manifest.ledger as never as { stamp: object }).stamp, { token: "none" })),
    },
    {
      name: "a time stamp of another's note",
      check: "stamp",
      bytes: await resign((manifest) => set((manifest.ledger as never as { stamp: object }).stamp, { note: "readme.txt" })),
    },
    { name: "the text changed", check: "files", bytes: edit(textPath, (before) => before.replace("nomor 2", "nomor 1")) },
    { name: "the pack changed", check: "files", bytes: edit("pack.json", (before) => before.replace("45", "46")) },
    { name: "the manifest changed", check: "signature", bytes: edit("passport.json", (before) => before.replace("N-000123", "N-000124")) },
    { name: "the manifest with a blank", check: "manifest", bytes: edit("passport.json", (before) => `${before} `) },
    {
      name: "the manifest with a double key",
      check: "manifest",
      bytes: edit("passport.json", (before) => before.replace(/"v":1}$/, '"v":1,"v":1}')),
    },
    { name: "the manifest with a byte order mark", check: "manifest", bytes: edit("passport.json", (before) => `\ufeff${before}`) },
    { name: "a manifest nested a thousand deep", check: "manifest", bytes: edit("passport.json", () => "[".repeat(1000) + "]".repeat(1000)) },
    {
      name: "a number in another form",
      check: "manifest",
      bytes: edit("passport.json", (before) => before.replace('"score_tenths":60', '"score_tenths":60.0')),
    },
    { name: "another version", check: "manifest", bytes: await resign((manifest) => set(manifest, { v: 2 })) },
    { name: "a file more", check: "files", bytes: canonicalZip([...readCanonicalZip(honest), { path: "more.txt", bytes: utf8("x") }]) },
    { name: "a file less", check: "files", bytes: canonicalZip(readCanonicalZip(honest).filter(({ path }) => path !== "readme.txt")) },
    { name: "no manifest", check: "manifest", bytes: canonicalZip(readCanonicalZip(honest).filter(({ path }) => path !== "passport.json")) },
    { name: "no signature", check: "signature", bytes: canonicalZip(readCanonicalZip(honest).filter(({ path }) => path !== "passport.sig")) },
    { name: "another's signature", check: "signature", bytes: rezip(honest, (entry) => (entry.path === "passport.sig" ? swapped : entry)) },
    { name: "a second signature line", check: "signature", bytes: edit("passport.sig", (before) => `${before}${witness}\n`) },
    { name: "all of it signed by another key of the same name", check: "key", bytes: await packPassport(other.parts) },
    {
      name: "bytes under another hash",
      check: "files",
      bytes: await resign(() => {}, [...parts.files, { path: `bytes/${"0".repeat(64)}`, bytes: utf8("x") }]),
    },
    {
      name: "evidence that names another's bytes",
      check: "files",
      bytes: await resign((manifest) =>
        set((flagOf(manifest).evidence as never as object[])[1], { bytes: (flagOf(manifest).evidence as never as { bytes: string }[])[0]!.bytes }),
      ),
    },
    { name: "another pack", check: "rules", bytes: await resign((manifest) => set(flagOf(manifest), { pack_hash: `sha256:${"0".repeat(64)}` })) },
    {
      name: "another contest",
      check: "rules",
      bytes: await resign((manifest) => set(flagOf(manifest), { contest_hash: `sha256:${"0".repeat(64)}` })),
    },
    {
      name: "a pack that no flag names",
      check: "rules",
      bytes: await resign(() => {}, [...parts.files, { path: "pack-2.json", bytes: utf8("{}") }]),
    },
    {
      name: "a cut that is not there",
      check: "signals",
      bytes: await resign((manifest) => set((reading(manifest).signals as never as object[])[0], { cut: "pilih" })),
    },
    {
      name: "a signal beyond the text",
      check: "signals",
      bytes: await resign((manifest) => set((reading(manifest).signals as never as object[])[0], { start: 900, end: 901, cut: "" })),
    },
    { name: "a score that is no sum", check: "score", bytes: await resign((manifest) => set(reading(manifest), { score_tenths: 61 })) },
    {
      name: "a part of the score without its signal",
      check: "score",
      bytes: await resign((manifest) => set((reading(manifest).contributions as never as object[])[0], { signals: [9] })),
    },
    {
      name: "a changed checkpoint",
      check: "checkpoint",
      bytes: await resign((manifest) => set(manifest.ledger as never, { checkpoint: checkpoint.replace("\n21\n", "\n22\n") })),
    },
    {
      name: "another's checkpoint",
      check: "checkpoint",
      bytes: await resign((manifest) => set(manifest.ledger as never, { checkpoint: other.parts.manifest.ledger.checkpoint })),
    },
    {
      name: "leaves without a checkpoint",
      check: "checkpoint",
      bytes: await resign((manifest) => set(manifest.ledger as never, { checkpoint: null })),
    },
    { name: "a leaf at another index", check: "leaves", bytes: await resign((manifest) => set(leafOf(manifest)[0], { index: 2 })) },
    { name: "leaves in another order", check: "leaves", bytes: await resign((manifest) => void leafOf(manifest).reverse()) },
    {
      name: "a leaf with other data",
      check: "leaves",
      bytes: await resign((manifest) => set(leafOf(manifest)[0], { data: leafOf(manifest)[1]!.data })),
    },
    { name: "a leaf without its proof", check: "leaves", bytes: await resign((manifest) => set(leafOf(manifest)[0], { proof: [] })) },
    { name: "a proof that is not base64", check: "leaves", bytes: await resign((manifest) => set(leafOf(manifest)[0], { proof: ["?"] })) },
    { name: "a leaf that is not enclosed", check: "leaves", bytes: await resign((manifest) => set(flagOf(manifest), { leaf: 4 })) },
    {
      name: "another evidence's leaf",
      check: "leaves",
      bytes: await resign((manifest) => set((flagOf(manifest).evidence as never as object[])[1], { leaf: 5 })),
    },
    {
      name: "an audit leaf as evidence",
      check: "leaves",
      bytes: await resign((manifest) => set((flagOf(manifest).evidence as never as object[])[0], { leaf: 3 })),
    },
    { name: "a note in another key's name", check: "signature", bytes: edit("passport.sig", (before) => before.replace(/^— \S+/m, "— netra.lain")) },
    {
      name: "a signature of nothing",
      check: "signature",
      bytes: edit("passport.sig", (before) => before.replace(/ \S+\n$/, ` ${encodeBase64(new Uint8Array(68))}\n`)),
    },
    { name: "the key text with a blank", check: "signature", bytes: await relabel(parts, `${verifierKey} `) },
  ];
}

const rezip = (file: Uint8Array, change: (entry: ZipEntry) => ZipEntry): Uint8Array => canonicalZip(readCanonicalZip(file).map(change));

function changed(parts: PassportParts, change: (manifest: Json) => void): Pick<PassportParts, "manifest"> {
  const manifest = structuredClone(parts.manifest);
  change(manifest as never);
  return { manifest };
}

/** Signed rightly, but the manifest names the key in another form. */
async function relabel(parts: PassportParts, key: string): Promise<Uint8Array> {
  const { canonicalJson, sha256Hex } = await import("@netra/evidence");
  const entries = readCanonicalZip(await packPassport(parts));
  const manifest = JSON.parse(read(entries.find(({ path }) => path === "passport.json")!.bytes)) as object;
  const json = utf8(canonicalJson({ ...manifest, key }));
  const signature = await signNote({ text: `netra-passport/1\n${await sha256Hex(json)}\n`, name: parts.name, key: parts.key });
  const replaced: Record<string, Uint8Array> = { "passport.json": json, "passport.sig": utf8(signature) };
  return canonicalZip(entries.map(({ path, bytes }) => ({ path, bytes: replaced[path] ?? bytes })));
}
