import type { PageLanguage } from "@netra/render";
import { formsOf, LANGUAGES, nameOf, type ReportForm } from "../forms.ts";
import type { ReportInput } from "../report-input.ts";
import type { FormSettings } from "./form-settings.ts";
import { type FormFile, manifestsOf, type ReportFile } from "./report-manifest.ts";

/** Renders forms one after the other, then the manifests that name them. `step` runs each form, and may tell how far it is. */
export async function renderForms(
  input: ReportInput,
  {
    forms,
    settings,
    step = (work) => work(),
  }: {
    readonly forms: readonly ReportForm[];
    readonly settings: FormSettings;
    readonly step?: (work: () => Promise<Uint8Array>) => Promise<Uint8Array>;
  },
): Promise<ReportFile[]> {
  const files: FormFile[] = [];
  for (const form of forms) {
    const bytes = await step(async () => form.render(input));
    files.push({ name: nameOf(input, form), mediaType: form.mediaType, edition: form.edition, bytes });
  }
  const manifests = await manifestsOf(input, files, settings.signer);
  return [...files.map(({ edition: _, ...file }) => file), ...manifests];
}

/** All files of a report in the languages asked for, in an order that never changes. The same input and settings give the same bytes. */
export const reportFiles = (input: ReportInput, settings: FormSettings, languages: readonly PageLanguage[] = LANGUAGES): Promise<ReportFile[]> =>
  renderForms(input, { forms: formsOf({ shareable: input.shareable !== null }, settings, languages), settings });
