import { readUtf8 } from "./bytes.ts";
import { readCanonicalZip, type ZipEntry } from "./canonical-zip.ts";
import { checkFiles, checkRules, checkScores, checkSignals, typedWordsIn } from "./check-contents.ts";
import { checkCheckpoint, checkLeaves } from "./check-sealing.ts";
import { checkStamp } from "./check-stamp.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { EvidenceError } from "./evidence-error.ts";
import { openNote } from "./note.ts";
import { parseCanonicalJson } from "./parse-canonical-json.ts";
import { passportNoteText } from "./passport-note.ts";
import { type Finding, holdsTrue, NOT_REACHED, notMade, refused, type Sentence } from "./passport-words.ts";
import { type ReadManifest, readManifest } from "./read-manifest.ts";
import { parseVerifierKey, type VerifierKey } from "./signing-key.ts";

/** The checks in the order they are made. Ids are stable. */
export const PASSPORT_CHECKS = [
  "archive",
  "manifest",
  "signature",
  "key",
  "files",
  "rules",
  "signals",
  "score",
  "checkpoint",
  "leaves",
  "stamp",
] as const;
export type PassportCheckId = (typeof PASSPORT_CHECKS)[number];

/** One check; `ok` is null where it was not made, and the sentence (Indonesian, English) says why. */
export interface PassportCheck {
  readonly id: PassportCheckId;
  readonly ok: boolean | null;
  readonly sentence: Sentence;
}
/** What the passport says of itself. Believe it only where the verdict is ok, and the key only where it was compared. */
export interface PassportFacts {
  readonly kind: "flag" | "case";
  readonly number: string;
  readonly madeAt: string;
  readonly tool: string;
  readonly files: number;
  readonly key: string;
  /** Whether a verifier key was given to compare with. */
  readonly compared: boolean;
  readonly withPeople: boolean;
  /** The part of each text that a second person typed from a picture or sound: never the author's words. */
  readonly typedWords: readonly { readonly flag: string; readonly words: string }[];
  /** Pictures of which the office covered regions, and of how many of them the original is here too. */
  readonly masked: { readonly pictures: number; readonly originals: number };
  readonly checkpoint: { readonly size: number; readonly at: string } | null;
  readonly leaves: number;
  readonly unsealed: number;
  /** When an authority outside says that the checkpoint was there; its signature is not checked here. */
  readonly stampedAt: string | null;
}
export interface PassportVerdict {
  /** False as soon as one check is refused. */
  readonly ok: boolean;
  readonly checks: readonly PassportCheck[];
  /** Null when there is no readable manifest. */
  readonly facts: PassportFacts | null;
}

/**
 * Checks a passport against FORMAT.md, and its key against `verifierKey` if one is given. Needs nothing but the bytes: no network, no clock.
 *
 * Whatever the bytes are, it answers; it throws only `verifier-key-malformed` (or `base64-not-strict`) for the key given, and `ed25519-missing` where the
 * browser has no Ed25519, which says nothing about the file. Costs one CRC-32 and one SHA-256 of everything.
 */
export async function verifyPassport(
  bytes: Uint8Array,
  { verifierKey }: { readonly verifierKey?: string | undefined } = {},
): Promise<PassportVerdict> {
  const expected = verifierKey === undefined ? null : await parseVerifierKey(verifierKey);
  const found = new Map<PassportCheckId, Finding>();
  const entries = readEntries(bytes, found);
  const manifest = entries && readPassportJson(entries, found);
  let checkpoint: Checkpoint | null = null;
  if (entries && manifest) {
    const key = await checkSignature(entries, manifest, found);
    found.set("key", compareKeys(manifest, expected));
    found.set("files", await checkFiles(entries, manifest));
    found.set("rules", checkRules(manifest));
    found.set("signals", checkSignals(entries, manifest));
    found.set("score", checkScores(manifest));
    found.set("stamp", await checkStamp(entries, manifest));
    if (key) {
      const sealing = await checkCheckpoint(manifest, key);
      checkpoint = sealing.checkpoint;
      found.set("checkpoint", sealing.finding);
      if (sealing.finding.ok !== false) found.set("leaves", await checkLeaves(manifest, checkpoint));
    }
  }
  const checks = PASSPORT_CHECKS.map((id) => {
    const { ok, sentence } = found.get(id) ?? NOT_REACHED;
    return { id, ok, sentence };
  });
  return {
    ok: checks.every(({ ok }) => ok !== false),
    checks,
    facts: manifest && factsOf(manifest, { compared: expected !== null, checkpoint, entries: entries ?? [] }),
  };
}

function readEntries(bytes: Uint8Array, found: Map<PassportCheckId, Finding>): ZipEntry[] | null {
  try {
    const entries = readCanonicalZip(bytes);
    found.set("archive", holdsTrue("Arsip ini utuh, byte demi byte.", "The archive is whole, byte for byte."));
    return entries;
  } catch (error) {
    const { offset } = ours(error);
    found.set(
      "archive",
      refused(`Arsip berubah atau rusak, mulai dari byte ${offset}.`, `The archive is changed or damaged, from byte ${offset} on.`),
    );
    return null;
  }
}

function readPassportJson(entries: readonly ZipEntry[], found: Map<PassportCheckId, Finding>): ReadManifest | null {
  const entry = entries.find(({ path }) => path === "passport.json");
  if (!entry) {
    found.set("manifest", refused("Ini bukan paspor: passport.json tidak ada.", "This is no passport: there is no passport.json."));
    return null;
  }
  try {
    const manifest = readManifest(parseCanonicalJson(entry.bytes, "passport.json"));
    found.set("manifest", holdsTrue("Daftar isi terbaca dan lengkap.", "The manifest is readable and complete."));
    return manifest;
  } catch (error) {
    found.set("manifest", refused("Daftar isi bukan menurut format.", `The manifest is not as the format has it: ${ours(error).message}.`));
    return null;
  }
}

/** The key that signed, once its signature holds. */
async function checkSignature(
  entries: readonly ZipEntry[],
  manifest: ReadManifest,
  found: Map<PassportCheckId, Finding>,
): Promise<VerifierKey | null> {
  const bytesOf = (path: string): Uint8Array | undefined => entries.find((entry) => entry.path === path)?.bytes;
  try {
    const key = await parseVerifierKey(manifest.key);
    const { text, signatures } = await openNote(readUtf8(bytesOf("passport.sig") ?? new Uint8Array(0)), key);
    if (key.text === manifest.key && signatures === 1 && text === (await passportNoteText(bytesOf("passport.json")!))) {
      found.set("signature", holdsTrue("Tanda tangan digital sah.", "The signature holds."));
      return key;
    }
  } catch (error) {
    // A TypeError is what broken UTF-8 gives.
    if (!(error instanceof TypeError) && ours(error).code === "ed25519-missing") throw error;
  }
  found.set("signature", refused("Tanda tangan digital tidak sah.", "The signature does not hold."));
  return null;
}

function compareKeys(manifest: ReadManifest, expected: VerifierKey | null): Finding {
  if (expected === null)
    return notMade(
      "Kunci tidak dibandingkan dengan apa pun. Mintalah kunci pemeriksa dari kantor itu lewat jalan lain.",
      "The key was compared with nothing. Ask the office for its verifier key by another way.",
    );
  return manifest.key === expected.text
    ? holdsTrue("Kunci sama dengan kunci yang Anda berikan.", "The key is the one you gave.")
    : refused("Kunci lain dari yang Anda berikan.", "The key is another than the one you gave.");
}

function factsOf(
  manifest: ReadManifest,
  { compared, checkpoint, entries }: { compared: boolean; checkpoint: Checkpoint | null; entries: readonly ZipEntry[] },
): PassportFacts {
  const { kind, number, madeAt, tool, key, withPeople, unsealed } = manifest;
  const masked = manifest.flags.flatMap(({ files }) => files).filter((file) => file.masked !== null);
  return {
    ...{ kind, number, madeAt, tool, key, withPeople, unsealed, compared },
    files: manifest.files.length,
    typedWords: manifest.flags.flatMap((flag) =>
      flag.evidence.flatMap((one) => {
        const words = typedWordsIn(one, entries);
        return words === null ? [] : [{ flag: flag.number, words }];
      }),
    ),
    masked: { pictures: masked.length, originals: masked.filter(({ bytes }) => bytes !== null).length },
    leaves: manifest.leaves.length,
    stampedAt: manifest.stamp?.at ?? null,
    checkpoint: checkpoint && { size: checkpoint.size, at: `${checkpoint.at.toISOString().slice(0, 19)}Z` },
  };
}

/** What this package throws; anything else is a fault of ours and is not taken for a verdict. */
function ours(error: unknown): EvidenceError {
  if (error instanceof EvidenceError) return error;
  throw error;
}
