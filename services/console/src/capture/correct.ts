import type { CaptureView } from "@netra/service-api/contract";
import { newId } from "../new-id.ts";
import { type Draft, type DraftFile, draftToCorrect } from "./draft.ts";
import type { Parcel } from "./outbox.ts";
import { findBlob, keepFile } from "./uploads.ts";

/**
 * A draft in place of a capture that was handed back: its fields as this phone sent them, and those of its files whose bytes still lie here, under ids of
 * their own, since a file belongs to one capture. On another phone it begins with what the server's list tells.
 */
export async function startCorrection(capture: CaptureView, parcels: readonly Parcel[]): Promise<Draft> {
  const kept = parcels.find(({ receipt }) => receipt?.id === capture.id)?.draft;
  const draft = draftToCorrect(capture, { kept, clientId: newId(), now: new Date() });
  const files: DraftFile[] = [];
  const transcripts: Record<string, Draft["transcripts"][string]> = {};
  for (const old of kept?.files ?? []) {
    const blob = await findBlob(old.id);
    const file = { ...old, id: newId() };
    if (blob === undefined || !(await keepFile(file, blob))) continue;
    files.push(file);
    const lines = kept?.transcripts[old.id];
    if (lines !== undefined) transcripts[file.id] = lines;
  }
  return { ...draft, files, transcripts };
}
