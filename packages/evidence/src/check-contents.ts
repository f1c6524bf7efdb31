import { readUtf8 } from "./bytes.ts";
import type { ZipEntry } from "./canonical-zip.ts";
import { sha256Hex } from "./hash.ts";
import { type Finding, holdsTrue, refused } from "./passport-words.ts";
import type { ReadEvidence, ReadFile, ReadFlag, ReadManifest } from "./read-manifest.ts";

const UNLISTED = ["passport.json", "passport.sig"];
const RULES = { pack: /^pack(?:-[0-9]+)?\.json$/, contest: /^contest(?:-[0-9]+)?\.json$/ };

/** Every file but manifest and signature is listed, in order, with its size and hash, and nothing else is there; names that are hashes are true. */
export async function checkFiles(entries: readonly ZipEntry[], manifest: ReadManifest): Promise<Finding> {
  const present = entries.filter(({ path }) => !UNLISTED.includes(path));
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const extra = present.find(({ path }) => !listed.has(path));
  if (extra) return refused(`Berkas ${extra.path} tidak ada dalam daftar.`, `The file ${extra.path} is not on the list.`);
  const inOrder = manifest.files.every(({ path }, index) => path === present[index]?.path);
  if (!inOrder || manifest.files.length !== present.length)
    return refused("Daftar berkas tidak sama dengan isi arsip.", "The list of files is not what the archive holds.");
  for (const { path, bytes } of present) {
    const hash = await sha256Hex(bytes);
    const expected = listed.get(path)!;
    if (bytes.length !== expected.bytes || hash !== expected.sha256)
      return refused(`Isi ${path} tidak sama dengan yang ditandatangani.`, `The content of ${path} is not what was signed.`);
    if (path.startsWith("bytes/") && path !== `bytes/${hash}`)
      return refused(`Nama ${path} bukan hash isinya.`, `The name of ${path} is not the hash of its content.`);
  }
  for (const { sha256, bytes, text } of manifest.flags.flatMap(({ evidence }) => evidence)) {
    const isThere = (path: string | null, own: string): boolean => path === null || (path === own && listed.has(path));
    if (!isThere(bytes, `bytes/${sha256}`) || !isThere(text, `text/${sha256}.txt`))
      return refused("Bukti menunjuk berkas yang tidak ada atau bukan miliknya.", "Evidence names a file that is not there, or not its own.");
  }
  for (const file of manifest.flags.flatMap(({ files }) => files)) {
    const isOwn = ({ sha256, size, bytes }: Pick<ReadFile, "sha256" | "size" | "bytes">): boolean =>
      bytes === null || (bytes === `bytes/${sha256}` && listed.get(bytes)?.bytes === size);
    if (!isOwn(file) || (file.masked !== null && !isOwn(file.masked)))
      return refused(
        "Foto atau berkas menunjuk isi yang tidak ada atau bukan miliknya.",
        "A picture or file names content that is not there, or not its own.",
      );
    // A picture that is its own original covers nothing.
    if (file.masked !== null && (file.masked.madeFrom !== file.sha256 || file.masked.sha256 === file.sha256))
      return refused("Gambar yang ditutup sebagian bukan dibuat dari aslinya.", "A masked picture is not made from the original beside it.");
  }
  return holdsTrue(
    `${present.length} berkas lengkap, tidak ada yang ditambah atau diubah.`,
    `${present.length} files are complete; nothing was added or changed.`,
  );
}

/** The pack and the contest that each flag names are there, and none that no flag names. */
export function checkRules(manifest: ReadManifest): Finding {
  for (const [form, hashes] of [
    [RULES.pack, manifest.flags.map(({ packHash }) => packHash)],
    [RULES.contest, manifest.flags.map(({ contestHash }) => contestHash)],
  ] as const) {
    const present = manifest.files.filter(({ path }) => form.test(path)).map(({ sha256 }) => `sha256:${sha256}`);
    if (hashes.some((hash) => !present.includes(hash)) || present.some((hash) => !hashes.includes(hash)))
      return refused(
        "Paket aturan atau data kontes bukan yang dipakai saat tanda dibuat.",
        "The rule pack or the contest is not the one that the flag was made with.",
      );
  }
  return holdsTrue("Paket aturan dan data kontes adalah yang disebut tanda.", "The rule pack and the contest are those that the flags name.");
}

/** What each signal shows stands in the text at exactly that place, and words that a second person typed begin within their text. */
export function checkSignals(entries: readonly ZipEntry[], manifest: ReadManifest): Finding {
  let count = 0;
  for (const flag of manifest.flags) {
    const text = textOf(flag, entries);
    const isTrue = ({ start, end, cut }: ReadFlag["signals"][number]): boolean =>
      text !== null && start < end && end <= text.length && text.slice(start, end) === cut;
    if (!flag.signals.every(isTrue))
      return refused(
        `Tanda ${flag.number}: kutipan tidak sama dengan teks pada tempat itu.`,
        `Flag ${flag.number}: what a signal shows is not what the text has at that place.`,
      );
    if (flag.evidence.some((one) => one.wordsFrom !== null && typedWordsIn(one, entries) === null))
      return refused(
        `Tanda ${flag.number}: kata-kata yang diketik orang kedua tidak dimulai di dalam teksnya.`,
        `Flag ${flag.number}: the words that a second person typed do not begin within their text.`,
      );
    count += flag.signals.length;
  }
  return holdsTrue(`${count} kutipan sama dengan teks asli.`, `${count} signals show what the text says at their places.`);
}

/** What a second person typed from a picture or sound, which is not the author's; null where there is nothing of that kind in the text. */
export function typedWordsIn({ text: path, wordsFrom }: ReadEvidence, entries: readonly ZipEntry[]): string | null {
  const text = decodeEntry(path, entries);
  return text === null || wordsFrom === null || wordsFrom >= text.length ? null : text.slice(wordsFrom);
}

const textOf = ({ evidence, readId }: ReadFlag, entries: readonly ZipEntry[]): string | null =>
  decodeEntry(evidence.find(({ id }) => id === readId)?.text ?? null, entries);

function decodeEntry(path: string | null, entries: readonly ZipEntry[]): string | null {
  const entry = path === null ? undefined : entries.find((one) => one.path === path);
  try {
    return entry === undefined ? null : readUtf8(entry.bytes);
  } catch {
    return null;
  }
}

/** The parts of each score sum to the score, and refer to signals that exist. */
export function checkScores(manifest: ReadManifest): Finding {
  for (const { number, contributions, scoreTenths, signals } of manifest.flags) {
    const sum = contributions.reduce((total, { tenths }) => total + tenths, 0);
    if (sum !== scoreTenths || contributions.some((one) => one.signals.some((index) => index >= signals.length)))
      return refused(`Tanda ${number}: bagian skor tidak berjumlah skornya.`, `Flag ${number}: the parts of the score do not sum to the score.`);
  }
  return holdsTrue("Bagian-bagian skor berjumlah tepat.", "The parts of the score sum to it exactly.");
}
