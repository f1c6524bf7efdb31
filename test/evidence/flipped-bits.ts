import { randomBytes, randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFileBlobs } from "@netra/blobs";
import { systemActor } from "@netra/store";
import { mulberry32, shuffled } from "../../services/app/src/demo/random.ts";
import { createCheckFixity } from "../../workers/custody/src/check-fixity.ts";
import { arrive, classifier, contestIn, FIRST, HERE, PHRASE, person, publish, register, silent, type World } from "../support/world.ts";
import { upTo } from "./random.ts";

export interface FlippedBitsFigures {
  /** Objects kept: pinned bytes, what people sent, their files. */
  readonly objects: number;
  /** One bit in each of so many of them. */
  readonly flipped: number;
  readonly found: number;
  /** Faults on what was not touched, and faults told more than once. */
  readonly falseAlarms: number;
  readonly twice: number;
  readonly seconds: number;
}

type Place = { readonly kind: "evidence" | "capture" | "upload"; readonly id: string; readonly key?: string };

/**
 * Keeps `bits` + a fifth as many objects, flips one random bit of the bytes or of the hash of `bits` of them, past every right, and walks twice over everything. `dir` is
 * empty and stays the caller's. The same seed flips the same bits. 1,000 take about half a minute.
 */
export async function runFlippedBits(
  world: World,
  given: { readonly bits: number; readonly seed: number; readonly dir: string },
): Promise<FlippedBitsFigures> {
  const random = mulberry32(given.seed);
  const blobs = createFileBlobs({ dir: given.dir });
  const each = Math.ceil((given.bits * 1.2) / 3);
  const places = [...(await pin(world, each)), ...(await send(world, each)), ...(await sendFiles(world, { count: each, blobs }))];
  const flipped = shuffled(places, random).slice(0, given.bits);
  for (const place of flipped) await flip(world, given.dir, { place, random });

  const began = performance.now();
  const walk = createCheckFixity({ store: world.store, actor: systemActor("custody"), blobs, log: silent, roundSeconds: 0.001 });
  // A run ends after a while: as many as two rounds over everything take.
  for (let done = false; !done; ) {
    await walk({ signal: new AbortController().signal });
    [{ done } = { done: false }] = await world.see<{ done: boolean }>(
      "select bool_and(round >= 2 and finished_at is not null) as done from fixity_round",
    );
  }
  const seconds = Math.round((performance.now() - began) / 100) / 10;

  const faults = await world.see<{ object_id: string }>("select object_id from fixity_fault");
  const told = await world.see("select from audit_event where act = 'fixity.fault'");
  const touched = new Set(flipped.map(({ id }) => id));
  const found = new Set(faults.map(({ object_id }) => object_id));
  return {
    objects: places.length,
    flipped: flipped.length,
    found: [...found].filter((id) => touched.has(id)).length,
    falseAlarms: [...found].filter((id) => !touched.has(id)).length,
    twice: faults.length - found.size + told.length - faults.length,
    seconds,
  };
}

async function pin(world: World, count: number): Promise<Place[]> {
  await publish(world, contestIn(HERE));
  const owner = await register(world, HERE);
  const read = classifier(world);
  for (let left = count; left > 0; left -= 100) {
    const versionIds: string[] = [];
    for (let n = 0; n < Math.min(left, 100); n += 1)
      versionIds.push((await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE} ${left - n}` })).versionId);
    await read({ versionIds });
  }
  const rows = await world.see<{ id: string }>("select id from evidence order by id");
  if (rows.length !== count) throw new Error(`flipped-bits: ${rows.length} of ${count} posts were flagged`);
  return rows.map(({ id }) => ({ kind: "evidence", id }));
}

async function send(world: World, count: number): Promise<Place[]> {
  const sender = await person(world, "analyst", [HERE]);
  const places: Place[] = [];
  for (let n = 0; n < count; n += 1) {
    const { id } = await world.store.as(sender, (tx) =>
      tx.captures.add({
        clientId: randomUUID(),
        region: HERE,
        url: null,
        urlKey: null,
        platform: "facebook",
        handle: "pegawai.misal",
        kind: "photo",
        text: `Foto ${n}`,
        visibility: "public",
        seenHow: "own_phone",
        officeAccount: false,
        uploader: "other",
        seenAt: new Date(),
        origin: "own",
        raw: randomBytes(200 + n),
      }),
    );
    places.push({ kind: "capture", id });
  }
  return places;
}

async function sendFiles(
  world: World,
  { count, blobs }: { readonly count: number; readonly blobs: ReturnType<typeof createFileBlobs> },
): Promise<Place[]> {
  const sender = await person(world, "analyst", [HERE]);
  const places: Place[] = [];
  for (let n = 0; n < count; n += 1) {
    const { key, size } = await blobs.put(randomBytes(1_000 + n * 50));
    const id = randomUUID().replaceAll("-", "");
    await world.store.as(sender, (tx) =>
      tx.captures.addUpload({ id, region: HERE, mediaType: "image/jpeg", byteLength: size, sha256: key, blobKey: key }),
    );
    places.push({ kind: "upload", id, key });
  }
  return places;
}

/** One bit of a file, or of a row's bytes or hash: nobody asked. */
async function flip({ see }: World, dir: string, { place, random }: { readonly place: Place; readonly random: () => number }): Promise<void> {
  if (place.key !== undefined) {
    const path = join(dir, place.key.slice(0, 2), place.key.slice(2, 4), place.key);
    const bytes = await readFile(path);
    const at = upTo(random, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << upTo(random, 8));
    return writeFile(path, bytes);
  }
  const column = random() < 0.8 ? "raw" : "sha256";
  const share = random();
  await see(
    `update ${place.kind} set ${column} = set_bit(${column}, bit, 1 - get_bit(${column}, bit))
    from (select id as one, floor($2::float8 * octet_length(${column}) * 8)::bigint as bit from ${place.kind} where id = $1) chosen where id = chosen.one`,
    [place.id, share],
  );
}
