export { type CheckpointDeps, createCheckpoint, type ToSign } from "./checkpoint.ts";
export { createCustody } from "./custody.ts";
export { createMailCheckpoints } from "./mail-checkpoints.ts";
export { createMailDigests, DIGEST_ROLES, type MailDigestsDeps } from "./mail-digests.ts";
export { createMailReports, type MailReportsDeps, REPORT_MAIL_ROLES } from "./mail-reports.ts";
export { createSeal, type SealDeps } from "./seal.ts";
export type { Mailed } from "./send-round.ts";
export { createStampCheckpoints, type StampDeps, type Stamper } from "./stamp-checkpoints.ts";
