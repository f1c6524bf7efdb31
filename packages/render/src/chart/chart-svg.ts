import { type Html, html } from "../html.ts";
import type { Drawing, Shape } from "./chart.ts";

const INK = "#1c2430";
const SOFT = "#55606f";
const LINES = {
  axis: { stroke: INK, width: 0.8 },
  grid: { stroke: "#c9ced6", width: 0.5 },
  hatch: { stroke: SOFT, width: 0.6 },
  interval: { stroke: INK, width: 1.2 },
} as const;
const RECTS = { solid: { fill: INK, stroke: INK }, outline: { fill: "none", stroke: INK }, paper: { fill: "#ffffff", stroke: "none" } } as const;
const TEXTS = { label: { fill: INK, weight: "normal" }, strong: { fill: INK, weight: "bold" }, soft: { fill: SOFT, weight: "normal" } } as const;

/** A drawing as SVG: shapes and words, no script, no style sheet, nothing from elsewhere. `font` is the family of its words. */
export function chartSvg({ width, height, shapes }: Drawing, font: string): string {
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${shapes.map((shape) => markup(shape, font))}</svg>`
    .markup;
}

function markup(shape: Shape, font: string): Html {
  switch (shape.kind) {
    case "rect": {
      const { fill, stroke } = RECTS[shape.look];
      return html`<rect x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" fill="${fill}" stroke="${stroke}" stroke-width="0.8"/>`;
    }
    case "line": {
      const { stroke, width } = LINES[shape.look];
      return html`<line x1="${shape.x1}" y1="${shape.y1}" x2="${shape.x2}" y2="${shape.y2}" stroke="${stroke}" stroke-width="${width}"/>`;
    }
    case "dot":
      return html`<circle cx="${shape.x}" cy="${shape.y}" r="${shape.radius}" fill="${INK}"/>`;
    case "text": {
      const { fill, weight } = TEXTS[shape.look];
      return html`<text x="${shape.x}" y="${shape.y}" font-family="${font}" font-size="8" font-weight="${weight}" fill="${fill}" text-anchor="${shape.anchor}">${shape.text}</text>`;
    }
  }
}
