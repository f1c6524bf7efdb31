import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../new-id.ts";
import { type Refused, sortFiles } from "./accepted-files.ts";
import * as device from "./device-store.ts";
import { applyShared, type Draft, type DraftFile, emptyDraft, restoreDraft } from "./draft.ts";
import { keepFile } from "./uploads.ts";

const SHARED = "shared";
type Shared = Parameters<typeof applyShared>[1] & { readonly files: readonly File[] };

/** Lets other apps share into this page without the shared words ever standing in an address, and lets it open without a line: see `capture-worker.js`. */
export function startWorker(): void {
  navigator.serviceWorker?.register("/capture-worker.js", { scope: "/capture" }).catch(() => {}); // Without it, one copies and pastes.
}

/** Keeps chosen or shared files on the device, before a draft names them. Says which were not taken, and why. */
export async function keepFiles(
  chosen: Iterable<File>,
  already: number,
): Promise<{ readonly files: readonly DraftFile[]; readonly refused: readonly Refused[] }> {
  const { taken, refused } = sortFiles(chosen, already);
  const files: DraftFile[] = [];
  const noRoom: Refused[] = [];
  for (const { file, blob } of taken) {
    if (await keepFile(file, blob)) files.push(file);
    else noRoom.push({ name: file.name, why: "err.file_space", limit: 0 });
  }
  return { files, refused: [...refused, ...noRoom] };
}

/** The next draft, or how it follows from the newest one: whoever waited for something must not write over what was typed meanwhile. */
export type NextDraft = Draft | ((draft: Draft) => Draft);

interface DraftOf {
  readonly draft: Draft | null;
  /** Shared files that could not be taken. */
  readonly refused: readonly Refused[];
  readonly setDraft: (next: NextDraft) => void;
  readonly startAnew: () => void;
}

/** The one draft of this person on this device: restored when the page opens, kept on every change. `null` until it is read. */
export function useDraft(userId: string): DraftOf {
  const key = `draft:${userId}`;
  const [draft, setState] = useState<Draft | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const latest = useRef<Draft | null>(null);

  const setDraft = useCallback(
    (given: NextDraft) => {
      const next = typeof given !== "function" ? given : latest.current && given(latest.current);
      if (next === null) return;
      latest.current = next;
      setState(next);
      void device.keep(key, next);
    },
    [key],
  );

  useEffect(() => {
    let left = false;
    void (async () => {
      const [kept, shared] = [await device.find<Draft>(key), await device.find<Shared>(SHARED)];
      if (left || latest.current !== null) return;
      const restored = kept === undefined ? emptyDraft(newId(), new Date()) : restoreDraft(kept);
      if (shared === undefined) return setDraft(restored);
      const added = await keepFiles(shared.files, restored.files.length);
      setDraft({ ...applyShared(restored, shared), files: [...restored.files, ...added.files] });
      setRefused(added.refused);
      await device.forget(SHARED);
    })();
    return () => {
      left = true;
    };
  }, [key, setDraft]);

  const startAnew = useCallback(() => setDraft(emptyDraft(newId(), new Date())), [setDraft]);
  return { draft, refused, setDraft, startAnew };
}
