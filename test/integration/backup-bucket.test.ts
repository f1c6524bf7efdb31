import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { backupFilesOf, baseFilesOf } from "../../services/app/src/backup/backup-files.ts";
import { takeFiles } from "../../services/app/src/backup/take-backup.ts";
import { runCopyFiles } from "../../services/app/src/commands/copy-files.ts";
import { blobDir, keysOf, openBlobs } from "../../services/app/src/open-blobs.ts";
import { newPlace, type Place } from "../drill/place.ts";
import { type S3Server, startS3 } from "../support/s3-server.ts";

/** A restore starts a server that replays its log: seconds on a free machine, minutes on a busy one. */
const SLOW_MS = 600_000;
const log = { info: () => undefined, warn: () => undefined };

let server: S3Server;
let place: Place;
beforeAll(async () => {
  server = await startS3();
  const { url, bucket, keyId, secret } = server.settings;
  place = await newPlace(log, { NETRA_S3_URL: url, NETRA_S3_BUCKET: bucket, NETRA_S3_KEY_ID: keyId, NETRA_S3_SECRET: secret });
}, SLOW_MS);
afterAll(async () => {
  await place.remove();
  await server.close();
});

it("moves files into a bucket, lists them in a backup without copying, and a restore says which are gone", { timeout: SLOW_MS }, async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const directory = createFileBlobs({ dir: blobDir(place.config) });
  const keys = await Promise.all(["satu", "dua", "tiga"].map(async (text) => (await directory.put(Buffer.from(text))).key));
  await runCopyFiles(place.config, "bucket", say);
  await runCopyFiles(place.config, "bucket", say);
  expect(said).toEqual([
    expect.stringMatching(/^Copied 3 new files \(\d+ B; 0 there already\)/),
    expect.stringMatching(/^Copied 0 new files \(0 B; 3 there already\)/),
  ]);
  rmSync(blobDir(place.config), { recursive: true });

  const { base, blobs } = await place.backup();
  expect(blobs).toMatchObject({ copied: 0, listed: 3 });
  expect(await takeFiles(place.config, { say })).toMatchObject({ copied: 0, listed: 3 });
  expect(JSON.parse(readFileSync(baseFilesOf(join(place.backupDir, base.name)).blobs, "utf8"))).toEqual(keys.toSorted());
  expect(readdirSync(place.backupDir)).not.toContain("blobs");

  // Lost in the bucket: one for good, one that an older backup still has.
  const [gone = "", kept = ""] = keys;
  for (const key of [gone, kept]) rmSync(server.pathOf(key));
  await createFileBlobs({ dir: backupFilesOf(place.backupDir).blobs }).put(Buffer.from("dua"));
  await place.stop();
  expect(await place.restore()).toMatchObject({ blobs: { copied: 1, known: 1 }, blobsMissing: 1 });
  expect(await keysOf(openBlobs(place.config))).toEqual(keys.slice(1).toSorted());

  await runCopyFiles(place.config, "directory", say);
  expect(await keysOf(directory)).toEqual(keys.slice(1).toSorted());
});
