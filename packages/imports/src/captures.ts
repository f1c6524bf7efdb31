import {
  isContextKind,
  ORIGINS,
  type Origin,
  PLATFORMS,
  type Platform,
  POST_KINDS,
  type PostKind,
  type Problem,
  VISIBILITIES,
  type Visibility,
} from "@netra/domain";
import { identifier, moment, oneOf, webAddress, wholeText } from "./cells.ts";
import type { Columns, RowProblem, ValuesOf } from "./columns.ts";
import { parseJsonl } from "./jsonl.ts";
import { guessFromUrl } from "./post-url.ts";
import { type PlaceOf, parseTable, type TableFile } from "./table.ts";

/** One post as somebody saw it. */
export interface CaptureRow {
  readonly platform: Platform;
  /** As it stands in the file. */
  readonly url: string | null;
  readonly handle: string;
  /** As it stands in the file, NUL and lone surrogates included; empty only for an act without words. */
  readonly text: string;
  /** As stated, else as the address tells, else `post`. */
  readonly kind: PostKind;
  readonly externalId: string | null;
  /** What the row claims; may lie in the future, others judge that. */
  readonly createdAt: Date | null;
  readonly seenAt: Date | null;
  readonly visibility: Visibility;
  readonly origin: Origin;
  /** This row's bytes in the file, before any decoding: the evidence. */
  readonly raw: Uint8Array;
  readonly contentType: string;
}

const COLUMNS = {
  platform: { required: true, parse: oneOf(PLATFORMS) },
  url: { required: false, aliases: ["tautan"], parse: webAddress },
  handle: { required: true, aliases: ["akun"], parse: identifier },
  text: { required: false, aliases: ["teks"], parse: wholeText },
  kind: { required: false, aliases: ["jenis"], parse: oneOf(POST_KINDS) },
  external_id: { required: false, parse: identifier },
  created_at: { required: false, aliases: ["waktu_unggah"], parse: moment },
  seen_at: { required: false, aliases: ["waktu_dilihat"], parse: moment },
  visibility: { required: false, parse: oneOf(VISIBILITIES) },
  origin: { required: false, aliases: ["asal"], parse: oneOf(ORIGINS) },
} as const satisfies Columns;

/** `csv` is any table: a CSV file, or what `openTable` made of a workbook. */
export type CaptureFormat = "jsonl" | "csv";

/**
 * Reads the file of `netra captures import FILE`: posts that people saw, one a row (CSV, workbook) or a line (JSONL).
 *
 * Absent fields: `visibility` is `public`, `origin` is `own`, times are null. Material that was not public is taken only when a citizen handed it
 * over (tip or complaint). No message quotes a cell. Throws `invalid` only for bytes that are no text.
 */
export function parseCaptures(
  file: TableFile,
  format: CaptureFormat,
): {
  readonly rows: readonly { readonly line: number; readonly values: CaptureRow }[];
  readonly problems: readonly Problem[];
  readonly place: PlaceOf;
} {
  if (format === "jsonl" && file instanceof Uint8Array) {
    const { rows, problems } = parseJsonl({ bytes: file, columns: COLUMNS, check: checkCapture });
    return {
      rows: rows.map(({ line, values, raw }) => ({ line, values: captureOf(values, raw, "application/json") })),
      problems,
      place: (line, field) => (field === undefined ? `line ${line}` : `line ${line}, field ${field}`),
    };
  }
  const { rows, problems, contentType, place } = parseTable({ file, columns: COLUMNS, check: checkCapture });
  return { rows: rows.map(({ line, values, raw }) => ({ line, values: captureOf(values, raw, contentType) })), problems, place };
}

const kindOf = (cells: ValuesOf<typeof COLUMNS>): PostKind => cells.kind ?? (cells.url === null ? null : guessFromUrl(cells.url)?.kind) ?? "post";

const captureOf = (cells: ValuesOf<typeof COLUMNS>, raw: Uint8Array, contentType: string): CaptureRow => ({
  platform: cells.platform,
  url: cells.url,
  handle: cells.handle,
  text: cells.text ?? "",
  kind: kindOf(cells),
  externalId: cells.external_id,
  createdAt: cells.created_at,
  seenAt: cells.seen_at,
  visibility: cells.visibility ?? "public",
  origin: cells.origin ?? "own",
  raw,
  contentType,
});

function checkCapture(cells: ValuesOf<typeof COLUMNS>): readonly RowProblem[] {
  const problems: RowProblem[] = [];
  const complain = (column: string, problem: string, remedy: string) => problems.push({ column, problem, remedy });

  if (cells.text === null && !isContextKind(kindOf(cells)))
    complain("text", "is empty", "write what the post says, or name the kind that has no words: photo, video, share, like, follow");

  const handedOver = cells.origin === "tip" || cells.origin === "complaint";
  if ((cells.visibility === "friends" || cells.visibility === "closed") && !handedOver)
    complain(
      "visibility",
      `is ${cells.visibility}, which we may not look for ourselves`,
      "set origin to tip or complaint if a citizen handed it over, else leave the row out",
    );

  const guess = cells.url === null ? null : guessFromUrl(cells.url);
  if (guess !== null && guess.platform !== cells.platform)
    complain("platform", `does not fit the address, which is of ${guess.platform}`, "correct one of them");
  return problems;
}
