import { randomUUID } from "node:crypto";
import type { Blobs } from "@netra/blobs";
import type { PostOwner } from "@netra/store";
import { fileCapture } from "../../../test/support/file-capture.ts";
import { arrive, classifier, FIRST, HERE, PHRASE, person, type World } from "../../../test/support/world.ts";

/** A post that was flagged, as the machine does it. */
export async function flag(
  world: World,
  owner: PostOwner & { handle: string },
  externalId: string,
): Promise<{ flagId: string; postId: string; versionId: string }> {
  const { versionId, postId } = await arrive(world, owner, { externalId, text: `Dukung ${FIRST}, ${PHRASE} ${externalId}` });
  await classifier(world)({ versionIds: [versionId] });
  const [row] = await world.see<{ id: string }>("select id from flag where post_id = $1", [postId]);
  if (!row) throw new Error("custody-world: the post was not flagged");
  return { flagId: row.id, postId, versionId };
}

/** A capture that somebody sent, with a file when one is given. Tied to a post or to nobody. */
export async function capture(
  world: World,
  given: { readonly postId?: string | null; readonly file?: Buffer; readonly blobs?: Blobs; readonly taken?: boolean },
): Promise<{ captureId: string; receiptNo: string; uploadId: string | null; blobKey: string | null }> {
  const sender = await person(world, "analyst", [HERE]);
  const blob = given.file && given.blobs ? await given.blobs.put(given.file) : null;
  const uploadId = blob ? randomUUID().replaceAll("-", "") : null;
  const raw = Buffer.from(JSON.stringify({ about: randomUUID() }));
  const saved = await world.store.as(sender, async (tx) => {
    const added = await tx.captures.add({
      clientId: randomUUID(),
      region: HERE,
      url: null,
      urlKey: null,
      platform: "facebook",
      handle: "pegawai.misal",
      kind: "photo",
      text: "Foto bersama",
      visibility: "public",
      seenHow: "own_phone",
      officeAccount: false,
      uploader: "other",
      seenAt: new Date(),
      origin: "own",
      raw,
    });
    if (blob && uploadId) {
      const row = { id: uploadId, region: HERE, mediaType: "image/jpeg", byteLength: blob.size, sha256: blob.key, blobKey: blob.key };
      await tx.captures.addUpload(row);
      if (given.taken ?? true) await tx.captures.takeUploads({ id: added.id, region: HERE }, [uploadId]);
    }
    return added;
  });
  if (given.postId) await fileCapture(world, saved.id, given.postId);
  return { captureId: saved.id, receiptNo: saved.receiptNo, uploadId, blobKey: blob?.key ?? null };
}
