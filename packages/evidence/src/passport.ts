import { utf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { canonicalZip, type ZipEntry } from "./canonical-zip.ts";
import { EvidenceError } from "./evidence-error.ts";
import { sha256Hex } from "./hash.ts";
import { signNote } from "./note.ts";
import type { PassportManifest } from "./passport-manifest.ts";
import { passportNoteText } from "./passport-note.ts";
import { parseVerifierKey, type SigningKey, verifierKeyOf } from "./signing-key.ts";
import { verifyPassport } from "./verify-passport.ts";

/** What a passport is made from. `files` are all entries but `passport.json` and `passport.sig`; `name` is the key's, `netra.<installation>`. */
export interface PassportParts {
  readonly manifest: Omit<PassportManifest, "files" | "key">;
  readonly files: readonly ZipEntry[];
  readonly key: SigningKey;
  readonly name: string;
}

/**
 * The bytes of a passport: files listed and hashed, manifest signed, archive canonical. Throws `passport-refused`, naming the checks, when the verifier
 * would refuse the result: a passport that does not hold is never handed out. Costs the size of the files twice in memory.
 */
export async function buildPassport(parts: PassportParts): Promise<Uint8Array> {
  const passport = await packPassport(parts);
  const { checks } = await verifyPassport(passport, { verifierKey: await verifierKeyOf(parts.name, parts.key) });
  const refused = checks.filter(({ ok }) => ok === false);
  if (refused.length > 0)
    throw new EvidenceError(
      "passport-refused",
      `the passport would be refused: ${refused.map(({ id, sentence }) => `${id}: ${sentence.en}`).join(" ")}`,
    );
  return passport;
}

/** The same without looking at the result: for tests of what the verifier refuses. */
export async function packPassport({ manifest, files, key, name }: PassportParts): Promise<Uint8Array> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const listed = await Promise.all(sorted.map(async ({ path, bytes }) => ({ path, bytes: bytes.length, sha256: await sha256Hex(bytes) })));
  const { text } = await parseVerifierKey(await verifierKeyOf(name, key));
  const json = utf8(canonicalJson({ ...manifest, files: listed, key: text }));
  const signature = await signNote({ text: await passportNoteText(json), name, key });
  return canonicalZip([...sorted, { path: "passport.json", bytes: json }, { path: "passport.sig", bytes: utf8(signature) }]);
}
