import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlagDetail } from "@netra/service-api/contract";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, startInstance } from "./instance.ts";
import { randomPng } from "./picture.ts";
import { button, eventually, rows, say, saying, text } from "./screens.ts";

/** The second look between the real pages and the real server: nothing is made up but the capture. */
let netra: Instance;
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

const SEEN = "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya";
const SCREENSHOT = readFileSync(join(import.meta.dirname, "../../packages/media/test/post.png"));

test("a capture goes from the phone over the desk to a reader: mask, words and evidence by one, the reading by another", async () => {
  const phone = await netra.open("rani", { device: "phone" });
  await phone.goto("/capture?step=1");
  // One after the other: the desk shows them in the order of their arrival, and the first is the one that is masked.
  await phone.locator("input[type=file]").setInputFiles({ name: "layar.png", mimeType: "image/png", buffer: randomPng(300) });
  await eventually(async () => expect(await netra.see("select from upload")).toHaveLength(1));
  await phone.locator("input[type=file]").setInputFiles({ name: "unggahan.png", mimeType: "image/png", buffer: SCREENSHOT });
  await eventually(async () => expect(await netra.see("select from upload")).toHaveLength(2));
  await phone.getByLabel(say("cap.link"), { exact: true }).fill("https://www.facebook.com/contoh.sari.nilam/posts/40001");
  await text(phone, saying("cap.uploaded")).waitFor();
  await button(phone, "cap.next").tap();
  await phone.getByLabel(say("cap.text")).fill(SEEN);
  await button(phone, "cap.next").tap();
  await button(phone, "cap.send").tap();
  await text(phone, saying("cap.receipt")).waitFor();

  const desk = await netra.open("wulan");
  await desk.goto("/intake");
  await rows(desk).first().click();
  await desk.getByRole("button", { name: new RegExp(say("files.note")) }).click();
  await button(desk, "mask.start").first().click();
  await button(desk, "mask.add").click();
  for (let n = 0; n < 5; n += 1) await desk.keyboard.press("ArrowRight");
  await desk.getByLabel(say("media.title")).fill("netral kok, coblos nomor 2");
  await desk.getByRole("radio", { name: say("look.evidence") }).click();
  await button(desk, "decide.save_next").click();
  await button(desk, "look.yes").click();
  await text(desk, say("empty.intake")).waitFor();
  expect(await netra.see("select act, note from capture_look")).toEqual([{ act: "evidence", note: "" }]);
  expect(await netra.see("select jsonb_array_length(rects) as boxes from capture_mask")).toEqual([{ boxes: 1 }]);

  const flag = await eventually(async () => {
    const [raised] = await netra.see<{ id: string }>("select id from flag");
    if (!raised) throw new Error("no flag yet");
    return raised;
  });
  // The scheduler asks once a minute; the task is its own.
  await netra.context.queue.enqueue("custody", { task: "pictures" });
  await eventually(async () => expect(await netra.see("select from picture_text")).toHaveLength(2), { timeout: 60_000 });

  await netra.see("update capture set parent_text = $1, parent_url = $2", ["Siapa setuju? @warta.timur", "https://facebook.com/warta.timur/posts/1"]);

  const reader = await netra.open("toni");
  const served: string[] = [];
  const told: Promise<FlagDetail>[] = [];
  reader.on("response", (response) => {
    const { pathname, search } = new URL(response.url());
    if (pathname.includes("/files/")) served.push(`${response.status()} ${search}`);
    else if (pathname === `/api/flags/${flag.id}` && response.status() === 200) told.push(response.json() as Promise<FlagDetail>);
  });
  await reader.goto("/triage");
  await reader.locator(`#row-${flag.id}`).click();
  await reader
    .locator("figure")
    .filter({ hasText: say("media.block") })
    .waitFor();
  expect(
    (await told[0])?.files.map(({ masked, pictureText }) => [masked, pictureText]),
    "what a machine read in a picture waits for the own reading",
  ).toEqual([
    [true, null],
    [false, null],
  ]);
  const parent = reader.getByRole("region", { name: say("parent.title") });
  expect(await parent.innerText(), "what it answers stands before the reading, its author as a role").toMatch(/akun lain\s+Siapa setuju\? @…/);
  await reader.getByRole("radio", { name: say("read.neither") }).click();
  await button(reader, "read.save").click();
  await reader.locator("mark").first().waitFor();
  expect(await reader.getByText(saying("files.words")).count(), "no words of a picture that is not loaded").toBe(0);
  await reader.keyboard.press("m");
  const caption = reader.getByText(saying("files.words"));
  await caption.waitFor();
  expect(await caption.count()).toBe(1);
  expect((await caption.locator("xpath=..").innerText()).replace(/\s+/g, " ")).toContain("coblos nomor 2, Bahar-Ratih");
  await eventually(async () =>
    expect(served, "nothing loads by itself, and small copies come first").toEqual(["200 ?small=true", "200 ?small=true"]),
  );
  await reader.keyboard.press("m");
  await button(reader, "files.original").click();
  await text(reader, say("files.original_shown")).waitFor();
  await eventually(async () => expect(served.toSorted()).toEqual(["200 ", "200 ", "200 ?original=true", "200 ?small=true", "200 ?small=true"]));
});
