import { checkLedger, EvidenceError, type LedgerRow, type LedgerVerdict, leafData, type VerifierKey } from "@netra/evidence";
import { type LeafBesideRow, type LedgerState, type Store, systemActor, type Tx } from "@netra/store";
import type { CheckpointFiles } from "../checkpoint-files.ts";
import { readNotes } from "../checkpoint-notes.ts";

/** What a check came to. Ids, counts and file names only. */
export interface LedgerReport {
  readonly ok: boolean;
  /** What was looked at, one sentence a line. */
  readonly seen: readonly string[];
  /** The first thing of each kind that is wrong, with its remedy. */
  readonly wrong: readonly string[];
}

export interface CheckAsk {
  readonly store: Store;
  readonly files: Pick<CheckpointFiles, "list">;
  /** Where the files are, for people. */
  readonly dir: string;
  /** Gives the key that signs for this origin. */
  readonly keyFor: (origin: string) => Promise<VerifierKey>;
}

/** Leaves read in one statement. */
const PAGE = 500;
const KEEP = "Change nothing, copy the database and the checkpoint files as they are, and find out who could write there.";
const COMPARE = `${KEEP} A backup from before shows what was there.`;

/**
 * Checks the whole ledger: every leaf against its row, the tree against every checkpoint in the database and in the directory, and that no row was passed
 * over. One read-only transaction; memory does not grow with the ledger. Costs one read of everything that was sealed.
 */
export async function checkLedgerOf({ store, files, dir, keyFor }: CheckAsk): Promise<LedgerReport> {
  return store.as(systemActor("custody"), async (tx) => {
    await tx.ledger.onlyRead();
    const origin = await tx.ledger.origin();
    const key = await keyFor(origin);
    const inside = await readNotes(
      (await tx.ledger.listCheckpoints()).map((row) => ({ ...row, name: `the checkpoint of size ${row.size} in the database` })),
      key,
    );
    const outside = await readNotes(files.list(), key);
    const rows = streamRows(tx);
    const verdict = await checkLedger({ rows: rows.stream(), checkpoints: inside.kept, external: outside.kept });
    const sealed = await readState(tx);
    const [waiting, passedOver] = [await tx.ledger.countWaiting(), await tx.ledger.countPassedOver()];
    const wrong = [
      ...[...inside.wrong, ...outside.wrong].slice(0, 1).map((what) => `${what} ${KEEP}`),
      ...rows.wrong(),
      ...(await explain(verdict, tx)),
      ...(verdict.ok && !(sealed?.size === verdict.size && Buffer.from(sealed.root).equals(verdict.root))
        ? [`The leaves (${verdict.size}) are not those that the sealer left${sealed ? ` (${sealed.size})` : ""}. ${KEEP}`]
        : []),
      ...(passedOver > 0 ? [`${count(passedOver, "row was", "rows were")} written past the ledger: neither sealed nor waiting. ${KEEP}`] : []),
    ];
    const seen = [
      `${origin}: ${count(verdict.size, "leaf", "leaves")} (${rows.kinds()}), ${verdict.erased} of them erased; ${count(waiting, "row waits", "rows wait")} to be sealed.`,
      `${count(inside.kept.length, "checkpoint", "checkpoints")} in the database and ${count(outside.kept.length, "file", "files")} in ${dir}, by the key ${key.name}+${key.id}.`,
      ...(outside.kept.length > 0 ? [] : ["There are no checkpoint files: a history that was rewritten whole, with the key, would not be seen."]),
    ];
    return { ok: wrong.length === 0, seen, wrong };
  });
}

/** The report as it is printed. */
export const printLedgerReport = ({ ok, seen, wrong }: LedgerReport): string[] => [
  ...seen,
  ...(ok ? ["Nothing is wrong: every leaf is what its row says, and every checkpoint agrees."] : wrong.map((what) => `WRONG: ${what}`)),
];

/** Says what the pure check found, with the row's name. */
async function explain({ wrongRow, contradiction, changed, size }: LedgerVerdict, tx: Tx): Promise<string[]> {
  const sentences: string[] = [];
  if (wrongRow?.reason === "index") sentences.push(`Leaf ${wrongRow.index} is missing, or has another number. ${KEEP}`);
  if (wrongRow?.reason === "hash") {
    const [leaf] = await tx.ledger.listFrom(wrongRow.index, 1);
    sentences.push(`${leaf ? nameOf(leaf) : `Leaf ${wrongRow.index}`} is not what its row says: one of the two was changed. ${COMPARE}`);
  }
  if (contradiction) {
    const name = contradiction.name ?? `the checkpoint of size ${contradiction.size}`;
    const what =
      contradiction.reason === "beyond-end"
        ? `${name} was signed when there were ${contradiction.size} leaves, and there are ${size}: the end was cut off, or an older database was put back (after a restore that people decided on, keep the later files with its record, in another directory).`
        : `${name} was signed over other leaves than these: history was rewritten${changed ? ` between leaf ${changed.from} and leaf ${changed.to - 1}` : ""}.`;
    sentences.push(`${what[0]?.toUpperCase()}${what.slice(1)} ${KEEP}`);
  }
  return sentences;
}

/** What the sealer left; null when somebody bent it. */
const readState = (tx: Tx): Promise<LedgerState | null> =>
  tx.ledger.state().catch((error: unknown) => {
    if (error instanceof EvidenceError) return null;
    throw error;
  });

/** Streams every leaf with the data that its row gives, and notes what only the database can tell. */
function streamRows(tx: Tx) {
  const kinds = new Map<string, number>();
  const wrong = new Map<string, string>();
  const note = (kind: string, sentence: string): void => void (wrong.has(kind) || wrong.set(kind, sentence));
  const look = (leaf: LeafBesideRow): void => {
    kinds.set(leaf.kind, (kinds.get(leaf.kind) ?? 0) + 1);
    if (leaf.salt === null && !leaf.erasureKnown) note("erased", `${nameOf(leaf)} was erased, and no act says so. ${COMPARE}`);
    if (leaf.salt !== null && leaf.entry === null) note("gone", `${nameOf(leaf)} has lost its row, and was not erased. ${COMPARE}`);
    if (leaf.salt !== null && !leaf.intact) note("bytes", `${nameOf(leaf)} stands for bytes that were changed: they have another hash. ${COMPARE}`);
  };
  return {
    wrong: (): string[] => [...wrong.values()],
    kinds: (): string =>
      [...kinds]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, n]) => `${n} ${kind}`)
        .join(", ") || "none",
    async *stream(): AsyncGenerator<LedgerRow> {
      for (let from = 0; ; ) {
        const page = await tx.ledger.listFrom(from, PAGE);
        for (const leaf of page) {
          look(leaf);
          yield { index: leaf.index, hash: leaf.hash, data: dataOf(leaf) };
        }
        const last = page.at(-1);
        if (!last) return;
        from = last.index + 1;
      }
    },
  };
}

/** Null without a row or a salt: the hash is all there is to check then. */
const dataOf = ({ kind, entry, salt }: LeafBesideRow): Uint8Array | null => (entry && salt ? leafData({ kind, entry, salt }) : null);

const nameOf = ({ index, kind, objectId }: LeafBesideRow): string => `Leaf ${index} (${kind} ${objectId})`;

const count = (n: number, one: string, many: string): string => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
