import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PassportManifest, readCanonicalZip, verifyPassport } from "@netra/evidence";
import { type Actor, systemActor } from "@netra/store";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportPassport } from "../../services/app/src/commands/passport.ts";
import { makePassport, type PassportAsk } from "../../services/app/src/passport-desk.ts";
import { decideAs, ESCALATE, readAs } from "../support/decide.ts";
import { fileCapture } from "../support/file-capture.ts";
import { openLedger } from "../support/ledger.ts";
import { arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, person, publish, register, type World } from "../support/world.ts";

const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=", "base64");
let world: World;
let ledger: ReturnType<typeof openLedger>;
let supervisor: Actor;
beforeAll(async () => {
  world = await openWorld();
  ledger = openLedger(world);
  supervisor = await person(world, "supervisor", [HERE]);
  await publish(world, contestIn(HERE));
});
afterAll(async () => {
  ledger.close();
  await world.close();
});

const extra = (text: string): Buffer => Buffer.concat([PICTURE, Buffer.from(text)]);

type Owner = Awaited<ReturnType<typeof register>>;
async function flagged(owner: Owner): Promise<{ id: string; number: string; postId: string }> {
  const { versionId, postId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
  await classifier(world)({ versionIds: [versionId] });
  const [flag] = await world.see<{ id: string; number: string }>("select id, number::text from flag where post_id = $1", [postId]);
  if (!flag) throw new Error("the post was not flagged");
  await readAs(world, supervisor, flag.id);
  return { ...flag, postId };
}

/** Somebody sends a picture of the post, and a machine reads it. */
async function sendPicture(
  postId: string,
  handle: string,
  bytes: Uint8Array = PICTURE,
  origin: "own" | "tip" | "complaint" = "own",
): Promise<{ id: string; key: string }> {
  const sender = await person(world, "analyst", [HERE]);
  const { key, size } = await ledger.context.blobs.put(bytes);
  const id = randomUUID();
  const captureId = await world.store.as(sender, async (tx) => {
    await tx.captures.addUpload({ id, region: HERE, mediaType: "image/png", byteLength: size, sha256: key, blobKey: key });
    const capture = await tx.captures.add({
      ...{
        clientId: randomUUID(),
        region: HERE,
        url: null,
        urlKey: null,
        platform: "facebook",
        handle,
        kind: "photo",
        text: "Foto",
        visibility: "public",
      },
      ...{ seenHow: "own_phone", officeAccount: false, uploader: "owner", seenAt: new Date(), origin, raw: Buffer.from("{}") },
    });
    await tx.captures.takeUploads({ id: capture.id, region: HERE }, [id]);
    return capture.id;
  });
  await fileCapture(world, captureId, postId);
  const words = { state: "read", text: "coblos nomor 2", confidence: 90, engine: "tesseract.js 7" } as const;
  await world.store.as(systemActor("custody"), (tx) => tx.pictures.keep({ from: "upload", id, region: HERE, ...words }));
  return { id, key };
}

/** A second person covers a part of a picture: here, by other bytes. Returns their hash. */
async function cover(uploadId: string, bytes: Uint8Array): Promise<string> {
  const { key, size } = await ledger.context.blobs.put(bytes);
  await world.see(
    `insert into capture_mask (upload_id, capture_id, look_id, region, rects, masked_key, masked_type, masked_bytes)
      select u.id, u.capture_id, l.id, l.region, '[]', $2, 'image/png', $3 from upload u join capture_look l on l.capture_id = u.capture_id where u.id = $1`,
    [uploadId, key, size],
  );
  return key;
}

const make = (ask: Omit<PassportAsk, "withPeople" | "reason"> & { withPeople?: boolean }, actor = supervisor) =>
  makePassport(ledger.context, actor, { withPeople: false, reason: "plenary", ...ask });
const manifestOf = (bytes: Uint8Array): PassportManifest =>
  JSON.parse(new TextDecoder().decode(readCanonicalZip(bytes).find(({ path }) => path === "passport.json")?.bytes)) as PassportManifest;
const refusedBy = async (bytes: Uint8Array) => (await verifyPassport(bytes)).checks.filter(({ ok }) => ok === false);

it("holds the pictures that people sent, with their proofs, and a machine's words only as such", async () => {
  const owner = await register(world, HERE);
  const flag = await flagged(owner);
  const { id, key } = await sendPicture(flag.postId, owner.handle);
  const { bytes } = await make({ kind: "flag", which: { id: flag.id } });
  expect(await refusedBy(bytes)).toEqual([]);
  const manifest = manifestOf(bytes);
  expect(manifest.flags[0]?.files).toMatchObject([
    {
      id,
      origin: "upload",
      sha256: key,
      size: PICTURE.length,
      bytes: `bytes/${key}`,
      content_type: "image/png",
      receipt: expect.stringMatching(/^T-/),
      leaf: expect.any(Number),
    },
  ]);
  expect(manifest.flags[0]?.files?.[0]?.machine_words).toMatchObject({ text: "coblos nomor 2", tool: "tesseract.js 7", is_evidence: false });
  expect(manifest.ledger).toMatchObject({ unsealed: 0, leaves: { length: 3 }, stamp: null });
  const kept = readCanonicalZip(bytes).find(({ path }) => path === `bytes/${key}`)?.bytes;
  expect(Buffer.from(kept ?? []).equals(PICTURE)).toBe(true);
  const out = join(ledger.dir, "files.zip");
  writeFileSync(out, bytes);
  expect(execFileSync("python3", ["docs/verify/netra_verify.py", out], { encoding: "utf8" })).toContain("HOLDS");

  const without = await make({ kind: "flag", which: { id: flag.id }, withoutFiles: true });
  expect(manifestOf(without.bytes).flags[0]?.files).toMatchObject([{ id, bytes: null, sha256: key, leaf: expect.any(Number) }]);
  expect(await refusedBy(without.bytes)).toEqual([]);
});

it("leaves out what came with a tip or a complaint unless it is asked for, with hash and proof, and says so", async () => {
  const owner = await register(world, HERE);
  const flag = await flagged(owner);
  const own = await sendPicture(flag.postId, owner.handle, extra("own"));
  const tip = await sendPicture(flag.postId, owner.handle, extra("tip: place, device, name"), "tip");
  const complaint = await sendPicture(flag.postId, owner.handle, extra("complaint"), "complaint");
  const enclosed = async (withoutFiles?: boolean) => {
    const { bytes } = await make({ kind: "flag", which: { id: flag.id }, withoutFiles });
    expect(await refusedBy(bytes)).toEqual([]);
    const files = manifestOf(bytes).flags[0]?.files ?? [];
    expect(files.map(({ id, leaf }) => [id, typeof leaf])).toEqual([own, tip, complaint].map(({ id }) => [id, "number"]));
    expect(Buffer.from(bytes).includes("tip: place, device, name")).toBe(files[1]?.bytes !== null);
    return files.map(({ bytes }) => bytes);
  };
  expect(await enclosed()).toEqual([`bytes/${own.key}`, null, null]);
  expect(await enclosed(true)).toEqual([null, null, null]);
  expect(await enclosed(false)).toEqual([own, tip, complaint].map(({ key }) => `bytes/${key}`));
  const exports = await world.see<{ files: string | null }>(
    "select detail->>'citizenFiles' as files from audit_event where act = 'passport.exported' and object_id = $1 order by id",
    [flag.id],
  );
  expect(exports.map(({ files }) => files)).toEqual([null, null, "2"]);
  const [{ username } = { username: "" }] = await world.see<{ username: string }>("select username from app_user where id = $1", [supervisor.id]);
  const said = await exportPassport(ledger.context, {
    ...{ kind: "flag", number: flag.number, by: username, out: join(ledger.dir, "tip.zip"), withPeople: false, reason: "own_check" },
  });
  expect(said.slice(1, 3)).toEqual([
    expect.stringMatching(/^2 files that came with a tip or a complaint: hash and proof only/),
    expect.stringMatching(/^--with-files/),
  ]);
});

it("holds a masked picture in place of its original unless that is asked for, and its readme says which", async () => {
  const owner = await register(world, HERE);
  const flag = await flagged(owner);
  const named = await sendPicture(flag.postId, owner.handle, extra("a bystander's name"));
  const tip = await sendPicture(flag.postId, owner.handle, extra("a citizen's wall"), "tip");
  const covered = await cover(named.id, extra("a black box"));
  const coveredTip = await cover(tip.id, extra("a black box on the wall"));
  const look = async (withoutFiles?: boolean) => {
    const { bytes, leftOut } = await make({ kind: "flag", which: { id: flag.id }, withoutFiles });
    expect(await refusedBy(bytes)).toEqual([]);
    const holds = ["a bystander's name", "a black box", "a citizen's wall", "a black box on the wall"].map((words) =>
      readCanonicalZip(bytes).some(({ bytes: content }) => Buffer.from(content).equals(extra(words))),
    );
    const readme = new TextDecoder().decode(readCanonicalZip(bytes).find(({ path }) => path === "readme.txt")?.bytes);
    return { bytes, leftOut, holds, readme, files: manifestOf(bytes).flags[0]?.files };
  };
  const usual = await look();
  expect(usual.files).toMatchObject([
    { id: named.id, sha256: named.key, bytes: null, machine_words: null, leaf: expect.any(Number) },
    { id: tip.id, bytes: null },
  ]);
  expect(usual.files?.map(({ masked }) => masked)).toEqual([
    { sha256: covered, size: extra("a black box").length, bytes: `bytes/${covered}`, content_type: "image/png", made_from: named.key },
    expect.objectContaining({ sha256: coveredTip, bytes: null, made_from: tip.key }),
  ]);
  expect([usual.holds, usual.leftOut]).toEqual([[false, true, false, false], { citizen: 1, masked: 1 }]);
  expect(usual.readme).toMatch(
    /tidak ikut, hanya hash dan buktinya:\n- 1 gambar[\s\S]*- 1 picture with regions covered; the covered picture is here/,
  );
  const whole = await look(false);
  expect([whole.holds, whole.leftOut]).toEqual([[true, true, true, true], { citizen: 0, masked: 0 }]);
  expect(whole.readme).toMatch(/DALAM PASPOR INI ASLINYA IKUT[\s\S]*THE ORIGINALS ARE IN THIS PASSPORT[\s\S]*1 picture with nothing covered/);
  expect((await verifyPassport(whole.bytes)).facts?.masked).toEqual({ pictures: 2, originals: 2 });
  expect((await look(true)).holds).toEqual([false, false, false, false]);
  expect(
    await world.see(
      `select detail->'maskedOriginals' as masked, detail->'citizenFiles' as citizen from audit_event where act = 'passport.exported' and object_id = $1
        and detail ? 'maskedOriginals'`,
      [flag.id],
    ),
  ).toEqual([{ masked: 1, citizen: 1 }]);
});

it("is refused where a file is lost or too large, and says what to do", async () => {
  const owner = await register(world, HERE);
  const flag = await flagged(owner);
  const { id, key } = await sendPicture(flag.postId, owner.handle, Buffer.concat([PICTURE, Buffer.from("x")]));
  await world.see("update upload set byte_length = $2 where id = $1", [id, 200 * 1024 * 1024]);
  await expect(make({ kind: "flag", which: { id: flag.id } })).rejects.toMatchObject({
    code: "passport-too-large",
    message: expect.stringMatching(/200 MB.*100 MB.*--without-files/),
  });
  await world.see("update upload set byte_length = $2 where id = $1", [id, PICTURE.length + 1]);
  await ledger.context.blobs.remove(key, { unusedSince: new Date(Date.now() + 60_000) });
  await expect(make({ kind: "flag", which: { id: flag.id } })).rejects.toMatchObject({ code: "file-damaged" });
});

it("of a case holds every flag that stands in it, each with its own proofs, and names a person only when asked", async () => {
  const owner = await register(world, HERE, { nip: "198507122010011003" });
  const flags = [await flagged(owner), await flagged(owner)];
  for (const { id } of flags) for (let reader = 0; reader < 2; reader += 1) await decideAs(world, { region: HERE, flagId: id, act: ESCALATE });
  await sendPicture(flags[1]?.postId ?? "", owner.handle);
  const twin = await sendPicture(flags[0]?.postId ?? "", owner.handle);
  const covered = await cover(twin.id, extra("covered"));
  const [held] = await world.see<{ id: string; number: string }>(
    "select k.id, k.number::text from case_file k join case_flag x on x.case_id = k.id where x.flag_id = $1",
    [flags[0]?.id],
  );
  const { bytes, number } = await make({ kind: "case", which: { id: held?.id ?? "" } });
  const verdict = await verifyPassport(bytes);
  expect([number, verdict.ok, verdict.facts]).toMatchObject([
    held?.number,
    true,
    { kind: "case", number: held?.number, leaves: 6, unsealed: 0, withPeople: false },
  ]);
  const manifest = manifestOf(bytes);
  expect(manifest.flags.map((flag) => [flag.number, flag.decisions.length, flag.files?.length])).toEqual([
    [flags[0]?.number, 2, 1],
    [flags[1]?.number, 2, 1],
  ]);
  const shown = manifest.flags.map((flag) => flag.files?.map((file) => [file.bytes, file.masked?.bytes, file.machine_words]));
  expect(shown, "covered in one post, covered in the other").toEqual([[[null, `bytes/${covered}`, null]], [[null, `bytes/${covered}`, null]]]);
  expect(manifest.files.filter(({ path }) => /^(pack|contest)/.test(path))).toHaveLength(2);
  expect(Buffer.from(bytes).includes(owner.handle)).toBe(false);
  expect(manifestOf((await make({ kind: "case", which: { id: held?.id ?? "" }, withPeople: true })).bytes).people).toMatchObject({
    handle: owner.handle,
  });
  await world.see("update account set revoked_at = now() where id = $1", [owner.id]);
  await expect(make({ kind: "case", which: { id: held?.id ?? "" }, withPeople: true })).rejects.toMatchObject({ code: "name-not-exportable" });

  const [{ username } = { username: "" }] = await world.see<{ username: string }>("select username from app_user where id = $1", [supervisor.id]);
  const out = join(ledger.dir, "case.zip");
  const [said] = await exportPassport(ledger.context, {
    kind: "case",
    number: `B-${flags[1]?.number}`,
    by: username,
    out,
    withPeople: false,
    reason: "plenary",
  });
  expect(said).toContain("case.zip");
  expect(execFileSync("python3", ["docs/verify/netra_verify.py", out], { encoding: "utf8" })).toContain("HOLDS");
  expect(await world.see("select count(*)::int as n from audit_event where act = 'passport.exported' and object_type = 'case'")).toEqual([{ n: 3 }]);
});
