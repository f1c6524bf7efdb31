import { type Html, html } from "./html.ts";
import { footOf, PAGE_STYLE } from "./page-style.ts";

export type PageLanguage = "id" | "en";
/** Numbers are written as the language writes them and stand to the right; null is a dash. */
export type PageCell = string | number | null;

export type PageSection =
  | { readonly kind: "text"; readonly heading?: string; readonly paragraphs: readonly string[] }
  | {
      readonly kind: "table";
      readonly heading: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly PageCell[])[];
      /** Columns of figures that are written as words, by their place; a column that holds a number is one anyway. */
      readonly figures?: readonly number[];
      /** So many columns from the left name their row, and are told with each of its cells by a screen reader. */
      readonly naming?: number;
      readonly note?: string;
    }
  | {
      /** One bar a value, all of one ink and on one scale from zero, so that none is louder than another. Values are 0 or more. */
      readonly kind: "bars";
      readonly heading: string;
      readonly series: readonly { readonly label: string; readonly value: number }[];
      readonly note?: string;
    };

export interface Page {
  readonly lang: PageLanguage;
  readonly title: string;
  /** The basis line: what the page counts, as of when, by which rules. */
  readonly subtitle: string;
  /** For whom it is: stands above the title, and at the foot of every printed sheet, which may lie by itself. */
  readonly mark?: string;
  readonly sections: readonly PageSection[];
}

/**
 * Writes a document as one HTML file that needs nothing else: it prints on A4, runs no script, loads nothing, and says so to the browser (CSP).
 *
 * Deterministic: the same page gives the same bytes. Throws TypeError for a number that is none, and for a table row that is not as wide as its
 * header: a figure in the wrong column would be believed.
 */
export function renderPage(page: Page): Uint8Array {
  const words = WORDS[page.lang];
  const numbers = new Intl.NumberFormat(page.lang, { maximumFractionDigits: 2 });
  const document = html`<!doctype html>
<html lang="${page.lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<style>${PAGE_STYLE}${page.mark === undefined ? NOTHING : footOf(page.mark)}</style>
</head>
<body>
<header>
${page.mark === undefined ? NOTHING : html`<p class="mark">${page.mark}</p>\n`}<h1>${page.title}</h1>
<p>${page.subtitle}</p>
</header>
<main>
${page.sections.map((section) => sectionOf(section, { words, numbers }))}</main>
<footer>${words.hash}</footer>
</body>
</html>
`;
  return new TextEncoder().encode(document.markup);
}

interface Style {
  readonly words: (typeof WORDS)[PageLanguage];
  readonly numbers: Intl.NumberFormat;
}

const WORDS = {
  id: {
    none: "Tidak ada data.",
    hash: "Netra mencatat SHA-256 berkas ini saat menyimpannya. Hitung ulang dan cocokkan untuk memastikan berkas tidak berubah.",
  },
  en: {
    none: "No data.",
    hash: "Netra recorded the SHA-256 of this file when it stored it. Compute it again and compare, to be sure that the file has not changed.",
  },
} as const;

function sectionOf(section: PageSection, style: Style): Html {
  const heading = section.heading === undefined ? NOTHING : html`<h2>${section.heading}</h2>\n`;
  return html`<section>\n${heading}${bodyOf(section, style)}</section>\n`;
}

function bodyOf(section: PageSection, style: Style): Html {
  switch (section.kind) {
    case "text":
      return html`${section.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}`;
    case "table":
      return section.rows.length === 0 ? noData(section.note, style) : html`${tableOf(section, style)}${noteOf(section.note)}`;
    case "bars":
      return section.series.length === 0 ? noData(section.note, style) : html`${barsOf(section.series, style)}${noteOf(section.note)}`;
  }
}

function tableOf({ heading, columns, rows, figures = [], naming = 0 }: Extract<PageSection, { kind: "table" }>, style: Style): Html {
  const ragged = rows.findIndex((row) => row.length !== columns.length);
  if (ragged !== -1) throw new TypeError(`renderPage: table ${JSON.stringify(heading)}: row ${ragged + 1} has not ${columns.length} cells`);
  const isNumeric = columns.map((_, column) => figures.includes(column) || rows.some((row) => typeof row[column] === "number"));
  const head = columns.map((title, column) =>
    isNumeric[column] ? html`<th scope="col" class="number">${title}</th>` : html`<th scope="col">${title}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr>${row.map((cell, column) =>
        column < naming && cell !== "" ? html`<th scope="row">${said(cell, style)}</th>` : cellOf(cell, isNumeric[column] ?? false, style),
      )}</tr>\n`,
  );
  // A table that is wider than a phone moves in a frame of its own, which a key reaches; the page stays as wide as the screen.
  return html`<div class="frame" role="region" aria-label="${heading}" tabindex="0">\n<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}</tbody>\n</table>\n</div>\n`;
}

const said = (cell: PageCell, { numbers }: Style): string => (typeof cell === "number" ? numbers.format(finite(cell)) : (cell ?? "–"));

const cellOf = (cell: PageCell, isFigure: boolean, style: Style): Html =>
  isFigure ? html`<td class="number">${said(cell, style)}</td>` : html`<td>${said(cell, style)}</td>`;

/** A table too, so that a long label wraps and a screen reader meets label and number; the drawing adds nothing to them. */
function barsOf(series: readonly { readonly label: string; readonly value: number }[], style: Style): Html {
  const most = Math.max(...series.map(({ value }) => finite(value)));
  const rows = series.map(({ label, value }) => {
    if (value < 0) throw new TypeError("renderPage: a bar below zero: bars start at zero");
    const length = most === 0 ? 0 : Math.round((value / most) * 10_000) / 100;
    const drawing = html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="10" fill="#eceff3"/><rect width="${length}" height="10" fill="#1c2430"/></svg>`;
    return html`<tr><th scope="row">${label}</th><td class="bar">${drawing}</td><td class="number">${style.numbers.format(value)}</td></tr>\n`;
  });
  return html`<table>\n<tbody>\n${rows}</tbody>\n</table>\n`;
}

const NOTHING = html``;
const noteOf = (note: string | undefined): Html => (note === undefined ? NOTHING : html`<p class="note">${note}</p>\n`);
const noData = (note: string | undefined, { words }: Style): Html => html`<p>${words.none}</p>\n${noteOf(note)}`;

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new TypeError(`renderPage: ${value} in a table: use null for no value`);
  return value;
}
