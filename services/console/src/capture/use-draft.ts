import { useCallback, useEffect, useRef, useState } from "react";
import { newId } from "../new-id.ts";
import * as device from "./device-store.ts";
import { applyShared, type Draft, emptyDraft } from "./draft.ts";

const SHARED = "shared";
type Shared = Parameters<typeof applyShared>[1];

/**
 * Keeps what another app shared on the device before anything else happens, sign-in included. Answers whether there was anything: then the
 * caller replaces the address, since neither it nor the history may hold a link with somebody's handle.
 */
export async function keepShared(query: URLSearchParams): Promise<boolean> {
  const shared: Shared = { title: query.get("title") ?? "", text: query.get("text") ?? "", url: query.get("url") ?? "" };
  if (shared.title === "" && shared.text === "" && shared.url === "") return false;
  await device.keep(SHARED, shared);
  return true;
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
