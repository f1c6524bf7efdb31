import type { Chart, ChartWords } from "../chart/chart.ts";
import { chartSvg } from "../chart/chart-svg.ts";
import { drawChart } from "../chart/draw-chart.ts";
import type { PageLanguage } from "../page.ts";
import { checkTable, type TypedTable } from "../typed-table.ts";
import { paperText } from "./paper-text.ts";
import { openPdfmake, PDF_FONT } from "./pdf-fonts.ts";
import { INK, LINE, SOFT, tableContent, WASH } from "./pdf-table.ts";

/** Who sends it: the lines of an office's letterhead, the last one the largest, and its address beneath. */
export interface Letterhead {
  readonly lines: readonly string[];
  readonly address: readonly string[];
}

export type PdfPart =
  | { readonly kind: "text"; readonly heading: string; readonly paragraphs: readonly string[] }
  /** Small, on the last page: what only a checker asks for. */
  | { readonly kind: "imprint"; readonly heading: string; readonly paragraphs: readonly string[] }
  | { readonly kind: "table"; readonly table: TypedTable };

export interface Pdf {
  readonly lang: PageLanguage;
  readonly letterhead: Letterhead | null;
  readonly title: string;
  /** Stands on the cover under the title, a line each. */
  readonly subtitle: readonly string[];
  /** For whom it is: stands in a frame on the cover. */
  readonly edition: string;
  /** How it stands, a line each, in the same frame: when it was counted, whether it is final. */
  readonly standing: readonly string[];
  /** Stands at the foot of every page. */
  readonly foot: string;
  /** What a reader must know first: a draft, a correction. In a frame on the cover. */
  readonly notes: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly summary: {
    readonly heading: string;
    readonly text: string;
    /** Small, beneath the sentence; empty for none. */
    readonly note: string;
    readonly numbers: readonly { readonly label: string; readonly value: string; readonly detail: string }[];
    readonly charts: readonly { readonly heading: string; readonly lead: string; readonly chart: Chart; readonly note: string }[];
  };
  readonly words: ChartWords & { readonly none: string };
  readonly parts: readonly PdfPart[];
  /** Stands as the time at which it was made: a clock would make its bytes differ. */
  readonly asOf: Date;
}

/** A4 in points, and its margins. */
const PAGE = { width: 595.28, left: 48, right: 48, top: 56, bottom: 54 };
const INNER = PAGE.width - PAGE.left - PAGE.right;

/**
 * Writes a document as PDF on A4: a cover under the letterhead, a minute's summary with its charts, then the parts; page numbers as `n / m`. Fonts are inside; nothing is loaded, and
 * nothing in a text can be a link, a script or a file. It says its language and title, which a reader shows; it is not tagged, since the library knows the mark for that and not the tags. Letters that the font lacks stand as their numbers (`paperText`).
 *
 * Deterministic: the same input gives the same bytes, whatever the clock and the time zone. Throws TypeError as `checkTable` does. Cost: the library is loaded by the first call.
 */
export async function renderPdf(pdf: Pdf): Promise<Uint8Array> {
  for (const part of pdf.parts) if (part.kind === "table") checkTable(part.table);
  const pdfmake = await openPdfmake();
  const title = paperText(pdf.title);
  const definition = {
    pageSize: "A4",
    pageMargins: [PAGE.left, PAGE.top, PAGE.right, PAGE.bottom],
    language: pdf.lang,
    displayTitle: true,
    info: { title, creator: "Netra", producer: "Netra", creationDate: pdf.asOf, modDate: pdf.asOf },
    defaultStyle: { font: PDF_FONT, fontSize: 9.5, lineHeight: 1.2, color: INK },
    header: (page: number) => (page === 1 ? undefined : { text: title, fontSize: 8, color: SOFT, margin: [PAGE.left, 28, PAGE.right, 0] }),
    footer: (page: number, pages: number) => ({
      columns: [
        { text: paperText(pdf.foot), fontSize: 8, color: SOFT },
        { text: `${page} / ${pages}`, fontSize: 8, color: SOFT, alignment: "right", width: 60 },
      ],
      margin: [PAGE.left, 18, PAGE.right, 0],
    }),
    content: [...cover(pdf), ...summary(pdf), ...pdf.parts.flatMap((part) => partContent(part, pdf))],
    // A heading at the foot of a page, and what it heads on the next, is read as two things.
    pageBreakBefore: (node: { headlineLevel?: number }, on: { getFollowingNodesOnPage(): readonly unknown[] }) =>
      node.headlineLevel === 1 && on.getFollowingNodesOnPage().length < 4,
  };
  return new Uint8Array(await pdfmake.createPdf(definition).getBuffer());
}

function cover(pdf: Pdf): object[] {
  const { letterhead, subtitle, edition, standing, notes, facts } = pdf;
  return [
    ...(letterhead ? letterheadContent(letterhead) : []),
    { text: paperText(pdf.title), fontSize: 24, bold: true, lineHeight: 1.15, margin: [0, letterhead ? 96 : 150, 0, 14] },
    ...subtitle.map((line) => ({ text: paperText(line), fontSize: 12, color: SOFT, margin: [0, 0, 0, 3] })),
    frame(
      [
        { text: paperText(edition), bold: true, fontSize: 11 },
        ...standing.map((line) => ({ text: paperText(line), fontSize: 10.5, margin: [0, 3, 0, 0] })),
      ],
      [0, 22, 0, 0],
    ),
    ...(notes.length === 0
      ? []
      : [
          frame(
            notes.map((note) => ({ text: paperText(note), margin: [0, 0, 0, 3] })),
            [0, 10, 0, 0],
          ),
        ]),
    {
      margin: [0, 30, 0, 0],
      layout: "noBorders",
      table: {
        widths: [150, "*"],
        body: facts.map(({ label, value }) => [
          { text: paperText(label), color: SOFT, margin: [0, 1.5, 0, 1.5] },
          { text: paperText(value), margin: [0, 1.5, 0, 1.5] },
        ]),
      },
    },
  ];
}

const letterheadContent = ({ lines, address }: Letterhead): object[] => [
  ...lines.map((line, at) => ({
    text: paperText(line),
    alignment: "center",
    bold: true,
    fontSize: at === lines.length - 1 ? 14 : 12,
    lineHeight: 1.1,
  })),
  ...address.map((line, at) => ({ text: paperText(line), alignment: "center", fontSize: 8.5, color: SOFT, margin: [0, at === 0 ? 3 : 0, 0, 0] })),
  {
    margin: [0, 8, 0, 0],
    canvas: [
      { type: "line", x1: 0, y1: 0, x2: INNER, y2: 0, lineWidth: 2, lineColor: INK },
      { type: "line", x1: 0, y1: 3, x2: INNER, y2: 3, lineWidth: 0.6, lineColor: INK },
    ],
  },
];

const frame = (stack: readonly object[], margin: readonly number[]): object => ({
  margin,
  table: { widths: ["*"], body: [[{ stack, margin: [6, 5, 6, 4] }]] },
  layout: { hLineColor: () => INK, vLineColor: () => INK, hLineWidth: () => 0.8, vLineWidth: () => 0.8 },
});

function summary({ summary, words }: Pdf): object[] {
  const charts = summary.charts.map(({ heading, lead, chart, note }) => {
    const drawing = drawChart(chart, { width: INNER, words });
    const shapes = drawing.shapes.map((shape) => (shape.kind === "text" ? { ...shape, text: paperText(shape.text) } : shape));
    const empty = (chart.kind === "pairs" ? chart.groups : chart.rows).length === 0;
    return {
      unbreakable: true,
      margin: [0, 14, 0, 0],
      stack: [
        { text: paperText(heading), bold: true, fontSize: 11 },
        { text: paperText(lead), fontSize: 8.5, color: SOFT, margin: [0, 0, 0, 6] },
        empty ? { text: words.none } : { svg: chartSvg({ ...drawing, shapes }, PDF_FONT), width: drawing.width },
        ...(note === "" ? [] : [{ text: paperText(note), fontSize: 8.5, color: SOFT, margin: [0, 4, 0, 0] }]),
      ],
    };
  });
  return [
    { text: paperText(summary.heading), fontSize: 16, bold: true, pageBreak: "before", margin: [0, 0, 0, 6] },
    { text: paperText(summary.text), fontSize: 11 },
    ...(summary.note === "" ? [] : [{ text: paperText(summary.note), fontSize: 8.5, color: SOFT, margin: [0, 3, 0, 0] }]),
    numbersContent(summary.numbers),
    ...charts,
  ];
}

/** Numbers side by side, each over its name and under that of the week before. */
function numbersContent(numbers: Pdf["summary"]["numbers"]): object {
  const row = (what: "label" | "value" | "detail", look: object): object[] => numbers.map((one) => ({ text: paperText(one[what]), ...look }));
  return {
    margin: [0, 12, 0, 0],
    table: {
      widths: numbers.map(() => "*"),
      body: [
        row("label", { fontSize: 8, color: SOFT, lineHeight: 1.05, margin: [2, 4, 2, 0] }),
        row("value", { fontSize: 17, bold: true, lineHeight: 1, margin: [2, 0, 2, 0] }),
        row("detail", { fontSize: 7.5, color: SOFT, margin: [2, 0, 2, 3] }),
      ],
    },
    layout: {
      hLineColor: () => LINE,
      vLineColor: () => LINE,
      hLineWidth: (line: number) => (line === 0 || line === 3 ? 0.6 : 0),
      vLineWidth: () => 0.6,
      fillColor: () => WASH,
      paddingTop: () => 0,
      paddingBottom: () => 0,
    },
  };
}

function partContent(part: PdfPart, { lang, words }: Pdf): object[] {
  if (part.kind === "table") return tableContent(part.table, { lang, none: words.none });
  const small = part.kind === "imprint" ? { fontSize: 7.5, color: SOFT } : {};
  return [
    { text: paperText(part.heading), fontSize: part.kind === "imprint" ? 9 : 12, bold: true, headlineLevel: 1, margin: [0, 16, 0, 4] },
    ...part.paragraphs.map((paragraph) => ({ text: paperText(paragraph), ...small, margin: [0, 3, 0, 0] })),
  ];
}
