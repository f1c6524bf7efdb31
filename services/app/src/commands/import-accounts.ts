import { readFileSync } from "node:fs";
import { type ImportOutcome, importRows, type RowDiff } from "@netra/service-api";
import type { Actor } from "@netra/store";
import type { Context } from "../context.ts";
import type { RegisterKind } from "./register-kinds.ts";

/** Imports a register of civil servants and their accounts: every row or none. A dry run does the whole work and takes it back. */
export const importAccounts = (
  context: Pick<Context, "store" | "log">,
  bytes: Uint8Array,
  options: { readonly dryRun: boolean },
): Promise<ImportOutcome> => importLogged(context, { kind: "accounts", bytes, ...options });

async function importLogged({ store, log }: Pick<Context, "store" | "log">, ask: Parameters<typeof importRows>[1]): Promise<ImportOutcome> {
  const outcome = await importRows(store, ask);
  if (outcome.saved) log.info(`${ask.kind}.imported`, { added: outcome.added, changed: outcome.changed, unchanged: outcome.unchanged });
  return outcome;
}

/** More rows than this are counted and not printed. */
const SHOWN = 200;

/** `netra accounts import FILE [--sheet NAME] [--save]`. Returns the lines to print and whether all is well. */
export const runImportAccounts = (
  context: Context,
  file: string,
  options: { readonly save: boolean; readonly sheet?: string | undefined },
): Promise<{ ok: boolean; lines: string[] }> =>
  runImport(context, { file, sheet: options.sheet, kind: "accounts", dryRun: !options.save, again: "--save", diff: false });

/** Imports a file of the register and says what became of it, for a person who reads it at the end of a day. */
export async function runImport(
  context: Context,
  ask: {
    readonly file: string;
    readonly sheet?: string | undefined;
    readonly kind: RegisterKind;
    readonly dryRun: boolean;
    readonly again: string;
    readonly diff: boolean;
    readonly by?: Actor;
  },
): Promise<{ ok: boolean; lines: string[] }> {
  const { file, sheet, kind, dryRun } = ask;
  const outcome = await importLogged(context, { kind, bytes: readFileSync(file), sheet, dryRun, ...(ask.by ? { by: ask.by } : {}) });
  const lines = ask.diff ? diffLines(outcome.diff) : [];
  lines.push(...outcome.problems.map(({ at, what, remedy }) => `${file}: ${at}: ${what}; ${remedy}`));
  if (outcome.problems.length > 0)
    return {
      ok: false,
      lines: [
        ...lines,
        `${outcome.problems.length} ${outcome.problems.length === 1 ? "problem" : "problems"}: nothing was saved. Mend the file and run the same command again.`,
      ],
    };
  const { unissued, byNameAlone, revokedBefore } = outcome;
  if (unissued.length > 0)
    lines.push(
      `Look again: ${unissued.length} NIP end in 000 (first in row ${unissued[0]}). No such number is issued: made up, or rounded by a spreadsheet that kept 15 digits.`,
    );
  for (const line of byNameAlone)
    lines.push(`Look again: row ${line} has no NIP and went to the person with the same name at the same agency. Two people may be meant.`);
  for (const line of revokedBefore)
    lines.push(`Look again: row ${line} links an account again whose link to this person was revoked. Be sure that it is theirs now.`);
  const sum = `${outcome.added} new, ${outcome.changed} changed, ${outcome.unchanged} unchanged`;
  return {
    ok: true,
    lines: [...lines, outcome.saved ? `Saved: ${sum}.` : `Dry run: ${sum}, no problems. Nothing was saved yet; add ${ask.again} to save.`],
  };
}

/** Rows in file order; of a NIP its end alone, and no name. */
function diffLines(diff: readonly RowDiff[]): string[] {
  const lines = diff
    .toSorted((a, b) => a.line - b.line)
    .slice(0, SHOWN)
    .map(({ line, outcome, nipEnd, changes }) => {
      const who = nipEnd === null ? "" : ` (NIP …${nipEnd})`;
      const fields = changes.map(({ field, from, to }) => (from === null ? `${field} ${shown(to)}` : `${field} ${shown(from)} → ${shown(to)}`));
      return `row ${line}${who}: ${outcome}${fields.length === 0 ? "" : `: ${fields.join(", ")}`}`;
    });
  return diff.length > SHOWN ? [...lines, `… and ${diff.length - SHOWN} more rows.`] : lines;
}

const shown = (value: string | null): string => (value === null ? "(none)" : JSON.stringify(value));
