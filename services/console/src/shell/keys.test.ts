import { describe, expect, test } from "vitest";
import { type Context, type KeyBinding, type Layer, type Press, readPress, strokeOf } from "./keys.ts";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  composing: false,
  target: "page",
  ...more,
});
const bind = (keys: string | string[], more: Partial<KeyBinding> = {}): KeyBinding => ({ keys, group: "all", act: () => {}, ...more });
const awake: Context = { now: 1000, sleepUntil: 0, pendingSince: null, singleKeys: true };
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
    const off = { ...awake, singleKeys: false };
    expect(runs(readPress(press("t"), page(bind("t")), off))).toBe("nothing");
    expect(runs(readPress(press("Enter"), page(bind("Enter")), off))).toBe("Enter");
  });
});
