import { type PublishedDocument, publish, type ReportDocument, type ReportPublication, unpublish } from "@netra/domain";

/** A document as it is stored and handed out, with what stands beside its figures: the same of both, the same bytes. */
export const documentBytes = (document: ReportDocument, beside: ReportPublication): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(publish(document, beside), null, 1)}\n`);

/** A document by itself, as it is rendered beside the stored reports. */
export const plainDocumentBytes = (document: ReportDocument): Uint8Array => new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`);

/** A stored document again. Files of before there were drafts have nothing beside their figures. */
export function readDocument(bytes: Uint8Array): { readonly document: ReportDocument; readonly publication: ReportPublication | null } {
  const published = JSON.parse(new TextDecoder().decode(bytes)) as PublishedDocument;
  return { document: unpublish(published), publication: published.publication ?? null };
}
