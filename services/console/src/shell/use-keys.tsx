import { createContext, type ReactNode, use, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { KEY_MODES, type KeyBinding, type KeyMode, type Layer, type Press, readPress, SLEEP_MS, shownAs } from "./keys.ts";

interface LiveLayer {
  current: Layer;
}

interface Keyboard {
  readonly add: (layer: LiveLayer) => () => void;
  /** Puts decision keys to sleep for 400 ms: call it whenever a new post appears. */
  readonly sleep: () => void;
  /** What `?` shows: the bindings that would act now. */
  readonly valid: () => readonly KeyBinding[];
  /** How single keys act, on this device. */
  readonly mode: KeyMode;
  readonly setMode: (mode: KeyMode) => void;
}

const Context = createContext<Keyboard | null>(null);
const STORED = "netra.single-keys";

/** One listener for the whole page; screens lend it their bindings while they are shown. */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const layers = useRef<LiveLayer[]>([]);
  const clock = useRef<{ sleepUntil: number; pendingSince: number | null }>({ sleepUntil: 0, pendingSince: null });
  const [mode, setModeState] = useState<KeyMode>(() => KEY_MODES.find((known) => known === localStorage.getItem(STORED)) ?? "on");

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A menu has keys of its own, and Escape there closes the menu alone.
      if (event.defaultPrevented || isInMenu(event.target)) return;
      const open = layers.current.map((layer) => layer.current);
      const meaning = readPress(pressOf(event), open, { ...clock.current, now: performance.now(), mode });
      if (!["Shift", "Control", "Meta", "Alt", "AltGraph"].includes(event.key))
        clock.current.pendingSince = "wait" in meaning ? performance.now() : null;
      if ("nothing" in meaning) return;
      event.preventDefault();
      if ("run" in meaning) meaning.run.act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [mode]);

  const keyboard = useMemo<Keyboard>(
    () => ({
      add: (layer) => {
        layers.current.push(layer);
        return () => {
          layers.current = layers.current.filter((other) => other !== layer);
        };
      },
      sleep: () => {
        clock.current.sleepUntil = performance.now() + SLEEP_MS;
      },
      valid: () => layers.current.flatMap((layer) => layer.current.bindings).filter((binding) => binding.label !== undefined),
      mode,
      setMode: (next) => {
        localStorage.setItem(STORED, next);
        setModeState(next);
      },
    }),
    [mode],
  );
  return <Context value={keyboard}>{children}</Context>;
}

export function useKeyboard(): Keyboard {
  const keyboard = use(Context);
  if (keyboard === null) throw new Error("useKeyboard needs a KeyboardProvider above it.");
  return keyboard;
}

/** What a control says in `aria-keyshortcuts`: its key as it acts now, and nothing where it does not. */
export function useShortcut(): (key: string) => string | undefined {
  const { mode } = useKeyboard();
  return (key) =>
    key
      .split(" ")
      .flatMap((one) => shownAs(one, mode, "+") ?? [])
      .join(" ") || undefined;
}

/** Lends these bindings to the keyboard while the component is shown; empty entries are left out. */
export function useKeys(bindings: readonly (KeyBinding | null | undefined | false)[], exclusive = false): void {
  const { add } = useKeyboard();
  const layer = useRef<Layer>({ bindings: [], exclusive });
  // Written on every render, so that a binding always sees the newest state without being registered anew; before it is painted, so that
  // a key that is offered works from the first moment.
  useLayoutEffect(() => {
    layer.current = { bindings: bindings.filter((binding) => !!binding), exclusive };
  });
  useLayoutEffect(() => add(layer), [add]);
}

function pressOf(event: KeyboardEvent): Press {
  const { key, code, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
  const altGraph = event.getModifierState("AltGraph");
  return { key, code, shiftKey, ctrlKey, metaKey, altKey, altGraph, repeat, composing: event.isComposing, target: targetOf(event.target) };
}

const FIELD = 'input:not([type="radio"]):not([type="checkbox"]), textarea, select, [contenteditable], [role="combobox"]';
const BUTTON = 'button:not([role="radio"]), a[href], summary, [role="tab"], [role="menuitem"], input[type="checkbox"]';

const isInMenu = (target: EventTarget | null): boolean => target instanceof Element && target.closest('[role="menu"]') !== null;

function targetOf(target: EventTarget | null): Press["target"] {
  if (!(target instanceof Element)) return "page";
  if (target.closest(FIELD)) return "field";
  return target.closest(BUTTON) ? "button" : "page";
}
