import { readFileSync } from "node:fs";
import type { Problem } from "@netra/domain";
import { isUnissuedNip, parseAccounts } from "@netra/imports";
import { type Registration, systemActor } from "@netra/store";
import type { Context } from "../context.ts";

export interface ImportOutcome {
  readonly added: number;
  /** Known accounts whose link or employment the file states otherwise: brought up to date. */
  readonly changed: number;
  readonly unchanged: number;
  readonly problems: readonly Problem[];
  /** Rows whose NIP ends in 000: made up, or rounded by a spreadsheet. Taken, and pointed out. */
  readonly unissued: readonly number[];
  /** Rows without NIP whose account went to a person known by the same name and agency. Taken, and pointed out. */
  readonly byNameAlone: readonly number[];
  /** False for a dry run, and when any row has a problem: then nothing was saved. */
  readonly saved: boolean;
}

/** Thrown to end a transaction whose work is only looked at. */
class DryRun extends Error {}

/**
 * Imports a register of civil servants and accounts: every row or none. A dry run does the whole work and takes it back, so that what it promises is
 * what the import does. Nothing of a NIP is ever printed.
 */
export async function importAccounts(
  { store, log }: Pick<Context, "store" | "log">,
  bytes: Uint8Array,
  options: { readonly dryRun: boolean },
): Promise<ImportOutcome> {
  const { rows, problems } = parseAccounts(bytes);
  const found: Problem[] = [...problems];
  const counts: Record<Registration["outcome"], number> = { new: 0, changed: 0, unchanged: 0, "other-name": 0, taken: 0 };
  const byNameAlone: number[] = [];
  const unissued = rows.filter(({ values }) => values.nip !== null && isUnissuedNip(values.nip)).map(({ line }) => line);
  const sums = () => ({ added: counts.new, changed: counts.changed, unchanged: counts.unchanged });
  const outcome = (saved: boolean): ImportOutcome => ({ ...sums(), problems: found, unissued, byNameAlone, saved });
  try {
    await store.as(systemActor("operator"), async (tx) => {
      for (const { line, values } of rows) {
        const { outcome, byNameAlone: alone } = await tx.accounts.saveRegistration(values);
        counts[outcome] += 1;
        if (alone) byNameAlone.push(line);
        if (outcome === "taken" || outcome === "other-name") found.push(problemOf(outcome, line, values.platform));
      }
      if (options.dryRun || found.length > 0) throw new DryRun();
      await tx.audit.append({
        act: "accounts.imported",
        objectType: "import",
        objectId: "accounts",
        region: "ID",
        detail: sums(),
      });
    });
  } catch (error) {
    if (error instanceof DryRun) return outcome(false);
    throw error;
  }
  log.info("accounts.imported", sums());
  return outcome(true);
}

const problemOf = (outcome: "taken" | "other-name", line: number, platform: string): Problem =>
  outcome === "taken"
    ? {
        at: `row ${line}, column handle`,
        what: `is registered to another person on ${platform}`,
        remedy: "check the handle, or revoke the old link first",
      }
    : { at: `row ${line}, column name`, what: "differs from the name this NIP is registered under", remedy: "correct the name or the NIP" };

/** The command: `netra accounts import FILE.csv [--save]`. Returns the lines to print and whether all is well. */
export async function runImportAccounts(
  context: Context,
  file: string,
  options: { readonly save: boolean },
): Promise<{ ok: boolean; lines: string[] }> {
  const outcome = await importAccounts(context, readFileSync(file), { dryRun: !options.save });
  const lines = outcome.problems.map(({ at, what, remedy }) => `${file}: ${at}: ${what}; ${remedy}`);
  if (outcome.problems.length > 0)
    return { ok: false, lines: [...lines, `${outcome.problems.length} problems: nothing was saved. Mend the file and run the same command again.`] };
  const { unissued, byNameAlone } = outcome;
  if (unissued.length > 0)
    lines.push(
      `Look again: ${unissued.length} NIP end in 000 (first in row ${unissued[0]}). No such number is issued: made up, or rounded by a spreadsheet that kept 15 digits.`,
    );
  for (const line of byNameAlone)
    lines.push(`Look again: row ${line} has no NIP and went to the person with the same name at the same agency. Two people may be meant.`);
  const sum = `${outcome.added} new, ${outcome.changed} changed, ${outcome.unchanged} unchanged`;
  return {
    ok: true,
    lines: [...lines, outcome.saved ? `Saved: ${sum}.` : `Dry run: ${sum}, no problems. Nothing was saved yet; add --save to save.`],
  };
}
