export type { FetchTurn, RegisteredAccount, RegisterRow, Registration } from "./accounts.ts";
export type { AddressCheckRow, AddressResult } from "./address-checks.ts";
export type { AuditEntry } from "./audit.ts";
export type { CaptureRow, CaptureStanding, FlagFile, KeptFile, NewCapture, Sealed, TranscriptRow } from "./captures.ts";
export type { CaseGroupRead, SameBasis } from "./case-groups.ts";
export type { CaseFlagTimes, CaseListed, CaseRead, CaseStepRow, LockedCase } from "./cases.ts";
export type { CheckpointMail, MailStanding } from "./checkpoint-mails.ts";
export { createFieldCipher, type FieldCipher } from "./cipher.ts";
export type { ComparisonTurn, NewSample, StoredVersion } from "./comparisons.ts";
export type { LiveContest } from "./contests.ts";
export type { DayCounts, DayFlagRow, DayPart, FlagNoteAct } from "./day.ts";
export { describeSchema } from "./describe-schema.ts";
export type { DigestStanding, DigestTurn } from "./digests.ts";
export type { ComparisonKind, ComparisonRow, DraftRow, DraftState, SampleRow, SampleText } from "./drafts.ts";
export type { ActForList, AuditFilter, ExportAsked, FlagForList, FlagListFilter, SetFilter } from "./export-rows.ts";
export type { ExportPart, ExportTurn } from "./export-turns.ts";
export type { ExportRow } from "./exports.ts";
export type { FixityFault, FixityKind, FixityLook, FixityPace } from "./fixity.ts";
export type { AccountContext, Surroundings } from "./flag-context.ts";
export type { DecisionRead, FlagRead, VersionRead } from "./flag-detail.ts";
export type { ClassificationRow, NewFlag, OtherReading } from "./flags.ts";
export type { HandoverRow } from "./handovers.ts";
export { type DatabaseAway, type DatabaseFacts, type DatabaseServerFacts, inspectDatabase } from "./inspect.ts";
export type { LiveFacts } from "./inspect-live.ts";
export type { Duplicate, IntakeFile, IntakeRow, IntakeWhole, LookAct, LookRow, MaskRects } from "./intake.ts";
export type { CheckpointRow, LeafBesideRow, LedgerState } from "./ledger.ts";
export type { AlikeRow } from "./likeness.ts";
export type { ChangeMark, OpenSession } from "./live.ts";
export type { LoanRow } from "./loans.ts";
export { type DatabaseClock, measureSkew } from "./measure-skew.ts";
export type { KeptMedia, MediaTurn } from "./media.ts";
export { type HouseFigures, VERSION_STATES, type VersionState } from "./metrics-figures.ts";
export { migrate } from "./migrate.ts";
export type { PackStanding, PackVersion } from "./packs.ts";
export type { Colleague, HeldFlag, PassedOn } from "./passing-on.ts";
export type { CaseForPassport, EvidenceForPassport, FileForPassport, FlagForPassport, MaskForPassport, StepForPassport } from "./passport-rows.ts";
export type { PictureReading, UnreadPicture } from "./pictures.ts";
export { createPool, type Pool, type PoolOptions, quoteLiteral, runOnce } from "./pool.ts";
export { type ArrivedPost, ATTEMPTS_BEFORE_QUARANTINE, type ClassifyTurn, type PostOwner } from "./posts.ts";
export type { RecheckResult, RecheckTurn } from "./rechecks.ts";
export type { InterestRow, InterestSubject } from "./recusals.ts";
export type { FieldChange, PersonRow, Refused, SavedPerson } from "./register-people.ts";
export type { AttributeNoted, CorrectionCause, CorrectionRow, Purged } from "./registry.ts";
export type { AccountPage, PersonListed } from "./registry-pages.ts";
export type { ReportMailTurn } from "./report-mails.ts";
export type { ReportBytes, ReportOrder, ReportRow, ReportStep, WeeksReport } from "./reports.ts";
export type { Expired } from "./retention.ts";
export type { SavedViewRow } from "./saved-views.ts";
export { mayMigrate, readSchemaState, requireNotNewer, requireSchema, type SchemaState } from "./schema-state.ts";
export {
  countClients,
  noteRestored,
  type ReplayState,
  type RestoredState,
  readArchiver,
  readReplay,
  readRestored,
  readServerFacts,
  type ServerFacts,
  setSuperuserPassword,
  startBaseBackup,
} from "./server-backup.ts";
export type { SessionRow } from "./sessions.ts";
export type { SourceState } from "./source-state.ts";
export type { StampedCheckpoint, StampTurn } from "./stamps.ts";
export type { EvidenceStanding, StatusNumbers } from "./status.ts";
export { type Actor, createStore, type Process, type Pulse, type Store, systemActor, type Tx } from "./store.ts";
export type { JudgedSpan, ProposalRow, ProposalState, QualityRow, SpanCount, SpanWord } from "./terms.ts";
export type { DecisionRow, Identity, LockedFlag, OwnDecision, StoredDecision } from "./triage.ts";
export { type FlagFilter, type FlagListRow, type FlagStandingRow, LANES, type Lane } from "./triage-list.ts";
export type { FlagSearch, FoundFlags } from "./triage-search.ts";
export type { User } from "./users.ts";
