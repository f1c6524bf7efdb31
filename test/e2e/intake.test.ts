import type { FlagDetail, IntakeDetail } from "@netra/service-api/contract";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { SUPPORTS } from "./api-client.ts";
import { type Instance, startInstance, type Username } from "./instance.ts";
import { type FakeIntake, fakeIntake } from "./intake-answers.ts";
import { look } from "./look.ts";
import { button, eventually, hasFocus, panel, pressUntil, say, saying, tabTo, text } from "./screens.ts";
import { WALKS } from "./walks.ts";
import type { Device } from "./windows.ts";

/** The second look: a capture compared with its files by another person. The captures are made up here; the pages and the policy are the real ones. */

const POST = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏";
const AT = "2029-10-22T13:31:00Z";
const BASE: IntakeDetail = {
  id: "c-1",
  receiptNo: "T-221029-0047",
  receivedAt: "2029-10-22T13:40:00Z",
  seenAt: AT,
  kind: "post",
  platform: "facebook",
  origin: "own",
  visibility: "public",
  region: "19.06",
  files: 2,
  state: "waiting",
  by: "Rani",
  registered: true,
  duplicates: 1,
  mayLook: { ok: true, code: null },
  url: "https://www.facebook.com/contoh.sari.nilam/posts/40001",
  handle: "contoh.sari.nilam",
  text: POST,
  seenHow: "Dibagikan di grup warga.",
  officeAccount: true,
  uploader: "owner",
  parentUrl: null,
  parentText: "",
  transcripts: [
    {
      upload: "f-sound",
      lines: [
        { atSeconds: 0, text: "Assalamualaikum bapak ibu semuanya" },
        { atSeconds: 39, text: "yang penting nomor dua aman di kampung kita" },
      ],
    },
  ],
  fileList: [
    {
      id: "f-screen",
      mediaType: "image/png",
      bytes: 48_200,
      sha256: "a".repeat(64),
      pictureText: { text: "Kami siap kawal sampai TPS", confidence: 91 },
      masks: [],
    },
    { id: "f-sound", mediaType: "audio/wav", bytes: 64_044, sha256: "b".repeat(64), pictureText: null, masks: [] },
  ],
  possibleDuplicates: [{ id: "c-4", receiptNo: "T-221029-0044", receivedAt: "2029-10-22T12:10:00Z", same: ["address", "words"] }],
  looks: [],
  reporterSealed: false,
  addressCheck: { mayAsk: { ok: true, code: null }, last: null },
};
const OWN: IntakeDetail = {
  ...BASE,
  id: "c-2",
  receiptNo: "T-221029-0048",
  by: "Wulan",
  mayLook: { ok: false, code: "own-capture" },
  addressCheck: { mayAsk: { ok: false, code: "own-capture" }, last: { result: "missing", by: "Toni", at: AT } },
  duplicates: 0,
  possibleDuplicates: [],
};
const TIP: IntakeDetail = {
  ...BASE,
  ...{
    id: "c-3",
    receiptNo: "T-221029-0051",
    kind: "comment",
    origin: "tip",
    visibility: "closed",
    registered: false,
    uploader: "other",
    handle: "contoh.tanpa.nama",
  },
  ...{ url: null, text: "", files: 0, fileList: [], transcripts: [], duplicates: 0, possibleDuplicates: [], reporterSealed: true },
};
const DONE: IntakeDetail = {
  ...BASE,
  ...{ id: "c-4", receiptNo: "T-221029-0044", state: "returned", mayLook: { ok: false, code: "looked-already" } },
  looks: [{ act: "returned", note: "Gambar terpotong. Kirim tangkapan layar penuh.", by: "Toni", at: "2029-10-22T13:00:00Z" }],
};

let netra: Instance;
let files: Record<string, Buffer>;
let intake: FakeIntake;

beforeAll(async () => {
  netra = await startInstance();
  files = { "f-screen": await drawPost(), "f-sound": silence(4) };
});
afterEach(async () => {
  await netra.settle();
  expect(intake.faults).toEqual([]);
});
afterAll(() => netra.stop());

/** What a telephone's screenshot of a post looks like. */
async function drawPost(): Promise<Buffer> {
  const page = await netra.open(null, { device: "phone" });
  await page.setContent(
    `<meta name="viewport" content="width=device-width"><body style="margin:0;font:16px sans-serif"><div style="padding:16px;display:flex;gap:12px"><i style="width:40px;height:40px;border-radius:50%;background:#ccc"></i><b>Contoh Sari Nilam</b></div><p style="padding:0 16px;line-height:24px">${POST}</p><div style="height:300px;display:grid;place-items:center;background:#e5e7ec;font-size:22px">Kami siap kawal sampai TPS</div></body>`,
  );
  const picture = await page.screenshot();
  await netra.settle();
  return picture;
}

/** A WAV of silence: one channel, 8 bits, 8000 a second. */
function silence(seconds: number): Buffer {
  const samples = Buffer.alloc(8000 * seconds, 128);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

const MAY = { wulan: ["intake.read", "intake.look"], dewi: ["intake.read", "intake.look", "reporter.open"], laras: ["intake.read"] } as const;
async function open(who: "wulan" | "dewi" | "laras", at: { readonly device?: Device; readonly locale?: "id" | "en" } = {}): Promise<Page> {
  const page = await netra.open(who satisfies Username, at);
  await intake.answer(page, MAY[who]);
  return page;
}
const number = (page: Page, capture: IntakeDetail) => page.getByRole("heading", { level: 1, name: capture.receiptNo });
const act = (page: Page, key: "evidence" | "returned" | "lead" | "rejected") => page.getByRole("radio", { name: say(`look.${key}`) });
const box = (page: Page) => page.getByRole("button", { name: saying("mask.box") });

test("from the list to the next capture by keys alone: files, a mask, words, evidence, one question", async () => {
  intake = fakeIntake([BASE, OWN, { ...TIP, mayLook: { ok: true, code: null } }], files);
  const page = await open("wulan");
  await page.goto("/triage");
  await page.getByRole("link", { name: saying("nav.waiting", { n: "3" }) }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await page.getByRole("link", { name: BASE.receiptNo }).waitFor();
  await page.keyboard.press("Enter");
  await number(page, BASE).waitFor();
  await page.keyboard.press("m");
  await page.getByAltText(say("files.alt", { i: 1 })).waitFor();

  await tabTo(page, button(page, "mask.start"));
  await page.keyboard.press("Enter");
  await tabTo(page, button(page, "mask.add"));
  await page.keyboard.press("Enter");
  await eventually(async () => expect(await hasFocus(box(page))).toBe(true));
  for (const key of ["ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"]) await page.keyboard.press(key);
  await page.getByRole("button", { name: say("mask.box", { n: 1, kiri: 34, atas: 44, lebar: 31, tinggi: 11 }) }).waitFor();
  await tabTo(page, button(page, "mask.add"));
  await page.keyboard.press("Enter");
  await eventually(async () => expect(await hasFocus(box(page).nth(1))).toBe(true));
  await page.keyboard.press("Delete");
  await eventually(async () => expect(await box(page).count()).toBe(1));

  const words = page.getByLabel(say("media.title"));
  expect(await words.inputValue(), "nothing is put there by itself").toBe("");
  await button(page, "media.from_picture").press("Enter");
  expect(await words.inputValue()).toBe("Kami siap kawal sampai TPS");
  await text(page, say("media.draft")).waitFor();
  await number(page, BASE).click();
  await page.keyboard.press("1");
  expect(await act(page, "evidence").getAttribute("aria-checked")).toBe("true");
  await page.keyboard.press("Control+Enter");
  await text(page, say("look.ask.evidence", { nomor: BASE.receiptNo })).waitFor();
  await page.keyboard.press("Escape");
  // The focus is back where it was, so that Enter asks again.
  await eventually(async () => expect(await hasFocus(button(page, "decide.save_next"))).toBe(true));
  await page.keyboard.press("Enter");
  await text(page, say("look.ask.evidence", { nomor: BASE.receiptNo })).waitFor();
  expect(intake.looks, "nothing is saved before the answer").toEqual([]);
  // The question sleeps for a moment, so that a double press is no answer.
  await pressUntil(page, "Control+Enter", number(page, TIP));
  expect(intake.looks).toEqual([
    {
      id: BASE.id,
      look: {
        act: "evidence",
        note: "",
        mediaText: "Kami siap kawal sampai TPS",
        masks: [{ fileId: "f-screen", rects: [{ x: 0.34, y: 0.44, width: 0.31, height: 0.11 }] }],
      },
    },
  ]);
  await page.getByRole("link", { name: saying("nav.waiting", { n: "2" }) }).waitFor();

  expect(await act(page, "evidence").isDisabled(), "an unregistered account's capture is no evidence").toBe(true);
  await text(page, say("look.blocked.unregistered")).waitFor();
  await pressUntil(page, "2", page.getByLabel(say("look.note"), { exact: true }));
  await page.keyboard.press("Control+Enter");
  await text(page, say("look.missing.note")).waitFor();
  await page.getByRole("button", { name: say("look.say.account") }).click();
  await page.keyboard.press("Control+Enter");
  await text(page, say("intake.own")).waitFor();
  expect(intake.looks.at(-1)).toMatchObject({ id: TIP.id, look: { act: "returned", note: say("look.say.account") } });
});

test("on a phone: a box is drawn and moved with a finger, a line of the transcript finds its moment, somebody else was quicker", async () => {
  intake = fakeIntake([BASE], files);
  const page = await open("wulan", { device: "phone" });
  await page.goto(`/intake/${BASE.id}`);
  await page.getByRole("button", { name: saying("files.title") }).tap();
  const picture = page.getByAltText(say("files.alt", { i: 1 }));
  await eventually(async () =>
    expect(await picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0),
  );
  await button(page, "mask.start").tap();
  await picture.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await picture.boundingBox())!;
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await page.mouse.move(x + width * from[0], y + height * from[1]);
    await page.mouse.down();
    await page.mouse.move(x + width * to[0], y + height * to[1], { steps: 4 });
    await page.mouse.up();
  };
  await drag([0.2, 0.2], [0.5, 0.3]);
  await drag([0.3, 0.25], [0.4, 0.35]);
  await page.getByRole("button", { name: say("mask.box", { n: 1, kiri: 30, atas: 30, lebar: 30, tinggi: 10 }) }).waitFor();
  await button(page, "mask.remove", { n: 1 }).tap();
  expect(await box(page).count()).toBe(0);

  await page.getByRole("button", { name: say("intake.jump", { jam: "0.39" }) }).tap();
  await eventually(async () =>
    expect(await page.locator("audio").evaluate((sound: unknown) => (sound as { currentTime: number }).currentTime)).toBeGreaterThan(0),
  );

  await act(page, "rejected").tap();
  await page.getByRole("button", { name: say("look.say.same") }).tap();
  await button(page, "decide.save_next").tap();
  await page.route(/\/look$/, (route) =>
    route.fulfill({ status: 409, json: { type: "", title: "", status: 409, code: "looked-already", detail: "", requestId: "r-9" } }),
  );
  await button(page, "look.yes").tap();
  await text(page, say("look.taken")).waitFor();
  expect(await page.getByLabel(say("look.note"), { exact: true }).inputValue(), "what was typed stays").toBe(say("look.say.same"));
});

test("words of the picture stand apart in triage, with their marks; a masked picture says so and offers the original after the reading", async () => {
  intake = fakeIntake([], {});
  const flag = await netra.raise({ text: `${POST}\n\nKami di sini netral kok, coblos nomor 2` });
  await (await netra.actAs("wulan")).read(flag.id, SUPPORTS);
  const page = await open("wulan");
  const asked: string[] = [];
  await page.route(`**/api/flags/${flag.id}`, async (route) => {
    const answer = await route.fetch();
    const detail = (await answer.json()) as FlagDetail;
    const file = { id: "f-screen", mediaType: "image/png", bytes: 48_200, sha256: "a".repeat(64), pictureText: null, masked: true };
    await route.fulfill({
      response: answer,
      json: { ...detail, files: [file], versions: detail.versions.map((one) => ({ ...one, mediaFrom: POST.length + 2 })) },
    });
  });
  await page.route("**/files/f-screen*", (route) => {
    asked.push(new URL(route.request().url()).search);
    return route.fulfill({ body: files["f-screen"]!, contentType: "image/png" });
  });
  await page.goto(`/triage/${flag.id}`);
  const block = page.locator("figure").filter({ hasText: "Kata dalam gambar atau suara (diperiksa orang kedua)" });
  await block.locator("mark").first().waitFor();
  expect(await block.innerText()).not.toContain("Ajak keluarga");
  expect(await page.locator("mark").count(), "marks on both sides").toBeGreaterThan(await block.locator("mark").count());
  await page.keyboard.press("m");
  await text(page, say("files.masked")).waitFor();
  const found: string[] = [];
  await look(page, "flag-media-words", { locale: "id", device: "desk" }, found);
  expect(found).toEqual([]);
  await button(page, "files.original").click();
  await text(page, say("files.original_shown")).waitFor();
  await eventually(async () => expect(asked).toEqual(["", "?original=true"]));
});

async function walk(locale: "id" | "en", device: Device): Promise<string[]> {
  const found: string[] = [];
  const at = { locale, device };
  const page = await open("dewi", at);
  if (device === "desk") await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto("/intake");
  await page.getByRole("link", { name: BASE.receiptNo }).waitFor();
  await look(page, "intake-list", at, found);
  await page.goto(`/intake/${BASE.id}`);
  await number(page, BASE).waitFor();
  await look(page, "intake-before", at, found);
  await page.getByRole("button", { name: say("intake.check.ask", {}, locale) }).click();
  await page
    .getByText(new RegExp(say("intake.check.exists", { nama: "Wulan", jam: ".+" }, locale)))
    .first()
    .waitFor();
  await look(page, "intake-address-checked", at, found);
  await page.getByRole("button", { name: new RegExp(say("files.note", {}, locale)) }).click();
  await page.getByRole("button", { name: say("mask.start", {}, locale) }).click();
  await page.getByRole("button", { name: say("mask.add", {}, locale) }).click();
  await page.getByRole("button", { name: say("media.from_sound", {}, locale) }).click();
  await page.getByRole("radio", { name: say("look.lead", {}, locale) }).click();
  await page.getByRole("button", { name: say("look.say.unregistered", {}, locale) }).click();
  await page.getByRole("button", { name: say("decide.save_next", {}, locale) }).click();
  await page.getByRole("button", { name: say("look.yes", {}, locale) }).waitFor();
  await look(page, "intake-ask", at, found);
  await page.goto(`/intake/${TIP.id}`);
  await page.getByRole("button", { name: say("reporter.open", {}, locale) }).click();
  await page.getByLabel(say("reporter.ask", {}, locale)).fill("Klarifikasi waktu");
  await page
    .getByRole("button", { name: say("reporter.open", {}, locale) })
    .last()
    .click();
  await page.getByText("Warga Contoh").waitFor();
  await look(page, "intake-reporter", at, found);
  await page.goto("/intake?state=done");
  await page.getByRole("link", { name: DONE.receiptNo }).click();
  await page.getByText(say("look.not_open", {}, locale)).waitFor();
  await look(page, "intake-looked", at, found);
  return found;
}

describe.each(WALKS)("$name", ({ looks }) => {
  test("axe finds nothing at the intake desk", async () => {
    intake = fakeIntake([BASE, OWN, TIP, DONE], files);
    expect((await Promise.all(looks.map(({ locale, wide }) => walk(locale, wide ? "desk" : "phone")))).flat()).toEqual([]);
  });
});

test("whoever may not look is told why, and an empty list says what it does not mean", async () => {
  intake = fakeIntake([OWN], files);
  const page = await open("wulan");
  await page.goto(`/intake/${OWN.id}`);
  await panel(page).getByText(say("look.why.own-capture")).waitFor();
  await panel(page)
    .getByText(saying("intake.check.missing", { nama: "Toni" }))
    .waitFor();
  expect(await button(page, "intake.check.ask").count(), "nor asks the platform").toBe(0);
  expect(await page.getByRole("radio").count()).toBe(0);
  const auditor = await open("laras");
  await auditor.goto(`/intake/${OWN.id}`);
  await panel(auditor).getByText(say("look.why.other")).waitFor();
  intake = fakeIntake([], {});
  const empty = await open("wulan");
  await empty.goto("/intake");
  await text(empty, say("empty.intake")).waitFor();
  await empty.goto("/intake/c-9");
  await text(empty, say("intake.not_found")).waitFor();
});
