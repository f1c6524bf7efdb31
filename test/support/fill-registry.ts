import { createHash, randomUUID } from "node:crypto";
import { systemActor } from "@netra/store";
import { fileCapture } from "./file-capture.ts";
import { arrive, classifier, FIRST, HERE, PHRASE, person, register, type World } from "./world.ts";

/**
 * What the register knows of one more person, with a flag and a file; call it while a contest is published. The second half goes when a report counted that flag: the
 * link turns out wrong, and everything of it is purged.
 */
export async function fillRegistry(world: World): Promise<{ revoke(): Promise<void> }> {
  const { store } = world;
  const nip = "198507122010012004";
  const owner = await register(world, HERE, { nip, name: "Tokoh Keliru" });
  const leave = { from: "2026-01-01", to: null, document: "SK 1" };
  const post = { nip, name: "Tokoh Keliru", employmentKind: "pns", agency: "Dinas Contoh", agencyRegion: HERE, from: "2010-01-01" } as const;
  const more = { unit: null, position: null, roleClass: null, leave, spouse: { ...leave, contestId: "pemilihan", candidateId: "calon" } };
  await store.as(systemActor("operator"), (tx) => tx.registry.savePerson({ ...post, ...more }));
  const { versionId, postId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
  await classifier(world)({ versionIds: [versionId] });
  const captureId = await store.as(await person(world, "field", [HERE]), async (tx) => {
    const raw = Buffer.from("{}");
    const said = {
      url: null,
      urlKey: null,
      kind: "photo",
      text: "Foto",
      visibility: "public",
      seenHow: "own_phone",
      uploader: "owner",
      origin: "own",
    } as const;
    const place = { clientId: randomUUID(), region: HERE, platform: "facebook", handle: owner.handle } as const;
    const { id } = await tx.captures.add({ ...said, ...place, officeAccount: false, seenAt: new Date(), raw });
    const upload = randomUUID();
    const sha256 = createHash("sha256").update(upload).digest("hex");
    await tx.captures.addUpload({ id: upload, region: HERE, mediaType: "image/jpeg", byteLength: 1, sha256, blobKey: sha256 });
    await tx.captures.takeUploads({ id, region: HERE }, [upload]);
    return id;
  });
  await fileCapture(world, captureId, postId);
  return {
    async revoke() {
      await store.as(await person(world, "supervisor", [HERE]), async (tx) => {
        await tx.registry.listForCorrection([owner.id], { cause: "link_revoked", reason: "surat 12" });
        await tx.triage.revokeLink(owner.id, "surat 12");
        await tx.registry.purgeCaptures([owner.id]);
      });
    },
  };
}
