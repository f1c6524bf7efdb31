import type { ZipEntry } from "@netra/evidence";
import { readCertificates } from "./read-certificates.ts";

/** What the authority's signature in a passport came to; `ok` is null where nobody said which authority is to be believed. */
export interface StampReport {
  readonly ok: boolean | null;
  readonly sentence: string;
}

/** Checks the signature of the time stamp in a passport that holds; null when it has none. Offline. Throws invalid `certificates-unreadable`. */
export async function readStamp(entries: readonly ZipEntry[], { caFile }: { readonly caFile: string | null }): Promise<StampReport | null> {
  const bytesOf = (path: string): Uint8Array | undefined => entries.find((entry) => entry.path === path)?.bytes;
  const [token, note] = [bytesOf("checkpoint.tsr"), bytesOf("checkpoint.txt")];
  if (!token || !note) return null;
  const { checkTimeStamp, TimeStampError } = await import("@netra/outbound");
  try {
    const { at, authority, trusted } = await checkTimeStamp(token, { note, ca: caFile === null ? null : readCertificates(caFile) });
    const said = `${authority || "An authority without a name"} signed that the checkpoint was there at ${at.toISOString()}`;
    if (trusted) return { ok: true, sentence: `${said}; its certificate leads to those given.` };
    return { ok: null, sentence: `${said}. Anybody may call themselves so: give its certificates with --tsa-ca.` };
  } catch (error) {
    if (!(error instanceof TimeStampError)) throw error;
    return { ok: false, sentence: `The time stamp does not hold (${error.code}).` };
  }
}
