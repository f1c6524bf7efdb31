import { describe, expect, test } from "vitest";
import { type Context, type KeyBinding, type KeyMode, type Layer, type Press, readPress, shownAs, strokeOf } from "./keys.ts";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : "",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  altGraph: false,
  repeat: false,
  composing: false,
  target: "page",
  ...more,
});
const bind = (keys: string | string[], more: Partial<KeyBinding> = {}): KeyBinding => ({ keys, group: "all", act: () => {}, ...more });
const awake: Context = { now: 1000, sleepUntil: 0, pendingSince: null, mode: "on" };
const page = (...bindings: KeyBinding[]): Layer[] => [{ bindings, exclusive: false }];
const runs = (meaning: ReturnType<typeof readPress>) => ("run" in meaning ? meaning.run.keys : Object.keys(meaning)[0]);

describe("a stroke has one name", () => {
  test.each([
    [press("J"), "j"],
    [press("C", { shiftKey: true }), "Shift+c"],
    [press("?", { shiftKey: true }), "?"],
    [press("Enter", { shiftKey: true }), "Shift+Enter"],
    [press("Enter", { metaKey: true }), "Ctrl+Enter"],
    [press("c", { ctrlKey: true }), null],
    [press("t", { altKey: true }), null],
    [press("Shift", { shiftKey: true }), null],
  ])("%o is %s", (given, expected) => expect(strokeOf(given)).toBe(expected));
});

describe("a press acts", () => {
  test("never while typing, unless the binding is for forms", () => {
    expect(runs(readPress(press("t", { target: "field" }), page(bind("t")), awake))).toBe("nothing");
    expect(runs(readPress(press("Enter", { target: "field", ctrlKey: true }), page(bind("Ctrl+Enter", { inFields: true })), awake))).toBe(
      "Ctrl+Enter",
    );
  });

  test("never during composition and never on a held key, except where repeating is meant", () => {
    expect(runs(readPress(press("t", { composing: true }), page(bind("t")), awake))).toBe("nothing");
    expect(runs(readPress(press("t", { repeat: true }), page(bind("t")), awake))).toBe("nothing");
    expect(runs(readPress(press("j", { repeat: true }), page(bind("j", { repeats: true })), awake))).toBe("j");
  });

  test("not instead of a focused button's own Enter", () => {
    expect(runs(readPress(press("Enter", { target: "button" }), page(bind("Enter")), awake))).toBe("nothing");
  });

  test("not for 400 ms after a new post when it decides something; looking is always allowed", () => {
    const asleep = { ...awake, sleepUntil: 1400 };
    expect(runs(readPress(press("t"), page(bind("t", { decision: true })), asleep))).toBe("nothing");
    expect(runs(readPress(press("t"), page(bind("t", { decision: true })), { ...asleep, now: 1400 }))).toBe("t");
    expect(runs(readPress(press("v"), page(bind("v")), asleep))).toBe("v");
  });

  test("only in the dialog while a dialog is open", () => {
    const layers: Layer[] = [...page(bind("t")), { bindings: [bind("Escape")], exclusive: true }];
    expect(runs(readPress(press("t"), layers, awake))).toBe("nothing");
    expect(runs(readPress(press("Escape"), layers, awake))).toBe("Escape");
  });

  test("as the second key of a sequence, and other keys sleep meanwhile", () => {
    const layers = page(bind("g t"), bind("t"), bind("d"));
    expect(runs(readPress(press("g"), layers, awake))).toBe("wait");
    const pending = { ...awake, pendingSince: 900 };
    expect(runs(readPress(press("t"), layers, pending))).toBe("g t");
    expect(runs(readPress(press("d"), layers, pending))).toBe("nothing");
    expect(runs(readPress(press("t"), layers, { ...pending, now: 2500 }))).toBe("t");
  });

  test("only as Enter, Escape and Ctrl+Enter when single keys are off", () => {
    const off: Context = { ...awake, mode: "off" };
    expect(runs(readPress(press("t"), page(bind("t")), off))).toBe("nothing");
    expect(runs(readPress(press("t", { altKey: true }), page(bind("t")), off))).toBe("nothing");
    expect(runs(readPress(press("Enter"), page(bind("Enter")), off))).toBe("Enter");
  });
});

describe("with Alt", () => {
  const alt: Context = { ...awake, mode: "alt" };
  const held = (key: string, more: Partial<Press> = {}) => press(key, { altKey: true, ...more });

  test.each([
    ["a letter", held("t"), "t"],
    ["a letter that Alt turned into a sign", held("†", { code: "KeyT" }), "t"],
    ["a letter that Alt made dead", held("Dead", { code: "KeyE" }), "e"],
    ["a letter of another keyboard, by what it types", held("q", { code: "KeyA" }), "q"],
    ["a number", held("1"), "1"],
    ["a number that Alt turned into a sign", held("¡", { code: "Digit1" }), "1"],
    ["a sign by its place", held("“", { code: "BracketLeft" }), "["],
    ["the question mark", held("¿", { code: "Slash", shiftKey: true }), "?"],
    ["a key that holds Shift itself", held("C", { shiftKey: true }), "Shift+c"],
    ["no letter without Alt", press("t"), null],
    ["Enter stays without Alt", press("Enter"), "Enter"],
    ["and is nothing with it", held("Enter"), null],
    ["arrows stay without Alt", press("ArrowDown"), "ArrowDown"],
    ["and belong to the browser with it", held("ArrowLeft"), null],
    ["Alt and Ctrl are what AltGr says on Windows", held("t", { ctrlKey: true }), null],
    ["AltGr elsewhere", held("t", { altGraph: true }), null],
    ["AltGr alone", press("AltGraph", { altGraph: true }), null],
    ["Alt alone", held("Alt"), null],
    ["Alt and the system's key", held("t", { metaKey: true }), null],
  ] as const)("%s", (_, given, expected) => expect(strokeOf(given, "alt")).toBe(expected));

  test("every guard stays: fields, composition, repeats, the sleep, a dialog", () => {
    const decides = page(bind("t", { decision: true }));
    expect(runs(readPress(held("t"), decides, alt))).toBe("t");
    for (const guarded of [held("t", { target: "field" }), held("t", { composing: true }), held("t", { repeat: true })])
      expect(runs(readPress(guarded, decides, alt))).toBe("nothing");
    expect(runs(readPress(held("t"), decides, { ...alt, sleepUntil: 1400 }))).toBe("nothing");
    expect(runs(readPress(held("t"), [...decides, { bindings: [], exclusive: true }], alt))).toBe("nothing");
  });

  test("both keys of a sequence hold it", () => {
    const layers = page(bind("g t"));
    expect(runs(readPress(held("g"), layers, alt))).toBe("wait");
    expect(runs(readPress(held("t"), layers, { ...alt, pendingSince: 900 }))).toBe("g t");
    expect(runs(readPress(press("t"), layers, { ...alt, pendingSince: 900 }))).toBe("nothing");
  });
});

describe("a key is shown as it acts", () => {
  const shown = (mode: KeyMode) =>
    ["T", "1–5", "Shift+c", "Enter", "Ctrl Enter", "Control+Enter", "Esc", "ArrowDown"].map((cap) => shownAs(cap, mode));
  test.each([
    ["on", ["T", "1–5", "Shift+c", "Enter", "Ctrl Enter", "Control+Enter", "Esc", "ArrowDown"]],
    ["alt", ["Alt T", "Alt 1–5", "Alt Shift+c", "Enter", "Ctrl Enter", "Control+Enter", "Esc", "ArrowDown"]],
    ["off", [null, null, null, "Enter", "Ctrl Enter", "Control+Enter", "Esc", "ArrowDown"]],
  ] as const)("%s", (mode, expected) => expect(shown(mode)).toEqual(expected));
});
