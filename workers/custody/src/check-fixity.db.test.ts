import { rm, writeFile } from "node:fs/promises";
import { type FixityKind, systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contestIn, HERE, openWorld, person, publish, register, silent, type World } from "../../../test/support/world.ts";
import { openBlobs } from "../test/blobs.ts";
import { capture, flag } from "../test/custody-world.ts";
import { createCheckFixity } from "./check-fixity.ts";

let world: World;
let files: Awaited<ReturnType<typeof openBlobs>>;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  [world, files] = await Promise.all([openWorld(), openBlobs()]);
  await publish(world, contestIn(HERE));
  owner = await register(world, HERE);
});
afterEach(() => Promise.all([world.close(), files.close()]));

const SOON = 0.001;
/** One run. A round is due at once unless its time is given. */
const walk = (roundSeconds = SOON) =>
  createCheckFixity({ store: world.store, actor: systemActor("custody"), blobs: files.blobs, log: silent, roundSeconds })({
    signal: new AbortController().signal,
  });
const faults = () =>
  world.see<{ kind: FixityKind; object_id: string; what: string }>(
    "select kind, object_id, what from fixity_fault where mended_at is null order by kind, what",
  );
const acts = async () =>
  (await world.see<{ act: string }>("select act from audit_event where act like 'fixity.%' order by id")).map(({ act }) => act);
const flip = (table: string, column: string, id: string, key = "id") =>
  world.see(`update ${table} set ${column} = set_bit(${column}, 3, 1 - get_bit(${column}, 3)) where ${key} = $1`, [id]);

/** A picture that somebody sent, masked at the second look. */
async function masked(words: string): Promise<{ uploadId: string; maskedKey: string }> {
  const sent = await capture(world, { file: Buffer.from(words), blobs: files.blobs });
  const painted = await files.blobs.put(Buffer.from(`${words}, tertutup`));
  const uploadId = sent.uploadId ?? "";
  await world.store.as(await person(world, "analyst", [HERE]), async (tx) => {
    const id = await tx.intake.addLook({ id: sent.captureId, region: HERE }, { act: "lead", note: "x", mediaText: "" });
    const file = { blobKey: painted.key, mediaType: "image/png", bytes: painted.size };
    await tx.intake.addMask(
      { id, captureId: sent.captureId, region: HERE },
      { uploadId, rects: [{ x: 0, y: 0, width: 1, height: 1 }], masked: file },
    );
  });
  return { uploadId, maskedKey: painted.key };
}

describe("the walk over what is kept", () => {
  it("finds nothing where nothing changed, and says when it looked", async () => {
    await flag(world, owner, "a");
    await capture(world, { file: Buffer.from("foto"), blobs: files.blobs });
    await walk();
    expect(await faults()).toEqual([]);
    expect(await world.see("select kind, digest is not null as known from fixity_check order by kind")).toEqual(
      ["capture", "evidence", "upload"].map((kind) => ({ kind, known: true })),
    );
    expect(await world.see("select kind, checked, finished_at is not null as done from fixity_round order by kind")).toEqual(
      ["capture", "evidence", "export", "mask", "media", "thumbnail", "upload", "version"].map((kind) => ({
        kind,
        checked: kind === "media" || kind === "mask" || kind === "thumbnail" || kind === "export" ? 0 : 1,
        done: true,
      })),
    );
  });

  it("finds a flipped bit of pinned bytes, of their hash, of what people sent, and of bytes that nothing pinned", async () => {
    const [one, two] = [await flag(world, owner, "a"), await flag(world, owner, "b")];
    const sent = await capture(world, {});
    await flip("evidence", "raw", one.flagId, "flag_id");
    await flip("evidence", "sha256", two.flagId, "flag_id");
    await flip("capture", "raw", sent.captureId);
    await flip("capture_body", "raw", two.versionId, "version_id");
    await walk();
    expect((await faults()).map(({ kind, what }) => `${kind} ${what}`)).toEqual(
      ["evidence damaged", "evidence damaged", "capture damaged", "version damaged"].sort(),
    );
    expect(await acts()).toEqual(Array(4).fill("fixity.fault"));
  });

  it("finds bytes and hash changed together: the version's own hash still stands", async () => {
    const { flagId } = await flag(world, owner, "a");
    await world.see("update evidence set raw = set_byte(raw, 0, 120), sha256 = sha256(set_byte(raw, 0, 120)) where flag_id = $1", [flagId]);
    await walk();
    expect((await faults()).map(({ what }) => what)).toEqual(["damaged"]);
  });

  it.each([
    ["evidence", "text"],
    ["evidence", "content_type"],
    ["capture", "text"],
    ["capture", "handle"],
    ["upload", "media_type"],
  ])("finds %s.%s changed since the first look", async (table, column) => {
    await flag(world, owner, "a");
    await capture(world, { file: Buffer.from("foto"), blobs: files.blobs });
    await walk();
    await world.see(`update ${table} set ${column} = ${column} || 'x'`);
    await walk();
    expect(await faults()).toMatchObject([{ kind: table, what: "altered" }]);
    await walk();
    expect(await acts()).toEqual(["fixity.fault"]);
  });

  it("finds a file that changed and one that is gone, once for as long as it lasts, and that they are back", async () => {
    const one = await capture(world, { file: Buffer.from("satu"), blobs: files.blobs });
    const two = await capture(world, { file: Buffer.from("dua"), blobs: files.blobs });
    await writeFile(files.pathOf(one.blobKey ?? ""), "tiga");
    await rm(files.pathOf(two.blobKey ?? ""));
    await walk();
    await walk();
    expect(await faults()).toEqual([
      { kind: "upload", object_id: one.uploadId, what: "damaged" },
      { kind: "upload", object_id: two.uploadId, what: "missing" },
    ]);
    await files.blobs.put(Buffer.from("satu"));
    await files.blobs.put(Buffer.from("dua"));
    await walk();
    expect(await faults()).toEqual([]);
    await rm(files.pathOf(two.blobKey ?? ""));
    await walk();
    expect(await acts()).toEqual(["fixity.fault", "fixity.fault", "fixity.mended", "fixity.mended", "fixity.fault"]);
  });

  it("finds a masked picture whose file changed, whose file is gone, and one put in its place", async () => {
    const [damaged, missing, other] = [await masked("satu"), await masked("dua"), await masked("tiga")];
    await walk();
    expect(await faults()).toEqual([]);
    await writeFile(files.pathOf(damaged.maskedKey), "lain");
    await rm(files.pathOf(missing.maskedKey));
    await world.see("update capture_mask set masked_key = x.blob_key from upload x where x.id = upload_id and x.id = $1", [other.uploadId]);
    await walk();
    expect((await faults()).map(({ kind, object_id, what }) => `${kind} ${object_id} ${what}`).sort()).toEqual(
      [`mask ${damaged.uploadId} damaged`, `mask ${missing.uploadId} missing`, `mask ${other.uploadId} altered`].sort(),
    );
    await world.see("update capture_mask set masked_key = 'nothing' where upload_id = $1", [missing.uploadId]);
    await walk();
    expect((await world.see("select from fixity_round where kind = 'mask' and finished_at is not null and checked = 3")).length).toBe(1);
  });

  it("calls no fault what a person purged and what retention dropped", async () => {
    const { versionId } = await flag(world, owner, "a");
    await capture(world, {});
    await walk();
    await world.see("update evidence set raw = '', text = '', purged_at = now()");
    await world.see("update capture set raw = '', text = '', handle = '', seen_how = '', purged_at = now()");
    await world.see("delete from capture_body where version_id = $1", [versionId]);
    await world.see("update post_version set body_dropped_at = now() where id = $1", [versionId]);
    await walk();
    expect(await faults()).toEqual([]);
    await world.see("update post_version set body_dropped_at = null where id = $1", [versionId]);
    await walk();
    expect((await faults()).map(({ what }) => what)).toEqual(["missing"]);
  });

  it("takes its time: a round is spread over its days, goes on where it was, and begins again when they are over", async () => {
    for (const id of ["a", "b", "c", "d"]) await flag(world, owner, id);
    const DAY = 86_400;
    const at = (share: number) =>
      world.see("update fixity_round set started_at = clock_timestamp() - make_interval(secs => $1)", [share * 0.9 * DAY]);
    const checked = async () =>
      (await world.see("select round, checked, finished_at is not null as done from fixity_round where kind = 'evidence'"))[0];
    await walk(DAY);
    expect(await checked()).toMatchObject({ checked: 1, done: false });
    await at(0.5);
    await walk(DAY);
    expect(await checked()).toMatchObject({ round: 1, checked: 3, done: false });
    expect((await world.see("select from fixity_check")).length).toBe(3);
    await at(1);
    await walk(DAY);
    expect(await checked()).toMatchObject({ round: 1, checked: 4, done: true });
    await walk(DAY);
    expect(await checked()).toMatchObject({ round: 1 });
    await at(1.2);
    await walk(DAY);
    expect(await checked()).toMatchObject({ round: 2, checked: 1 });
  });

  it("by two workers at once counts nothing twice", async () => {
    for (let n = 0; n < 120; n += 1) await capture(world, {});
    await world.see("update capture set raw = raw || 'x'");
    await Promise.all([walk(), walk(), walk()]);
    await walk();
    expect((await faults()).length).toBe(120);
    expect((await acts()).length).toBe(120);
  });
});
