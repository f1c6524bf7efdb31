import { describe, expect, it } from "vitest";
import type { Chart, ChartWords, Drawing, Shape } from "./chart.ts";
import { chartSvg } from "./chart-svg.ts";
import { drawChart } from "./draw-chart.ts";
import { marksTo, wrapLabel } from "./scale.ts";

const words: ChartWords = { count: String, share: (value) => `${Math.round(value * 100)}%`, hidden: "*" };
const draw = (chart: Chart): Drawing => drawChart(chart, { width: 500, words });
const rects = (drawing: Drawing, look: string) =>
  drawing.shapes.filter((shape) => shape.kind === "rect" && shape.look === look) as Extract<Shape, { kind: "rect" }>[];
const texts = (drawing: Drawing): string[] => drawing.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

describe("a chart", () => {
  it("draws bars as long as their numbers, from one zero, and hidden ones not at all", () => {
    const drawing = draw({
      kind: "bars",
      rows: [
        { label: "Bukan keberpihakan", value: 120 },
        { label: "Eskalasi", value: 30 },
        { label: "Duplikat", value: "hidden" },
        { label: "Lain", value: 0 },
      ],
    });
    const [long, short, ...more] = rects(drawing, "solid");
    expect(more).toEqual([]);
    expect((long?.width ?? 0) / (short?.width ?? 1)).toBeCloseTo(4, 2);
    expect(long?.x).toBe(short?.x);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["120", "30", "*", "0"]));
  });

  it("sets an outline beside a solid bar on one scale", () => {
    const drawing = draw({
      kind: "pairs",
      names: ["dibuka", "diputus"],
      groups: [
        { label: "Bangka", values: [40, 10] },
        { label: "Beltim", values: ["hidden", null] },
      ],
    });
    const [, opened] = rects(drawing, "outline");
    const [, decided] = rects(drawing, "solid");
    expect((opened?.height ?? 0) / (decided?.height ?? 1)).toBeCloseTo(4, 2);
    expect((opened?.y ?? 0) + (opened?.height ?? 0)).toBeCloseTo((decided?.y ?? 0) + (decided?.height ?? 0), 2);
    expect(rects(drawing, "solid")).toHaveLength(2);
    expect(texts(drawing)).toEqual(expect.arrayContaining(["*", "–"]));
  });

  it("sets a dot within its interval for each row, in the order given", () => {
    const drawing = draw({
      kind: "intervals",
      rows: [
        { label: "1 · Arman", detail: "9 dari 58", share: 0.16, interval: [0.08, 0.27] },
        { label: "2 · Bahar", detail: "*", share: "hidden", interval: null },
      ],
    });
    const [dot] = drawing.shapes.flatMap((shape) => (shape.kind === "dot" ? [shape] : []));
    const [span] = drawing.shapes.flatMap((shape) => (shape.kind === "line" && shape.look === "interval" ? [shape] : []));
    expect(((dot?.x ?? 0) - (span?.x1 ?? 0)) / ((span?.x2 ?? 0) - (span?.x1 ?? 0))).toBeCloseTo((0.16 - 0.08) / (0.27 - 0.08), 2);
    expect(texts(drawing).indexOf("1 · Arman")).toBeLessThan(texts(drawing).indexOf("2 · Bahar"));
  });

  it("fills a whole with its part, and hatches the rest within its sides", () => {
    const drawing = draw({
      kind: "parts",
      rows: [
        { label: "X", detail: "19 dari 31 akun", part: 19, whole: 31 },
        { label: "Facebook", detail: "", part: 0, whole: 0 },
      ],
    });
    const [box] = rects(drawing, "outline");
    const [solid, ...more] = rects(drawing, "solid");
    expect(more).toEqual([]);
    expect((solid?.width ?? 0) / (box?.width ?? 1)).toBeCloseTo(19 / 31, 3);
    const lines = drawing.shapes.flatMap((shape) => (shape.kind === "line" && shape.look === "hatch" && shape.y1 < 24 ? [shape] : []));
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(Math.min(line.x1, line.x2)).toBeGreaterThanOrEqual((solid?.x ?? 0) + (solid?.width ?? 0) - 0.01);
      expect(Math.max(line.x1, line.x2)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0) + 0.01);
      for (const y of [line.y1, line.y2]) {
        expect(y).toBeGreaterThanOrEqual((box?.y ?? 0) - 0.01);
        expect(y).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0) + 0.01);
      }
    }
  });

  it("draws no bar of a part that may not be told: an empty one would say nought", () => {
    const drawing = draw({ kind: "parts", rows: [{ label: "X", detail: "* dari 5 akun", part: "hidden", whole: 5 }] });
    expect(drawing.shapes.map(({ kind }) => kind)).toEqual(["text", "text"]);
    expect(texts(drawing)).toEqual(["X", "* dari 5 akun"]);
  });

  it("is one ink, and no text in it becomes markup", () => {
    const svg = chartSvg(draw({ kind: "bars", rows: [{ label: '</text><image href="x"/>', value: 3 }] }), "Roboto");
    expect(svg).not.toContain("<image");
    expect(new Set([...svg.matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour))).toEqual(new Set(["#1c2430"]));
  });
});

it.each([
  [0, [0, 1]],
  [3, [0, 1, 2, 3]],
  [52, [0, 20, 40, 60]],
  [100, [0, 50, 100]],
  [101, [0, 50, 100, 150]],
])("marks up to %d are round", (most, marks) => expect(marksTo(most)).toEqual(marks));

it.each([
  ["Kota Pangkalpinang", 20, ["Kota Pangkalpinang"]],
  ["Kota Pangkalpinang", 8, ["Kota", "Pangkal…"]],
  ["satu dua tiga empat lima", 9, ["satu dua", "tiga …"]],
])("%s is set in lines of %d letters", (text, chars, lines) => expect(wrapLabel(text, chars)).toEqual(lines));
