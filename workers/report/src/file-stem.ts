import { spanName } from "@netra/domain";
import type { ReportInput } from "./report-input.ts";

/** What the names of a report's files begin with: week or days, region and version, never a person; those of a draft say so, wherever they went. */
export const stemOf = ({ document, version, draft }: Pick<ReportInput, "document" | "version" | "draft">): string =>
  `netra-${spanName(document.span)}-${document.region}${version === null ? "" : `-v${version}`}${draft ? "-DRAFT" : ""}`;
