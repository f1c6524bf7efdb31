import { newId } from "../new-id.ts";
import type { DraftFile } from "./draft.ts";

/**
 * What the server takes, with the endings of their names: phones name many types in their own way, or not at all. HEIC stands here so that an iPhone
 * hands over its picture as it is, and not a JPEG made from it. The server looks at the bytes.
 */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/webp": ["webp"],
  "image/heic": ["heic"],
  "image/heif": ["heif"],
  "video/mp4": ["mp4"],
  "video/quicktime": ["mov"],
  "video/webm": ["webm"],
  "audio/x-m4a": ["m4a"],
  "audio/mp4": [],
  "audio/mpeg": ["mp3"],
  "audio/ogg": ["ogg", "opus"],
  "application/pdf": ["pdf"],
};
/** Names of types, without endings. */
export const ACCEPTED = Object.keys(TYPES);
/** For a file input: types, and endings for what a phone does not know by type. */
export const ACCEPT = [...ACCEPTED, ...Object.values(TYPES).flatMap((endings) => endings.map((ending) => `.${ending}`))].join(",");

/** In MB of a million bytes: twenty minutes of a phone's video; a picture or a document. The server's own limits (packages/media). */
export const MAX_LONG_MB = 1500;
export const MAX_STILL_MB = 100;
export const MAX_FILES = 20;

export interface Refused {
  readonly name: string;
  readonly why: "err.file" | "err.file_size" | "err.file_count" | "err.file_space";
  /** The limit that it broke, where there is one. */
  readonly limit: number;
}

export interface Sorted {
  readonly taken: readonly { readonly file: DraftFile; readonly blob: File }[];
  readonly refused: readonly Refused[];
}

/** Whether it has something to hear, and so something to write down. */
export const isSpoken = (type: string): boolean => /^(video|audio)\//.test(type);
const limitOf = (type: string): number => (isSpoken(type) ? MAX_LONG_MB : MAX_STILL_MB);

/** The accepted type of a file, by what the phone says or else by its name; null when neither is accepted. */
export function typeOf({ name, type }: Pick<File, "name" | "type">): string | null {
  const said = (type.split(";")[0] ?? "").trim().toLowerCase();
  if (said in TYPES) return said;
  const ending = /\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? "";
  return ACCEPTED.find((accepted) => TYPES[accepted]?.includes(ending)) ?? null;
}

/** Which of the chosen or shared files a draft takes, and why not the others. */
export function sortFiles(chosen: Iterable<File>, already: number): Sorted {
  const taken: Sorted["taken"][number][] = [];
  const refused: Refused[] = [];
  for (const blob of chosen) {
    const type = typeOf(blob);
    const { name, size } = blob;
    if (type === null) refused.push({ name, why: "err.file", limit: MAX_LONG_MB });
    else if (size > limitOf(type) * 1_000_000) refused.push({ name, why: "err.file_size", limit: limitOf(type) });
    else if (already + taken.length >= MAX_FILES) refused.push({ name, why: "err.file_count", limit: MAX_FILES });
    else taken.push({ file: { id: newId(), name, type, size }, blob });
  }
  return { taken, refused };
}
