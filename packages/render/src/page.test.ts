import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Page, type PageSection, renderPage } from "./page.ts";

const pageWith = (...sections: PageSection[]): Page => ({
  lang: "id",
  title: "Laporan pekan 2029-W39",
  subtitle: "Temuan terbuka per 2029-09-30, paket inti 1",
  sections,
});
const markup = (page: Page) => new TextDecoder().decode(renderPage(page));
const BARS: PageSection = {
  kind: "bars",
  heading: "Per pekan",
  series: [
    { label: "W38", value: 4 },
    { label: "W39", value: 1 },
    { label: "W40", value: 0 },
  ],
};

describe("renderPage", () => {
  it("carries title, basis, language, and how to check the file", () => {
    const page = markup(pageWith());
    expect(page).toContain('<html lang="id">');
    expect(page).toContain("<title>Laporan pekan 2029-W39</title>");
    expect(page).toContain("<p>Temuan terbuka per 2029-09-30, paket inti 1</p>");
    expect(page).toContain("Netra mencatat SHA-256 berkas ini");
    expect(markup({ ...pageWith(), lang: "en" })).toContain("Netra recorded the SHA-256 of this file");
  });

  it("gives the same bytes for the same page", () => {
    expect(renderPage(pageWith(BARS))).toEqual(renderPage(pageWith(structuredClone(BARS))));
  });

  it("needs nothing from outside and forbids itself to run anything", () => {
    const page = markup(pageWith(BARS));
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\shref=|url\(|@import|https?:/i);
    expect(page).toContain("size: A4");
  });

  it("writes tables with numbers in the page's language, set right, and a dash for nothing", () => {
    const table: PageSection = {
      kind: "table",
      heading: "Wilayah",
      columns: ["Wilayah", "Temuan"],
      rows: [
        ["19.71", 12345.5],
        ["19.72", null],
      ],
      note: "Sementara.",
    };
    const page = markup(pageWith(table));
    expect(page).toContain('<th scope="col">Wilayah</th><th scope="col" class="number">Temuan</th>');
    expect(page).toContain('<td>19.71</td><td class="number">12.345,5</td>');
    expect(page).toContain('<td>19.72</td><td class="number">–</td>');
    expect(markup(pageWith({ ...table, rows: [["19.71", "12,5 jam"]], figures: [1] }))).toContain('<td class="number">12,5 jam</td>');
    expect(page).toContain('<p class="note">Sementara.</p>');
    expect(markup(pageWith({ ...table, naming: 1 }))).toContain('<th scope="row">19.71</th><td class="number">12.345,5</td>');
    expect(markup({ ...pageWith(table), lang: "en" })).toContain('<td class="number">12,345.5</td>');
  });

  it("keeps a table that is wider than a phone in a frame of its own, named after it and reached by key; paper has none", () => {
    const page = markup(pageWith({ kind: "table", heading: 'Per "wilayah"', columns: ["A"], rows: [["a"]] }));
    expect(page).toMatch(/<div class="frame" role="region" aria-label="Per &#34;wilayah&#34;" tabindex="0">\n<table>/);
    expect(page).toContain("@media screen { .frame { overflow-x: auto; }");
    expect(page).toContain('content="width=device-width, initial-scale=1"');
  });

  it("draws bars of one ink, each as long as its share of the largest", () => {
    const widths = [...markup(pageWith(BARS)).matchAll(/<rect width="([\d.]+)" height="10" fill="#1c2430"\/>/g)].map(([, width]) => Number(width));
    expect(widths).toEqual([100, 25, 0]);
    expect(markup(pageWith({ kind: "bars", heading: "Nol", series: [{ label: "W1", value: 0 }] }))).toContain('<rect width="0"');
  });

  it("says that there is no data in place of an empty table or drawing", () => {
    const page = markup(pageWith({ kind: "table", heading: "A", columns: ["A"], rows: [] }, { kind: "bars", heading: "B", series: [] }));
    expect(page.match(/Tidak ada data\./g)).toHaveLength(2);
  });

  it("refuses figures that would mislead", () => {
    const table = (row: (string | number)[]): PageSection => ({ kind: "table", heading: "A", columns: ["A", "B"], rows: [["a", 1], row] });
    expect(() => renderPage(pageWith(table(["a"])))).toThrow("row 2 has not 2 cells");
    expect(() => renderPage(pageWith(table(["a", Number.NaN])))).toThrow("NaN in a table");
    expect(() => renderPage(pageWith({ kind: "bars", heading: "A", series: [{ label: "a", value: -1 }] }))).toThrow("below zero");
  });

  it("shows control characters, and keeps a direction override inside its own cell", () => {
    const page = markup(pageWith({ kind: "text", paragraphs: ["a\0b\x1b\x7f\ud83d\u202e"] }));
    expect(page).toContain("<p>a␀b␛␡\ufffd\u202e</p>");
    expect(page).toMatch(/h1, h2, p, th, td \{ unicode-bidi: isolate/);
  });

  it("says for whom it is above its title and at the foot of every printed sheet, and nothing where it is not said", () => {
    const page = markup({ ...pageWith(), mark: 'Internal: "1"; }' });
    expect(page).toContain('<p class="mark">Internal: &#34;1&#34;; }</p>\n<h1>');
    // Of the words only letters and figures stand in the style as they are.
    expect(page).toContain(String.raw`@page { @bottom-left { content: "Internal\3a \20 \22 1\22 \3b \20 \7d "; font-size: 9pt; } }`);
    expect(markup(pageWith())).not.toMatch(/class="mark"|@bottom-left/);
  });

  it("lets no text become markup, wherever it stands", () => {
    const everywhere = (text: string): string =>
      markup({
        ...pageWith(
          { kind: "text", heading: text, paragraphs: [text, text] },
          { kind: "table", heading: text, columns: [text], rows: [[text]], note: text },
          { kind: "bars", heading: text, series: [{ label: text, value: 1 }], note: text },
        ),
        title: text,
        subtitle: text,
        mark: text,
      });
    const skeleton = (page: string) => page.replace(/[^<>"']/g, "");
    const plain = skeleton(everywhere("a"));
    const hostile = fc.oneof(
      fc.constantFrom(
        "<script>alert(1)</script>",
        "</title><svg onload=alert(1)>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='x",
        "</style>",
        "&lt;b&gt;",
      ),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(everywhere(text))).toBe(plain);
      }),
    );
    expect(everywhere("&lt;b&gt;")).toContain("<h1>&#38;lt;b&#38;gt;</h1>");
  });
});
