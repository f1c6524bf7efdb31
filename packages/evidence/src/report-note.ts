import { sha256Hex } from "./hash.ts";

/** What an installation signs of the manifest of a report's files. Its first line is no other note's, so that no signature can be carried over. */
export const reportNoteText = async (manifest: Uint8Array): Promise<string> => `netra-report-files/1\n${await sha256Hex(manifest)}\n`;
