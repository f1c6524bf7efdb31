import { readFileSync } from "node:fs";
import type { Problem } from "@netra/domain";
import { isUnissuedNip, parseAccounts } from "@netra/imports";
import { systemActor } from "@netra/store";
import type { Context } from "../context.ts";

export interface ImportOutcome {
  readonly added: number;
  readonly unchanged: number;
  readonly problems: readonly Problem[];
  /** Rows whose NIP ends in 000: made up, or rounded by a spreadsheet. Taken, and pointed out. */
  readonly unissued: readonly number[];
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
  const counts = { new: 0, unchanged: 0, taken: 0 };
  const unissued = rows.filter(({ values }) => values.nip !== null && isUnissuedNip(values.nip)).map(({ line }) => line);
  const outcome = (saved: boolean): ImportOutcome => ({ added: counts.new, unchanged: counts.unchanged, problems: found, unissued, saved });
  try {
    await store.as(systemActor("operator"), async (tx) => {
      for (const { line, values } of rows) {
        const result = await tx.accounts.saveRegistration(values);
        counts[result] += 1;
        if (result === "taken")
          found.push({
            at: `row ${line}, column handle`,
            what: `is registered to another person on ${values.platform}`,
            remedy: "check the handle, or revoke the old link first",
          });
      }
      if (options.dryRun || found.length > 0) throw new DryRun();
      await tx.audit.append({
        act: "accounts.imported",
        objectType: "import",
        objectId: "accounts",
        region: "ID",
        detail: { added: counts.new, unchanged: counts.unchanged },
      });
    });
  } catch (error) {
    if (error instanceof DryRun) return outcome(false);
    throw error;
  }
  log.info("accounts.imported", { added: counts.new, unchanged: counts.unchanged });
  return outcome(true);
}

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
  const [first] = outcome.unissued;
  if (first !== undefined)
    lines.push(
      `Look again: ${outcome.unissued.length} NIP end in 000 (first in row ${first}). No such number is issued: made up, or rounded by a spreadsheet that kept 15 digits.`,
    );
  const sum = `${outcome.added} new, ${outcome.unchanged} unchanged`;
  return {
    ok: true,
    lines: [...lines, outcome.saved ? `Saved: ${sum}.` : `Dry run: ${sum}, no problems. Nothing was saved yet; add --save to save.`],
  };
}
