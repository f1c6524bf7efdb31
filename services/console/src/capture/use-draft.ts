import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../new-id.ts";
import { applyShared, type Draft, emptyDraft } from "./draft.ts";
import * as device from "./device-store.ts";

const SHARED = "shared";
type Shared = Parameters<typeof applyShared>[1];

/**
 * Takes what another app shared out of the address and keeps it on the device before anything else happens, sign-in included:
 * the address bar and the history must not hold a link with somebody's handle.
 */
export async function takeShared(): Promise<void> {
  const query = new URLSearchParams(window.location.search);
  const shared: Shared = { title: query.get("title") ?? "", text: query.get("text") ?? "", url: query.get("url") ?? "" };
  if (shared.title === "" && shared.text === "" && shared.url === "") return;
  window.history.replaceState(window.history.state, "", "/capture?step=1");
  await device.keep(SHARED, shared);
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
      setDraft(shared === undefined ? restored : applyShared(restored, shared));
      if (shared !== undefined) await device.forget(SHARED);
    })();
    return () => {
      left = true;
    };
  }, [key, setDraft]);

  const startAnew = useCallback(() => setDraft(emptyDraft(newId(), new Date())), [setDraft]);
  return { draft, setDraft, startAnew };
}
