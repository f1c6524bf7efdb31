import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { CHECKLIST, type Guidance } from "@netra/domain";
import { type PassportManifest, readCanonicalZip, verifyPassport } from "@netra/evidence";
import type { FlagDetail, FlagPage, GuidanceView, Lease } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openGuidance } from "../../services/app/src/open-guidance.ts";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { fileCapture } from "../support/file-capture.ts";
import { HANDLE_HERE, HERE, raiseFlag } from "../support/seed.ts";

const PICTURE = readFileSync(join(import.meta.dirname, "../../packages/media/test/post.png"));
const COVERED = readFileSync(join(import.meta.dirname, "../../packages/media/test/post-dark.jpg"));
const ESCALATE = {
  act: "escalate",
  checklist: Object.fromEntries(CHECKLIST.map((question) => [question, "yes"])),
  reason: "Ajakan memilih nomor urut satu pada masa kampanye, akun dinyatakan sendiri.",
};
let api: TestApi;
let reader: Caller;
let auditor: Caller;
let guidance: Guidance;
let flagId: string;
let postId: string;

beforeAll(async () => {
  // As in force, but for one question: what stops an escalation is the table's to say.
  const { hash, questions } = await openGuidance();
  guidance = {
    hash,
    questions: questions.map((question) =>
      question.id === "quote" ? { ...question, answers: { ...question.answers, unknown: "blocks" } } : question,
    ),
  };
  api = await startTestApi({ deps: { guidance } });
  reader = await api.as(api.office.here.analyst);
  auditor = await api.as(api.office.here.auditor);
});
afterAll(() => api?.close());
beforeEach(async () => {
  ({ flagId, postId } = await raiseFlag(api.store, api.office, { kind: "comment" }));
});

const at = (path = ""): string => `/api/flags/${flagId}${path}`;
const see = async (caller = reader): Promise<FlagDetail> => (await caller.get(at())).json();
const sql = <Row = unknown>(statement: string) =>
  runOnce(`${api.url}${api.url.includes("?") ? "&" : "?"}options=-csearch_path%3Dnetra`, statement) as Promise<readonly Row[]>;
async function read(): Promise<number> {
  const { fence } = (await reader.post(at("/claim"))).json<Lease>();
  await reader.post(at("/reading"), { fence, reading: "support", targetId: "rima-joko" });
  return fence;
}
const decide = (fence: number, act: object) => reader.post(at("/decision"), { fence, idempotencyKey: randomUUID(), ...act });

/** Somebody sends the comment with what it answers and, if asked, a picture; a second person files it. Gives the file's id. */
async function send(parent: { readonly url?: string; readonly text?: string }, picture?: Buffer): Promise<string> {
  const { id: userId } = api.office.here.field;
  const sender = { process: "api", kind: "person", id: userId, role: "field", regions: [HERE] } as const;
  const upload = randomUUID();
  const captureId = await api.store.as(sender, async (tx) => {
    const { id } = await tx.captures.add({
      ...{
        clientId: randomUUID(),
        region: HERE,
        url: null,
        urlKey: null,
        platform: "facebook",
        handle: HANDLE_HERE,
        kind: "comment",
        text: "Setuju",
      },
      ...{ visibility: "public", seenHow: "own_phone", officeAccount: false, uploader: "owner", seenAt: new Date(), origin: "own" },
      ...{ raw: Buffer.from("{}"), parentUrl: parent.url ?? null, parentText: parent.text ?? "" },
    });
    if (picture) {
      const { key, size } = await blobs().put(picture);
      await tx.captures.addUpload({ id: upload, region: HERE, mediaType: "image/png", byteLength: size, sha256: key, blobKey: key });
      await tx.captures.takeUploads({ id, region: HERE }, [upload]);
    }
    return id;
  });
  await fileCapture(api, captureId, postId);
  return upload;
}
const blobs = () => createFileBlobs({ dir: join(api.dir, "blobs") });

test("what a comment answers is there before the reading, its author as a role and nobody's handle in it", async () => {
  expect(await see()).toMatchObject({ kind: "comment", parents: [] });
  await send({ url: `https://facebook.com/${HANDLE_HERE}/posts/9`, text: "Siapa setuju? @warta.timur https://facebook.com/warta.timur/posts/2" });
  await send({ url: "https://facebook.com/warta.timur/posts/3" });
  expect((await see()).parents).toEqual([
    { relation: "answers", author: "self", text: "Siapa setuju? @… facebook.com/…" },
    { relation: "answers", author: "other", text: null },
  ]);
  expect((await reader.get(at())).body).not.toMatch(/warta\.timur|posts\/9/);
});

test("a row of the list says as many files as the flag shows, and that the words of its parent are kept", async () => {
  const row = async () => (await reader.get("/api/flags?limit=100")).json<FlagPage>().flags.find(({ id }) => id === flagId);
  expect(await row()).toMatchObject({ files: 0, parent: false });
  await send({ url: "https://facebook.com/warta.timur/posts/4" }, Buffer.from("satu"));
  await send({}, Buffer.from("satu"));
  expect(await row(), "the same bytes twice, and of the parent only where it stands").toMatchObject({ files: 1, parent: false });
  const kept = (ordinal: number, bytes: string, kind = "image") =>
    `(version_id, post_id, ordinal, region, kind, reference, state, sha256, byte_length, media_type, blob_key, fetched_at) select version_id, post_id, ${ordinal}, region, '${kind}', 'x', 'kept', sha256('${bytes}'), 1, 'image/png', '${bytes}', now() from flag where id = '${flagId}'`;
  for (const media of [kept(0, "a"), kept(1, "a"), kept(2, "b"), kept(3, "c", "proof")]) await sql(`insert into post_media ${media}`);
  await send({ text: "Siapa setuju?" }, Buffer.from("dua"));
  expect(await row()).toMatchObject({ files: 4, parent: true });
  expect((await see()).files).toHaveLength(4);
});

test("what is known of the account opens with the signals, in counts that leave this flag out", async () => {
  const before = await see();
  expect(before.account).toBeNull();
  const earlier = await raiseFlag(api.store, api.office);
  await sql(`update flag set state = 'closed', outcome = 'not_partisan' where id = '${earlier.flagId}';
    update post set posted_at = posted_at - interval '3 days' where id = '${earlier.postId}'`);
  await read();
  const { account } = await see();
  const [others] = await sql<{
    posts: number;
    closed: number;
  }>(`select count(*)::int as posts, count(*) filter (where f.state = 'closed')::int as closed
    from flag f join post p on p.id = f.post_id where p.id <> '${postId}' and p.account_id = (select account_id from post where id = '${postId}')`);
  expect(account).toMatchObject({ state: "active", handleChanges: 0, postsRead: others?.posts, flagged: others?.posts, notPartisan: others?.closed });
  expect([account?.postsBefore, others?.closed]).toEqual([1, 1]);
  expect(JSON.stringify(account)).not.toMatch(/sari|score|teladan/i);
});

test("the questions come with what stood on the day of the act and what stands now, also where the two disagree", async () => {
  const questions = (await reader.get("/api/guidance?on=2024-10-01")).json<GuidanceView>().questions;
  const passive = questions.find(({ id }) => id === "official")?.notes.filter(({ id }) => id.startsWith("hadir-pasif"));
  expect(passive?.map(({ id, thatDay, today, source }) => [id, thatDay, today, source?.number ?? null])).toEqual([
    ["hadir-pasif-2018", true, true, null],
    ["hadir-pasif-2024", false, true, "111/2024"],
  ]);
  expect((await reader.get("/api/guidance?on=2024-02-31")).json()).toMatchObject({ status: 422, code: "day-unknown" });
});

test("an escalation is judged by the table, and keeps the words it was asked under for whoever checks it", async () => {
  const fence = await read();
  for (const question of ["own_act", "quote"])
    expect((await decide(fence, { ...ESCALATE, checklist: { ...ESCALATE.checklist, [question]: "unknown" } })).json()).toMatchObject({
      status: 422,
      code: "checklist-unknown",
    });
  expect((await decide(fence, { ...ESCALATE, guidance: `sha256:${"0".repeat(64)}` })).json()).toMatchObject({
    status: 409,
    code: "guidance-changed",
  });
  expect((await decide(fence, { ...ESCALATE, guidance: guidance.hash })).statusCode).toBe(200);
  const shown = async () => (await see(auditor)).decisions[0]?.checklist;
  const { checklist } = ESCALATE;
  const answered = guidance.questions.map(({ id, ask, answers }) => ({ id, ask, answer: checklist[id], weakens: answers.yes === "weakens" }));
  expect(await shown(), "as it was asked").toEqual(answered);
  expect((await see()).decisions[0]?.checklist, "who decided it sees it again").toEqual(answered);
  await sql(`update decision set guidance_hash = null where flag_id = '${flagId}'`);
  expect(await shown(), "its words were not kept").toEqual(answered.map((one) => ({ ...one, ask: null, weakens: false })));
  await sql(`update decision set guidance_hash = '${guidance.hash}' where flag_id = '${flagId}'`);

  const bytes = new Uint8Array((await auditor.post(at("/passport"), { reason: "plenary", withPeople: false })).rawPayload);
  expect((await verifyPassport(bytes)).checks.filter(({ ok }) => ok === false)).toEqual([]);
  const fileOf = (path: string) => readCanonicalZip(bytes).find((entry) => entry.path === path)?.bytes;
  const [decision] = (JSON.parse(new TextDecoder().decode(fileOf("passport.json"))) as PassportManifest).flags[0]?.decisions ?? [];
  expect(decision).toMatchObject({ act: "escalate", checklist: ESCALATE.checklist, guidance_hash: guidance.hash });
  const asked = fileOf(decision?.guidance ?? "") ?? Buffer.alloc(0);
  expect(JSON.parse(new TextDecoder().decode(asked))).toEqual({ questions: guidance.questions });
});

test("a picture comes small first, of what readers see, is made once, and again where it is gone", async () => {
  const fileId = await send({}, PICTURE);
  const small = async (): Promise<Buffer> => {
    const answer = await reader.get(at(`/files/${fileId}?small=true`));
    expect([answer.statusCode, answer.headers["content-type"], answer.headers["content-security-policy"]]).toEqual([
      200,
      "image/webp",
      expect.stringContaining("sandbox"),
    ]);
    return answer.rawPayload;
  };
  expect((await see()).files).toMatchObject([{ id: fileId, small: true, bytes: PICTURE.length }]);
  const first = await small();
  expect(first.length).toBeLessThanOrEqual(30_000);
  const key = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
  const made = () => sql<{ blob_key: string; source_key: string }>("select blob_key, source_key from thumbnail");
  expect(await made()).toEqual([{ blob_key: key(first), source_key: key(PICTURE) }]);
  await blobs().remove(key(first), { unusedSince: new Date(Date.now() + 60_000) });
  expect(key(await small())).toBe(key(first));
  expect(await made()).toHaveLength(1);

  // Covered: the copy is of the covered picture, whoever asked for one before.
  const { key: covered, size } = await blobs().put(COVERED);
  await sql(`insert into capture_mask (upload_id, capture_id, look_id, region, rects, masked_key, masked_type, masked_bytes)
    select u.id, u.capture_id, l.id, l.region, '[]', '${covered}', 'image/jpeg', ${size} from upload u join capture_look l on l.capture_id = u.capture_id where u.id = '${fileId}'`);
  const masked = await small();
  expect([key(masked) === key(first), (await made()).map(({ source_key }) => source_key).sort()]).toEqual([false, [key(PICTURE), covered].sort()]);

  // What it was made of is purged: so is the copy, at once. What merely lost its rows goes at the next walk.
  await sql(`insert into purged_file (upload_id, region, blob_key) values ('${fileId}', '${HERE}', '${covered}')`);
  const purged = await sql<{ blob_key: string }>(`select blob_key from purged_file where upload_id = '${fileId}'`);
  expect(purged.map(({ blob_key }) => blob_key).sort()).toEqual([covered, key(masked)].sort());
  expect(await made()).toEqual([{ blob_key: key(first), source_key: key(PICTURE) }]);
  const custody = systemActor("custody");
  const walk = () => api.store.as(custody, (tx) => tx.retention.markUnnamed([key(first)], 0));
  expect([await walk(), await made()]).toMatchObject([[], [{}]]);
  await sql(`delete from upload where id = '${fileId}'`);
  await walk();
  expect([await walk(), await made()]).toEqual([[key(first)], []]);
});

test("what is no picture, or a hostile one, has no small copy and says so", async () => {
  const fileId = await send({}, Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"));
  expect((await reader.get(at(`/files/${fileId}?small=true`))).json()).toMatchObject({ status: 422, code: "thumbnail-not-possible" });
  expect((await (await api.as(api.office.there.analyst)).get(at(`/files/${fileId}?small=true`))).statusCode).toBe(404);
});
