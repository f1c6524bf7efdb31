import { createHash } from "node:crypto";
import type { Look } from "@netra/service-api/contract";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { lookAt } from "../support/second-look.ts";
import { type Instance, startInstance } from "./instance.ts";
import { randomPng } from "./picture.ts";
import { button, eventually, row, say, saying, text } from "./screens.ts";

/** Field staff: a phone of 360 pixels, one thumb, a bad line. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

/** What a sighting may cost: it is to take a minute. Taps and typed fields are what a test can count of that. */
const MOST_TAPS = 10;
const MOST_FIELDS = 3;

/** A thumb that counts. */
function thumb() {
  const cost = { taps: 0, fields: 0 };
  return {
    cost,
    tap: (target: Locator): Promise<void> => {
      cost.taps += 1;
      return target.tap();
    },
    fill: (target: Locator, words: string): Promise<void> => {
      cost.fields += 1;
      return target.fill(words);
    },
  };
}

const heading = (page: Page, key: "cap.step1" | "cap.step2" | "cap.step3"): Promise<void> =>
  page.getByRole("heading", { level: 2, name: say(key) }).waitFor({ state: "attached" });
const choice = (page: Page, word: string): Locator => page.locator("label").filter({ hasText: new RegExp(`^${word}$`) });
const receiptOf = async (page: Page): Promise<string> => {
  const sentence = text(page, saying("cap.receipt"));
  await sentence.waitFor();
  const number = /Nomor (\S+)\./.exec(await sentence.innerText())?.[1];
  if (!number) throw new Error("e2e: the receipt holds no number");
  return number;
};
const captureOf = async (receiptNo: string): Promise<Record<string, unknown>> => {
  const [capture] = await netra.see("select id, handle, kind, text, visibility, origin, post_id, uploader from capture where receipt_no = $1", [
    receiptNo,
  ]);
  if (!capture) throw new Error("e2e: no capture has this receipt number");
  return capture;
};

/** Somebody at the desk compares it with its files. */
const look = async (capture: Record<string, unknown>, changes: Partial<Look> = {}): Promise<void> => {
  const desk = await netra.actAs("wulan");
  await lookAt((path, body) => desk.call("POST", path, body), String(capture.id), changes);
};

const LINK = "https://www.facebook.com/contoh.sari.nilam/posts/40001";
const SEEN = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih";

test("three steps bring a link, a picture and a text to a receipt; the registered account's post then waits for a reader", async () => {
  const page = await netra.open("rani", { device: "phone" });
  const picture = randomPng(460);
  const { cost, tap, fill } = thumb();

  // The second part of the picture is lost on the way, once.
  const asked: string[] = [];
  await page.route("**/api/uploads**", async (route) => {
    asked.push(route.request().method());
    if (asked.filter((method) => method === "PATCH").length === 2 && asked.at(-1) === "PATCH") return route.abort("connectionreset");
    return route.continue();
  });

  await page.goto("/");
  await tap(button(page, "cap.title"));
  await heading(page, "cap.step1");
  cost.taps += 1;
  await page.locator("input[type=file]").setInputFiles({ name: "layar.png", mimeType: "image/png", buffer: picture });
  await fill(page.getByLabel(say("cap.link"), { exact: true }), LINK);
  await text(page, saying("cap.uploaded")).waitFor();
  await tap(button(page, "cap.next"));

  await heading(page, "cap.step2");
  expect(await page.getByLabel(say("cap.handle")).inputValue(), "the account is read from the link").toBe("contoh.sari.nilam");
  expect(await page.getByLabel(say("cap.platform"), { exact: true }).inputValue()).toBe("facebook");
  await fill(page.getByLabel(say("cap.text")), SEEN);
  await tap(button(page, "cap.next"));

  await heading(page, "cap.step3");
  await tap(button(page, "cap.send"));
  const receiptNo = await receiptOf(page);
  console.info(`a sighting costs ${cost.taps} taps and ${cost.fields} typed fields`);
  expect(cost.taps).toBeLessThanOrEqual(MOST_TAPS);
  expect(cost.fields).toBeLessThanOrEqual(MOST_FIELDS);

  expect(asked.filter((method) => method === "POST").length, "the upload went on where it was cut, it did not begin anew").toBe(1);
  expect(asked).toContain("HEAD");
  const capture = await captureOf(receiptNo);
  const files = await netra.see(
    "select encode(sha256, 'hex') as sha256, byte_length::int as bytes, media_type as type from upload where capture_id = $1",
    [capture.id],
  );
  expect(files).toEqual([{ sha256: createHash("sha256").update(picture).digest("hex"), bytes: picture.length, type: "image/png" }]);
  expect(capture).toMatchObject({ handle: "contoh.sari.nilam", kind: "post", text: SEEN, visibility: "public", origin: "own" });
  expect(capture.post_id, "nothing is filed on one person's word").toBeNull();

  await button(page, "app.back").tap();
  await page.getByRole("listitem").filter({ hasText: receiptNo }).waitFor();

  await look(capture);
  const { post_id: postId } = await captureOf(receiptNo);
  const [flag] = await eventually(async () => {
    const flags = await netra.see<{ id: string }>("select id from flag where post_id = $1", [postId]);
    expect(flags.length).toBe(1);
    return flags;
  });
  const desk = await netra.open("wulan");
  await desk.goto("/triage");
  await row(desk, flag!)
    .filter({ hasText: SEEN })
    .filter({ hasText: say("chip.files", { n: 1 }) })
    .waitFor();
  await page.reload();
  await page
    .getByRole("listitem")
    .filter({ hasText: receiptNo })
    .filter({ hasText: say("cap.state.flagged") })
    .waitFor();
});

test("a friends-only post is refused with the reason, and taken when a citizen handed it over", async () => {
  const page = await netra.open("rani", { device: "phone" });
  await page.goto("/capture?step=2");
  await page.getByLabel(say("cap.platform"), { exact: true }).selectOption("instagram");
  await page.getByLabel(say("cap.handle")).fill("contoh.sari.nilam");
  await page.getByLabel(say("cap.text")).fill("Selamat pagi");
  await choice(page, say("cap.vis.friends")).tap();
  await button(page, "cap.next").tap();
  await page.getByRole("alert").getByText("Unggahan “hanya teman” tidak diambil sendiri. Terima hanya bila diserahkan pelapor.").waitFor();
  await heading(page, "cap.step2");

  await choice(page, say("cap.handed_over")).tap();
  await button(page, "cap.next").tap();
  await heading(page, "cap.step3");
  expect(await page.getByRole("radio", { name: say("origin.own") }).count(), "own supervision is not offered for it").toBe(0);
  await button(page, "cap.send").tap();
  expect(await captureOf(await receiptOf(page))).toMatchObject({ visibility: "friends", origin: "tip" });
});

test("what belongs to no registered account is kept as a lead, tied to nobody", async () => {
  const page = await netra.open("rani", { device: "phone" });
  await page.goto("/capture?step=2");
  await page.getByLabel(say("cap.platform"), { exact: true }).selectOption("facebook");
  await page.getByLabel(say("cap.handle")).fill("contoh.tidak.dikenal");
  await page.getByLabel(say("cap.text")).fill(SEEN);
  await button(page, "cap.next").tap();
  await heading(page, "cap.step3");
  await button(page, "cap.send").tap();
  const receiptNo = await receiptOf(page);
  const capture = await captureOf(receiptNo);
  await look(capture, { act: "lead", note: "Akun tidak terdaftar." });
  expect((await captureOf(receiptNo)).post_id).toBeNull();
  await button(page, "app.back").tap();
  await page
    .getByRole("listitem")
    .filter({ hasText: receiptNo })
    .filter({ hasText: say("cap.state.lead") })
    .waitFor();
});

test("without a line the sighting is kept on the phone and goes out by itself when the line is back", async () => {
  const page = await netra.open("rani", { device: "phone" });
  await page.goto("/capture?step=1");
  await heading(page, "cap.step1");
  await page.context().setOffline(true);
  const picture = randomPng(40);
  await page.locator("input[type=file]").setInputFiles({ name: "layar.png", mimeType: "image/png", buffer: picture });
  await page.getByLabel(say("cap.link"), { exact: true }).fill("facebook.com/contoh.kenanga.rimba/posts/40002");
  await button(page, "cap.next").tap();
  await heading(page, "cap.step2");
  expect(await page.getByLabel(say("cap.handle")).inputValue(), "the phone reads a link by itself").toBe("contoh.kenanga.rimba");
  await button(page, "cap.next").tap();
  await heading(page, "cap.step3");
  await text(page, "Kiriman aman di ponsel ini dan dilanjutkan sendiri.").waitFor();
  await page.getByRole("button", { name: "Simpan, kirim saat tersambung" }).tap();
  await text(page, saying("cap.receipt_waiting")).waitFor();
  expect(await netra.see("select from capture where handle = 'contoh.kenanga.rimba'")).toEqual([]);

  await page.context().setOffline(false);
  const capture = await captureOf(await receiptOf(page));
  const files = await netra.see("select encode(sha256, 'hex') as sha256 from upload where capture_id = $1", [capture.id]);
  expect(files).toEqual([{ sha256: createHash("sha256").update(picture).digest("hex") }]);
});

test("a closed page forgets nothing: the draft is there again, with its file, and can be thrown away", async () => {
  const page = await netra.open("rani", { device: "phone" });
  await page.goto("/capture?step=1");
  await page.locator("input[type=file]").setInputFiles({ name: "layar.png", mimeType: "image/png", buffer: randomPng(40) });
  await page.getByLabel(say("cap.link"), { exact: true }).fill("https://www.facebook.com/contoh.sari.nilam/posts/40003");
  await choice(page, say("kind.photo")).tap();
  await button(page, "cap.next").tap();
  await page.getByLabel(say("cap.text")).fill("Belum selesai");
  await page.reload();
  await heading(page, "cap.step2");
  expect(await page.getByLabel(say("cap.text")).inputValue()).toBe("Belum selesai");
  expect(await page.getByLabel(say("cap.handle")).inputValue()).toBe("contoh.sari.nilam");
  await button(page, "app.back").tap();
  await page.getByAltText("layar.png").waitFor();
  await page.getByRole("radio", { name: say("kind.photo"), exact: true, checked: true }).waitFor();

  await button(page, "app.back").tap();
  await button(page, "cap.resume").waitFor();
  await button(page, "cap.discard").tap();
  await button(page, "cap.title").waitFor();
});

/** What the phone's share menu does: a form sent to the address in the manifest. */
const SHARE = `(() => {
  const form = Object.assign(document.createElement("form"), { action: "/capture", method: "post", enctype: "multipart/form-data" });
  const words = { type: "hidden", name: "text", value: "Lihat ini https://www.facebook.com/contoh.sari.nilam/posts/40004" };
  const files = Object.assign(document.createElement("input"), { type: "file", name: "files" });
  const chosen = new DataTransfer();
  chosen.items.add(new File([new Uint8Array([137, 80, 78, 71])], "dibagikan.png", { type: "image/png" }));
  files.files = chosen.files;
  form.append(Object.assign(document.createElement("input"), words), files);
  document.body.append(form);
  form.submit();
})()`;

test("what another app shares starts a draft, pictures too, and never stands in an address", async () => {
  const page = await netra.open("bagus", { device: "phone" });
  await page.goto("/capture");
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.evaluate(SHARE);
  await heading(page, "cap.step1");
  expect(page.url()).toBe(`${netra.url}/capture?step=1`);
  expect(await page.getByLabel(say("cap.link"), { exact: true }).inputValue()).toBe("https://www.facebook.com/contoh.sari.nilam/posts/40004");
  await text(page, say("cap.link_shared")).waitFor();
  // Four bytes are no picture that a browser shows: its name stands there instead.
  await text(page, "dibagikan.png").waitFor();
  expect(addresses.filter((address) => address.includes("contoh.sari"))).toEqual([]);
});

test("one person's captures are nobody else's, and field staff have no other page", async () => {
  await (await netra.actAs("rani")).call("POST", "/api/captures", {
    clientId: "0f3a1b2c-4d5e-4f60-8a7b-9c0d1e2f3a4b",
    url: null,
    platform: "facebook",
    handle: "contoh.lain",
    kind: "post",
    text: "Selamat sore",
    visibility: "public",
    seenHow: "",
    officeAccount: false,
    uploader: "owner",
    seenAt: new Date().toISOString(),
    origin: "own",
    uploads: [],
  });
  const page = await netra.open("bagus", { device: "phone" });
  await page.goto("/triage");
  await text(page, say("empty.captures")).waitFor();
  expect(page.url()).toBe(`${netra.url}/capture`);
});

test("opens without a line once it was open, keeps nothing that the API answered, and sends when the line is back", async () => {
  const page = await netra.open("rani", { device: "phone" });
  await page.goto("/capture");
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  await page.context().setOffline(true);
  await page.goto("/capture");
  await text(page, say("cap.offline_home")).waitFor();
  await button(page, "cap.title").tap();
  await page.getByLabel(say("cap.link"), { exact: true }).fill("facebook.com/contoh.jauh/posts/40005");
  await button(page, "cap.next").tap();
  await button(page, "cap.next").tap();
  await page.getByRole("button", { name: say("cap.send_offline") }).tap();
  await text(page, saying("cap.receipt_waiting")).waitFor();
  await page.reload();
  await text(page, saying("cap.receipt_waiting")).waitFor();
  const kept = await page.evaluate(
    "caches.keys().then((names) => Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname))))",
  );
  expect(kept).toEqual([expect.arrayContaining(["/capture"])]);
  expect(String(kept)).not.toContain("/api");
  await page.context().setOffline(false);
  expect(await captureOf(await receiptOf(page))).toMatchObject({ handle: "contoh.jauh" });
});

test("a comment, a spoken file and a reporter go out as the wire says, and the reporter then leaves the phone", async () => {
  const page = await netra.open("rani", { device: "phone" });
  const lying = () =>
    page.evaluate(`new Promise((resolve) => {
      const opening = indexedDB.open("netra-capture");
      opening.onsuccess = () => {
        const all = opening.result.transaction("kept").objectStore("kept").getAll();
        all.onsuccess = () => resolve(JSON.stringify(all.result));
      };
    })`) as Promise<string>;
  const sent: unknown[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/captures")) sent.push(request.postDataJSON());
  });
  await page.goto("/capture?step=1");
  await page.getByLabel(say("cap.link"), { exact: true }).fill("https://www.facebook.com/contoh.jauh/posts/40006?comment_id=7");
  await page.locator("input[type=file]").setInputFiles({ name: "suara.mp3", mimeType: "", buffer: Buffer.alloc(2000, "\xff\xfb\x90\x64", "latin1") });
  await text(page, saying("cap.uploaded")).waitFor();
  await button(page, "cap.next").tap();
  await heading(page, "cap.step2");
  expect(await page.getByLabel(say("cap.parent_link")).inputValue()).toBe("https://www.facebook.com/contoh.jauh/posts/40006");
  expect(await page.getByLabel(say("cap.handle_comment")).inputValue(), "the link names the post's owner, not who commented").toBe("");
  await page.getByLabel(say("cap.handle_comment")).fill("contoh.lain.lagi");
  await page.getByLabel(say("cap.parent_text")).fill("Unggahan di atasnya");
  await button(page, "cap.transcript_write").tap();
  await page.getByLabel(say("cap.transcript_at", { n: 1 })).fill("satu");
  await page.getByLabel(say("cap.transcript_words", { n: 1 })).fill("Halo semua");
  await button(page, "cap.next").tap();
  await page.getByRole("alert").getByText(say("cap.transcript_time")).waitFor();
  await page.getByLabel(say("cap.transcript_at", { n: 1 })).fill("105");
  await button(page, "cap.next").tap();
  await heading(page, "cap.step3");
  await choice(page, say("origin.complaint")).tap();
  await button(page, "cap.reporter_add").tap();
  await page.getByLabel(say("cap.reporter_name")).fill("Warga Misal");
  await button(page, "app.back").tap();
  await button(page, "cap.next").tap();
  await text(page, say("cap.reporter_kept")).waitFor();
  expect(await page.locator("main").innerText(), "nobody reads it over a shoulder").not.toContain("Warga Misal");
  expect(await lying()).toContain("Warga Misal");
  await button(page, "cap.send").tap();
  await receiptOf(page);
  expect(sent).toEqual([
    expect.objectContaining({
      kind: "comment",
      origin: "complaint",
      parentUrl: "https://www.facebook.com/contoh.jauh/posts/40006",
      parentText: "Unggahan di atasnya",
      transcripts: [{ upload: expect.stringMatching(/^[0-9a-f]{32}$/), lines: [{ atSeconds: 65, text: "Halo semua" }] }],
      reporter: { name: "Warga Misal", contact: "", note: "" },
    }),
  ]);
  expect(await lying()).not.toContain("Warga Misal");
});

test("a capture that was handed back shows why, and is corrected from what the phone still has", async () => {
  const page = await netra.open("rani", { device: "phone" });
  await page.goto("/capture?step=1");
  await page.locator("input[type=file]").setInputFiles({ name: "layar.png", mimeType: "image/png", buffer: randomPng(20) });
  await page.getByLabel(say("cap.link"), { exact: true }).fill("https://www.facebook.com/contoh.kembali/posts/40007");
  await button(page, "cap.next").tap();
  await button(page, "cap.next").tap();
  await heading(page, "cap.step3");
  await button(page, "cap.send").tap();
  const first = await captureOf(await receiptOf(page));
  const note = "Tautan terpotong, salin lagi.";
  await (await netra.actAs("wulan")).call("POST", `/api/intake/${String(first.id)}/look`, { act: "returned", note, mediaText: "", masks: [] });

  await button(page, "app.back").tap();
  await page.reload();
  await text(page, note).waitFor();
  await button(page, "cap.correct").tap();
  await text(page, saying("cap.correcting")).waitFor();
  expect(await page.getByLabel(say("cap.link"), { exact: true }).inputValue()).toBe("https://www.facebook.com/contoh.kembali/posts/40007");
  await page.getByAltText("layar.png").waitFor();
  await page.getByLabel(say("cap.link"), { exact: true }).fill("https://www.facebook.com/contoh.kembali/posts/400071");
  await button(page, "cap.next").tap();
  await button(page, "cap.next").tap();
  await heading(page, "cap.step3");
  await button(page, "cap.send").tap();
  const second = await captureOf(await receiptOf(page));
  expect(
    await netra.see("select corrects, (select count(*)::int from upload where capture_id = c.id) as files from capture c where id = $1", [second.id]),
  ).toEqual([{ corrects: first.id, files: 1 }]);
});
