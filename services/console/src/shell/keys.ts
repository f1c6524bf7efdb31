/**
 * The keyboard as a table, apart from the browser: which stroke was made, and which binding it means. Pure, so that every guard is tested.
 *
 * Guards: nothing during composition; nothing with a foreign modifier; repeats only where a binding allows them; in a field only bindings
 * marked `inFields`; Enter and Space belong to a focused button or link; decision keys sleep for a moment after a new post appears, so that
 * a key meant for the last post never decides the next one.
 */
export interface KeyBinding {
  /** `j`, `Shift+c`, `Enter`, `Ctrl+Enter`, `[`, or a sequence such as `g t`. */
  readonly keys: string | readonly string[];
  /** What it does, in words; shown by `?`. Without words a key is an alias and not shown. */
  readonly label?: string;
  readonly group: "go" | "list" | "read" | "decide" | "look" | "all";
  readonly act: () => void;
  /** Commits somebody to something: sleeps after a new post. */
  readonly decision?: boolean;
  readonly repeats?: boolean;
  readonly inFields?: boolean;
}

export interface Press {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly composing: boolean;
  /** Where the focus is. A radio is a button whose Enter is ours. */
  readonly target: "field" | "button" | "page";
}

export interface Layer {
  readonly bindings: readonly KeyBinding[];
  /** A dialog: nothing beneath it hears a key. */
  readonly exclusive: boolean;
}

export const SEQUENCE_MS = 1500;
export const SLEEP_MS = 400;

/** The name of a stroke, or null for a bare modifier or a combination that belongs to the browser. */
export function strokeOf(press: Press): string | null {
  if (press.altKey || ["Shift", "Control", "Meta", "Alt", "CapsLock", "Dead", "Process"].includes(press.key)) return null;
  if (press.ctrlKey || press.metaKey) return press.key === "Enter" ? "Ctrl+Enter" : null;
  const key = press.key === " " ? "Space" : press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // Signs such as ? already hold their Shift; letters and named keys do not.
  const shifted = press.shiftKey && (/^[a-z]$/.test(key) || key.length > 1);
  return shifted ? `Shift+${key}` : key;
}

export interface Context {
  readonly now: number;
  /** Until when decision keys sleep. */
  readonly sleepUntil: number;
  /** A `g` pressed at this time waits for its second key. */
  readonly pendingSince: number | null;
  /** False when the person switched single keys off (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

export type Meaning = { readonly run: KeyBinding } | { readonly wait: true } | { readonly nothing: true };
const NOTHING: Meaning = { nothing: true };
const ALWAYS = new Set(["Enter", "Shift+Enter", "Ctrl+Enter", "Escape", "ArrowDown", "ArrowUp"]);

/** What a press means here. Layers are ordered oldest first; the newest is asked first. */
export function readPress(press: Press, layers: readonly Layer[], context: Context): Meaning {
  const stroke = press.composing ? null : strokeOf(press);
  if (stroke === null) return NOTHING;
  const waiting = context.pendingSince !== null && context.now - context.pendingSince <= SEQUENCE_MS;
  const wanted = waiting ? `g ${stroke}` : stroke;
  if (!context.singleKeys && !ALWAYS.has(stroke)) return NOTHING;

  for (const layer of layers.toReversed()) {
    const found = layer.bindings.find((binding) => [binding.keys].flat().includes(wanted));
    if (found !== undefined) return allowed(found, press, stroke, context) ? { run: found } : NOTHING;
    const starts = layer.bindings.some((binding) => [binding.keys].flat().some((keys) => keys.startsWith(`${stroke} `)));
    if (!waiting && starts && press.target !== "field" && !press.repeat) return { wait: true };
    if (layer.exclusive) return NOTHING;
  }
  return NOTHING;
}

function allowed(binding: KeyBinding, press: Press, stroke: string, context: Context): boolean {
  if (press.repeat && binding.repeats !== true) return false;
  if (press.target === "field" && binding.inFields !== true) return false;
  if (press.target === "button" && (stroke === "Enter" || stroke === "Space")) return false;
  return !(binding.decision === true && context.now < context.sleepUntil);
}
