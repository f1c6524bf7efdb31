import { utimes } from "node:fs/promises";
import { systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { arrive, contestIn, HERE, openWorld, person, publish, register, silent, type World } from "../../../test/support/world.ts";
import { openBlobs } from "../test/blobs.ts";
import { capture, flag } from "../test/custody-world.ts";
import { createKeepHouse } from "./keep-house.ts";

let world: World;
let files: Awaited<ReturnType<typeof openBlobs>>;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  [world, files] = await Promise.all([openWorld(), openBlobs()]);
  await publish(world, contestIn(HERE));
  owner = await register(world, HERE);
});
afterEach(() => Promise.all([world.close(), files.close()]));

const retention = () =>
  createKeepHouse({
    store: world.store,
    actor: systemActor("custody"),
    blobs: files.blobs,
    clock: () => new Date(),
    log: silent,
    retentionWeeks: 5,
  })({ task: "retention" }, { signal: new AbortController().signal });
const SIX_WEEKS = "interval '6 weeks'";
const old = (table: string, column: string, where = "true") => world.see(`update ${table} set ${column} = now() - ${SIX_WEEKS} where ${where}`);
const ids = async (table: string) => (await world.see<{ id: string }>(`select id from ${table} order by 1`)).map(({ id }) => id);
const acts = (act: string) => world.see<{ detail: unknown }>("select detail from audit_event where act = $1 order by id", [act]);
const keys = async () => {
  const found: string[] = [];
  for await (const key of files.blobs.list()) found.push(key);
  return found;
};
/** A day goes by for files and marks. */
const nextDay = async () => {
  await world.see("update blob_mark set marked_at = marked_at - interval '25 hours'");
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  for (const key of await keys()) await utimes(files.pathOf(key), yesterday, yesterday);
};
const photo = (text: string) => ({ file: Buffer.from(text), blobs: files.blobs });

describe("what nobody took", () => {
  it("ends after its weeks: a lead with its file, a file that no capture took, an odd answer; a receipt stays", async () => {
    const lead = await capture(world, photo("satu"));
    await capture(world, { ...photo("dua"), taken: false });
    const young = await capture(world, photo("tiga"));
    await old("capture", "received_at", `id = '${lead.captureId}' or not exists (select from upload u where u.capture_id = capture.id)`);
    await old("upload", "received_at", `id <> '${young.uploadId}'`);
    for (const [reason, age] of [
      ["old", SIX_WEEKS],
      ["young", "interval '0'"],
    ]) {
      await world.store.as(systemActor("ingest"), (tx) =>
        tx.posts.saveDrift(owner.id, HERE, "fake", { raw: Buffer.from(reason ?? ""), reason: reason ?? "" }),
      );
      await world.see(`update drift set at = now() - ${age} where reason = $1`, [reason]);
    }
    await retention();
    expect(await ids("capture")).toEqual([young.captureId]);
    expect(await ids("upload")).toEqual([young.uploadId]);
    expect(await world.see("select reason from drift")).toEqual([{ reason: "young" }]);
    expect((await world.see<{ receipt_no: string }>("select receipt_no from expired_capture")).map(({ receipt_no }) => receipt_no)).toContain(
      lead.receiptNo,
    );
    expect((await acts("captures.expired")).map(({ detail }) => detail)).toEqual([{ captures: 2, uploads: 2, drift: 1 }]);
    await retention();
    expect(await acts("captures.expired")).toHaveLength(1);
  });

  it("ends with handover notes and who read them, by the same age", async () => {
    const writer = await person(world, "analyst", [HERE]);
    const left = await world.store.as(writer, async (tx) => {
      const leave = (note: string) => tx.handovers.add({ region: HERE, note, idempotencyKey: note });
      return [await leave("catatan lama"), await leave("catatan baru")];
    });
    for (const id of left) await world.store.as(await person(world, "analyst", [HERE]), (tx) => tx.handovers.tick(id ?? "", HERE));
    await old("handover", "at", "note = 'catatan lama'");
    await retention();
    expect(await world.see("select note from handover join handover_read on handover_id = id")).toEqual([{ note: "catatan baru" }]);
    expect((await acts("handovers.dropped")).map(({ detail }) => detail)).toEqual([{ handovers: 1 }]);
  });

  it("ends with all that a second look left: one that was rejected goes by age, with its words, its masks and who told of it", async () => {
    const rejected = await capture(world, photo("satu"));
    const masked = await files.blobs.put(Buffer.from("satu, ditutup"));
    const looker = await person(world, "analyst", [HERE]);
    await world.store.as(looker, async (tx) => {
      const of = { id: rejected.captureId, region: HERE };
      await tx.captures.addReporter(of, await tx.captures.seal({ name: "Warga Misal", contact: "0", note: "" }));
      await tx.captures.addTranscripts(of, [{ uploadId: rejected.uploadId ?? "", lines: [{ atSeconds: 1, text: "Mari" }] }]);
      const lookId = await tx.intake.addLook(of, { act: "rejected", note: "bukan pegawai", mediaText: "Mari" });
      const rects = [{ x: 0, y: 0, width: 1, height: 1 }];
      const picture = { blobKey: masked.key, mediaType: "image/jpeg", bytes: masked.size };
      await tx.intake.addMask({ id: lookId, captureId: of.id, region: HERE }, { uploadId: rejected.uploadId ?? "", rects, masked: picture });
    });
    await world.see("insert into fixity_check (kind, object_id, last_checked) values ('mask', $1, now())", [rejected.uploadId]);
    for (let days = 0; days < 3; days += 1) {
      await retention();
      await nextDay();
    }
    expect(await keys(), "a masked picture has a name").toHaveLength(2);
    await old("capture", "received_at");
    for (let days = 0; days < 3; days += 1) {
      await retention();
      await nextDay();
    }
    expect(await keys()).toEqual([]);
    for (const table of ["capture", "capture_look", "capture_mask", "capture_reporter", "capture_transcript", "fixity_check", "upload"])
      expect(await world.see(`select from ${table}`), table).toEqual([]);
  });

  it("does not end while a flag stands on its post, or the post's own bytes are kept", async () => {
    const flagged = await capture(world, { postId: (await flag(world, owner, "a")).postId });
    const plain = await arrive(world, owner, { text: "Selamat pagi" });
    const waiting = await capture(world, { postId: plain.postId });
    await old("capture", "received_at");
    await retention();
    expect(await ids("capture")).toEqual([flagged.captureId, waiting.captureId].sort());
    await world.see("update post_version set body_dropped_at = now() where post_id = $1", [plain.postId]);
    await retention();
    expect(await ids("capture")).toEqual([flagged.captureId]);
  });

  it("keeps what was handed back as long as its correction, since the reporter is told of there", async () => {
    const before = await capture(world, {});
    const after = await capture(world, {});
    await world.see("update capture set corrects = $2 where id = $1", [after.captureId, before.captureId]);
    await world.see(`update capture set received_at = now() - ${SIX_WEEKS} where id = $1`, [before.captureId]);
    await retention();
    expect(await ids("capture")).toEqual([before.captureId, after.captureId].sort());
    await old("capture", "received_at");
    await retention();
    expect(await ids("capture")).toEqual([]);
  });

  it("keeps a tip that an account's link stands on", async () => {
    const tip = await capture(world, {});
    await world.see("update account set tip_capture_id = $1", [tip.captureId]);
    await old("capture", "received_at");
    await retention();
    expect(await ids("capture")).toEqual([tip.captureId]);
  });

  it("goes on past one transaction's worth", async () => {
    for (let n = 0; n < 3; n += 1) await capture(world, {});
    await world.see(`insert into drift (account_id, region, connector, reason, sha256, raw, at)
      select '${owner.id}', '${HERE}', 'fake', 'x', sha256(n::text::bytea), '', now() - ${SIX_WEEKS} from generate_series(1, 1200) n`);
    await retention();
    expect(await ids("drift")).toEqual([]);
  });
});

describe("a file that no row names", () => {
  it("is removed when it was unnamed a day ago too, and not before", async () => {
    const kept = await capture(world, photo("satu"));
    const { key } = await files.blobs.put(Buffer.from("dua"));
    await retention();
    await retention();
    expect(await keys()).toHaveLength(2);
    await nextDay();
    await retention();
    expect(await keys()).toEqual([kept.blobKey]);
    expect((await acts("blobs.removed")).map(({ detail }) => detail)).toEqual([{ files: 1 }]);
    expect(await world.see("select from blob_mark where key = $1", [key])).toEqual([]);
  });

  it("stays when a row came to name it, also at the last moment, and when its bytes were put again", async () => {
    const [named, again] = [Buffer.from("satu"), Buffer.from("dua")];
    await files.blobs.put(named);
    await files.blobs.put(again);
    await retention();
    await nextDay();
    await capture(world, photo("satu"));
    await files.blobs.put(again);
    await retention();
    expect(await keys()).toHaveLength(2);
    expect(await world.see("select key from blob_mark")).toHaveLength(1);
  });

  it("stays as long as any of the rows that name it, whoever put it first", async () => {
    const [one, two] = [await capture(world, photo("sama")), await capture(world, photo("sama"))];
    expect(one.blobKey).toBe(two.blobKey);
    await old("capture", "received_at", `id = '${one.captureId}'`);
    for (let day = 0; day < 3; day += 1) {
      await retention();
      await nextDay();
    }
    expect(await keys()).toEqual([two.blobKey]);
    await old("capture", "received_at", `id = '${two.captureId}'`);
    for (let day = 0; day < 3; day += 1) {
      await retention();
      await nextDay();
    }
    expect(await keys()).toEqual([]);
  });

  it("stays whole for one owner of equal bytes when everything of the other is erased", async () => {
    const other = await register(world, HERE);
    const posts = [
      await arrive(world, owner, { externalId: "satu", text: "Pagi" }),
      await arrive(world, other, { externalId: "dua", text: "Pagi" }),
    ] as const;
    const [erased, kept] = [
      await capture(world, { ...photo("sama"), postId: posts[0].postId }),
      await capture(world, { ...photo("sama"), postId: posts[1].postId }),
    ];
    const supervisor = await person(world, "supervisor", [HERE]);
    const erase = async (account: { id: string }) => {
      await world.see("update account set revoked_at = now() where id = $1", [account.id]);
      await world.store.as(supervisor, (tx) => tx.registry.purgeCaptures([account.id]));
      await nextDay();
      await retention();
    };
    await erase(owner);
    expect(await ids("upload")).toEqual([kept.uploadId]);
    expect(await files.blobs.verify(kept.blobKey ?? "")).toBe("intact");
    expect(await world.see("select text from capture where id = $1", [erased.captureId])).toEqual([{ text: "" }]);
    await erase(other);
    expect([await ids("upload"), await keys()]).toEqual([[], []]);
  });

  it("goes within the hour when a person purged its row, unless another row names it", async () => {
    const [one, two] = [await capture(world, photo("satu")), await capture(world, photo("dua"))];
    await world.see("insert into purged_file (upload_id, region, capture_id, blob_key) select id, region, capture_id, blob_key from upload");
    await world.see("delete from upload where id = $1", [one.uploadId]);
    await retention();
    expect(await keys()).toHaveLength(2);
    await nextDay();
    await retention();
    expect(await keys()).toEqual([two.blobKey]);
    expect(await world.see("select blob_key, blob_gone_at is not null as gone from purged_file order by gone")).toEqual([
      { blob_key: two.blobKey, gone: false },
      { blob_key: one.blobKey, gone: true },
    ]);
  });
});
