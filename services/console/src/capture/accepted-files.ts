import { newId } from "../new-id.ts";
import type { DraftFile } from "./draft.ts";

export const ACCEPTED = ["image/png", "image/jpeg", "video/mp4", "audio/mp4", "audio/x-m4a", "application/pdf"];
export const MAX_MB = 100;
const MAX_FILES = 20;

export interface Sorted {
  readonly taken: readonly { readonly file: DraftFile; readonly blob: File }[];
  readonly refused: readonly { readonly name: string; readonly why: "err.file" | "err.file_size" }[];
}

/** Which of the chosen or shared files a draft takes, and why not the others. What would make it more than 20 is left out. */
export function sortFiles(chosen: Iterable<File>, already: number): Sorted {
  const taken: Sorted["taken"][number][] = [];
  const refused: Sorted["refused"][number][] = [];
  for (const blob of [...chosen].slice(0, Math.max(0, MAX_FILES - already))) {
    if (!ACCEPTED.includes(blob.type)) refused.push({ name: blob.name, why: "err.file" });
    else if (blob.size > MAX_MB * 1_000_000) refused.push({ name: blob.name, why: "err.file_size" });
    else taken.push({ file: { id: newId(), name: blob.name, type: blob.type, size: blob.size }, blob });
  }
  return { taken, refused };
}
