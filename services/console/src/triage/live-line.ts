import type { LiveEvent } from "@netra/service-api/contract";
import { useSyncExternalStore } from "react";
import { pauseBefore, THROTTLE_MS } from "./live-pauses.ts";

/** The one line on which the server says that lists changed, shared by all that show a list. */
export interface LiveState {
  /** `polling`: the line is down, lists look by themselves, and the line is tried again. */
  readonly is: "opening" | "live" | "polling";
  /** Goes up whenever lists should look again; at most once in three seconds. */
  readonly round: number;
}

const ADDRESS = "/api/flags/live";
/** The server's beat comes every 25 s: after two of them a silent line is dead. */
const SILENCE_MS = 60_000;
/** From one page with a list to the next the line stays. */
const LINGER_MS = 3_000;

let state: LiveState = { is: "opening", round: 0 };
const listeners = new Set<() => void>();
let line: EventSource | null = null;
let failures = 0;
let toldAt = 0;
const timers: Partial<Record<"again" | "silence" | "linger" | "tell", ReturnType<typeof setTimeout>>> = {};

function change(next: Partial<LiveState>): void {
  state = { ...state, ...next };
  for (const listener of listeners) listener();
}

function wait(name: keyof typeof timers, ms: number, then: () => void): void {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(then, ms);
}

/** A burst of changes is one look. */
function tell(): void {
  const rest = toldAt + THROTTLE_MS - Date.now();
  wait("tell", Math.max(0, rest), () => {
    toldAt = Date.now();
    change({ round: state.round + 1 });
  });
}

function close(): void {
  line?.close();
  line = null;
  for (const timer of Object.values(timers)) clearTimeout(timer);
}

function drop(): void {
  close();
  change({ is: "polling", round: state.round + 1 });
  wait("again", pauseBefore(++failures, Math.random()), open);
}

function open(): void {
  close();
  if (listeners.size === 0 || document.hidden) return;
  const opened = new EventSource(ADDRESS);
  line = opened;
  const heard = (): void => wait("silence", SILENCE_MS, drop);
  const on = (event: LiveEvent["event"], act: () => void): void =>
    opened.addEventListener(event, () => {
      if (line === opened) act();
    });
  heard();
  on("ready", () => {
    failures = 0;
    heard();
    change({ is: "live" });
    tell();
  });
  on("changed", () => {
    heard();
    tell();
  });
  on("beat", heard);
  on("end", drop);
  // The browser would try again by itself, at once and for ever.
  opened.onerror = () => {
    if (line === opened) drop();
  };
}

function subscribe(listener: () => void): () => void {
  const first = listeners.size === 0;
  listeners.add(listener);
  clearTimeout(timers.linger);
  if (first && line === null) {
    document.addEventListener("visibilitychange", open);
    open();
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    wait("linger", LINGER_MS, () => {
      document.removeEventListener("visibilitychange", open);
      close();
      change({ is: "opening" });
    });
  };
}

/** Opens the line while a list is in sight. A hidden window lets it go. */
export const useLiveLine = (): LiveState => useSyncExternalStore(subscribe, () => state);
