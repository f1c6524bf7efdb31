export { CHANGES_LISTED, compareDocuments, type DocumentChange, type DocumentChanges } from "./compare-documents.ts";
export { ACCOUNT_STANDINGS } from "./coverage.ts";
export * from "./document.ts";
export type * from "./facts.ts";
export { closingOf, dayStart } from "./flag-then.ts";
export { makeDocument, shareableAsOf } from "./make-document.ts";
export * from "./publication.ts";
export { reportSchema } from "./report-schema.ts";
export * from "./span.ts";
