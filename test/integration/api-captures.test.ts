import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, readdir, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postFromCapture } from "@netra/connectors";
import { parseCaptures } from "@netra/imports";
import { MAX_MEDIA_BYTES, MAX_STILL_BYTES } from "@netra/media";
import type { CaptureList, CaptureView, IntakeDetail, SendCapture, UrlGuess } from "@netra/service-api/contract";
import { runOnce } from "@netra/store";
import { Upload, type UploadOptions } from "tus-js-client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actsOn, type Caller, ORIGIN, openSession, startTestApi, type TestApi } from "../support/api.ts";
import { lookAt } from "../support/second-look.ts";
import { HANDLE_HERE, HANDLE_THERE, openFlag, seedUser } from "../support/seed.ts";

let api: TestApi;
let field: Caller;
let analyst: Caller;
let supervisor: Caller;
beforeAll(async () => {
  api = await startTestApi();
  field = await api.as(api.office.here.field);
  analyst = await api.as(api.office.here.analyst);
  supervisor = await api.as(api.office.here.supervisor);
});
afterAll(() => api?.close());
beforeEach(() => {
  api.jobs.length = 0;
});

const capture = (changes: Partial<SendCapture> = {}): SendCapture => ({
  clientId: randomUUID(),
  url: null,
  platform: "facebook",
  handle: `@${HANDLE_HERE.toUpperCase()}`,
  kind: "post",
  text: `Pilih nomor satu ${randomUUID()}`,
  visibility: "public",
  seenHow: "Beranda",
  officeAccount: false,
  uploader: "owner",
  seenAt: new Date(Date.now() - 60_000).toISOString(),
  origin: "own",
  uploads: [],
  ...changes,
});
const send = (changes: Partial<SendCapture> = {}, caller = field) => caller.post("/api/captures", capture(changes));
/** Sends, and somebody else takes it as evidence. */
const sendAndLook = async (changes: Partial<SendCapture> = {}, caller = field): Promise<CaptureView> => {
  const sent = await send(changes, caller);
  expect(sent.statusCode, sent.body).toBe(200);
  const looked = await lookAt(supervisor.post, sent.json<CaptureView>().id);
  expect(looked.statusCode, looked.body).toBe(200);
  return (await caller.get("/api/captures")).json<CaptureList>().captures.find(({ id }) => id === sent.json<CaptureView>().id) as CaptureView;
};
const rowOf = async (view: CaptureView) => (await runOnce(api.url, `select * from netra.capture where id = '${view.id}'`))[0] ?? {};
const versionsOf = (postId: unknown) => runOnce(api.url, `select * from netra.post_version where post_id = '${String(postId)}' order by seq`);

describe("a capture", () => {
  test("of a registered account is kept and tied to nobody; a second person's look makes it a version of its post, with the request's bytes behind it", async () => {
    const sent = capture();
    const view = (await field.post("/api/captures", sent)).json<CaptureView>();
    expect(view).toMatchObject({ state: "received", files: 0, kind: "post", platform: "facebook", origin: "own", note: null });
    expect(view.receiptNo).toMatch(/^T-\d{6}-\d{4}$/);
    expect([(await rowOf(view)).post_id, api.jobs]).toEqual([null, []]);
    expect((await lookAt(analyst.post, view.id)).json<IntakeDetail>()).toMatchObject({ state: "evidence", looks: [{ act: "evidence", note: "" }] });
    const row = await rowOf(view);
    const [version] = await versionsOf(row.post_id);
    const raw = Buffer.from(JSON.stringify(sent));
    for (const hash of [row.sha256, version?.sha256]) expect(hash).toEqual(createHash("sha256").update(raw).digest());
    const [body] = await runOnce(
      api.url,
      `select raw, text, media_from, connector from netra.capture_body where version_id = '${String(version?.id)}'`,
    );
    expect(body).toMatchObject({ text: sent.text, media_from: null, connector: "capture-form" });
    expect(body?.raw).toEqual(raw);
    expect(await runOnce(api.url, `select by_hand, time_trust from netra.post where id = '${String(row.post_id)}'`)).toEqual([
      { by_hand: true, time_trust: "analyst" },
    ]);
    expect(api.jobs).toEqual([{ name: "classify", payload: { versionIds: [version?.id] } }]);
    expect(await actsOn(api.store, { type: "capture", id: view.id })).toEqual(["capture.received", "capture.looked"]);
  });

  test.each([
    ["an unknown handle", { handle: "siapa.saja" }, "handle-not-registered"],
    ["an account of another region", { handle: HANDLE_THERE }, "handle-not-registered"],
    ["another platform's account of the same name", { platform: "x" as const }, "handle-not-registered"],
    ["a photo that somebody else uploaded", { kind: "photo" as const, uploader: "other" as const }, "uploader-other"],
  ])("of %s can only be kept as a lead, tied to nobody", async (_, changes, code) => {
    const view = (await send(changes)).json<CaptureView>();
    expect((await lookAt(analyst.post, view.id)).json()).toMatchObject({ status: 422, code, detail: expect.stringContaining("eep it as a lead") });
    expect((await lookAt(analyst.post, view.id, { act: "lead", note: "tidak terdaftar" })).json<IntakeDetail>().state).toBe("lead");
    expect((await rowOf(view)).post_id).toBeNull();
    expect(api.jobs).toEqual([]);
    expect(await actsOn(api.store, { type: "capture", id: view.id })).toEqual(["capture.received", "capture.looked"]);
  });

  test("sent twice, even at once, gives one receipt", async () => {
    const sent = capture();
    const answers = await Promise.all(Array.from({ length: 6 }, () => field.post("/api/captures", sent)));
    expect(new Set(answers.map((answer) => answer.json<CaptureView>().receiptNo)).size).toBe(1);
    expect(await runOnce(api.url, `select from netra.capture where client_id = '${sent.clientId}'`)).toHaveLength(1);
    const again = (await field.post("/api/captures", { ...sent, text: "lain" })).json<CaptureView>();
    expect(again.receiptNo).toBe(answers[0]?.json<CaptureView>().receiptNo);
    expect((await analyst.post("/api/captures", sent)).json<CaptureView>().receiptNo).not.toBe(again.receiptNo);
  });

  test("is stored although the queue does not answer: the sweep offers it again", async () => {
    const deaf = await startTestApi({
      deps: { queue: { enqueue: () => Promise.reject(new Error("down")), counts: () => Promise.reject(new Error("down")) } },
    });
    try {
      const caller = await deaf.as(deaf.office.here.field);
      const { id } = (await caller.post("/api/captures", capture())).json<CaptureView>();
      expect((await lookAt((await deaf.as(deaf.office.here.analyst)).post, id)).json<IntakeDetail>().state).toBe("evidence");
      expect(await runOnce(deaf.url, "select count(*)::int as n from netra.post_version where state = 'pending'")).toEqual([{ n: 1 }]);
      expect((await (await deaf.as(deaf.office.here.analyst)).get("/api/status")).json().queue).toEqual([]);
    } finally {
      await deaf.close();
    }
  });

  test("of what only friends saw is refused, unless a citizen handed it over", async () => {
    for (const visibility of ["friends", "closed"] as const) {
      for (const origin of ["own", "transfer"] as const)
        expect((await send({ visibility, origin })).json()).toMatchObject({ status: 422, code: "friends-only" });
      for (const origin of ["tip", "complaint"] as const) expect((await send({ visibility, origin })).statusCode).toBe(200);
    }
  });

  test.each([
    ["in the future", new Date(Date.now() + 6 * 60_000).toISOString(), "seen-at-future"],
    ["before the year 2000", "1999-12-31T23:59:59Z", "seen-at-wrong"],
  ])("that was seen %s is refused", async (_, seenAt, code) => {
    expect((await send({ seenAt })).json()).toMatchObject({ status: 422, code });
  });

  test("a device's clock may be a little ahead", async () => {
    expect((await send({ seenAt: new Date(Date.now() + 4 * 60_000).toISOString() })).statusCode).toBe(200);
  });

  test("keeps NUL and broken characters visible, and the bytes as they came", async () => {
    const sent = capture({ text: "nol \0 dan \ud800 akhir", seenHow: "\0", handle: HANDLE_HERE, url: "https://contoh.example/\0" });
    const view = await sendAndLook(sent);
    expect(view.state).toBe("linked");
    const row = await rowOf(view);
    expect(row).toMatchObject({ text: "nol \u2400 dan \ufffd akhir", seen_how: "\u2400" });
    expect((row.raw as Buffer).toString()).toBe(JSON.stringify(sent));
    expect(await versionsOf(row.post_id)).toMatchObject([{ text_altered: true }]);
  });

  test("is listed to its sender only", async () => {
    const view = (await send()).json<CaptureView>();
    const receipts = async (caller: Caller) => (await caller.get("/api/captures")).json<CaptureList>().captures.map((one) => one.id);
    expect(await receipts(field)).toContain(view.id);
    expect(await receipts(analyst)).not.toContain(view.id);
  });
});

describe("the same post by its address", () => {
  const url = "https://www.facebook.com/sari.teladan/posts/4711?fbclid=abc";

  test("is known in the own office, by any form of the address, and nowhere else", async () => {
    const { receiptNo } = (await send({ url })).json<CaptureView>();
    const guess = async (caller: Caller, address: string) => (await caller.post("/api/captures/guess", { url: address })).json<UrlGuess>();
    expect(await guess(analyst, "https://m.facebook.com/sari.teladan/posts/4711")).toMatchObject({
      platform: "facebook",
      handle: HANDLE_HERE,
      kind: "post",
      duplicate: { receiptNo },
    });
    expect((await guess(await api.as(api.office.there.field), url)).duplicate).toBeNull();
    expect(await guess(field, "bukan alamat \0")).toEqual({ platform: null, handle: null, kind: null, duplicate: null });
  });

  test("sent by a second person is one post; other words add a version that is no edit at the source", async () => {
    const first = await rowOf(await sendAndLook({ url, text: "Ayo pilih satu" }));
    const second = await rowOf(await sendAndLook({ url, text: "Ayo pilih satu" }, analyst));
    const third = await rowOf(await sendAndLook({ url, text: "Ayo pilih satu!" }, analyst));
    expect([second.post_id, third.post_id]).toEqual([first.post_id, first.post_id]);
    expect(await runOnce(api.url, `select external_id, source_state from netra.post where id = '${String(first.post_id)}'`)).toEqual([
      { external_id: "4711", source_state: "live" },
    ]);
  });

  test("a comment that carries the address of somebody's post never becomes a version of that post", async () => {
    const post = await rowOf(await sendAndLook({ url }));
    const comment = await rowOf(await sendAndLook({ url, kind: "comment", text: "Setuju nomor satu" }));
    expect(comment.post_id).not.toBeNull();
    expect(comment.post_id).not.toBe(post.post_id);
  });
});

test.each<[string, Partial<SendCapture>]>([
  ["with its address", { url: "https://m.facebook.com/sari.teladan/posts/4712?fbclid=abc" }],
  ["with a share link", { url: "https://www.facebook.com/share/p/1Zz/?mibextid=x" }],
  ["without an address", { text: "Pilih nomor satu di mana saja" }],
  ["as a comment under another's post", { url: "https://facebook.com/budi.misal/posts/9", kind: "comment", text: "Setuju nomor satu" }],
])("the same act sent by the form and by a file is one post: %s", async (_, given) => {
  const { url, handle, kind, text, platform } = capture(given);
  const sent = await rowOf(await sendAndLook({ ...given, text }));
  const line = { platform, handle: handle.toLowerCase(), kind, text: `${text}\n`, ...(url ? { url } : {}) };
  const [row] = parseCaptures(Buffer.from(JSON.stringify(line)), "jsonl").rows;
  if (!row) return expect.unreachable();
  const { externalId } = postFromCapture(row.values);
  expect(await runOnce(api.url, `select external_id from netra.post where id = '${String(sent.post_id)}'`)).toEqual([{ external_id: externalId }]);
});

describe("an upload", () => {
  const PNG = Buffer.concat([
    Buffer.from(
      "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082",
      "hex",
    ),
    Buffer.alloc(64),
  ]);
  const tus = { "tus-resumable": "1.0.0" };
  const begin = async (bytes: Buffer, caller = field): Promise<string> => {
    const metadata = `filename ${Buffer.from("rahasia.png").toString("base64")}`;
    const answer = await caller.send({
      method: "POST",
      url: "/api/uploads",
      headers: { ...tus, "upload-length": String(bytes.length), "upload-metadata": metadata },
    });
    expect(answer.statusCode, answer.body).toBe(201);
    return String(answer.headers.location);
  };
  const part = (location: string, offset: number, bytes: Buffer, caller = field) =>
    caller.send({
      method: "PATCH",
      url: location,
      headers: { ...tus, "upload-offset": String(offset), "content-type": "application/offset+octet-stream", "content-length": String(bytes.length) },
      payload: bytes,
    });
  const offsetOf = async (location: string, caller = field) => caller.send({ method: "HEAD", url: location, headers: tus });
  const idOf = (location: string): string => location.split("/").at(-1) ?? "";
  const whole = async (bytes: Buffer, caller = field): Promise<string> => {
    const location = await begin(bytes, caller);
    expect((await part(location, 0, bytes, caller)).statusCode).toBe(204);
    return idOf(location);
  };

  test("goes on where it stopped, is looked at by content, and hangs on the capture; a reader of the flag's region loads it", async () => {
    const location = await begin(PNG);
    expect((await part(location, 0, PNG.subarray(0, 50))).headers["upload-offset"]).toBe("50");
    expect((await offsetOf(location)).headers["upload-offset"]).toBe("50");
    expect((await part(location, 10, PNG.subarray(10))).statusCode).toBe(409);
    expect((await part(location, 50, PNG.subarray(50))).headers["upload-offset"]).toBe(String(PNG.length));
    const view = await sendAndLook({ kind: "photo", uploads: [idOf(location)] });
    expect(view).toMatchObject({ files: 1, state: "linked" });
    const [row] = await runOnce(api.url, `select * from netra.upload where capture_id = '${view.id}'`);
    expect(row).toMatchObject({ media_type: "image/png", byte_length: String(PNG.length) });
    expect(row?.sha256).toEqual(createHash("sha256").update(PNG).digest());
    expect((await readdir(join(api.dir, "uploads"))).join()).not.toContain(idOf(location));
    expect(JSON.stringify(await runOnce(api.url, "select * from netra.upload"))).not.toContain("rahasia");
  });

  test("whose last answer was lost says that it is whole; one that was whole when the process ended is kept then", async () => {
    const kept = await begin(PNG);
    await part(kept, 0, PNG);
    const cut = await begin(PNG);
    await writeFile(join(api.dir, "uploads", idOf(cut)), PNG);
    for (const location of [kept, cut]) {
      const { statusCode, headers } = await offsetOf(location);
      expect([statusCode, headers["upload-offset"], headers["upload-length"]]).toEqual([200, String(PNG.length), String(PNG.length)]);
      expect((await offsetOf(location, analyst)).statusCode).toBe(404);
    }
    expect((await send({ uploads: [idOf(kept), idOf(cut)] })).json<CaptureView>().files).toBe(2);
  });

  test("never says that it is gone to whoever asks while its last part is being kept", async () => {
    for (let round = 0; round < 20; round += 1) {
      const location = await begin(PNG);
      let arrived = false;
      const last = part(location, 0, PNG).finally(() => {
        arrived = true;
      });
      const heard: number[] = [];
      while (!arrived) heard.push((await offsetOf(location)).statusCode);
      expect((await last).statusCode).toBe(204);
      expect(new Set(heard)).toEqual(new Set([200]));
    }
  });

  test("belongs to who began it", async () => {
    const location = await begin(PNG);
    expect((await offsetOf(location, analyst)).statusCode).toBe(404);
    expect((await part(location, 0, PNG, analyst)).statusCode).toBe(404);
    expect((await analyst.send({ method: "DELETE", url: location, headers: tus })).statusCode).toBe(404);
    const id = await whole(PNG);
    expect((await send({ uploads: [id] }, analyst)).json()).toMatchObject({ status: 422, code: "upload-unknown" });
  });

  test("is taken once, and a capture with a file that never arrived is refused whole", async () => {
    const id = await whole(PNG);
    expect((await send({ uploads: [id] })).statusCode).toBe(200);
    expect((await send({ uploads: [id] })).json()).toMatchObject({ status: 422, code: "upload-unknown" });
    const clientId = randomUUID();
    expect((await send({ clientId, uploads: [idOf(await begin(PNG))] })).json()).toMatchObject({ code: "upload-unknown" });
    expect(await runOnce(api.url, `select count(*)::int as n from netra.capture where client_id = '${clientId}'`)).toEqual([{ n: 0 }]);
  });

  test.each([
    ["a page", Buffer.from("<!doctype html><script>alert(1)</script>")],
    ["a drawing that can run scripts", Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["an archive", Buffer.from("504b0304140000000000", "hex")],
    ["plain text", Buffer.from("halo")],
  ])("that is %s is refused with a remedy and not kept", async (_, bytes) => {
    const location = await begin(bytes);
    const answer = await part(location, 0, bytes);
    expect(answer.json()).toMatchObject({ status: 415, code: "media-refused", detail: expect.stringContaining("Send PNG") });
    expect((await readdir(join(api.dir, "uploads"))).join()).not.toContain(idOf(location));
    expect((await offsetOf(location)).statusCode).toBe(404);
  });

  test("over the limit is refused before it begins", async () => {
    const answer = await field.send({ method: "POST", url: "/api/uploads", headers: { ...tus, "upload-length": String(MAX_MEDIA_BYTES + 1) } });
    expect(answer.json()).toMatchObject({ status: 413, code: "upload-too-large" });
  });

  test("that is a picture as long as a video is refused when it is whole, and not kept", async () => {
    const headers = { ...tus, "upload-length": String(MAX_STILL_BYTES + 1) };
    const location = String((await field.send({ method: "POST", url: "/api/uploads", headers })).headers.location);
    const path = join(api.dir, "uploads", idOf(location));
    await writeFile(path, PNG);
    await truncate(path, MAX_STILL_BYTES + 1);
    expect((await offsetOf(location)).statusCode).toBe(413);
    expect((await readdir(join(api.dir, "uploads"))).join()).not.toContain(idOf(location));
  });

  test("cannot name a file outside its room", async () => {
    for (const id of ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "a".repeat(32).toUpperCase()])
      expect([400, 404]).toContain((await offsetOf(`/api/uploads/${id}`)).statusCode);
  });

  test("that nobody came back for within a day is gone after the next start; a younger one stays", async () => {
    const dir = join(api.dir, "abandoned");
    await mkdir(dir);
    const [old, young] = ["0".repeat(32), "1".repeat(32)];
    for (const name of [old, young]) await writeFile(join(dir, name), "x");
    await utimes(join(dir, old), new Date(0), new Date(0));
    const next = await startTestApi({ config: { uploadDir: dir } });
    await next.close();
    expect(await readdir(dir)).toEqual([young]);
  });

  test("is shown to whoever sees the flag: pictures in the page, without any right", async () => {
    const view = await sendAndLook({ kind: "photo", uploads: [await whole(PNG)] });
    const { post_id } = await rowOf(view);
    const flagId = await flagOn(String(post_id));
    const reader = await api.as(api.office.here.analyst);
    const { files } = (await reader.get(`/api/flags/${flagId}`)).json();
    const file = await reader.get(`/api/flags/${flagId}/files/${files[0].id}`);
    expect(file.rawPayload.equals(PNG)).toBe(true);
    expect(file.headers).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": expect.stringContaining("sandbox"),
      "content-disposition": expect.stringMatching(/^inline/),
    });
    expect((await (await api.as(api.office.there.analyst)).get(`/api/flags/${flagId}/files/${files[0].id}`)).statusCode).toBe(404);
    expect((await field.get("/api/captures")).json<CaptureList>().captures.find((one) => one.id === view.id)?.state).toBe("flagged");
  });

  test("by the client that telephones use, over a real connection, survives a break in the middle", async () => {
    const address = await api.app.listen({ port: 0, host: "127.0.0.1" });
    const token = await openSession(api.store, api.office.here.field);
    const bytes = Buffer.concat([PNG, randomBytes(700_000)]);
    const go = (options: UploadOptions): Upload =>
      new Upload(bytes, {
        chunkSize: 256 * 1024,
        retryDelays: null,
        headers: { origin: ORIGIN, cookie: `netra=${token}` },
        ...options,
      } as UploadOptions);
    const uploadUrl = await new Promise<string>((broken, reject) => {
      const upload = go({
        endpoint: `${address}/api/uploads`,
        onError: reject,
        onChunkComplete: () => void upload.abort().then(() => broken(upload.url ?? "")),
      });
      upload.start();
    });
    const sent: number[] = [];
    await new Promise<void>((done, reject) =>
      go({ uploadUrl, onError: reject, onSuccess: () => done(), onChunkComplete: (size) => void sent.push(size) }).start(),
    );
    expect(sent.reduce((sum, size) => sum + size, 0)).toBe(bytes.length - 256 * 1024);
    expect((await send({ uploads: [idOf(uploadUrl)] })).json<CaptureView>().files).toBe(1);
  });

  test("from a province's officer reaches the regency that reads it", async () => {
    const officer = await api.as(await seedUser(api.store, { username: "provinsi", role: "field", regions: ["19"] }));
    const view = await sendAndLook({ kind: "photo", uploads: [await whole(PNG, officer)] }, officer);
    const flagId = await flagOn(String((await rowOf(view)).post_id));
    expect((await analyst.get(`/api/flags/${flagId}`)).json().files).toHaveLength(1);
  });
});

/** A flag on a captured post, as the classify worker would open it. */
async function flagOn(postId: string): Promise<string> {
  const [version] = await versionsOf(postId);
  return openFlag(api.store, api.office, { postId, versionId: String(version?.id), text: "" });
}
