import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type S3Server, startS3 } from "../../../test/support/s3-server.ts";
import type { Blobs } from "./blobs.ts";
import { lookAtBucket } from "./look-at-bucket.ts";
import { createS3Blobs } from "./s3-blobs.ts";
import type { S3Settings } from "./s3-settings.ts";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const hello = Buffer.from("hello");
const PATIENCE = { connectMs: 10_000, idleMs: 10_000, totalMs: 20_000, attempts: 3, backoffMs: 5 };
const DAY = 86_400_000;

let home: string;
let server: S3Server;
let blobs: Blobs;
beforeEach(async () => {
  [home, server] = await Promise.all([mkdtemp(join(tmpdir(), "netra-blobs-")), startS3()]);
  blobs = open();
});
afterEach(() => Promise.all([server.close(), rm(home, { recursive: true })]));

const open = (change: Partial<S3Settings> = {}, patience = PATIENCE): Blobs =>
  createS3Blobs({ settings: { ...server.settings, ...change }, spoolDir: join(home, "spool"), patience });
const PATIENT = { ...PATIENCE, idleMs: 30_000, totalMs: 30_000 };
const away = { kind: "unavailable", code: "blobs-away" };
/** Counts requests by method and what they are about. */
const counting = (): string[] => {
  const asked: string[] = [];
  server.onRequest = ({ method, key }) => void asked.push(`${method} ${key.startsWith("leaving/") ? "note" : key === "" ? "list" : "blob"}`);
  return asked;
};

describe("a service that does not do as asked", () => {
  it.each<[string, Partial<S3Settings>, object]>([
    ["another secret", { secret: "another" }, { code: "blobs-refused", message: expect.stringContaining("NETRA_S3_SECRET") }],
    ["another region", { region: "id-west-1" }, { code: "blobs-refused" }],
    ["no such bucket", { bucket: "netra-nothing" }, { code: "blobs-no-bucket", message: expect.stringContaining("NETRA_S3_BUCKET") }],
  ])("%s: is told apart, and nothing counts as missing", async (_, change, said) => {
    const wrong = open(change);
    const acts = [
      () => wrong.put(hello),
      () => wrong.open(HELLO),
      () => wrong.verify(HELLO),
      () => wrong.list()[Symbol.asyncIterator]().next(),
      () => wrong.remove(HELLO, { unusedSince: new Date() }),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ kind: "unavailable", ...said });
  });

  it("away: is asked as often as it was told, and again when it is back", async () => {
    await blobs.put(hello);
    await server.stop();
    const error = await blobs.open(HELLO).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ ...away, detail: { errno: "ECONNREFUSED" } });
    expect(String((error as Error).message)).not.toMatch(/127\.0\.0\.1|netra-files/);
    await expect(blobs.put(hello)).rejects.toMatchObject(away);
    await server.start();
    expect(await blobs.verify(HELLO)).toBe("intact");
  });

  it("busy: is asked again, and only so often", async () => {
    let busy = 2;
    server.onRequest = async () => (busy-- > 0 ? 503 : undefined);
    expect(await blobs.put(hello)).toEqual({ key: HELLO, size: 5 });
    busy = Number.POSITIVE_INFINITY;
    await expect(blobs.has(HELLO)).rejects.toMatchObject(away);
  });

  it.each<[string, number, string]>([
    ["nothing", 404, ""],
    ["a page", 404, "404 page not found"],
    ["a page that says all is well", 200, "<html>Back soon</html>"],
  ])("behind a proxy that answers for it, with %s: is no empty store, and nothing counts as missing", async (_, status, page) => {
    await blobs.put(hello);
    server.onRequest = async () => ({ status, page });
    const acts = [
      () => blobs.list()[Symbol.asyncIterator]().next(),
      () => blobs.clearUnfinished(new Date()),
      ...(status === 404
        ? [
            () => blobs.has(HELLO),
            () => blobs.size(HELLO),
            () => blobs.open(HELLO),
            () => blobs.verify(HELLO),
            () => blobs.put(hello),
            () => blobs.remove(HELLO, { unusedSince: new Date() }),
          ]
        : []),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject(away);
    expect(await lookAtBucket(server.settings, PATIENCE)).toEqual({ reached: false, code: "blobs-away" });
  });

  it("says of nothing that it is there: asks once more where HEAD does not tell who speaks", async () => {
    const asked = counting();
    expect(await blobs.has(HELLO)).toBe(false);
    expect(asked).toEqual(["HEAD blob", "GET blob"]);
    await expect(open({ bucket: "netra-nothing" }).has(HELLO)).rejects.toMatchObject({ code: "blobs-no-bucket" });
  });

  it("silent: is given up", async () => {
    server.onRequest = () => new Promise(() => undefined);
    const hasty = open({}, { ...PATIENCE, idleMs: 100 });
    await expect(hasty.has(HELLO)).rejects.toMatchObject({ ...away, detail: { errno: "ETIMEDOUT" } });
  });

  it("elsewhere: no redirect is followed", async () => {
    server.onRequest = async () => 307;
    await expect(blobs.put(hello)).rejects.toMatchObject({ kind: "unavailable", code: "blobs-elsewhere" });
  });

  it("cuts the line while bytes are sent: sends them again, or keeps nothing and leaves the upload", async () => {
    const upload = join(home, "upload");
    const bytes = randomBytes(3_000_000);
    await writeFile(upload, bytes);
    let cuts = 1;
    server.onRequest = ({ method, cut }) => (method === "PUT" && cuts-- > 0 ? void cut() : undefined);
    const { key } = await blobs.put(bytes);
    expect(await blobs.verify(key)).toBe("intact");
    await server.age(key, new Date(Date.now() - DAY));
    cuts = Number.POSITIVE_INFINITY;
    await expect(blobs.putFile(upload)).rejects.toMatchObject(away);
    expect(bytes.equals(await readFile(upload))).toBe(true);
  });
});

describe("without TLS", () => {
  it.each([
    ["http://192.0.2.7:9000", true],
    ["http://10.11.12.13:9000", false],
  ])("no byte goes to %s", async (url, plainHttp) => {
    await expect(open({ url, plainHttp }).put(hello)).rejects.toMatchObject({ ...away, detail: { errno: "plain-http" } });
  });
});

it("does not send what was put just now, and sends what is old again", async () => {
  await blobs.put(hello);
  const asked = counting();
  await blobs.put(hello);
  expect(asked).not.toContain("PUT blob");
  await server.age(HELLO, new Date(Date.now() - DAY));
  await blobs.put(hello);
  expect(asked.filter((one) => one === "PUT blob")).toHaveLength(1);
});

it("whoever puts what is being removed waits for its end, and puts it again", { timeout: 60_000 }, async () => {
  await blobs.put(hello);
  await server.age(HELLO, new Date(Date.now() - DAY));
  let letGo = (): void => undefined;
  let arrived = (): void => undefined;
  const removal = new Promise<void>((done) => (arrived = done));
  let first = true;
  let looks = 0;
  server.onRequest = async ({ method, key, query }) => {
    if (query.get("prefix") === `leaving/${HELLO}/`) looks += 1;
    if (method !== "DELETE" || key !== HELLO || !first) return undefined;
    first = false;
    const held = new Promise<void>((done) => (letGo = done));
    arrived();
    await held;
    return undefined;
  };
  const removing = open({}, PATIENT).remove(HELLO, { unusedSince: new Date(Date.now() - DAY / 2) });
  await removal;
  let put = false;
  const putting = blobs.put(hello).then(() => (put = true));
  await vi.waitFor(() => expect(put || looks > 1).toBe(true), { timeout: 30_000 });
  expect(put).toBe(false);
  letGo();
  expect(await removing).toBe("removed");
  await putting;
  expect(await blobs.verify(HELLO)).toBe("intact");
});

it("lists more keys than one answer holds, and passes over what is not a blob", { timeout: 60_000 }, async () => {
  const keys = Array.from({ length: 1_007 }, (_, n) => n.toString(16).padStart(64, "0"));
  await blobs.put(hello);
  await Promise.all(keys.map((key) => writeFile(server.pathOf(key), "")));
  await writeFile(server.pathOf("READ & ME.txt"), "");
  const found = [];
  for await (const key of open({}, PATIENT).list()) found.push(key);
  expect(found).toEqual([...keys, HELLO].sort());
});

it("looks at a bucket without changing it", async () => {
  const asked = counting();
  expect(await lookAtBucket(server.settings, PATIENCE)).toMatchObject({ reached: true, versions: "unknown" });
  expect(asked.filter((one) => !one.startsWith("GET"))).toEqual([]);
  expect(await lookAtBucket({ ...server.settings, secret: "x" }, PATIENCE)).toEqual({ reached: false, code: "blobs-refused" });
});
