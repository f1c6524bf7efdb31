/**
 * How single keys act: as they are, only with Alt held, or not at all (WCAG 2.1.4). Stored: never rename.
 *
 * Alt alone, and not Alt with Shift: one hand holds it, bindings that hold Shift themselves (`Shift+C`) stay apart, and Alt+Shift changes the input language on Windows. Some browsers
 * keep a few letters for their own menus (Alt with D, E, F; on Linux also the numbers, for tabs); a page may answer first in most of them, and where one keeps its key nothing happens
 * here and the button remains. What AltGr types is text and never a key.
 */
export const KEY_MODES = ["on", "alt", "off"] as const;
export type KeyMode = (typeof KEY_MODES)[number];

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
  /** The place on the keyboard (`KeyT`): where Alt turns a letter into another sign, as on a Mac, it still says which key it was. */
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** AltGr is held: what it types is text. */
  readonly altGraph: boolean;
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

/** Strokes that are not single keys in the sense of WCAG 2.1.4: they act in every mode, and without Alt. */
const ALWAYS = new Set(["Enter", "Shift+Enter", "Ctrl+Enter", "Escape", "ArrowDown", "ArrowUp"]);
const BARE = new Set(["Shift", "Control", "Meta", "Alt", "AltGraph", "CapsLock", "Process"]);
const SIGNS: Readonly<Record<string, string>> = { BracketLeft: "[", BracketRight: "]", Equal: "=", Minus: "-", Period: ".", Slash: "/" };

/** The name of a stroke, or null for a bare modifier or a combination that belongs to the browser. */
export function strokeOf(press: Press, mode: KeyMode = "on"): string | null {
  if (BARE.has(press.key)) return null;
  if (press.altKey) return mode === "alt" ? altStrokeOf(press) : null;
  if (press.key === "Dead") return null;
  if (press.ctrlKey || press.metaKey) return press.key === "Enter" ? "Ctrl+Enter" : null;
  const stroke = named(press.key, press.shiftKey);
  return mode === "on" || ALWAYS.has(stroke) ? stroke : null;
}

/** A single key that was pressed with Alt, under its own name. */
function altStrokeOf(press: Press): string | null {
  if (press.ctrlKey || press.metaKey || press.altGraph) return null;
  const key = /^[!-~]$/.test(press.key) ? press.key : placed(press);
  if (key === null) return null;
  const stroke = named(key, press.shiftKey);
  return ALWAYS.has(stroke) ? null : stroke;
}

/** What a place of the keyboard bears on most of them. */
function placed({ code, shiftKey }: Press): string | null {
  if (code === "Slash" && shiftKey) return "?";
  return (
    /^(?:Key([A-Z])|Digit(\d))$/
      .exec(code)
      ?.slice(1)
      .find((found) => found !== undefined) ??
    SIGNS[code] ??
    null
  );
}

function named(pressed: string, shiftKey: boolean): string {
  const key = pressed === " " ? "Space" : pressed.length === 1 ? pressed.toLowerCase() : pressed;
  // Signs such as ? already hold their Shift; letters and named keys do not.
  return shiftKey && (/^[a-z]$/.test(key) || key.length > 1) ? `Shift+${key}` : key;
}

const ALWAYS_SHOWN = /^(?:Enter|(?:Shift|Ctrl|Control)[ +]Enter|Esc|Escape|↓|↑|Arrow(?:Down|Up))$/;

/** A key as it is shown (`T`, `1–5`, `Shift C`, `Ctrl Enter`), as it acts in this mode: `Alt T`; null where it does not act. `between` stands between two keys. */
export function shownAs(cap: string, mode: KeyMode, between: " " | "+" = " "): string | null {
  if (mode === "on" || ALWAYS_SHOWN.test(cap)) return cap;
  return mode === "off" ? null : `Alt${between}${cap}`;
}

export interface Context {
  readonly now: number;
  /** Until when decision keys sleep. */
  readonly sleepUntil: number;
  /** A `g` pressed at this time waits for its second key. */
  readonly pendingSince: number | null;
  readonly mode: KeyMode;
}

export type Meaning = { readonly run: KeyBinding } | { readonly wait: true } | { readonly nothing: true };
const NOTHING: Meaning = { nothing: true };

/** What a press means here. Layers are ordered oldest first; the newest is asked first. */
export function readPress(press: Press, layers: readonly Layer[], context: Context): Meaning {
  const stroke = press.composing ? null : strokeOf(press, context.mode);
  if (stroke === null) return NOTHING;
  const waiting = context.pendingSince !== null && context.now - context.pendingSince <= SEQUENCE_MS;
  const wanted = waiting ? `g ${stroke}` : stroke;

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
