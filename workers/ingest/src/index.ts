export { createFetchMedia, type FetchMediaDeps } from "./fetch-media.ts";
export { createIngestAccount, type IngestDeps } from "./ingest-account.ts";
