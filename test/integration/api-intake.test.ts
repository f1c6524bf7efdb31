import { randomUUID } from "node:crypto";
import type { ApiDeps } from "@netra/service-api";
import type {
  CaptureList,
  CaptureView,
  FlagDetail,
  IntakeDetail,
  IntakePage,
  Look,
  Reporter,
  SendCapture,
  Session,
} from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import sharp from "sharp";
import type { Static } from "typebox";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { lookAt } from "../support/second-look.ts";
import { HANDLE_HERE, HERE, openFlag, seedUser, THERE } from "../support/seed.ts";

let api: TestApi;
let field: Caller;
let analyst: Caller;
let supervisor: Caller;
/** What the platform says when it is asked; each question is noted. */
let said: () => Promise<"exists" | "missing" | "closed">;
let asked: string[] = [];
const addresses: ApiDeps["addresses"] = {
  gate: { platforms: ["facebook"] },
  whyNot: (url, { platform }) => (platform !== "facebook" ? "platform-closed" : url.includes("/posts/") ? null : "not-a-post"),
  exists: (url) => {
    asked.push(url);
    return said();
  },
};
beforeAll(async () => {
  api = await startTestApi({ deps: { addresses } });
  field = await api.as(api.office.here.field);
  analyst = await api.as(api.office.here.analyst);
  supervisor = await api.as(api.office.here.supervisor);
});
afterAll(() => api?.close());
beforeEach(() => {
  api.jobs.length = 0;
});

const SECRET = { name: "Pelapor Kenari", contact: "0812-kenari", note: "tetangga kenari" };
const capture = (changes: Partial<SendCapture> = {}): SendCapture => ({
  clientId: randomUUID(),
  url: null,
  platform: "facebook",
  handle: HANDLE_HERE,
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
const post = (changes: Partial<SendCapture> = {}, caller = field) => caller.post("/api/captures", capture(changes));
const send = async (changes: Partial<SendCapture> = {}, caller = field): Promise<string> => {
  const answer = await post(changes, caller);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<CaptureView>().id;
};
const look = (id: string, changes: Partial<Look> = {}, caller = analyst) => lookAt(caller.post, id, changes);
const read = async (id: string, caller = analyst): Promise<IntakeDetail> => (await caller.get(`/api/intake/${id}`)).json<IntakeDetail>();
const own = async (id: string): Promise<CaptureView | undefined> =>
  (await field.get("/api/captures")).json<CaptureList>().captures.find((one) => one.id === id);
const sql = (text: string) => runOnce(api.url, text);
const postOf = async (id: string): Promise<string> => String((await sql(`select post_id from netra.capture where id = '${id}'`))[0]?.post_id);
const picture = (colour = "#ff0000"): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 40, channels: 3, background: colour } })
    .png()
    .toBuffer();
const upload = async (bytes: Buffer, caller = field): Promise<string> => {
  const tus = { "tus-resumable": "1.0.0" };
  const begun = await caller.send({ method: "POST", url: "/api/uploads", headers: { ...tus, "upload-length": String(bytes.length) } });
  const headers = { ...tus, "upload-offset": "0", "content-type": "application/offset+octet-stream", "content-length": String(bytes.length) };
  await caller.send({ method: "PATCH", url: String(begun.headers.location), headers, payload: bytes });
  return String(begun.headers.location).split("/").at(-1) ?? "";
};
const flagOn = async (id: string): Promise<string> => {
  const postId = await postOf(id);
  const [version] = await sql(`select id from netra.post_version where post_id = '${postId}'`);
  return openFlag(api.store, api.office, { postId, versionId: String(version?.id), text: "" });
};

describe("the second look", () => {
  test("is another person's than the sender's, whatever the role; one who was refused changed nothing", async () => {
    const id = await send({}, supervisor);
    expect((await read(id, supervisor)).mayLook).toEqual({ ok: false, code: "own-capture" });
    for (const act of ["evidence", "lead", "returned", "rejected"] as const)
      expect((await look(id, { act, note: "x" }, supervisor)).json()).toMatchObject({ status: 403, code: "own-capture" });
    expect((await read(id)).mayLook).toEqual({ ok: true, code: null });
    expect((await read(id, await api.as(api.office.here.auditor))).mayLook).toEqual({ ok: false, code: "role-may-not-look" });
    expect(await sql(`select from netra.capture_look where capture_id = '${id}'`)).toEqual([]);
  });

  test("says no to the database too: no sender's word and no missing look ties a capture to a post", async () => {
    const id = await send();
    const other = await send();
    expect((await look(other)).statusCode).toBe(200);
    const tie = `update netra.capture set post_id = '${await postOf(other)}' where id = '${id}'`;
    await expect(sql(tie)).rejects.toMatchObject({ code: "23514" });
    await sql(`insert into netra.capture_look (capture_id, region, act, note, media_text, user_id)
      select id, region, 'evidence', '', '', user_id from netra.capture where id = '${id}'`);
    await expect(sql(tie)).rejects.toMatchObject({ code: "23514" });
    await expect(sql(`update netra.capture set post_id = null where id = '${other}'`)).rejects.toMatchObject({ code: "23514" });
  });

  test.each(["lead", "returned", "rejected"] as const)("that ends in %s needs a note, ties to nobody and tells the sender why", async (act) => {
    const id = await send();
    expect((await look(id, { act, note: "  " })).json()).toMatchObject({ status: 422, code: "note-missing" });
    expect((await look(id, { act, note: "foto tidak terbaca" })).json<IntakeDetail>()).toMatchObject({
      state: act,
      mayLook: { code: "looked-already" },
    });
    expect(await own(id)).toMatchObject({ state: act, note: "foto tidak terbaca" });
    expect([await postOf(id), api.jobs]).toEqual(["null", []]);
    expect((await look(id, {}, supervisor)).json()).toMatchObject({ status: 409, code: "looked-already" });
    expect(await actsOn(api.store, { type: "capture", id })).toEqual(["capture.received", "capture.looked"]);
  });

  test("of two people at the same moment is taken once", async () => {
    const id = await send();
    const answers = await Promise.all([look(id), look(id, { act: "rejected", note: "ganda" }, supervisor), look(id), look(id, {}, supervisor)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409, 409]);
    expect(await sql(`select from netra.capture_look where capture_id = '${id}'`)).toHaveLength(1);
    expect(await actsOn(api.store, { type: "capture", id })).toEqual(["capture.received", "capture.looked"]);
  });

  test("is refused for an account of another region than the capture's, although the looker sees both", async () => {
    const province = await api.as(await seedUser(api.store, { username: "pengawas-provinsi", role: "supervisor", regions: ["19"] }));
    const id = await send({}, await api.as(api.office.there.field));
    expect((await look(id, {}, province)).json()).toMatchObject({ status: 422, code: "account-elsewhere" });
    expect((await read(id, province)).registered).toBe(false);
  });

  test("finds what was handed back again as a correction, with its files, once", async () => {
    const file = await upload(await picture());
    const id = await send({ uploads: [file] });
    expect((await post({ corrects: id })).json()).toMatchObject({ status: 409, code: "not-returned" });
    await look(id, { act: "returned", note: "salin teksnya lengkap" });
    expect((await post({ corrects: id }, analyst)).json()).toMatchObject({ status: 404 });
    const [one, two] = await Promise.all([post({ corrects: id, uploads: [file] }), post({ corrects: id, uploads: [file] })]);
    expect([one.statusCode, two.statusCode].sort()).toEqual([200, 409]);
    const corrected = (one.statusCode === 200 ? one : two).json<CaptureView>().id;
    expect([await own(id), (await own(corrected))?.state]).toEqual([undefined, "received"]);
    const detail = await read(corrected);
    expect(detail).toMatchObject({ files: 1, duplicates: 0, state: "waiting", looks: [{ act: "returned", note: "salin teksnya lengkap" }] });
    expect((await look(corrected)).json<IntakeDetail>().looks.map(({ act }) => act)).toEqual(["returned", "evidence"]);
    expect((await read(id)).fileList).toHaveLength(1);
  });
});

describe("after the look", () => {
  test("a capture opens only for who sent it and who looked; each opening of an original is written down", async () => {
    const auditor = await api.as(api.office.here.auditor);
    const other = await api.as(await seedUser(api.store, { username: "analis-kedua", role: "analyst", regions: [HERE] }));
    const file = await upload(await picture(), supervisor);
    const id = await send({ uploads: [file] }, supervisor);
    const opened = async () => (await actsOn(api.store, { type: "capture", id })).filter((act) => act === "capture.original-opened").length;
    const codes = (path = "") =>
      Promise.all([supervisor, analyst, other, auditor].map(async (who) => (await who.get(`/api/intake/${id}${path}`)).statusCode));
    expect([await codes(), await codes(`/files/${file}`), await opened()]).toEqual([[200, 200, 200, 200], [200, 200, 200, 200], 4]);
    await look(id);
    expect([await codes(), await codes(`/files/${file}`), await opened()]).toEqual([[200, 200, 403, 403], [200, 200, 403, 403], 6]);
    const refused = await other.get(`/api/intake/${id}`);
    expect(refused.json()).toMatchObject({ code: "looked-already" });
    expect(refused.body).not.toContain(HANDLE_HERE);
  });
});

describe("whether the address still exists", () => {
  const URL = "https://www.facebook.com/contoh.sari/posts/71";
  const check = (id: string, caller = analyst) => caller.post(`/api/intake/${id}/address-check`);
  const waited = (id: string) => sql(`update netra.capture_address_check set at = at - interval '2 minutes' where capture_id = '${id}'`);
  beforeEach(() => {
    asked = [];
  });

  test("is asked when a person wants to know, one question at a time, written down before it goes out; nobody asks by opening the capture", async () => {
    const id = await send({ url: URL });
    expect([(await read(id)).addressCheck, asked]).toEqual([{ mayAsk: { ok: true, code: null }, last: null }, []]);
    let acts: string[] = [];
    said = async () => {
      acts = await actsOn(api.store, { type: "capture", id });
      return "missing";
    };
    const answers = await Promise.all([check(id), check(id)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ statusCode }) => statusCode === 409)?.json()).toMatchObject({ code: "checked-just-now" });
    expect([asked, acts.filter((act) => act === "capture.address-checked")]).toEqual([[URL], ["capture.address-checked"]]);
    expect((await read(id)).addressCheck.last).toMatchObject({ result: "missing" });

    await waited(id);
    said = () => Promise.reject(Object.assign(new Error("x"), { name: "ConnectorError", code: "schema-drift" }));
    expect((await check(id)).json<IntakeDetail>().addressCheck.last).toMatchObject({ result: "unknown" });
    await waited(id);
    said = () => Promise.resolve("exists");
    expect((await check(id)).json<IntakeDetail>().addressCheck.last).toMatchObject({ result: "exists" });
    expect(await sql(`select result, reason from netra.capture_address_check where capture_id = '${id}' order by at`)).toEqual([
      { result: "missing", reason: null },
      { result: "unknown", reason: "schema-drift" },
      { result: "exists", reason: null },
    ]);
    expect(JSON.stringify(api.logged)).not.toContain("contoh.sari/posts/71");
  });

  test("is not asked by who sent it, once it was looked at, or where there is nothing to ask", async () => {
    const own = await send({ url: URL }, supervisor);
    expect((await check(own, supervisor)).json()).toMatchObject({ status: 403, code: "own-capture" });
    expect((await read(own, supervisor)).addressCheck.mayAsk).toEqual({ ok: false, code: "own-capture" });
    const cases = [
      [{ url: null }, "no-address"],
      [{ url: "https://www.tiktok.com/@a/video/1", platform: "tiktok" }, "platform-closed"],
      [{ url: "https://www.facebook.com/contoh.sari" }, "not-a-post"],
    ] as const;
    for (const [changes, code] of cases) {
      const id = await send(changes);
      expect((await read(id)).addressCheck.mayAsk).toEqual({ ok: false, code });
      expect((await check(id)).json()).toMatchObject({ status: 409, code });
    }
    const looked = await send({ url: URL });
    await look(looked, { act: "lead", note: "x" });
    expect((await check(looked)).json()).toMatchObject({ status: 409, code: "looked-already" });
    expect(asked).toEqual([]);
  });
});

describe("the waiting list", () => {
  test("is oldest first, names neither handle nor reporter, pages, and leaves out what was looked at; that is listed newest first", async () => {
    const other = await startTestApi();
    try {
      const [sender, reader] = [await other.as(other.office.here.field), await other.as(other.office.here.auditor)];
      const ids: string[] = [];
      for (let n = 0; n < 53; n += 1) ids.push(await send({ text: `nomor ${n}` }, sender));
      const page = async (query = "") => (await reader.get(`/api/intake${query}`)).json<IntakePage>();
      const first = await page();
      expect(first.captures.map(({ id }) => id)).toEqual(ids.slice(0, 50));
      expect([first.waiting, JSON.stringify(first).includes(HANDLE_HERE), first.captures[0]?.by]).toEqual([53, false, "Field"]);
      const second = await page(`?after=${first.next}`);
      expect([second.captures.map(({ id }) => id), second.next]).toEqual([ids.slice(50), null]);
      const looker = await other.as(other.office.here.analyst);
      for (const id of ids.slice(0, 2)) await look(id, { act: "lead", note: "x" }, looker);
      expect((await page("?state=done")).captures.map(({ id, state }) => [id, state])).toEqual(
        ids
          .slice(0, 2)
          .reverse()
          .map((id) => [id, "lead"]),
      );
      expect((await page()).waiting).toBe(51);
      expect((await reader.get("/api/intake?after=zz")).json()).toMatchObject({ code: "cursor-unknown" });
      expect((await (await other.as(other.office.there.analyst)).get("/api/intake")).json()).toMatchObject({ captures: [], waiting: 0 });
    } finally {
      await other.close();
    }
  });

  test("tells which captures may show the same: by address, by file, by words", async () => {
    const bytes = await picture("#00ff00");
    const words = `Ayo pilih pasangan nomor dua ${randomUUID()}`;
    const url = `https://www.facebook.com/${HANDLE_HERE}/posts/${Date.now()}`;
    const first = await send({ url, text: words, uploads: [await upload(bytes)] });
    const byWords = await send({ text: `  ${words.toUpperCase()}` });
    const byFile = await send({ uploads: [await upload(bytes)] });
    const byAddress = await send({ url: `${url}?fbclid=x` });
    const detail = await read(first);
    expect(detail.duplicates).toBe(3);
    expect(Object.fromEntries(detail.possibleDuplicates.map(({ id, same }) => [id, same]))).toEqual({
      [byWords]: ["words"],
      [byFile]: ["file"],
      [byAddress]: ["address"],
    });
  });

  test("is closed to other regions, in every route", async () => {
    const file = await upload(await picture());
    const id = await send({ origin: "tip", reporter: SECRET, uploads: [file] });
    const there = await api.as(api.office.there.supervisor);
    for (const answer of [
      await there.get(`/api/intake/${id}`),
      await there.get(`/api/intake/${id}/files/${file}`),
      await look(id, {}, there),
      await there.post(`/api/intake/${id}/reporter`, { reason: "ingin tahu" }),
    ])
      expect(answer.statusCode).toBe(404);
    expect((await supervisor.get(`/api/intake/${id}/files/${file}`)).headers).toMatchObject({
      "content-type": "image/png",
      "content-security-policy": expect.stringContaining("sandbox"),
    });
  });
});

describe("who told the office", () => {
  test("is sealed on arrival: in clear neither in the row, nor in the bytes, nor in an answer; the bytes' hash covers what was sealed", async () => {
    const id = await send({ origin: "complaint", reporter: SECRET, text: "nol \0 \ud800" });
    const [row] =
      await sql(`select raw, sha256(raw) = c.sha256 as whole, convert_from(raw, 'UTF8') like '%sha256:' || encode(r.sha256, 'hex') || '%' as covered, sealed
      from netra.capture c join netra.capture_reporter r on r.capture_id = c.id where c.id = '${id}'`);
    expect(row).toMatchObject({ whole: true, covered: true });
    const stored = JSON.stringify(
      await sql(`select c::text || r::text || convert_from(c.raw, 'UTF8') as all from netra.capture c join netra.capture_reporter r on true`),
    );
    expect(`${stored}${String(row?.sealed)}${JSON.stringify(await read(id))}`).not.toMatch(/kenari/i);
    expect((await read(id)).reporterSealed).toBe(true);
    expect((await look(id)).json<IntakeDetail>().state).toBe("evidence");
  });

  test("is opened by a supervisor, with a reason, and that is written down", async () => {
    const id = await send({ origin: "tip", reporter: SECRET });
    expect((await analyst.post(`/api/intake/${id}/reporter`, { reason: "menghubungi" })).json()).toMatchObject({ code: "role-may-not" });
    expect((await supervisor.post(`/api/intake/${id}/reporter`, { reason: "" })).statusCode).toBe(400);
    expect((await supervisor.post(`/api/intake/${id}/reporter`, { reason: "menghubungi" })).json<Static<typeof Reporter>>()).toEqual(SECRET);
    expect(await actsOn(api.store, { type: "capture", id })).toEqual(["capture.received", "reporter.opened"]);
    expect((await supervisor.post(`/api/intake/${await send()}/reporter`, { reason: "menghubungi" })).statusCode).toBe(404);
    expect(JSON.stringify(await sql("select * from netra.audit_event"))).not.toMatch(/kenari/i);
  });

  test("is not lost when the capture is corrected, twice", async () => {
    const returned = async (changes: Partial<SendCapture>): Promise<string> => {
      const id = await send({ origin: "tip", ...changes });
      await look(id, { act: "returned", note: "lengkapi" });
      return id;
    };
    const last = await send({ origin: "tip", corrects: await returned({ corrects: await returned({ reporter: SECRET }) }) });
    expect((await read(last)).reporterSealed).toBe(true);
    const open = (id: string) => supervisor.post(`/api/intake/${id}/reporter`, { reason: "menghubungi" });
    expect((await open(last)).json()).toEqual(SECRET);
    await look(last, { act: "returned", note: "lengkapi" });
    const other = { ...SECRET, name: "Pelapor Lain" };
    expect((await open(await send({ origin: "tip", corrects: last, reporter: other }))).json()).toEqual(other);
  });

  test("is taken with a tip or a complaint only; an empty one is none", async () => {
    expect((await post({ origin: "own", reporter: SECRET })).json()).toMatchObject({ status: 422, code: "reporter-without-tip" });
    expect((await read(await send({ origin: "own", reporter: { name: " ", contact: "", note: "" } }))).reporterSealed).toBe(false);
  });
});

describe("words in pictures and sound", () => {
  test("checked by the second person are read with the author's, and it is known where they begin", async () => {
    const file = await upload(await picture());
    const lines = [{ atSeconds: 4, text: "mari menangkan" }];
    const id = await send({
      text: "Lihat \ud83d\ude00",
      uploads: [file],
      transcripts: [{ upload: file, lines }],
      parentText: "Selamat pagi",
      parentUrl: null,
    });
    expect(await read(id)).toMatchObject({ transcripts: [{ upload: file, lines }], parentText: "Selamat pagi" });
    await look(id, { mediaText: "  coblos nomor satu\nmari menangkan " });
    const flagId = await flagOn(id);
    const flag = (await analyst.get(`/api/flags/${flagId}`)).json<FlagDetail>();
    const text = "Lihat \ud83d\ude00\n\ncoblos nomor satu\nmari menangkan";
    expect(flag.versions).toMatchObject([{ text, mediaFrom: text.indexOf("coblos"), pinned: true }]);
    expect(await sql(`select text, media_from from netra.evidence where flag_id = '${flagId}'`)).toEqual([
      { text, media_from: text.indexOf("coblos") },
    ]);
    await sql(`delete from netra.capture_body`);
    expect((await analyst.get(`/api/flags/${flagId}`)).json<FlagDetail>().versions[0]?.mediaFrom).toBe(text.indexOf("coblos"));
  });

  test("stand alone when the author wrote nothing, and make another version of the same post", async () => {
    const url = `https://www.facebook.com/${HANDLE_HERE}/posts/9${Date.now()}`;
    const [plain, worded] = [await send({ url, text: "", kind: "photo" }), await send({ url, text: "", kind: "photo" })];
    await look(plain);
    await look(worded, { mediaText: "coblos nomor satu" });
    expect(await postOf(worded)).toBe(await postOf(plain));
    const bodies = await sql(`select b.text, b.media_from from netra.capture_body b join netra.post_version v on v.id = b.version_id
      where v.post_id = '${await postOf(plain)}' order by v.seq`);
    expect(bodies).toEqual([
      { text: "", media_from: null },
      { text: "coblos nomor satu", media_from: 0 },
    ]);
  });

  test("a transcript belongs to a file of its capture", async () => {
    const lines = [{ atSeconds: 0, text: "x" }];
    expect((await post({ transcripts: [{ upload: "tidak-ada", lines }] })).json()).toMatchObject({ status: 422, code: "transcript-unknown" });
  });
});

describe("a masked picture", () => {
  const TOP = { x: 0, y: 0, width: 1, height: 0.5 };
  const colours = async (bytes: Buffer): Promise<number[]> => {
    const { data } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return [data[0] ?? -1, data[(39 * 40 + 20) * 3] ?? -1];
  };

  test("is what readers get; its original only after the own reading, and that is written down; what a machine read in it stays away", async () => {
    const original = await picture();
    const file = await upload(original);
    const id = await send({ kind: "photo", uploads: [file] });
    expect((await look(id, { masks: [{ fileId: file, rects: [TOP] }] })).json<IntakeDetail>().fileList[0]?.masks).toEqual([TOP]);
    await sql(
      `insert into netra.picture_text (upload_id, region, state, text, confidence, engine) values ('${file}', '${HERE}', 'read', 'Nama Anak', 90, 'x')`,
    );
    const flagId = await flagOn(id);
    const get = (query = "") => analyst.get(`/api/flags/${flagId}/files/${file}${query}`);
    expect((await get()).headers).toMatchObject({ "content-type": "image/png", "content-disposition": expect.stringMatching(/^inline/) });
    expect([await colours((await get()).rawPayload), await colours(original)]).toEqual([
      [0, 255],
      [255, 255],
    ]);
    expect((await get("?original=true")).json()).toMatchObject({ status: 403, code: "reading-first" });
    const { fence } = (await analyst.post(`/api/flags/${flagId}/claim`)).json();
    await analyst.post(`/api/flags/${flagId}/reading`, { fence, reading: "neither", targetId: null });
    const flag = (await analyst.get(`/api/flags/${flagId}`)).json<FlagDetail>();
    expect(flag.files).toMatchObject([{ id: file, masked: true, pictureText: null }]);
    expect((await get("?original=true")).rawPayload.equals(original)).toBe(true);
    expect((await get()).rawPayload.equals(original)).toBe(false);
    expect((await actsOn(api.store, { type: "flag", id: flagId })).filter((act) => act.startsWith("file."))).toEqual(["file.original-opened"]);
    expect((await supervisor.get(`/api/intake/${id}/files/${file}`)).json()).toMatchObject({ status: 403, code: "looked-already" });
  });

  test("covers the same bytes in every file of its post, and what a machine read in them", async () => {
    const url = `https://www.facebook.com/${HANDLE_HERE}/posts/7${Date.now()}`;
    const original = await picture("#0000ff");
    const [masked, twin, other] = [await upload(original), await upload(original), await upload(await picture("#00ffff"))];
    const id = await send({ url, kind: "photo", text: "", uploads: [masked] });
    await look(id, { masks: [{ fileId: masked, rects: [TOP] }] });
    await look(await send({ url, kind: "photo", text: "", uploads: [twin, other] }));
    await sql(`insert into netra.picture_text (upload_id, region, state, text, confidence, engine)
      select id, region, 'read', 'Nama Anak', 90, 'x' from netra.upload where id in ('${masked}', '${twin}', '${other}')`);
    const postId = await postOf(id);
    await sql(`insert into netra.post_media (version_id, post_id, ordinal, region, kind, reference, state, sha256, byte_length, media_type, blob_key, fetched_at)
      select v.id, v.post_id, 0, x.region, 'image', 'r', 'kept', x.sha256, x.byte_length, x.media_type, x.blob_key, now()
      from netra.post_version v join netra.upload x on x.id = '${twin}' where v.post_id = '${postId}'`);
    const flagId = await flagOn(id);
    const flag = (await analyst.get(`/api/flags/${flagId}`)).json<FlagDetail>();
    expect(flag.files.map((file) => [file.from === "platform" ? "platform" : file.id, file.masked]).sort()).toEqual(
      [
        [masked, true],
        [other, false],
        ["platform", true],
      ].sort(),
    );
    const served = (await analyst.get(`/api/flags/${flagId}/files/${masked}`)).rawPayload;
    for (const fileId of [twin, ...flag.files.filter((file) => file.masked).map((file) => file.id)])
      expect((await analyst.get(`/api/flags/${flagId}/files/${fileId}`)).rawPayload.equals(served)).toBe(true);
    expect(served.equals(original)).toBe(false);
    const { files } = await api.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.passports.readFlag({ id: flagId }));
    expect(files.filter(({ words }) => words !== null).map((file) => file.id)).toEqual([other]);
  });

  test("is refused where nothing can be masked, and the look with it", async () => {
    const file = await upload(Buffer.concat([Buffer.from("255044462d312e370a", "hex"), Buffer.alloc(64)]));
    const id = await send({ uploads: [file] });
    expect((await look(id, { masks: [{ fileId: file, rects: [TOP] }] })).json()).toMatchObject({ status: 422, code: "mask-not-possible" });
    expect((await look(id, { masks: [{ fileId: "tidak-ada", rects: [TOP] }] })).json()).toMatchObject({ status: 422, code: "mask-unknown" });
    expect((await read(id)).state).toBe("waiting");
  });
});

describe("who sent a capture", () => {
  test("never reads the flag that came of it; who looked at it may", async () => {
    const id = await send({}, analyst);
    await look(id, {}, supervisor);
    const flagId = await flagOn(id);
    expect((await analyst.get(`/api/flags/${flagId}`)).json<FlagDetail>().canClaim).toEqual({ ok: false, code: "own-capture" });
    expect((await analyst.post(`/api/flags/${flagId}/claim`)).json()).toMatchObject({ status: 409, code: "own-capture" });
    const { fence } = (await supervisor.post(`/api/flags/${flagId}/claim`)).json();
    expect(fence).toBe(1);
  });

  test("nor does who wrote down the words in its files read first: these may be all that raised the flag", async () => {
    const id = await send({ text: "", kind: "photo" });
    await look(id, { mediaText: "coblos nomor satu" });
    const flagId = await flagOn(id);
    expect((await analyst.get(`/api/flags/${flagId}`)).json<FlagDetail>().canClaim).toEqual({ ok: false, code: "wrote-media" });
    expect((await analyst.post(`/api/flags/${flagId}/claim`)).json()).toMatchObject({ status: 409, code: "wrote-media" });
    expect((await supervisor.post(`/api/flags/${flagId}/claim`)).json()).toMatchObject({ fence: 1 });
  });

  test("does not decide either, when the capture came while the flag was in hand", async () => {
    const url = `https://www.facebook.com/${HANDLE_HERE}/posts/8${Date.now()}`;
    const first = await send({ url, text: "Pilih nomor satu" });
    await look(first);
    const flagId = await flagOn(first);
    const { fence } = (await analyst.post(`/api/flags/${flagId}/claim`)).json();
    await analyst.post(`/api/flags/${flagId}/reading`, { fence, reading: "neither", targetId: null });
    await look(await send({ url, text: "Pilih nomor satu" }, analyst), {}, supervisor);
    const close = { fence, idempotencyKey: randomUUID(), act: "close", outcome: "not_partisan", reason: "x" };
    expect((await analyst.post(`/api/flags/${flagId}/decision`, close)).json()).toMatchObject({ status: 403, code: "own-capture" });
  });
});

describe("a reader who is lent", () => {
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

  test("works in the other region while the loan runs, and no longer; both acts are written down", async () => {
    const province = await api.as(await seedUser(api.store, { username: "provinsi-pinjam", role: "supervisor", regions: ["19"] }));
    const reader = await seedUser(api.store, { username: "pinjaman", role: "analyst", regions: [THERE] });
    const caller = await api.as(reader);
    const regions = async () => (await caller.get("/api/session")).json<Session>().regions.map(({ code }) => code);
    const loan = { username: "pinjaman", region: HERE, until: day(5), reason: "dua orang cuti" };
    const id = await send();
    expect((await caller.get(`/api/intake/${id}`)).statusCode).toBe(404);
    expect((await supervisor.post("/api/loans", loan)).json()).toMatchObject({ status: 403, code: "loan-outside-regions" });
    expect((await province.post("/api/loans", { ...loan, until: day(120) })).json()).toMatchObject({ status: 422, code: "loan-until" });
    const made = await province.post("/api/loans", loan);
    expect(made.json()).toMatchObject({ username: "pinjaman", region: HERE, running: true });
    expect((await province.post("/api/loans", loan)).json()).toMatchObject({ status: 409, code: "lent-already" });
    expect(await regions()).toEqual([THERE, HERE]);
    expect((await look(id, {}, caller)).json<IntakeDetail>().state).toBe("evidence");

    expect((await supervisor.post(`/api/loans/${made.json().id}/end`)).statusCode).toBe(204);
    expect(await regions()).toEqual([THERE]);
    expect((await caller.get(`/api/intake/${id}`)).statusCode).toBe(404);
    expect(await actsOn(api.store, { type: "user", id: reader.id })).toEqual(["loan.made", "loan.ended"]);

    const again = (await province.post("/api/loans", loan)).json<{ id: string }>();
    expect(await regions()).toEqual([THERE, HERE]);
    await sql(`update netra.loan set at = now() - interval '9 days', until = now() - interval '1 second' where id = '${again.id}'`);
    expect(await regions()).toEqual([THERE]);
    expect((await province.post(`/api/loans/${again.id}/end`)).statusCode).toBe(404);
    expect((await supervisor.get("/api/loans")).json().loans.map(({ running }: { running: boolean }) => running)).toEqual([false, false]);
  });
});
