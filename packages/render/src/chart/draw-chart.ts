import type { Chart, ChartFigure, ChartWords, Drawing, Shape } from "./chart.ts";
import { marksTo, place, wrapLabel } from "./scale.ts";

interface Given {
  readonly width: number;
  readonly words: ChartWords;
}

/** Where everything of a chart stands. Pure: the same chart gives the same drawing. Text is at most two lines a label; the width of a letter is estimated. */
export function drawChart(chart: Chart, given: Given): Drawing {
  switch (chart.kind) {
    case "pairs":
      return drawPairs(chart, given);
    case "intervals":
      return drawIntervals(chart, given);
    case "bars":
      return drawBars(chart, given);
    case "parts":
      return drawParts(chart, given);
  }
}

const LETTER = 4.6;
const ROW = 24;
const BAR = 10;
/** Of a line beneath a bar. */
const UNDER = 11;
const text = (at: { x: number; y: number }, words: string, more: Partial<Extract<Shape, { kind: "text" }>> = {}): Shape => ({
  kind: "text",
  x: place(at.x),
  y: place(at.y),
  text: words,
  anchor: "start",
  look: "label",
  ...more,
});
const rect = (box: { x: number; y: number; width: number; height: number }, look: Extract<Shape, { kind: "rect" }>["look"]): Shape => ({
  kind: "rect",
  x: place(box.x),
  y: place(box.y),
  width: place(box.width),
  height: place(box.height),
  look,
});
const line = (x1: number, y1: number, x2: number, y2: number, look: Extract<Shape, { kind: "line" }>["look"]): Shape => ({
  kind: "line",
  x1: place(x1),
  y1: place(y1),
  x2: place(x2),
  y2: place(y2),
  look,
});
/** A figure in the middle of a place, on paper of its own, so that no line runs through it. */
const onPaper = (x: number, y: number, words: string): Shape[] => {
  const width = words.length * LETTER + 3;
  return [rect({ x: x - width / 2, y: y - 7, width, height: 8.5 }, "paper"), text({ x, y }, words, { anchor: "middle", look: "strong" })];
};
const known = (figures: readonly ChartFigure[]): number[] => figures.filter((figure) => typeof figure === "number");
const written = (figure: ChartFigure, words: ChartWords): string =>
  figure === "hidden" ? words.hidden : figure === null ? "–" : words.count(figure);

/** A row's label before its bar, the middle of two lines at `y`. */
const labelOf = (label: string, y: number, width: number): Shape[] => {
  const lines = wrapLabel(label, Math.floor(width / LETTER));
  return lines.map((words, at) => text({ x: 0, y: y + 3 + (at - (lines.length - 1) / 2) * 9.5 }, words));
};

function drawPairs({ names, groups }: Extract<Chart, { kind: "pairs" }>, { width, words }: Given): Drawing {
  const [left, top, plot] = [28, 22, 96];
  const bottom = top + plot;
  const marks = marksTo(Math.max(1, ...known(groups.flatMap(({ values }) => values))));
  const yOf = (value: number): number => bottom - (value / (marks.at(-1) as number)) * plot;
  const step = groups.length === 0 ? width : (width - left) / groups.length;
  const bar = Math.min(22, step * 0.3);
  const shapes: Shape[] = [
    rect({ x: width - 130, y: 1, width: 8, height: 8 }, "outline"),
    text({ x: width - 118, y: 8.5 }, names[0], { look: "soft" }),
    rect({ x: width - 62, y: 1, width: 8, height: 8 }, "solid"),
    text({ x: width - 50, y: 8.5 }, names[1], { look: "soft" }),
  ];
  for (const mark of marks) {
    if (mark > 0) shapes.push(line(left, yOf(mark), width, yOf(mark), "grid"));
    shapes.push(text({ x: left - 5, y: yOf(mark) + 3 }, words.count(mark), { anchor: "end", look: "soft" }));
  }
  for (const [at, { label, values }] of groups.entries()) {
    const middle = left + step * (at + 0.5);
    for (const [index, value] of values.entries()) {
      const x = middle + (index === 0 ? -bar - 1.5 : 1.5);
      const y = typeof value === "number" ? yOf(value) : bottom;
      if (typeof value === "number" && value > 0) shapes.push(rect({ x, y, width: bar, height: bottom - y }, index === 0 ? "outline" : "solid"));
      shapes.push(...onPaper(x + bar / 2, y - 4, written(value, words)));
    }
    for (const [index, words] of wrapLabel(label, Math.max(4, Math.floor(step / LETTER))).entries())
      shapes.push(text({ x: middle, y: bottom + 12 + index * 9.5 }, words, { anchor: "middle" }));
  }
  shapes.push(line(left, bottom, width, bottom, "axis"));
  return { width, height: bottom + 26, shapes };
}

function drawIntervals({ rows }: Extract<Chart, { kind: "intervals" }>, { width, words }: Given): Drawing {
  const left = Math.min(190, width * 0.38);
  const right = width - 16;
  const shares = rows.flatMap(({ interval, share }) => [...known([share]), ...(interval ?? [])]);
  const marks = marksTo(shares.length === 0 ? 1 : Math.max(0.05, ...shares), 0.01);
  const xOf = (share: number): number => left + (share / (marks.at(-1) as number)) * (right - left);
  const row = 32;
  const height = rows.length * row + 20;
  const shapes: Shape[] = [];
  for (const mark of marks) {
    shapes.push(line(xOf(mark), 4, xOf(mark), height - 14, "grid"));
    shapes.push(text({ x: xOf(mark), y: height - 3 }, words.share(mark), { anchor: "middle", look: "soft" }));
  }
  for (const [at, { label, detail, share, interval }] of rows.entries()) {
    const y = at * row + 20;
    const lines = wrapLabel(label, Math.floor(left / LETTER)).slice(0, 1);
    shapes.push(text({ x: 0, y: y - 2 }, lines[0] ?? "", { look: "strong" }), text({ x: 0, y: y + 8 }, detail, { look: "soft" }));
    if (typeof share !== "number") {
      shapes.push(text({ x: left + 6, y: y + 3 }, written(share, words)));
      continue;
    }
    if (interval)
      shapes.push(
        line(xOf(interval[0]), y, xOf(interval[1]), y, "interval"),
        line(xOf(interval[0]), y - 4, xOf(interval[0]), y + 4, "interval"),
        line(xOf(interval[1]), y - 4, xOf(interval[1]), y + 4, "interval"),
      );
    shapes.push({ kind: "dot", x: place(xOf(share)), y, radius: 3.2 });
    shapes.push(...onPaper(xOf(share), y - 7, words.share(share)));
  }
  return { width, height, shapes };
}

function drawBars({ rows }: Extract<Chart, { kind: "bars" }>, { width, words }: Given): Drawing {
  const left = Math.min(170, width * 0.34);
  const room = width - left - 40;
  const most = Math.max(1, ...known(rows.map(({ value }) => value)));
  const shapes = rows.flatMap(({ label, value }, at): Shape[] => {
    const y = at * ROW + ROW / 2;
    const length = typeof value === "number" ? (value / most) * room : 0;
    return [
      ...labelOf(label, y, left - 8),
      ...(length > 0 ? [rect({ x: left, y: y - BAR / 2, width: Math.max(length, 1), height: BAR }, "solid")] : []),
      text({ x: left + length + 6, y: y + 3 }, written(value, words), { look: "strong" }),
    ];
  });
  return { width, height: rows.length * ROW, shapes: [...shapes, line(left, 2, left, rows.length * ROW - 2, "axis")] };
}

function drawParts({ rows }: Extract<Chart, { kind: "parts" }>, { width }: Given): Drawing {
  const left = Math.min(120, width * 0.24);
  const length = Math.min(190, width * 0.4);
  const row = rows.some(({ under }) => under !== undefined) ? ROW + UNDER : ROW;
  const shapes = rows.flatMap(({ label, detail, part, whole, under }, at): Shape[] => {
    const y = at * row + ROW / 2;
    const told = typeof part === "number" && typeof whole === "number";
    const solid = told && whole > 0 ? Math.min(1, part / whole) * length : 0;
    const box = { x: left, y: y - BAR / 2, width: length, height: BAR };
    return [
      ...labelOf(label, y, left - 8),
      ...(told ? hatch({ ...box, x: left + solid, width: length - solid }) : []),
      ...(told ? [rect(box, "outline")] : []),
      ...(solid > 0 ? [rect({ ...box, width: solid }, "solid")] : []),
      text({ x: left + length + 10, y: y + 3 }, detail),
      ...(under === undefined ? [] : [text({ x: left, y: y + BAR / 2 + UNDER - 1 }, under, { look: "soft" })]),
    ];
  });
  return { width, height: rows.length * row, shapes };
}

/** Slanting lines within a box, cut at its sides: a pattern would be drawn in other ways by other programs. */
function hatch({ x, y, width, height }: { x: number; y: number; width: number; height: number }): Shape[] {
  const shapes: Shape[] = [];
  for (let start = x - height + 4; start < x + width; start += 4) {
    const [from, to] = [Math.max(start, x), Math.min(start + height, x + width)];
    if (to > from) shapes.push(line(from, y + height - (from - start), to, y + height - (to - start), "hatch"));
  }
  return shapes;
}
