import type { ReportDocument } from "@netra/domain";
import { reportNoteText, sha256Hex } from "@netra/evidence";
import { nameOf, type ReportForm } from "../forms.ts";
import type { ReportInput } from "../report-input.ts";
import { ofEdition } from "./edition-forms.ts";
import type { Signer } from "./form-settings.ts";

/** The shape's name: `docs/report/netra-report-files-1.schema.json`. */
export const REPORT_FILES_SCHEMA = "netra-report-files/1";

/** A file of a report. Names carry span, region, version and edition, never a person. */
export interface ReportFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
export type FormFile = ReportFile & Pick<ReportForm, "edition">;

/** What names every file of each edition with its hash, signed where there is a signer: a manifest each, and the note beside it, so that one edition is handed out without the other. */
export async function manifestsOf(input: ReportInput, files: readonly FormFile[], signer: Signer | null): Promise<ReportFile[]> {
  const editions = [...new Set(files.flatMap(({ edition }) => (edition === null ? [] : [edition])))];
  const made: ReportFile[] = [];
  for (const edition of editions)
    made.push(...(await manifestOf(input, { edition, files: files.filter((file) => file.edition === edition || file.edition === null), signer })));
  return made;
}

async function manifestOf(
  input: ReportInput,
  { edition, files, signer }: { readonly edition: ReportDocument["edition"]; readonly files: readonly FormFile[]; readonly signer: Signer | null },
): Promise<ReportFile[]> {
  const { document, version, draft, regionName } = ofEdition(input, edition);
  const listed = await Promise.all(
    files.map(async ({ name, mediaType, bytes }) => ({ name, mediaType, bytes: bytes.length, sha256: await sha256Hex(bytes) })),
  );
  const rules = <T extends { id: string; version: number; hash: string }>({ id, version, hash }: T) => ({ id, version, hash });
  const manifest = {
    schema: REPORT_FILES_SCHEMA,
    document: document.schema,
    edition: document.edition,
    week: document.span.week,
    from: document.span.from,
    to: document.span.to,
    region: document.region,
    regionName,
    asOf: document.asOf,
    version,
    state: version === null ? null : draft ? "draft" : "final",
    contests: document.contests.map(rules),
    packs: document.packs.map(rules),
    key: signer?.verifierKey ?? null,
    files: listed.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
  const bytes = new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`);
  const name = (ending: string): string => nameOf(input, { ending: `${edition}.manifest.${ending}` });
  const made: ReportFile = { name: name("json"), mediaType: "application/json", bytes };
  if (!signer) return [made];
  const note = await signer.sign(await reportNoteText(bytes));
  return [made, { name: name("note"), mediaType: "text/plain", bytes: new TextEncoder().encode(note) }];
}
