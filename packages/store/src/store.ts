import type { Region } from "@netra/domain";
import { listMigrations } from "@netra/migrations";
import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { accountsIn, one } from "./accounts.ts";
import { addressChecksIn } from "./address-checks.ts";
import { agreementIn } from "./agreement.ts";
import { auditIn } from "./audit.ts";
import { asAway } from "./away.ts";
import { capturesIn } from "./captures.ts";
import { caseGroupsIn } from "./case-groups.ts";
import { casesIn } from "./cases.ts";
import { checkpointMailsIn } from "./checkpoint-mails.ts";
import type { FieldCipher } from "./cipher.ts";
import { comparisonsIn } from "./comparisons.ts";
import { contestsIn } from "./contests.ts";
import { dayIn } from "./day.ts";
import { digestsIn } from "./digests.ts";
import { draftsIn } from "./drafts.ts";
import { exportsIn } from "./exports.ts";
import { fixityIn } from "./fixity.ts";
import { contextIn } from "./flag-context.ts";
import { flagsIn } from "./flags.ts";
import { handoversIn } from "./handovers.ts";
import { intakeIn } from "./intake.ts";
import { ledgerIn } from "./ledger.ts";
import { likenessIn } from "./likeness.ts";
import { liveIn } from "./live.ts";
import { loansIn } from "./loans.ts";
import { mediaIn } from "./media.ts";
import { packsIn } from "./packs.ts";
import { passingOnIn } from "./passing-on.ts";
import { passportsIn } from "./passport-rows.ts";
import { picturesIn } from "./pictures.ts";
import type { Pool } from "./pool.ts";
import { postsIn } from "./posts.ts";
import { rechecksIn } from "./rechecks.ts";
import { recusalsIn } from "./recusals.ts";
import { registryIn } from "./registry.ts";
import { reportMailsIn } from "./report-mails.ts";
import { reportsIn } from "./reports.ts";
import { retentionIn } from "./retention.ts";
import { savedViewsIn } from "./saved-views.ts";
import { secondFactorsIn } from "./second-factors.ts";
import { sessionsIn } from "./sessions.ts";
import { stampsIn } from "./stamps.ts";
import { statusIn } from "./status.ts";
import { termsIn } from "./terms.ts";
import { thumbnailsIn } from "./thumbnails.ts";
import { triageIn } from "./triage.ts";
import { usersIn } from "./users.ts";

/** The kinds of process, each with a database role of its own (`netra_<process>`). */
export type Process = "api" | "ingest" | "classify" | "report" | "custody" | "scheduler" | "operator";

/** On whose behalf a transaction runs. Row-level security and the audit trail both take it from here. */
export interface Actor {
  readonly process: Process;
  readonly kind: "person" | "system";
  /** Id of the signed-in person; null for the system. */
  readonly id: string | null;
  /** A role of the domain, or `system`. */
  readonly role: string;
  /** What may be seen. `ID` is the whole country; an empty list sees nothing. */
  readonly regions: readonly Region[];
}

export type Db = Transaction<unknown>;

/** What a room needs to speak SQL. */
export interface Scope {
  readonly db: Db;
  readonly actor: Actor;
  readonly cipher: FieldCipher;
}

/** Everything that can be asked of the database inside one transaction, by aggregate. */
export interface Tx {
  readonly accounts: ReturnType<typeof accountsIn>;
  readonly addressChecks: ReturnType<typeof addressChecksIn>;
  readonly agreement: ReturnType<typeof agreementIn>;
  readonly audit: ReturnType<typeof auditIn>;
  readonly captures: ReturnType<typeof capturesIn>;
  readonly caseGroups: ReturnType<typeof caseGroupsIn>;
  readonly cases: ReturnType<typeof casesIn>;
  readonly checkpointMails: ReturnType<typeof checkpointMailsIn>;
  readonly comparisons: ReturnType<typeof comparisonsIn>;
  readonly contests: ReturnType<typeof contestsIn>;
  readonly context: ReturnType<typeof contextIn>;
  readonly day: ReturnType<typeof dayIn>;
  readonly digests: ReturnType<typeof digestsIn>;
  readonly drafts: ReturnType<typeof draftsIn>;
  readonly exports: ReturnType<typeof exportsIn>;
  readonly fixity: ReturnType<typeof fixityIn>;
  readonly flags: ReturnType<typeof flagsIn>;
  readonly handovers: ReturnType<typeof handoversIn>;
  readonly intake: ReturnType<typeof intakeIn>;
  readonly ledger: ReturnType<typeof ledgerIn>;
  readonly likeness: ReturnType<typeof likenessIn>;
  readonly live: ReturnType<typeof liveIn>;
  readonly loans: ReturnType<typeof loansIn>;
  readonly media: ReturnType<typeof mediaIn>;
  readonly packs: ReturnType<typeof packsIn>;
  readonly passingOn: ReturnType<typeof passingOnIn>;
  readonly passports: ReturnType<typeof passportsIn>;
  readonly pictures: ReturnType<typeof picturesIn>;
  readonly posts: ReturnType<typeof postsIn>;
  readonly registry: ReturnType<typeof registryIn>;
  readonly recusals: ReturnType<typeof recusalsIn>;
  readonly rechecks: ReturnType<typeof rechecksIn>;
  readonly reportMails: ReturnType<typeof reportMailsIn>;
  readonly reports: ReturnType<typeof reportsIn>;
  readonly retention: ReturnType<typeof retentionIn>;
  readonly savedViews: ReturnType<typeof savedViewsIn>;
  readonly secondFactors: ReturnType<typeof secondFactorsIn>;
  readonly sessions: ReturnType<typeof sessionsIn>;
  readonly stamps: ReturnType<typeof stampsIn>;
  readonly status: ReturnType<typeof statusIn>;
  readonly thumbnails: ReturnType<typeof thumbnailsIn>;
  readonly terms: ReturnType<typeof termsIn>;
  readonly triage: ReturnType<typeof triageIn>;
  readonly users: ReturnType<typeof usersIn>;
  /** Gives this transaction so long from now, ms, held by the server (Postgres 17 and newer): for an act that its process does not limit. */
  limit(ms: number): Promise<void>;
}

/** That the database lives. */
export interface Pulse {
  /** Its clock. */
  readonly now: Date;
  /** Whether its schema is the one that this code was written for: neither older nor newer. */
  readonly schemaFits: boolean;
}

export interface Store {
  /**
   * Runs one transaction as somebody: all or nothing, under that process's rights and that person's regions. Throws `unavailable`
   * (`database-away`) when the database does not answer.
   */
  as<T>(actor: Actor, act: (tx: Tx) => Promise<T>): Promise<T>;
  /** Asks the database itself, as the login, without a role. Throws `unavailable` (`database-away`) when it does not answer. */
  pulse(): Promise<Pulse>;
  close(): Promise<void>;
}

/** The system itself in one kind of process. Machine processes see every region by policy; the operator's tools see the whole country. */
export const systemActor = (process: Process): Actor => ({ process, kind: "system", id: null, role: "system", regions: ["ID"] });

/**
 * How long a transaction of a kind of process may last, ms, held by the server (Postgres 17 and newer): a worker whose line became slow would keep its locks
 * from everybody for as long as its statements take to arrive. 0 for no end: reports, housekeeping and the operator's imports are long by nature.
 */
const TRANSACTION_LIMIT_MS: Readonly<Record<Process, number>> = {
  api: 10_000,
  ingest: 10_000,
  classify: 10_000,
  scheduler: 10_000,
  report: 0,
  custody: 0,
  operator: 0,
};

/** An older server takes any name with a dot, and does nothing with it. */
const LIMIT_SETTING = sql`case when current_setting('server_version_num')::int >= 170000 then 'transaction_timeout' else 'netra.transaction_timeout' end`;

/** The migrations that this code knows. */
const SCHEMA = listMigrations()
  .map(({ name }) => name)
  .join();

export function createStore(deps: { readonly pool: Pool; readonly cipher: FieldCipher; readonly transactionLimitMs?: number }): Store {
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: deps.pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  const limitMs = (process: Process): number =>
    TRANSACTION_LIMIT_MS[process] === 0 ? 0 : (deps.transactionLimitMs ?? TRANSACTION_LIMIT_MS[process]);
  return {
    as: (actor, act) =>
      db
        .transaction()
        .execute(async (trx) => {
          await sql`select set_config('role', ${`netra_${actor.process}`}, true), set_config('netra.actor', ${actor.id ?? ""}, true),
          set_config('netra.regions', ${actor.regions.join(",")}, true), set_config(${LIMIT_SETTING}, ${`${limitMs(actor.process)}ms`}, true)`.execute(
            trx,
          );
          return act(openScope({ db: trx, actor, cipher: deps.cipher }));
        })
        .catch((error: unknown) => {
          throw asAway(error);
        }),
    async pulse() {
      try {
        const { rows } = await sql<{ now: Date; applied: string[] }>`select clock_timestamp() as now,
          array(select name from netra_migration.kysely_migration order by name collate "C") as applied`.execute(db);
        const { now, applied } = one(rows);
        return { now, schemaFits: applied.join() === SCHEMA };
      } catch (error) {
        throw asAway(error);
      }
    },
    close: () => db.destroy(),
  };
}

function openScope(scope: Scope): Tx {
  return {
    accounts: accountsIn(scope),
    addressChecks: addressChecksIn(scope),
    agreement: agreementIn(scope),
    audit: auditIn(scope),
    captures: capturesIn(scope),
    caseGroups: caseGroupsIn(scope),
    cases: casesIn(scope),
    checkpointMails: checkpointMailsIn(scope),
    comparisons: comparisonsIn(scope),
    contests: contestsIn(scope),
    context: contextIn(scope),
    day: dayIn(scope),
    digests: digestsIn(scope),
    drafts: draftsIn(scope),
    exports: exportsIn(scope),
    fixity: fixityIn(scope),
    flags: flagsIn(scope),
    handovers: handoversIn(scope),
    intake: intakeIn(scope),
    ledger: ledgerIn(scope),
    likeness: likenessIn(scope),
    live: liveIn(scope),
    loans: loansIn(scope),
    media: mediaIn(scope),
    packs: packsIn(scope),
    passingOn: passingOnIn(scope),
    passports: passportsIn(scope),
    pictures: picturesIn(scope),
    posts: postsIn(scope),
    registry: registryIn(scope),
    recusals: recusalsIn(scope),
    rechecks: rechecksIn(scope),
    reportMails: reportMailsIn(scope),
    reports: reportsIn(scope),
    retention: retentionIn(scope),
    savedViews: savedViewsIn(scope),
    secondFactors: secondFactorsIn(scope),
    sessions: sessionsIn(scope),
    stamps: stampsIn(scope),
    status: statusIn(scope),
    thumbnails: thumbnailsIn(scope),
    terms: termsIn(scope),
    triage: triageIn(scope),
    users: usersIn(scope),
    async limit(ms) {
      await sql`select set_config(${LIMIT_SETTING}, ${`${ms}ms`}, true)`.execute(scope.db);
    },
  };
}
