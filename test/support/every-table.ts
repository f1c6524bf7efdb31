import { createHash, randomUUID } from "node:crypto";
import { CHECKLIST, decideFlag } from "@netra/domain";
import { type Actor, type LockedFlag, systemActor, type Tx } from "@netra/store";
import { arrive, classifier, contestIn, FIRST, HERE, PHRASE, person, publish, register, type World } from "./world.ts";

/** Goes once through everything that Netra does in one region, so that every table that has a region holds a row of it. */
export async function fillEveryTable(world: World): Promise<{ flagId: string; versionId: string; reportId: string }> {
  const { store } = world;
  const owner = await register(world, HERE, { nip: "198507122010011003" });
  await publish(world, contestIn(HERE));
  const { versionId, postId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
  await classifier(world)({ versionIds: [versionId] });
  await store.as(systemActor("ingest"), (tx) => tx.posts.saveDrift(owner.id, HERE, "fake", { raw: Buffer.from("{"), reason: "not JSON" }));
  const flag = (await world.see<{ id: string }>("select id from flag"))[0];
  if (!flag) throw new Error("every-table: the post was not flagged");

  const [first, second, third] = [await person(world, "analyst", [HERE]), await person(world, "analyst", [HERE]), await person(world, "analyst", [HERE])];
  await store.as(third, async (tx) => tx.triage.recuse(await tx.triage.lock(flag.id)));
  await escalate(world, first, flag.id);
  await escalate(world, second, flag.id);

  await store.as(first, async (tx) => {
    const raw = Buffer.from("{}");
    const { id } = await tx.captures.add({
      clientId: randomUUID(),
      region: HERE,
      url: null,
      urlKey: null,
      platform: "facebook",
      handle: owner.handle,
      kind: "photo",
      text: "Foto bersama",
      visibility: "public",
      seenHow: "own_phone",
      officeAccount: false,
      uploader: "owner",
      seenAt: new Date(),
      origin: "own",
      raw,
      postId,
    });
    const sha256 = createHash("sha256").update(raw).digest("hex");
    await tx.captures.addUpload({ id: randomUUID(), region: HERE, mediaType: "image/jpeg", byteLength: raw.length, sha256, blobKey: sha256 });
    return id;
  });
  // Nothing makes tombstones yet but the erasure that is to come.
  await world.see("insert into tombstone (platform, external_id, region, reason) values ('facebook', 'buried', $1, 'erased')", [HERE]);

  const reportId = await store.as(await person(world, "supervisor", [HERE]), (tx) => tx.reports.request("2026-W47", HERE));
  await store.as(systemActor("report"), (tx) =>
    tx.reports.finish(reportId, {}, [{ name: "a.csv", mediaType: "text/csv", bytes: Buffer.from("a"), sha256: createHash("sha256").update("a").digest() }]),
  );
  return { flagId: flag.id, versionId, reportId };
}

/** Claims a flag, reads it and proposes (or agrees to) its escalation, as the API does. */
async function escalate(world: World, reader: Actor & { id: string }, flagId: string): Promise<void> {
  await world.store.as(reader, async (tx) => {
    const flag = await tx.triage.lock(flagId);
    const { fence } = await tx.triage.claim(flag, 15);
    await decide(tx, reader, { ...(await tx.triage.lock(flagId)), fence });
  });
}

async function decide(tx: Tx, reader: Actor & { id: string }, flag: LockedFlag): Promise<void> {
  const from = flag.claimedFrom ?? "open";
  const readerNo = from === "awaiting_second" ? 2 : 1;
  await tx.triage.addReading(flag, { readerNo, reading: "support", targetId: "rima-joko" });
  const checklist = Object.fromEntries(CHECKLIST.map((question) => [question, "yes" as const]));
  const reason = "Dukungan ditulis sendiri di akun yang terdaftar atas namanya.";
  const hasReading = await tx.triage.hasReading(flag.id, readerNo);
  const decided = decideFlag({ ...flag, hasReading }, from, { id: reader.id, role: "analyst", fence: flag.fence }, { act: "escalate", checklist, reason });
  const empty = { outcome: null, outOfScope: null, duplicateOf: null, question: null, addressee: null, due: null };
  const saved = await tx.triage.saveDecision(flag, {
    ...empty,
    act: "escalate",
    readerNo,
    idempotencyKey: randomUUID(),
    reason,
    checklist,
    fromState: from,
    toState: decided.to,
    fence: flag.fence,
  });
  if (decided.opensCase) await tx.triage.addToCase(flag, saved.id);
  await tx.audit.append({ act: "flag.decided", objectType: "flag", objectId: flag.id, region: flag.region });
}

/** Copies the rows of one region into others, past every right and reference: what is tested is who sees them, not what they mean. */
export async function copyInto(world: World, regions: readonly string[]): Promise<void> {
  const tables = await regionTables(world);
  await world.see(`do $$
    declare one record; target text;
    begin
      set local session_replication_role = replica;
      for one in select * from jsonb_to_recordset('${JSON.stringify(tables)}') as t(name text, columns text[], fresh text) loop
        foreach target in array '{${regions.join(",")}}'::text[] loop
          execute format('insert into netra.%1$I (%2$s) overriding system value select %2$s from netra.%1$I t,
            jsonb_populate_record(t, jsonb_build_object(''region'', %3$L) || %4$s) as copied(%5$s) where t.region = %6$L limit 1',
            one.name, (select string_agg('copied.' || quote_ident(c), ', ') from unnest(one.columns) c), target, one.fresh, '', '${HERE}');
        end loop;
      end loop;
    end $$`);
}

export interface RegionTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Every table of ours that has a column `region`, partitions left out. */
export const regionTables = (world: World): Promise<RegionTable[]> =>
  world.see<RegionTable>(`select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'netra'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    group by c.oid having bool_or(a.attname = 'region') order by 1`);
