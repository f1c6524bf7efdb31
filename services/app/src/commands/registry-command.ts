import { join } from "node:path";
import { invalid } from "@netra/domain";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { DRAFT_KINDS, type DraftKind, REGISTER_KINDS, type RegisterKind } from "./register-kinds.ts";

/** What these commands need from the command line they hang on. */
export interface CommandDeps {
  readonly say: (line: string) => void;
  readonly finish: (result: { readonly ok: boolean; readonly lines: readonly string[] }) => void;
  readonly withContext: (act: (context: Context) => Promise<void>) => Promise<void>;
}

const BY = "the supervisor in whose name and regions it happens";
export const SHEET = "of a workbook; without it the first that is not hidden";
const REASON = "number of the case or letter; goes to the audit trail, so no names";

/** `netra registry`: who is employed where, offices, contests and who stands. */
export function registryCommand({ say, finish, withContext }: CommandDeps): Command {
  return new Command("registry")
    .description("the register: civil servants, offices, contests; and what must be corrected after a link was wrong")
    .addCommand(
      new Command("import")
        .description("bring the register up to date from a workbook (.xlsx) or a CSV file: shows what would be new, changed and refused")
        .argument("<file>", ".xlsx or CSV")
        .requiredOption("--kind <kind>", [...REGISTER_KINDS, ...DRAFT_KINDS].join(", "))
        .requiredOption("--by <username>", BY)
        .option("--sheet <name>", SHEET)
        .option("--apply", "save; without it nothing is changed")
        .option("--drafts <folder>", "where drafts of contest files lie; contest-drafts in the data directory unless given")
        .action((file: string, options: { kind: string; by: string; sheet?: string; apply?: boolean; drafts?: string }) =>
          withContext(async (context) => {
            const apply = options.apply === true;
            const { findSupervisor } = await import("./find-supervisor.ts");
            const by = await findSupervisor(context.store, { username: options.by, permission: "registry.write", deed: "change the register" });
            const kind = parseKind(options.kind);
            if (isDraftKind(kind)) {
              const { draftContests } = await import("./contest-draft.ts");
              const folder = options.drafts ?? join(context.config.paths.data, "contest-drafts");
              return finish(await draftContests({ file, sheet: options.sheet, kind, folder, apply }));
            }
            const { runImport } = await import("./import-accounts.ts");
            finish(await runImport(context, { file, sheet: options.sheet, kind, dryRun: !apply, again: "--apply", diff: true, by }));
          }),
        ),
    )
    .addCommand(
      new Command("corrections")
        .description("reports, cases, packets and passports that stood on a link that was wrong")
        .requiredOption("--by <username>", BY)
        .action(({ by }: { by: string }) =>
          withContext(async (context) => {
            const { listCorrections } = await import("./revoke-link.ts");
            for (const line of await listCorrections(context, by)) say(line);
          }),
        ),
    )
    .addCommand(
      new Command("corrected")
        .description("note that one of them was corrected")
        .argument("<id>")
        .requiredOption("--by <username>", BY)
        .requiredOption("--note <text>", "what was done; goes to the audit trail, so no names")
        .action((id: string, { by, note }: { by: string; note: string }) =>
          withContext(async (context) => {
            const { settleCorrection } = await import("./revoke-link.ts");
            say(await settleCorrection(context, { id, by, note }));
          }),
        ),
    );
}

/** `netra people`: the persons of the register, by id. */
export function peopleCommand({ say, withContext }: CommandDeps): Command {
  return new Command("people")
    .description("persons of the register")
    .addCommand(
      new Command("find")
        .description("the id of the person behind an account; leaves a trace")
        .argument("<platform>")
        .argument("<handle>")
        .requiredOption("--by <username>", BY)
        .action((platform: string, handle: string, { by }: { by: string }) =>
          withContext(async (context) => {
            const { findPerson } = await import("./link-account.ts");
            say(await findPerson(context, { platform, handle, by }));
          }),
        ),
    )
    .addCommand(
      new Command("not-a-civil-servant")
        .description("nothing may be kept of this person: every link is revoked, every flag withdrawn, every capture purged")
        .argument("<id>", "from `netra people find`")
        .requiredOption("--by <username>", BY)
        .requiredOption("--reason <text>", REASON)
        .action((id: string, { by, reason }: { by: string; reason: string }) =>
          withContext(async (context) => {
            const { markNotCivilServant } = await import("./revoke-link.ts");
            say(await markNotCivilServant(context, { id, by, reason }));
          }),
        ),
    )
    .addCommand(
      new Command("civil-servant-again")
        .description("that somebody is no civil servant was a mistake: the next register may bring the person back; what was purged stays gone")
        .argument("<id>", "from the console's registry, which finds people by their NIP")
        .requiredOption("--by <username>", BY)
        .requiredOption("--reason <text>", REASON)
        .action((id: string, { by, reason }: { by: string; reason: string }) =>
          withContext(async (context) => {
            const { markCivilServantAgain } = await import("./revoke-link.ts");
            say(await markCivilServantAgain(context, { id, by, reason }));
          }),
        ),
    );
}

/** `netra accounts`: who holds which account. */
export function accountsCommand({ say, finish, withContext }: CommandDeps): Command {
  return new Command("accounts")
    .description("the register of civil servants and their accounts")
    .addCommand(
      new Command("import")
        .description("who holds which account, from a workbook (.xlsx) or a CSV file")
        .argument("<file>", ".xlsx or CSV")
        .option("--sheet <name>", SHEET)
        .option("--save", "save; without it nothing is changed")
        .action((file: string, { save, sheet }: { save?: boolean; sheet?: string }) =>
          withContext(async (context) => {
            const { runImportAccounts } = await import("./import-accounts.ts");
            finish(await runImportAccounts(context, file, { save: save === true, sheet }));
          }),
        ),
    )
    .addCommand(
      new Command("revoke")
        .description("an account is not this person's: nothing more is fetched, and every flag on its posts is withdrawn")
        .argument("<platform>")
        .argument("<handle>")
        .requiredOption("--by <username>", "the supervisor who says so")
        .requiredOption("--reason <text>", REASON)
        .option("--not-a-civil-servant", "whoever holds it is none: what was captured of it is purged too")
        .action((platform: string, handle: string, given: { by: string; reason: string; notACivilServant?: boolean }) =>
          withContext(async (context) => {
            const { revokeLink } = await import("./revoke-link.ts");
            const { by, reason, notACivilServant } = given;
            say(await revokeLink(context, { platform, handle, by, reason, purge: notACivilServant === true }));
          }),
        ),
    )
    .addCommand(
      new Command("renamed")
        .description("the same account under a new handle: its posts stay")
        .argument("<platform>")
        .argument("<old>")
        .argument("<new>")
        .requiredOption("--by <username>", BY)
        .requiredOption("--evidence <text>", "how it is known, such as the platform's own notice or a letter")
        .action((platform: string, from: string, to: string, { by, evidence }: { by: string; evidence: string }) =>
          withContext(async (context) => {
            const { renameAccount } = await import("./link-account.ts");
            say(await renameAccount(context, { platform, from, to, by, evidence }));
          }),
        ),
    )
    .addCommand(
      new Command("infer")
        .description("link an account for one received tip, until the contest ends: it is never fetched, and never exported with a name")
        .argument("<platform>")
        .argument("<handle>")
        .requiredOption("--person <id>")
        .requiredOption("--contest <id>")
        .requiredOption("--receipt <number>", "of the tip or complaint")
        .requiredOption("--seen <attribute...>", '"KIND|SOURCE" or "KIND|SOURCE|VALUE"; at least two of different kinds and sources')
        .requiredOption("--seen-by <username>", "who noted them")
        .requiredOption("--by <username>", "the supervisor who reviewed them, another person")
        .action((platform: string, handle: string, options: InferOptions) =>
          withContext(async (context) => {
            const { inferLink } = await import("./link-account.ts");
            say(await inferLink(context, { platform, handle, ...options }));
          }),
        ),
    );
}

interface InferOptions {
  readonly person: string;
  readonly contest: string;
  readonly receipt: string;
  readonly seen: readonly string[];
  readonly seenBy: string;
  readonly by: string;
}

function parseKind(text: string): RegisterKind | DraftKind {
  const kinds = [...REGISTER_KINDS, ...DRAFT_KINDS];
  const kind = kinds.find((known) => known === text);
  if (!kind) throw invalid("kind-unknown", `No kind is called ${JSON.stringify(text)}: one of ${kinds.join(", ")}.`);
  return kind;
}

const isDraftKind = (kind: RegisterKind | DraftKind): kind is DraftKind => (DRAFT_KINDS as readonly string[]).includes(kind);
