import { useSyncExternalStore } from "react";

/** Whether the line to the server is up, and since when it is not. Fed by every call, so that the word on the screen is about the server, not the Wi-Fi. */
export interface ConnectionState {
  readonly online: boolean;
  readonly since: Date | null;
}

const UP: ConnectionState = { online: true, since: null };
let state: ConnectionState = UP;
const listeners = new Set<() => void>();

function change(next: ConnectionState): void {
  if (next.online === state.online) return;
  state = next;
  for (const listener of listeners) listener();
}

export const connection = {
  answered: () => change(UP),
  failed: () => change({ online: false, since: new Date() }),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  state: () => state,
};

if (typeof window !== "undefined") {
  window.addEventListener("offline", connection.failed);
  // The device's word that it is back is only a hint; it is believed until a call fails.
  window.addEventListener("online", connection.answered);
  if (!navigator.onLine) connection.failed();
}

export const useConnection = (): ConnectionState => useSyncExternalStore(connection.subscribe, connection.state);
