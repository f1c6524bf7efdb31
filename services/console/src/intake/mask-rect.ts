import type { MaskRect } from "@netra/service-api/contract";

/** A place on a picture, as fractions of its width and height. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** One press of an arrow, as a fraction of the picture's side. */
const STEP = 0.01;
/** Smaller boxes hide nothing and are lost under a finger. */
const SMALLEST = 0.02;
const FIRST = { width: 0.3, height: 0.1 };

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(least, most));
/** Four digits are finer than a pixel of any picture we take, and keep x + width from passing 1 by a rounding error. */
const tidy = (value: number): number => Math.round(value * 10_000) / 10_000;
const tidied = ({ x, y, width, height }: MaskRect): MaskRect => {
  const [left, top] = [tidy(x), tidy(y)];
  return { x: left, y: top, width: tidy(Math.min(width, 1 - left)), height: tidy(Math.min(height, 1 - top)) };
};

/** The box moved by fractions of the picture; it keeps its size and stops at the edges. */
export const moveRect = (rect: MaskRect, by: Point): MaskRect =>
  tidied({ ...rect, x: within(rect.x + by.x, 0, 1 - rect.width), y: within(rect.y + by.y, 0, 1 - rect.height) });

/** The box with its right lower corner moved; its left upper corner stays. */
export const resizeRect = (rect: MaskRect, by: Point): MaskRect =>
  tidied({ ...rect, width: within(rect.width + by.x, SMALLEST, 1 - rect.x), height: within(rect.height + by.y, SMALLEST, 1 - rect.y) });

/** The box between two corners, whichever was first; null when it is too small to be meant. */
export function rectBetween(one: Point, other: Point): MaskRect | null {
  const [left, right] = [Math.min(one.x, other.x), Math.max(one.x, other.x)].map((x) => within(x, 0, 1)) as [number, number];
  const [top, bottom] = [Math.min(one.y, other.y), Math.max(one.y, other.y)].map((y) => within(y, 0, 1)) as [number, number];
  const rect = { x: left, y: top, width: right - left, height: bottom - top };
  return rect.width < SMALLEST / 2 || rect.height < SMALLEST / 2 ? null : resizeRect(rect, { x: 0, y: 0 });
}

/** A box to begin with on the keyboard: in the middle, each a little lower than the one before so that none hides another. */
export const addedRect = (count: number): MaskRect => moveRect({ x: 0.35, y: 0.45, ...FIRST }, { x: (count % 5) * 0.03, y: (count % 5) * 0.06 });

/** What a key does to a box: arrows move it, Shift with arrows resizes it, Delete removes it; null for every other key. */
export function rectByKey(rect: MaskRect, press: { readonly key: string; readonly shiftKey: boolean }): MaskRect | "remove" | null {
  if (press.key === "Delete" || press.key === "Backspace") return "remove";
  const by = ARROWS[press.key];
  if (by === undefined) return null;
  return press.shiftKey ? resizeRect(rect, by) : moveRect(rect, by);
}
