import { decodeBase64 } from "./base64.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { EvidenceError } from "./evidence-error.ts";
import { leafHash, parseLeaf } from "./leaf.ts";
import { verifyInclusion } from "./merkle-verify.ts";
import { openNote } from "./note.ts";
import { type Finding, holdsTrue, notMade, refused } from "./passport-words.ts";
import type { ReadManifest } from "./read-manifest.ts";
import type { VerifierKey } from "./signing-key.ts";

/** The checkpoint is signed by the manifest's key, in its name; without one nothing may claim to be sealed. */
export async function checkCheckpoint(manifest: ReadManifest, key: VerifierKey): Promise<{ finding: Finding; checkpoint: Checkpoint | null }> {
  if (manifest.checkpoint === null) {
    const claims = manifest.leaves.length > 0 || indicesOf(manifest).length > 0;
    const finding = claims
      ? refused("Ada daun buku besar tanpa titik periksa.", "There are leaves of the ledger without a checkpoint.")
      : notMade("Belum ada titik periksa buku besar.", "There is no checkpoint of the ledger yet.");
    return { finding, checkpoint: null };
  }
  try {
    const checkpoint = parseCheckpoint((await openNote(manifest.checkpoint, key)).text);
    if (checkpoint.origin !== key.name)
      return { finding: refused("Titik periksa milik instalasi lain.", "The checkpoint is another installation's."), checkpoint: null };
    const [size, at] = [checkpoint.size, `${checkpoint.at.toISOString().slice(0, 19)}Z`];
    return {
      finding: holdsTrue(`Titik periksa buku besar sah: ${size} daun, ${at}.`, `The checkpoint of the ledger holds: ${size} leaves, ${at}.`),
      checkpoint,
    };
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code === "ed25519-missing") throw error;
    return { finding: refused("Titik periksa buku besar tidak sah.", "The checkpoint of the ledger does not hold."), checkpoint: null };
  }
}

/** Each leaf is in the checkpoint's tree, and the leaf of each evidence and file is about that. */
export async function checkLeaves(manifest: ReadManifest, checkpoint: Checkpoint | null): Promise<Finding> {
  const missing = indicesOf(manifest, null).length;
  const open = Math.max(missing, manifest.unsealed);
  if (checkpoint === null) return notMade("Belum ada yang disegel dalam buku besar.", "Nothing is sealed in the ledger yet.");
  const entries = new Map<number, ReturnType<typeof parseLeaf>>();
  let before = -1;
  for (const { index, data, proof } of manifest.leaves) {
    const wrong = refused(`Daun ${index} tidak ada dalam buku besar pada titik periksa.`, `Leaf ${index} is not in the ledger of the checkpoint.`);
    if (index <= before) return wrong;
    before = index;
    try {
      const bytes = decodeBase64(data);
      entries.set(index, parseLeaf(bytes));
      const claim = {
        leafHash: await leafHash(bytes),
        index,
        size: checkpoint.size,
        proof: proof.map((hash) => decodeBase64(hash)),
        root: checkpoint.root,
      };
      if (!(await verifyInclusion(claim))) return wrong;
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      return wrong;
    }
  }
  for (const index of indicesOf(manifest))
    if (!entries.has(index)) return refused(`Bukti untuk daun ${index} tidak disertakan.`, `The proof of leaf ${index} is not enclosed.`);
  for (const { id, sha256, leaf } of manifest.flags.flatMap(({ evidence }) => evidence)) {
    const sealed = leaf === null ? null : entries.get(leaf);
    if (sealed && (sealed.kind !== "evidence" || sealed.entry.id !== id || sealed.entry.sha256 !== sha256))
      return refused(`Daun ${leaf} bukan tentang bukti ini.`, `Leaf ${leaf} is not about this evidence.`);
  }
  for (const { id, sha256, origin, leaf } of manifest.flags.flatMap(({ files }) => files)) {
    const sealed = leaf === null ? null : entries.get(leaf);
    if (sealed && (sealed.kind !== origin || sealed.entry.id !== id || sealed.entry.sha256 !== sha256))
      return refused(`Daun ${leaf} bukan tentang foto atau berkas ini.`, `Leaf ${leaf} is not about this picture or file.`);
  }
  const [id, en] = [`${entries.size} daun ada dalam buku besar pada titik periksa.`, `${entries.size} leaves are in the ledger of the checkpoint.`];
  return open === 0 ? holdsTrue(id, en) : holdsTrue(`${id} ${open} belum disegel.`, `${en} ${open} not sealed yet.`);
}

/** The leaves that flags and evidence name; with null, one for each that names none. */
function indicesOf({ flags }: ReadManifest, which?: null): number[] {
  const named = flags.flatMap(({ leaf, evidence, files }) => [leaf, ...[...evidence, ...files].map((one) => one.leaf)]);
  return which === null ? named.flatMap((index) => (index === null ? [0] : [])) : named.filter((index) => index !== null);
}
