import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../new-id.ts";
import { sortFiles } from "./accepted-files.ts";
import * as device from "./device-store.ts";
import { applyShared, type Draft, emptyDraft } from "./draft.ts";
import { keepFile } from "./uploads.ts";

const SHARED = "shared";
type Shared = Parameters<typeof applyShared>[1] & { readonly files: readonly File[] };

/** Lets other apps share into this page without the shared words ever standing in an address: see `public/share-worker.js`. */
export function acceptShares(): void {
  navigator.serviceWorker?.register("/share-worker.js", { scope: "/capture" }).catch(() => {}); // Without it, one copies and pastes.
}

/** Adds what another app shared to a draft; its files are kept on the device before the draft names them. */
async function takeShared(draft: Draft, shared: Shared): Promise<Draft> {
  const { taken } = sortFiles(shared.files, draft.files.length);
  for (const { file, blob } of taken) await keepFile(file, blob);
  return { ...applyShared(draft, shared), files: [...draft.files, ...taken.map(({ file }) => file)] };
}

/** The one draft of this person on this device: restored when the page opens, kept on every change. `null` until it is read. */
export function useDraft(userId: string): { draft: Draft | null; setDraft: (next: Draft) => void; startAnew: () => void } {
  const key = `draft:${userId}`;
  const [draft, setState] = useState<Draft | null>(null);
  const latest = useRef<Draft | null>(null);

  const setDraft = useCallback(
    (next: Draft) => {
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
      const restored = kept ?? emptyDraft(newId(), new Date());
      setDraft(shared === undefined ? restored : await takeShared(restored, shared));
      if (shared !== undefined) await device.forget(SHARED);
    })();
    return () => {
      left = true;
    };
  }, [key, setDraft]);

  const startAnew = useCallback(() => setDraft(emptyDraft(newId(), new Date())), [setDraft]);
  return { draft, setDraft, startAnew };
}
