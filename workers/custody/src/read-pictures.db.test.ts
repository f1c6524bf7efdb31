import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DomainError } from "@netra/domain";
import { createImageReader } from "@netra/media";
import { systemActor } from "@netra/store";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { contestIn, HERE, openWorld, publish, register, silent, type World } from "../../../test/support/world.ts";
import { openBlobs } from "../test/blobs.ts";
import { capture } from "../test/custody-world.ts";
import { createReadPictures } from "./read-pictures.ts";

const POST = readFileSync(join(import.meta.dirname, "../../../packages/media/test/post.png"));

let world: World;
let files: Awaited<ReturnType<typeof openBlobs>>;
const reader = createImageReader();
afterAll(() => reader.close());
beforeEach(async () => {
  [world, files] = await Promise.all([openWorld(), openBlobs()]);
  await publish(world, contestIn(HERE));
  await register(world, HERE);
});
afterEach(() => Promise.all([world.close(), files.close()]));

const readAll = () =>
  createReadPictures({ store: world.store, actor: systemActor("custody"), blobs: files.blobs, reader, log: silent })(new AbortController().signal);
const readings = () => world.see<{ state: string; text: string; region: string }>("select state, text, region from picture_text order by state");
const hasUnread = () => world.store.as(systemActor("scheduler"), (tx) => tx.pictures.hasUnread());

describe("pictures that people sent", { timeout: 90_000 }, () => {
  it("are read once, each by itself; what cannot be read is said to be so", async () => {
    await capture(world, { file: POST, blobs: files.blobs });
    await capture(world, { file: Buffer.from("no picture at all"), blobs: files.blobs });
    expect(await hasUnread()).toBe(true);
    await readAll();
    const [read, unreadable] = await readings();
    expect(read).toMatchObject({ state: "read", region: HERE });
    expect(read?.text).toContain("coblos nomor 2");
    expect(unreadable).toEqual({ state: "unreadable", text: "", region: HERE });
    expect(await hasUnread()).toBe(false);
    await readAll();
    expect(await readings()).toHaveLength(2);
  });

  it("wait until a capture took them", async () => {
    await capture(world, { file: POST, blobs: files.blobs, taken: false });
    expect(await hasUnread()).toBe(false);
    await readAll();
    expect(await readings()).toEqual([]);
  });

  it("do not stand in each other's way when one was lost, and wait when the disk fails", async () => {
    const lost = await capture(world, { file: Buffer.concat([POST, Buffer.from("lost")]), blobs: files.blobs });
    await capture(world, { file: POST, blobs: files.blobs });
    const failing = { open: () => Promise.reject(new DomainError("unavailable", "disk-failed", "The disk failed.")) };
    const read = createReadPictures({ store: world.store, actor: systemActor("custody"), blobs: failing, reader, log: silent });
    await expect(read(new AbortController().signal)).rejects.toMatchObject({ code: "disk-failed" });
    expect(await readings()).toEqual([]);
    await rm(files.pathOf(lost.blobKey ?? ""));
    await readAll();
    expect((await readings()).map(({ state }) => state)).toEqual(["read", "unreadable"]);
  });
});
