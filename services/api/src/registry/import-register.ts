import { invalid } from "@netra/domain";
import type { ImportQuery, RegisterImport } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, type SignedIn } from "../guard.ts";
import { importRows } from "./import-rows.ts";

/** More rows than this are counted and not sent. */
const SHOWN = 500;

/** Looks at a file of the register, or saves it when the person confirms what it would do. The same work as `netra registry import`. */
export async function importRegister(
  { store, logger }: ApiDeps,
  on: { readonly person: SignedIn; readonly query: ImportQuery; readonly bytes: Uint8Array },
): Promise<RegisterImport> {
  const { person, query, bytes } = on;
  if (bytes.length === 0) throw invalid("file-empty", "The file is empty: choose the file again.");
  const { kind, confirms } = query;
  const outcome = await importRows(store, {
    kind,
    bytes,
    dryRun: confirms === undefined,
    by: actorOf(person),
    ...(confirms === undefined ? {} : { confirms }),
  });
  if (outcome.saved) logger.info({ kind, added: outcome.added, changed: outcome.changed, unchanged: outcome.unchanged }, "register.imported");
  return {
    added: outcome.added,
    changed: outcome.changed,
    unchanged: outcome.unchanged,
    rows: outcome.diff
      .toSorted((a, b) => a.line - b.line)
      .slice(0, SHOWN)
      .map((row) => ({ ...row, changes: [...row.changes] })),
    problems: [...outcome.problems],
    unissued: [...outcome.unissued],
    byNameAlone: [...outcome.byNameAlone],
    revokedBefore: [...outcome.revokedBefore],
    digest: outcome.digest,
    saved: outcome.saved,
  };
}
