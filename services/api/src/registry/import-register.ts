import { conflict, invalid } from "@netra/domain";
import { sha256Hex } from "@netra/evidence";
import type { ImportQuery, RegisterImport } from "../contract.ts";
import type { ApiDeps } from "../deps.ts";
import { actorOf, regionOf, type SignedIn } from "../guard.ts";
import { type BrowserLimits, type ImportOutcome, importRows } from "./import-rows.ts";

/** More rows than this are counted and not sent. */
const SHOWN = 500;

/** A workbook is read in one go, while this process answers nobody else: 20,000 rows take about two seconds. The transaction ends before the browser gives up. */
const LIMITS: BrowserLimits = { maxRows: 20_000, limitMs: 90_000 };

export interface ImportAsk {
  readonly person: SignedIn;
  readonly query: ImportQuery;
  readonly bytes: Uint8Array;
}

/** One import at a time in this process; whoever comes second is told so with conflict `import-busy`. */
export function createRegisterImport(deps: ApiDeps): (ask: ImportAsk) => Promise<RegisterImport> {
  let busy = false;
  return async (ask) => {
    if (busy) throw conflict("import-busy", "Another file of the register is being looked at. Nothing was read: try again in a minute.");
    busy = true;
    try {
      return await importRegister(deps, ask);
    } finally {
      busy = false;
    }
  };
}

/**
 * Looks at a file of the register, or saves it when the person confirms what it would do. The same work as `netra registry import`. A look asks the register of the whole country:
 * it leaves its own trace, in a transaction that stays, before anything is answered.
 */
async function importRegister({ store, logger }: ApiDeps, { person, query, bytes }: ImportAsk): Promise<RegisterImport> {
  if (bytes.length === 0) throw invalid("file-empty", "The file is empty: choose the file again.");
  const { kind, confirms } = query;
  const outcome = await importRows(store, {
    kind,
    bytes,
    dryRun: confirms === undefined,
    by: actorOf(person),
    browser: LIMITS,
    ...(confirms === undefined ? {} : { confirms }),
  });
  const { added, changed, unchanged } = outcome;
  if (outcome.saved) logger.info({ kind, added, changed, unchanged }, "register.imported");
  else {
    const detail = { added, changed, unchanged, problems: outcome.problems.length, sha256: await sha256Hex(bytes) };
    const entry = { act: "register.previewed", objectType: "import", objectId: kind, region: regionOf(person), detail };
    await store.as(actorOf(person), (tx) => tx.audit.append(entry));
  }
  return viewOf(outcome);
}

function viewOf(outcome: ImportOutcome): RegisterImport {
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
