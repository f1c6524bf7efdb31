import { forbidden, invalid } from "./errors.ts";
import { covers, type Region } from "./region.ts";

/** The longest note that one shift leaves to the next, in characters. */
export const HANDOVER_MAX = 1000;
/** For so many days the next ones see a note. */
export const HANDOVER_DAYS = 7;

/** The words of a note as they are kept, trimmed. Throws where it is empty, too long, or for a region that its writer does not see. */
export function checkHandover(given: { readonly regions: readonly Region[]; readonly region: Region; readonly note: string }): string {
  const note = given.note.trim();
  if (note === "" || note.length > HANDOVER_MAX)
    throw invalid("handover-length", `Write a note of 1 to ${HANDOVER_MAX} characters, without names of people.`);
  if (!given.regions.some((own) => covers(own, given.region)))
    throw forbidden("handover-outside-regions", "A note is left to a region that you work in: choose one of yours.");
  return note;
}
