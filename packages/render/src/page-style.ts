import { type Html, html } from "./html.ts";

/** The page's only style: ink on paper, A4; on a screen that is narrower a wide table moves by itself. Text from outside is isolated, so that a direction override in it turns nothing around it. */
export const PAGE_STYLE = html`
:root { color-scheme: light; --ink: #1c2430; --ink-soft: #55606f; --ink-line: #c9ced6; --ink-wash: #eceff3; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px; max-width: 190mm; color: var(--ink); background: #fff; font: 11pt/1.45 system-ui, "Noto Sans", sans-serif; }
h1, h2, p, th, td { unicode-bidi: isolate; overflow-wrap: break-word; }
h1 { margin: 0 0 4px; font-size: 20pt; line-height: 1.2; }
h2 { margin: 0 0 6px; font-size: 13pt; break-after: avoid; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 10px; }
.mark { margin-bottom: 8px; color: var(--ink); font-weight: 600; }
header p, footer, .note { margin: 0; color: var(--ink-soft); font-size: 9.5pt; }
section { margin-top: 20px; }
section > p { margin: 0 0 8px; white-space: pre-line; }
table { width: 100%; border-collapse: collapse; font-size: 10pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 4px 8px 4px 0; border-bottom: 1px solid var(--ink-line); text-align: start; vertical-align: top; }
th { font-weight: 600; }
.frame tbody th { font-weight: 400; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
.number + :not(.number) { padding-inline-start: 8px; }
.bar { width: 50%; vertical-align: middle; }
.bar svg { display: block; width: 100%; height: 10px; }
.note { margin-top: 6px; }
footer { margin-top: 28px; border-top: 1px solid var(--ink-line); padding-top: 8px; }
@media screen { .frame { overflow-x: auto; } .frame:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; } }
@media screen and (max-width: 45em) { body { padding: 16px; } h1 { font-size: 16pt; } }
@page { size: A4; margin: 18mm 16mm 20mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@media print { body { padding: 0; max-width: none; } }
`;

/** Words at the foot of every printed sheet. All but plain letters and figures go in as CSS escapes, so that no word ends the string. */
export function footOf(words: string): Html {
  const escaped = words.replace(/[^a-zA-Z0-9]/gu, (one) => `\\${one.codePointAt(0)?.toString(16)} `);
  return html`@page { @bottom-left { content: "${escaped}"; font-size: 9pt; } }\n`;
}
