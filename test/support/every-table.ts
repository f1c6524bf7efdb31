import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";
import { type PictureReading, systemActor } from "@netra/store";
import { decideAs, ESCALATE } from "./decide.ts";
import { fillCases } from "./fill-cases.ts";
import { fillCustody } from "./fill-custody.ts";
import { fillDay } from "./fill-day.ts";
import { fillExports } from "./fill-exports.ts";
import { fillIntake } from "./fill-intake.ts";
import { fillRegistry } from "./fill-registry.ts";
import { fillTerms } from "./fill-terms.ts";
import { arrive, CONNECTOR, classifier, contestIn, FIRST, HERE, PHRASE, person, post, publish, register, save, type World } from "./world.ts";

/** Goes once through everything that Netra does in one region, so that every table that has a region holds a row of it. */
export async function fillEveryTable(world: World): Promise<{ flagId: string; versionId: string; reportId: string }> {
  const { store } = world;
  const owner = await register(world, HERE, { nip: "198507122010011003" });
  await publish(world, contestIn(HERE));
  const { versionId, postId } = await arrive(world, owner, {
    text: `Dukung ${FIRST}, ${PHRASE}`,
    media: [{ kind: "image", reference: "https://gambar.example/1.png", sha256: null }],
  });
  await classifier(world)({ versionIds: [versionId] });
  await store.as(systemActor("ingest"), (tx) => tx.posts.saveDrift(owner.id, HERE, "fake", { raw: Buffer.from("{"), reason: "not JSON" }));
  const flag = (await world.see<{ id: string }>("select id from flag"))[0];
  if (!flag) throw new Error("every-table: the post was not flagged");

  const stranger = await person(world, "analyst", [HERE]);
  await fillTerms(world, stranger, flag.id);
  await store.as(stranger, async (tx) => tx.triage.recuse(await tx.triage.lock(flag.id)));
  await fillDay(world, flag.id);
  await decideAs(world, { region: HERE, flagId: flag.id, act: ESCALATE });
  await decideAs(world, { region: HERE, flagId: flag.id, act: ESCALATE });
  await fillCases(world, flag.id);

  await store.as(stranger, (tx) => tx.savedViews.add({ region: HERE, role: "analyst", name: "Giliran pagi", filters: { lane: "open" } }));
  const upload = await fillIntake(world, { handle: owner.handle, postId });
  const words = { state: "read", text: "Mantap", confidence: 90, engine: "test" } as const;
  await store.as(systemActor("custody"), (tx) => tx.pictures.keep({ from: "upload", id: upload, region: HERE, ...words }));
  await keepMedia(world, words);
  await store.as(stranger, (tx) =>
    tx.thumbnails.keep({ region: HERE, sourceKey: createHash("sha256").update("picture").digest("hex"), blobKey: "small", bytes: 5 }),
  );
  const buried = post({ text: "Selamat pagi" });
  await save(world, owner, buried);
  await store.as(systemActor("custody"), (tx) => tx.posts.forget(buried.platform, buried.externalId, "asked"));

  await fillCustody(world, owner.id);
  const registry = await fillRegistry(world);
  const supervisor = await person(world, "supervisor", [HERE]);
  const reportId = await store.as(supervisor, (tx) => tx.reports.request("2026-W47", HERE));
  await store.as(systemActor("report"), (tx) => tx.reports.noteStep(reportId, { region: HERE, step: "facts", done: 0, total: 6 }));
  await store.as(systemActor("report"), (tx) =>
    tx.reports.finish(reportId, {}, [
      { name: "a.csv", mediaType: "text/csv", bytes: Buffer.from("a"), sha256: createHash("sha256").update("a").digest() },
    ]),
  );
  await store.as(supervisor, (tx) => tx.digests.setAddress(supervisor.id ?? "", "pengawas@kantor.example"));
  await world.see("update report set scheduled = true where id = $1", [reportId]);
  await store.as(systemActor("custody"), (tx) => tx.reportMails.take(["supervisor"]));
  await fillExports(world);
  await registry.revoke();
  return { flagId: flag.id, versionId, reportId };
}

/** Keeps the file of the flagged post as the ingest worker does, and reads its words. */
async function keepMedia({ store }: World, words: Pick<PictureReading, "state" | "text" | "confidence" | "engine">): Promise<void> {
  const now = new Date();
  const mediaId = await store.as(systemActor("ingest"), async (tx) => {
    const [due] = await tx.media.listDue(1);
    const turn = due && (await tx.media.claim(due.mediaId, 60));
    if (!turn) throw new Error("every-table: no file was asked for");
    const fetched = { source: "https://gambar.example/1.png", status: 200, headers: {}, askedAt: now, answeredAt: now };
    const blobKey = createHash("sha256").update("picture").digest("hex");
    await tx.media.keep(turn, { blobKey, bytes: 7, mediaType: "image/png", fetched, connector: CONNECTOR });
    return turn.id;
  });
  await store.as(systemActor("custody"), (tx) => tx.pictures.keep({ from: "media", id: mediaId, region: HERE, ...words }));
}

export interface RegionTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns of unique indexes that do not hold the region, by type: a copy needs others. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Every table of ours that has a column `region`, partitions left out. */
export const regionTables = (world: Pick<World, "see">): Promise<RegionTable[]> =>
  world.see<RegionTable>(`select c.relname as name, array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns,
      coalesce(jsonb_object_agg(a.attname, a.atttypid::regtype) filter (where exists (select from pg_index i where i.indrelid = c.oid and i.indisunique
        and a.attnum = any (i.indkey::int2[]) and not (array (select r.attnum from pg_attribute r where r.attrelid = c.oid and r.attname = 'region') && i.indkey::int2[]))
        -- one of few words: the rest of its key is fresh
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and a.atttypid = 'text'::regtype)), '{}') as keys
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'netra'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.oid, c.relname having bool_or(a.attname = 'region') order by 1`);

const FRESH: Readonly<Record<string, (value: unknown) => unknown>> = {
  uuid: () => randomUUID(),
  text: (value) => (value === null ? null : `${value}-${randomUUID()}`),
  bytea: () => `\\x${randomBytes(32).toString("hex")}`,
  integer: (value) => Number(value) + randomInt(1_000_000),
  bigint: (value) => Number(value) + randomInt(1_000_000_000),
};

/** A row of a table as it stands in `HERE`, for another region: its own keys, everything else the same. */
export async function copyOfRow(world: Pick<World, "see">, table: RegionTable, region: string): Promise<Record<string, unknown>> {
  const [found] = await world.see<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) as row from netra.${table.name} t where region = $1 limit 1`,
    [HERE],
  );
  if (!found) throw new Error(`every-table: nothing fills the table ${table.name}; add a step to fillEveryTable`);
  const own = Object.entries(table.keys).map(([column, type]) => [column, (FRESH[type] ?? ((value) => value))(found.row[column])]);
  return { ...found.row, ...Object.fromEntries(own), region };
}

/** The statement that inserts such a row, as `$1`. */
export const insertCopy = ({ name, columns }: RegionTable): string =>
  `insert into netra.${name} (${columns.join(", ")}) overriding system value select ${columns.join(", ")} from jsonb_populate_record(null::netra.${name}, $1)`;

/** Copies a row of every table into other regions, past every right and reference: what is tested is who sees it, not what it means. */
export async function copyInto(world: Pick<World, "see">, regions: readonly string[]): Promise<void> {
  for (const table of await regionTables(world)) {
    for (const region of regions) {
      const row = await copyOfRow(world, table, region);
      // One statement, so that the setting and the insert share a connection.
      await world.see(
        `with off as materialized (select set_config('session_replication_role', 'replica', true))
        insert into netra.${table.name} (${table.columns.join(", ")}) overriding system value
        select ${table.columns.map((column) => `copied.${column}`).join(", ")} from off, jsonb_populate_record(null::netra.${table.name}, $1) copied`,
        [JSON.stringify(row)],
      );
    }
  }
}
