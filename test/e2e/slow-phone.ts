import { createHash } from "node:crypto";
import type { CDPSession, Page, Request } from "playwright-core";
import { openCountedLine } from "./counted-line.ts";
import type { Instance } from "./instance.ts";
import { randomPng } from "./picture.ts";
import { button, say, saying, text } from "./screens.ts";
import { openWindows } from "./windows.ts";

/** What the design allows a first visit, in bytes on the wire: page, code, styles, words, answers, and what is kept for the time without a line. */
export const FIRST_VISIT_BYTES = 300_000;

/** A line of 400 kbit/s whose answers take 400 ms. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const CUT = { ...SLOW, offline: true };
const HANDLE = "contoh.jauh.sekali";
const PATIENCE_MS = 60_000;

/** What one sighting over a slow line costs, and whether everything came. Bytes are counted between browser and server; seconds are this machine's. */
export interface SlowCapture {
  readonly firstVisitBytes: number;
  readonly usableSeconds: number;
  readonly readyWithoutLineSeconds: number;
  readonly fileBytes: number;
  readonly sentBytes: number;
  readonly sendSeconds: number;
  readonly cuts: number;
  readonly uploadsBegun: number;
  /** How often the phone asked where an upload stands, to go on from there. */
  readonly resumed: number;
  readonly captures: number;
  readonly receipts: number;
  /** Files that the server holds with the very bytes that the phone chose, and whose fingerprints the receipt shows. */
  readonly files: number;
  readonly filesEqual: number;
  readonly fingerprintsShown: number;
}

/** Opens the capture page for the first time over a slow line, then sends two pictures while the line is cut twice. */
export async function measureSlowCapture(netra: Pick<Instance, "url" | "see" | "tokenOf">): Promise<SlowCapture> {
  const line = await openCountedLine(netra.url);
  const windows = await openWindows(line.url);
  try {
    const page = await windows.open(await netra.tokenOf("rani"), { device: "phone" });
    page.setDefaultTimeout(PATIENCE_MS);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Network.emulateNetworkConditions", SLOW);
    const visit = await firstVisit(page, line);
    const sent = await sendPictures(page, cdp, line);
    const captures = await netra.see<{ id: string }>("select id from capture where handle = $1", [HANDLE]);
    const rows = await netra.see<{ sha256: string; bytes: number }>(
      "select encode(sha256, 'hex') as sha256, byte_length::int as bytes from upload where capture_id = any ($1)",
      [captures.map(({ id }) => id)],
    );
    const receipts = await netra.see("select receipt_no from capture where handle = $1 and receipt_no = $2", [HANDLE, sent.receiptNo]);
    const { pictures, receiptNo: _, shown, ...figures } = sent;
    const equal = pictures.filter((picture) => rows.some((row) => row.sha256 === sha256Of(picture) && row.bytes === picture.length));
    await windows.settle();
    return {
      ...visit,
      ...figures,
      captures: captures.length,
      receipts: receipts.length,
      files: rows.length,
      filesEqual: equal.length,
      fingerprintsShown: pictures.filter((picture) => shown.includes(sha256Of(picture))).length,
    };
  } finally {
    await windows.close();
    await line.close();
  }
}

const sha256Of = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const seconds = (since: number): number => Math.round((performance.now() - since) / 100) / 10;
type Line = Awaited<ReturnType<typeof openCountedLine>>;

async function firstVisit(page: Page, line: Line): Promise<Pick<SlowCapture, "firstVisitBytes" | "usableSeconds" | "readyWithoutLineSeconds">> {
  const begun = performance.now();
  await page.goto("/capture?step=1");
  await page.getByLabel(say("cap.link"), { exact: true }).waitFor();
  const usableSeconds = seconds(begun);
  await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
  return { firstVisitBytes: line.down(), usableSeconds, readyWithoutLineSeconds: seconds(begun) };
}

async function sendPictures(page: Page, cdp: CDPSession, line: Line) {
  const pictures = [randomPng(330), randomPng(330)];
  const begun = performance.now();
  const upBefore = line.up();
  let [uploadsBegun, resumed] = [0, 0];
  page.on("response", (response) => {
    const [method, about] = [response.request().method(), response.url()];
    if (method === "POST" && about.endsWith("/api/uploads")) uploadsBegun += 1;
    if (method === "HEAD" && about.includes("/api/uploads/")) resumed += 1;
  });
  // The third part is on its way: some of the files is at the server, and not all.
  let cut = cutAtPart({ page, cdp, line }, 3);
  await page
    .locator("input[type=file]")
    .setInputFiles(pictures.map((buffer, at) => ({ name: `layar-${at + 1}.png`, mimeType: "image/png", buffer })));
  await button(page, "cap.next").tap();
  await page.getByLabel(say("cap.platform"), { exact: true }).selectOption("facebook");
  await page.getByLabel(say("cap.handle")).fill(HANDLE);
  await button(page, "cap.next").tap();
  const cuts = 2;
  for (let left = cuts; left > 0; left -= 1) {
    await cut;
    await text(page, saying("cap.upload_waiting")).waitFor();
    if (left > 1) cut = cutAtPart({ page, cdp, line }, 1);
    line.mend();
    await cdp.send("Network.emulateNetworkConditions", SLOW);
  }
  await button(page, "cap.send").tap();
  const sentence = text(page, saying("cap.receipt"));
  await sentence.waitFor();
  return {
    pictures,
    receiptNo: /Nomor (\S+)\./.exec(await sentence.innerText())?.[1] ?? "",
    shown: await page.locator("main").innerText(),
    fileBytes: pictures.reduce((sum, { length }) => sum + length, 0),
    sentBytes: line.up() - upBefore,
    sendSeconds: seconds(begun),
    cuts,
    uploadsBegun,
    resumed,
  };
}

/** Cuts the line while the nth part from now is on its way. The browser then begins nothing new, and what is under way loses its connection: a browser alone would let it end. */
const cutAtPart = ({ page, cdp, line }: { page: Page; cdp: CDPSession; line: Line }, nth: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let parts = 0;
    const count = (request: Request): void => {
      if (request.method() !== "PATCH") return;
      parts += 1;
      if (parts < nth) return;
      page.off("request", count);
      cdp.send("Network.emulateNetworkConditions", CUT).then(() => {
        line.cut();
        resolve();
      }, reject);
    };
    page.on("request", count);
  });

/** The figures as two lines for people. */
export const printSlowCapture = (figures: SlowCapture): string =>
  [
    `first visit at 400 kbit/s and 400 ms: ${figures.firstVisitBytes} bytes of ${FIRST_VISIT_BYTES}; usable after ${figures.usableSeconds} s, opens without a line after ${figures.readyWithoutLineSeconds} s`,
    `two pictures of ${figures.fileBytes} bytes, cut ${figures.cuts} times: ${figures.sentBytes} bytes sent in ${figures.sendSeconds} s`,
  ].join("\n");
