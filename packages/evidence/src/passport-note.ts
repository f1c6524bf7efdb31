import { sha256Hex } from "./hash.ts";

/** What an installation signs of a manifest. */
export const passportNoteText = async (manifest: Uint8Array): Promise<string> => `netra-passport/1\n${await sha256Hex(manifest)}\n`;
