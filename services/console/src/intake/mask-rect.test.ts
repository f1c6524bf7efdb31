import { describe, expect, test } from "vitest";
import { addedRect, moveRect, rectBetween, rectByKey, resizeRect } from "./mask-rect.ts";

const BOX = { x: 0.4, y: 0.5, width: 0.2, height: 0.1 };
const press = (key: string, shiftKey = false) => ({ key, shiftKey });

describe("a box on the keyboard", () => {
  test.each([
    ["ArrowLeft", { ...BOX, x: 0.39 }],
    ["ArrowRight", { ...BOX, x: 0.41 }],
    ["ArrowUp", { ...BOX, y: 0.49 }],
    ["ArrowDown", { ...BOX, y: 0.51 }],
  ])("%s moves it by one in a hundred and keeps its size", (key, moved) => expect(rectByKey(BOX, press(key))).toEqual(moved));

  test.each([
    ["ArrowLeft", { ...BOX, width: 0.19 }],
    ["ArrowRight", { ...BOX, width: 0.21 }],
    ["ArrowUp", { ...BOX, height: 0.09 }],
    ["ArrowDown", { ...BOX, height: 0.11 }],
  ])("Shift and %s resize it and keep its corner", (key, resized) => expect(rectByKey(BOX, press(key, true))).toEqual(resized));

  test("Delete and Backspace remove it; other keys are not ours", () => {
    expect(["Delete", "Backspace", "Enter", "Tab", "a"].map((key) => rectByKey(BOX, press(key)))).toEqual(["remove", "remove", null, null, null]);
  });

  test("however long a key is held, it stays inside the picture and can be seen", () => {
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"])
      for (const shift of [false, true]) {
        let rect = addedRect(3);
        for (let n = 0; n < 250; n += 1) rect = rectByKey(rect, press(key, shift)) as typeof rect;
        expect(Math.min(rect.x, rect.y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(rect.x + rect.width, rect.y + rect.height)).toBeLessThanOrEqual(1);
        expect(Math.min(rect.width, rect.height)).toBeGreaterThanOrEqual(0.02);
      }
  });
});

describe("a box drawn with a finger", () => {
  test("lies between its corners, whichever came first, and ends at the picture's edge", () => {
    const drawn = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 };
    expect(rectBetween({ x: 0.1, y: 0.2 }, { x: 0.4, y: 0.6 })).toEqual(drawn);
    expect(rectBetween({ x: 0.4, y: 0.6 }, { x: 0.1, y: 0.2 })).toEqual(drawn);
    expect(rectBetween({ x: 0.8, y: 0.9 }, { x: 1.4, y: 1.2 })).toEqual({ x: 0.8, y: 0.9, width: 0.2, height: 0.1 });
  });

  test("is none when it was only a tap", () => expect(rectBetween({ x: 0.5, y: 0.5 }, { x: 0.503, y: 0.7 })).toBeNull());

  test("stops at the edges when it is pushed or pulled past them", () => {
    expect(moveRect(BOX, { x: 9, y: -9 })).toEqual({ ...BOX, x: 0.8, y: 0 });
    expect(resizeRect(BOX, { x: 9, y: 9 })).toEqual({ ...BOX, width: 0.6, height: 0.5 });
  });
});

test("boxes that are added one after another do not hide each other", () => {
  const places = [0, 1, 2, 3].map((count) => `${addedRect(count).x} ${addedRect(count).y}`);
  expect(new Set(places).size).toBe(4);
});
