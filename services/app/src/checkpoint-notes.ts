import { type KeptCheckpoint, openNote, parseCheckpoint, type VerifierKey } from "@netra/evidence";
import { checkpointFile } from "./checkpoint-files.ts";

/** A note as it is kept, and what stands beside it. */
export interface KeptNote {
  /** How a person finds it again: a file's name, or words. */
  readonly name: string;
  readonly note: string;
  readonly size?: number;
  readonly root?: Uint8Array;
}

/** Reads notes that this key signed for its own origin. What is no such note, or says other than its name or row does, is a sentence in `wrong`. */
export async function readNotes(
  notes: readonly KeptNote[],
  key: VerifierKey,
): Promise<{ readonly kept: readonly KeptCheckpoint[]; readonly wrong: readonly string[] }> {
  const kept: KeptCheckpoint[] = [];
  const wrong: string[] = [];
  for (const one of notes) {
    const name = /\.txt$/.test(one.name) ? `the file ${one.name}` : one.name;
    try {
      const said = parseCheckpoint((await openNote(one.note, key)).text);
      if (said.origin !== key.name) wrong.push(`${upper(name)} is of another installation.`);
      else if (isBesideItself(one, said)) wrong.push(`${upper(name)} says another size or root than it stands for.`);
      else kept.push({ size: said.size, root: said.root, name });
    } catch {
      wrong.push(`${upper(name)} is not signed by ${key.name}+${key.id}, or was changed.`);
    }
  }
  return { kept, wrong };
}

const isBesideItself = ({ name, size, root }: KeptNote, said: { readonly size: number; readonly root: Uint8Array }): boolean =>
  (/\.txt$/.test(name) && name !== checkpointFile(said.size)) ||
  (size !== undefined && size !== said.size) ||
  (root !== undefined && !Buffer.from(root).equals(said.root));

const upper = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;
