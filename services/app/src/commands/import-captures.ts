import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { normalizeHandle } from "@netra/domain";
import { type CaptureFormat, type CaptureRow, openTable, parseCaptures } from "@netra/imports";
import type { Actor, Store } from "@netra/store";
import type { Context } from "../context.ts";
import { findSupervisor } from "./find-supervisor.ts";
import { findContest, importer, type Owner, type SavedCaptures, saveCaptures, whyNotOurs } from "./save-captures.ts";

const CONNECTOR = { name: "capture-file", version: "1" };

/**
 * Imports posts that people captured, for a contest that is open: the act of the person it is imported by, and of nobody else's second look. Every row must
 * belong to a registered account of the contest's province and of that person's regions: what does not is a problem with its row, and then nothing is saved.
 * The same file again adds nothing. The audit row keeps the file's hash.
 */
export async function importCaptures(
  context: Pick<Context, "store" | "queue" | "clock" | "log">,
  ask: {
    /** JSONL, CSV or a workbook. */
    readonly bytes: Uint8Array;
    readonly format: CaptureFormat;
    /** Of a workbook; without it the first. */
    readonly sheet?: string | undefined;
    readonly contestId: string;
    readonly by: Actor;
  },
): Promise<SavedCaptures> {
  const { bytes, format, contestId, by } = ask;
  const contest = await findContest(context.store, contestId);
  const { rows, problems, place } = parseCaptures(format === "jsonl" ? bytes : await openTable(bytes, { sheet: ask.sheet }), format);
  const owners = await findOwners(context.store, by, rows);
  const captures = rows.flatMap(({ line, values }) => {
    const owner = owners.get(keyOf(values));
    return owner ? [{ values, owner, at: (column: string) => place(line, column) }] : [];
  });
  const found = [
    ...problems,
    ...rows.flatMap(({ line, values }) => {
      const why = whyNotOurs(owners.get(keyOf(values)), contest.region, by);
      return why === null ? [] : [{ at: place(line, "handle"), ...why }];
    }),
  ];
  if (found.length > 0) return { saved: 0, known: 0, outside: 0, problems: found };

  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const outcome = await saveCaptures(context, {
    ...{ captures, contest, by, connector: CONNECTOR, trust: "analyst" },
    ...{ act: "captures.imported", objectId: "captures", detail: { sha256 } },
  });
  if (outcome.problems.length === 0) context.log.info("captures.imported", { contest: contestId, saved: outcome.saved, known: outcome.known });
  return outcome;
}

const keyOf = (row: CaptureRow): string => `${row.platform} ${normalizeHandle(row.handle)}`;

async function findOwners(store: Store, by: Actor, rows: readonly { readonly values: CaptureRow }[]): Promise<Map<string, Owner>> {
  const wanted = new Map(rows.map(({ values }) => [keyOf(values), values]));
  return store.as(importer(by), async (tx) => {
    const owners = new Map<string, Owner>();
    for (const [key, row] of wanted) {
      const account = await tx.accounts.findByHandle(row.platform, row.handle);
      if (account) owners.set(key, account);
    }
    return owners;
  });
}

/** The command: `netra captures import FILE --contest ID --by U [--sheet NAME]`. */
export async function runImportCaptures(
  context: Context,
  file: string,
  options: { readonly contest: string; readonly by: string; readonly sheet?: string | undefined },
): Promise<{ ok: boolean; lines: string[] }> {
  const by = await findSupervisor(context.store, { username: options.by, permission: "capture.import", deed: "import captures" });
  const format: CaptureFormat = /\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : "csv";
  const outcome = await importCaptures(context, { bytes: readFileSync(file), format, sheet: options.sheet, contestId: options.contest, by });
  if (outcome.problems.length > 0) {
    const lines = outcome.problems.map(({ at, what, remedy }) => `${file}: ${at}: ${what}; ${remedy}`);
    return { ok: false, lines: [...lines, `${outcome.problems.length} problems: nothing was saved. Mend the file and run the same command again.`] };
  }
  return { ok: true, lines: [savedLine(outcome)] };
}

/** What was saved, in one sentence or two. */
export function savedLine({ saved, known, outside }: SavedCaptures): string {
  const beside = outside > 0 ? ` ${outside} lie outside the days the contest watches and will not be read for it.` : "";
  return `Saved ${saved} new versions, ${known} were known.${beside} A running Netra reads them within seconds.`;
}
