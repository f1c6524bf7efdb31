export { createIngestAccount, type IngestDeps } from "./ingest-account.ts";
