import type { ReportDocument } from "@netra/domain";

/** Everything the forms of a report are written from. The same input gives the same bytes. */
export interface ReportInput {
  /** The internal edition. */
  readonly document: ReportDocument;
  readonly version: number;
  readonly regionName: string;
  /** Region code → name, for those that the document names. */
  readonly regions: ReadonlyMap<string, string>;
}
