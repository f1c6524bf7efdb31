import { conflict, covers, invalid, nipEnd, type Problem, type Region, type RegisterKind } from "@netra/domain";
import { sha256Hex } from "@netra/evidence";
import { isUnissuedNip, openTable, type PlaceOf, parseAccounts, parseAgencies, parsePeople, type TableFile } from "@netra/imports";
import type { Actor, FieldChange, Registration, Store, Tx } from "@netra/store";

/** What became of a row that is not as it was. `nipEnd`: the last four digits, the only ones ever shown. */
export interface RowDiff {
  readonly line: number;
  readonly outcome: "new" | "changed";
  readonly nipEnd: string | null;
  readonly changes: readonly FieldChange[];
}

export interface ImportOutcome {
  readonly added: number;
  /** Rows that say something else than the register did: brought up to date. */
  readonly changed: number;
  readonly unchanged: number;
  readonly diff: readonly RowDiff[];
  readonly problems: readonly Problem[];
  /** Rows whose NIP ends in 000: made up, or rounded by a spreadsheet. Taken, and pointed out. */
  readonly unissued: readonly number[];
  /** Rows without NIP whose account went to a person known by the same name and agency. Taken, and pointed out. */
  readonly byNameAlone: readonly number[];
  /** Rows whose account was linked to the same person before, and revoked. Taken, and pointed out. */
  readonly revokedBefore: readonly number[];
  /** SHA-256 of what the import does: the same as long as neither file nor register changed. */
  readonly digest: string;
  /** False for a dry run, and when any row has a problem: then nothing was saved. */
  readonly saved: boolean;
}

/** Thrown to end a transaction whose work is only looked at. */
class DryRun extends Error {}

/**
 * The register is written in the operator's role, whoever asks: the role that serves browsers has no right to write it. So the API, too, takes that role here, and nowhere else
 * (README.md, test/architecture.test.ts): for the people and agencies of one file, after the permission `registry.write`, with the region rules of this file.
 */
const OPERATOR: Actor = { process: "operator", kind: "system", id: null, role: "system", regions: ["ID"] };

interface Row {
  readonly line: number;
  readonly nip: string | null;
  readonly region: Region;
  save(tx: Tx, within: readonly Region[] | null): Promise<Pick<Registration, "outcome" | "changes" | "personId" | "byNameAlone" | "revokedBefore">>;
}

/** What a file that somebody sends from a browser may cost. */
export interface BrowserLimits {
  readonly maxRows: number;
  /** Of the transaction, ms. */
  readonly limitMs: number;
}

const PLAIN = { changes: [], personId: null, byNameAlone: false, revokedBefore: false };

/**
 * Imports a file of the register: every row or none, in one transaction with its audit rows. A dry run does the whole work and takes it back, so that what it promises is
 * what the import does. With `by`, rows outside that person's regions are problems; with `browser` so are rows whose person or account is known outside them alone, all in one sentence, and those that would
 * change what another region wrote. With `confirms`, the digest of a dry run, it throws conflict `preview-changed` when it would
 * do anything else. Nothing of a NIP but its end is ever returned.
 */
export async function importRows(
  store: Pick<Store, "as">,
  ask: {
    readonly kind: RegisterKind;
    /** CSV or a workbook. */
    readonly bytes: Uint8Array;
    /** Of a workbook; without it the first that is not hidden. */
    readonly sheet?: string | undefined;
    readonly dryRun: boolean;
    readonly by?: Actor;
    readonly confirms?: string;
    /** Asked in a browser by `by`. */
    readonly browser?: BrowserLimits;
  },
): Promise<ImportOutcome> {
  const { browser, by } = ask;
  const { rows, problems, place } = readRows(
    ask.kind,
    await openTable(ask.bytes, { sheet: ask.sheet, ...(browser ? { maxRows: browser.maxRows } : {}) }),
  );
  // What is too long is no look at the register.
  const looked = browser && problems.some(({ at }) => at === "file") ? [] : rows;
  const within = browser && by ? by.regions : null;
  const found: Problem[] = [...problems];
  const diff: RowDiff[] = [];
  const byNameAlone: number[] = [];
  const revokedBefore: number[] = [];
  const counts = { new: 0, changed: 0, unchanged: 0 };
  const summary = () => ({
    added: counts.new,
    changed: counts.changed,
    unchanged: counts.unchanged,
    diff,
    problems: found,
    unissued: rows.filter(({ nip }) => nip !== null && isUnissuedNip(nip)).map(({ line }) => line),
    byNameAlone,
    revokedBefore,
  });
  const digest = (): Promise<string> => sha256Hex(new TextEncoder().encode(JSON.stringify([ask.kind, summary()])));
  const outcome = async (saved: boolean): Promise<ImportOutcome> => ({ ...summary(), digest: await digest(), saved });
  // The whole register is looked at, since a person may have come from another region; which rows may be written is asked row by row.
  const actor: Actor = { ...(by ?? OPERATOR), process: OPERATOR.process, regions: OPERATOR.regions };
  const began = performance.now();
  try {
    await store.as(actor, async (tx) => {
      if (browser) await tx.limit(browser.limitMs);
      for (const row of looked) {
        if (by && !by.regions.some((own) => covers(own, row.region))) {
          found.push(outside(place(row.line, "agency_region")));
          continue;
        }
        const result = await row.save(tx, within);
        if (!isSaved(result.outcome)) {
          found.push({ at: place(row.line, REFUSALS[result.outcome].column), ...REFUSALS[result.outcome].problem });
          continue;
        }
        counts[result.outcome] += 1;
        if (result.byNameAlone) byNameAlone.push(row.line);
        if (result.revokedBefore) revokedBefore.push(row.line);
        if (result.outcome === "unchanged") continue;
        diff.push({ line: row.line, outcome: result.outcome, nipEnd: row.nip && nipEnd(row.nip), changes: result.changes });
        if (result.personId !== null)
          await tx.audit.append({
            act: result.outcome === "new" ? "register.added" : "register.changed",
            objectType: "civil-servant",
            objectId: result.personId,
            region: row.region,
            detail: { kind: ask.kind, fields: result.changes.map(({ field }) => field) },
          });
      }
      if (ask.dryRun || found.length > 0) throw new DryRun();
      if (ask.confirms !== undefined && ask.confirms !== (await digest()))
        throw conflict("preview-changed", "The file or the register changed since it was looked at: look at the rows again, then save.");
      await tx.audit.append({ act: `${ask.kind}.imported`, objectType: "import", objectId: ask.kind, region: "ID", detail: sums(counts) });
    });
  } catch (error) {
    if (error instanceof DryRun) return outcome(false);
    if (browser && performance.now() - began >= browser.limitMs && isCutOff(error))
      throw invalid("import-too-long", "The file takes too long to look at. Nothing was saved: split it into smaller files.");
    throw error;
  }
  return outcome(true);
}

const sums = (counts: { new: number; changed: number; unchanged: number }) => ({
  added: counts.new,
  changed: counts.changed,
  unchanged: counts.unchanged,
});

/** Earlier employments first, so that each ends the one before it. */
function readRows(kind: RegisterKind, file: TableFile): { rows: readonly Row[]; problems: readonly Problem[]; place: PlaceOf } {
  switch (kind) {
    case "accounts": {
      const { rows, problems, place } = parseAccounts(file);
      return {
        problems,
        place,
        rows: rows
          .toSorted((a, b) => a.values.from.localeCompare(b.values.from))
          .map(({ line, values }) => ({
            line,
            nip: values.nip,
            region: values.agencyRegion,
            save: (tx, within) => tx.accounts.saveRegistration(values, within),
          })),
      };
    }
    case "people": {
      const { rows, problems, place } = parsePeople(file);
      return {
        problems,
        place,
        rows: rows
          .toSorted((a, b) => a.values.from.localeCompare(b.values.from))
          .map(({ line, values }) => ({
            line,
            nip: values.nip,
            region: values.agencyRegion,
            async save(tx, within) {
              const saved = await tx.registry.savePerson(values, within);
              if ("refused" in saved) return { ...PLAIN, outcome: saved.refused };
              const outcome = saved.fresh ? "new" : saved.changes.length > 0 ? "changed" : "unchanged";
              return { ...PLAIN, outcome, changes: saved.changes, personId: saved.id };
            },
          })),
      };
    }
    case "agencies": {
      const { rows, problems, place } = parseAgencies(file);
      return {
        problems,
        place,
        rows: rows.map(({ line, values }) => ({
          line,
          nip: null,
          region: values.region,
          save: async (tx) => ({ ...PLAIN, outcome: (await tx.registry.addAgency(values.name, values.region)) ? "new" : "unchanged" }),
        })),
      };
    }
  }
}

const isSaved = (outcome: Registration["outcome"]): outcome is "new" | "changed" | "unchanged" =>
  Object.hasOwn({ new: 0, changed: 0, unchanged: 0 }, outcome);

const outside = (at: string): Problem => ({
  at,
  what: "lies outside the regions of whoever imports",
  remedy: "have somebody responsible for that region import it",
});

const REFUSALS: Readonly<
  Record<Exclude<Registration["outcome"], "new" | "changed" | "unchanged">, { column: string | undefined; problem: { what: string; remedy: string } }>
> = {
  taken: {
    column: "handle",
    problem: { what: "is registered to another person on this platform", remedy: "check the handle, or revoke the old link first" },
  },
  "other-name": {
    column: "name",
    problem: { what: "differs from the name this NIP is registered under", remedy: "correct the name or the NIP" },
  },
  overlap: {
    column: "from",
    problem: {
      what: "shares days with another employment of this person",
      remedy: "a person has one employment at a time: correct from, or end the other with to",
    },
  },
  "not-a-civil-servant": {
    column: undefined,
    problem: { what: "is a person whom a supervisor found to be no civil servant", remedy: "take the row out, or settle it with that supervisor" },
  },
  elsewhere: {
    column: undefined,
    problem: { what: "is registered by another office", remedy: "have the province import it" },
  },
  "needs-tip": {
    column: "link",
    problem: { what: "is only inferred", remedy: "leave the row out; an inferred link is made for a received tip with `netra accounts infer`" },
  },
};

/** How a transaction ends that the server cut off: with its code (`transaction_timeout`), or with the connection. */
const isCutOff = (error: unknown): boolean => ["database-away", "25P04"].includes(String((error as { code?: unknown } | null)?.code));
