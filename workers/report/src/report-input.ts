import type { ReportCorrection, ReportDocument, ReportPublication } from "@netra/domain";

/** Everything the forms of a report are written from. The same input gives the same bytes. */
export interface ReportInput {
  /** The internal edition. */
  readonly document: ReportDocument;
  /** Null while the week is not closed, and of a span of days: there is one shareable edition of a week, as of its closing. */
  readonly shareable: ReportDocument | null;
  /** Null for what was rendered beside the stored reports, from the command line. */
  readonly version: number | null;
  /** Not final: every form says so. */
  readonly draft: boolean;
  /** When the stored version became final and who made it so, by name in the internal edition alone; null for a draft, and for what is rendered beside the stored reports. */
  readonly final: NonNullable<ReportPublication["final"]> | null;
  /** A supervisor's words; null without, and in a draft. For the internal edition alone, as the correction is. */
  readonly note: string | null;
  /** Who wrote them, and when. */
  readonly noted: NonNullable<ReportPublication["noted"]> | null;
  readonly correction: ReportCorrection | null;
  readonly regionName: string;
  /** Region code → name, for those that the document names. */
  readonly regions: ReadonlyMap<string, string>;
}
