import { invalid } from "./errors.ts";
import { UNDO_SECONDS } from "./flag.ts";

/** For so many minutes a claim that was passed on waits for its new reader: a meal or a meeting. Once taken up it is a claim like any other. */
export const PASSED_ON_MINUTES = 120;
/** The longest note beside a claim that is passed on, in characters. */
export const PASSED_ON_NOTE_MAX = 300;
/** Claims passed on at once: as many texts as one person looks at. */
export const PASSED_ON_MOST = 25;

/** The words beside a claim that is passed on, trimmed; null where nothing was written. Throws invalid `note-length` for more than `PASSED_ON_NOTE_MAX` characters. */
export function checkPassedOnNote(note: string): string | null {
  const words = note.trim();
  if (words.length > PASSED_ON_NOTE_MAX)
    throw invalid("note-length", `Write a note of at most ${PASSED_ON_NOTE_MAX} characters, without names of people.`);
  return words === "" ? null : words;
}

/** Whether who passed a claim on may still take it back: within the minute, and while its new reader has not taken it up. */
export const mayTakeBack = (
  lease: { readonly handedBy: string | null; readonly takenUp: boolean; readonly ageMs: number },
  actorId: string,
): boolean => lease.handedBy === actorId && !lease.takenUp && lease.ageMs <= UNDO_SECONDS * 1000;
