import { decodeBase64, encodeBase64 } from "./base64.ts";
import { joinBytes, toHex, utf8 } from "./bytes.ts";
import { EvidenceError } from "./evidence-error.ts";
import { holds, keyHash, type SigningKey, signBytes, type VerifierKey, verifierKeyOf } from "./signing-key.ts";

const SIGNATURE_LINE = /^— ([^ +]+) ([A-Za-z0-9+/=]+)$/;

/**
 * Signs a text as a note (C2SP signed-note): the text, an empty line, the signature line. The text ends in a newline and has no other control
 * characters; else `note-text`.
 */
export async function signNote({ text, name, key }: { readonly text: string; readonly name: string; readonly key: SigningKey }): Promise<string> {
  // Also refuses a name that could not stand in a line.
  await verifierKeyOf(name, key);
  if (!text.endsWith("\n") || hasControl(text) || !text.isWellFormed())
    throw new EvidenceError("note-text", "the text of a note ends in a newline and has no other control characters");
  const signature = await signBytes(key, utf8(text));
  return `${text}\n— ${name} ${encodeBase64(joinBytes([await keyHash(name, key.publicKey), signature]))}\n`;
}

/**
 * The text of a note that this key signed, and how many signature lines it has (others may have signed too; they are not checked).
 * Throws `note-malformed`, `note-other-key` when no line is by this key, `note-signature` when one is and does not hold.
 */
export async function openNote(note: string, verifierKey: VerifierKey): Promise<{ readonly text: string; readonly signatures: number }> {
  const refuse = (what: string): never => {
    throw new EvidenceError("note-malformed", `the signed note ${what}`);
  };
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || hasControl(note) || !note.isWellFormed()) return refuse("has no text and signature");
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split("\n");
  let mine = 0;
  for (const line of lines) {
    const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
    if (name === undefined || encoded === undefined) return refuse("has a line that is no signature");
    const stamp = decodeBase64(encoded, "a signature");
    if (stamp.length < 5) return refuse("has a signature without a key hash");
    if (name !== verifierKey.name || toHex(stamp.subarray(0, 4)) !== verifierKey.id) continue;
    if (!(await holds({ publicKey: verifierKey.publicKey, signature: stamp.subarray(4), bytes: utf8(text) })))
      throw new EvidenceError("note-signature", `the signature of ${verifierKey.name} does not hold`);
    mine += 1;
  }
  if (mine === 0) throw new EvidenceError("note-other-key", `the note is not signed by ${verifierKey.name}+${verifierKey.id}`);
  return { text, signatures: lines.length };
}

/** C2SP allows no character below U+0020 but the newline. */
const hasControl = (text: string): boolean => Array.from(text).some((char) => char < " " && char !== "\n");
