import type { ReportFigures } from "@netra/store";

/** Everything a report is made of. The same input gives the same bytes. */
export interface ReportInput {
  readonly week: string;
  readonly region: string;
  readonly regionName: string;
  readonly version: number;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly asOf: Date;
  readonly figures: ReportFigures;
  /** `<contest> <candidate>` → "2 · Bahar Tanjung – Ratih Kuala". */
  readonly candidates: ReadonlyMap<string, string>;
}
