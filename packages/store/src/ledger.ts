import { appendLeaf, emptyFrontier, type Frontier, frontierRoot, type LeafKind, leafData, leafHash } from "@netra/evidence";
import { sql } from "kysely";
import { one } from "./accounts.ts";
import { LEDGER_ENTRY, LEDGER_INTACT, LEDGER_ROWS } from "./ledger-entry.ts";
import type { Scope } from "./store.ts";

/** How far the ledger goes. */
export interface LedgerState {
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

export interface CheckpointRow {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note, as FORMAT.md of packages/evidence writes it. */
  readonly note: string;
  readonly at: Date;
}

/** A leaf beside the row it seals. */
export interface LeafBesideRow {
  readonly index: number;
  readonly kind: LeafKind;
  readonly objectId: string;
  readonly hash: Uint8Array;
  /** Null once erased. */
  readonly salt: Uint8Array | null;
  /** Null when the row is not there. */
  readonly entry: Readonly<Record<string, unknown>> | null;
  /** False when the bytes beside a hash are not those it was made of. */
  readonly intact: boolean;
  /** An act says that it was erased. */
  readonly erasureKnown: boolean;
}

/** A row that waits to be sealed; without an entry it is gone by now. */
interface Waiting {
  readonly seq: string;
  readonly kind: LeafKind;
  readonly objectId: string;
  readonly entry: Readonly<Record<string, unknown>> | null;
  readonly salt: Buffer;
  readonly sealed: boolean;
}

/** Hashes read in one statement. */
const HASHES = 100_000;
const HASH_BYTES = 32;

/** The ledger: what is sealed, in one order, and the checkpoints that hold it fast. */
export function ledgerIn({ db }: Scope) {
  const frontier = async (): Promise<Frontier> => {
    const { rows } = await sql<{ size: string; nodes: readonly string[] }>`select size, nodes from ledger_frontier`.execute(db);
    return rows[0] ? { size: Number(rows[0].size), nodes: rows[0].nodes } : emptyFrontier();
  };
  const hashesFrom = async (from: number, to: number): Promise<Buffer> =>
    one(
      (
        await sql<{ hashes: Buffer }>`select coalesce(string_agg(hash, ''::bytea order by index), '') as hashes
          from ledger_leaf where index >= ${from} and index < ${to}`.execute(db)
      ).rows,
    ).hashes;

  return {
    /** Makes this transaction one that only reads. */
    async onlyRead(): Promise<void> {
      await sql`set transaction read only`.execute(db);
    },

    /** Waits until nobody else seals or signs, until this transaction ends. */
    async lock(): Promise<void> {
      await sql`select pg_advisory_xact_lock(hashtext('netra.ledger'))`.execute(db);
    },

    /** The origin of the checkpoints of this installation, and the name of its key. */
    async origin(): Promise<string> {
      return `netra.${one((await sql<{ id: string }>`select id from installation`.execute(db)).rows).id}`;
    },

    /** Size and root as the sealer left them. */
    async state(): Promise<LedgerState> {
      const now = await frontier();
      return { size: now.size, root: await frontierRoot(now) };
    },

    /**
     * Seals the oldest rows that wait, under `lock`, and returns how many it took from the list. A row waits from the moment its transaction
     * commits, so that none is passed over, however late; one that is gone by now leaves no leaf.
     */
    async seal(limit: number): Promise<number> {
      const { rows } = await sql<Waiting>`
        select o.seq, o.kind, o.object_id, ${LEDGER_ENTRY} as entry, coalesce(a.salt, uuid_send(gen_random_uuid())) as salt,
          exists (select from ledger_leaf l where l.kind = o.kind and l.object_id = o.object_id) as sealed
        from (select * from ledger_waiting order by seq limit ${limit}) o ${LEDGER_ROWS} order by o.seq`.execute(db);
      if (rows.length === 0) return 0;
      let to = await frontier();
      const leaves = [];
      for (const { kind, objectId, entry, salt, sealed } of rows) {
        if (entry === null || sealed) continue;
        const hash = await leafHash(leafData({ kind, entry, salt }));
        leaves.push({ index: to.size, kind, object: objectId, hash: Buffer.from(hash).toString("hex"), salt: salt.toString("hex") });
        to = await appendLeaf(to, hash);
      }
      await sql`insert into ledger_leaf (index, kind, object_id, hash, salt)
        select index, kind, object, decode(hash, 'hex'), decode(salt, 'hex')
        from jsonb_to_recordset(${JSON.stringify(leaves)}::jsonb) as leaf (index bigint, kind text, object text, hash text, salt text)`.execute(db);
      await sql`update ledger_frontier set size = ${to.size}, nodes = ${JSON.stringify(to.nodes)}::jsonb`.execute(db);
      await sql`delete from ledger_waiting where seq = any(${sql.val(rows.map(({ seq }) => seq))}::bigint[])`.execute(db);
      return rows.length;
    },

    /** Whether any row waits to be sealed. */
    async hasWaiting(): Promise<boolean> {
      return one((await sql<{ some: boolean }>`select exists (select from ledger_waiting) as some`.execute(db)).rows).some;
    },

    /** Rows that wait to be sealed. */
    async countWaiting(): Promise<number> {
      return one((await sql<{ n: number }>`select count(*)::int as n from ledger_waiting`.execute(db)).rows).n;
    },

    /** Rows that are neither sealed nor waiting: none, unless somebody wrote past the rules. Reads every row's id. */
    async countPassedOver(): Promise<number> {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
          select 'audit' as kind, id::text as object_id from audit_event union all select 'evidence', id::text from evidence where purged_at is null
          union all select 'upload', id from upload where capture_id is not null
          union all select 'media', id::text from post_media where state = 'kept') o
        where not exists (select from ledger_leaf l where l.kind = o.kind and l.object_id = o.object_id)
          and not exists (select from ledger_waiting w where w.kind = o.kind and w.object_id = o.object_id)`.execute(db);
      return one(rows).n;
    },

    /** The checkpoint of a size, if one was signed. */
    async findCheckpoint(size: number): Promise<CheckpointRow | undefined> {
      return (await sql<CheckpointRow & { size: string }>`select * from checkpoint where size = ${size}`.execute(db)).rows.map(numbered)[0];
    },

    /** Keeps a signed checkpoint. Each size has one. */
    async addCheckpoint({ size, root, note }: Omit<CheckpointRow, "at">): Promise<void> {
      await sql`insert into checkpoint (size, root, note) values (${size}, ${Buffer.from(root)}, ${note})`.execute(db);
    },

    /** Every checkpoint, smallest first. */
    async listCheckpoints(): Promise<CheckpointRow[]> {
      return (await sql<CheckpointRow & { size: string }>`select * from checkpoint order by size`.execute(db)).rows.map(numbered);
    },

    /** Leaves from an index on, each beside its row, by index. For checking: reads the bytes of evidence too. */
    async listFrom(index: number, limit: number): Promise<LeafBesideRow[]> {
      const { rows } = await sql<LeafBesideRow & { index: string }>`
        select o.index, o.kind, o.object_id, o.hash, o.salt, ${LEDGER_ENTRY} as entry, ${LEDGER_INTACT} as intact,
          o.salt is null and exists (select from audit_event x where x.act = 'leaf.erased' and x.object_type = o.kind and x.object_id = o.object_id) as erasure_known
        from (select * from ledger_leaf where index >= ${index} order by index limit ${limit}) o ${LEDGER_ROWS} order by o.index`.execute(db);
      return rows.map((row) => ({ ...row, index: Number(row.index) }));
    },

    /** The leaves of these rows, by index; a row that is not sealed has none. */
    async listLeavesOf(rows: readonly { readonly kind: LeafKind; readonly objectId: string }[]): Promise<LeafBesideRow[]> {
      const { rows: leaves } = await sql<LeafBesideRow & { index: string }>`
        select o.index, o.kind, o.object_id, o.hash, o.salt, ${LEDGER_ENTRY} as entry, ${LEDGER_INTACT} as intact, false as erasure_known
        from (select l.* from ledger_leaf l join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked (kind text, "objectId" text)
          on l.kind = asked.kind and l.object_id = asked."objectId") o ${LEDGER_ROWS} order by o.index`.execute(db);
      return leaves.map((leaf) => ({ ...leaf, index: Number(leaf.index) }));
    },

    /** The hashes of the first leaves, by index: 32 bytes each, for building proofs. */
    async listHashes(size: number): Promise<Uint8Array[]> {
      const hashes: Uint8Array[] = [];
      for (let from = 0; from < size; from += HASHES) {
        const some = await hashesFrom(from, Math.min(size, from + HASHES));
        for (let at = 0; at < some.length; at += HASH_BYTES) hashes.push(new Uint8Array(some.subarray(at, at + HASH_BYTES)));
      }
      return hashes;
    },
  };
}

const numbered = (row: CheckpointRow & { size: string }): CheckpointRow => ({ ...row, size: Number(row.size) });
