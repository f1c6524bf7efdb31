import { createHash, randomUUID } from "node:crypto";
import { HERE, person, THERE, type World } from "./world.ts";

/** What the second look leaves in a region: a tip with a reporter, a transcript and a masked picture, taken as evidence; and a reader who is lent here. Gives its file. */
export async function fillIntake(world: World, given: { readonly handle: string; readonly postId: string }): Promise<string> {
  const { store } = world;
  const upload = randomUUID();
  const raw = Buffer.from("{}");
  const sha256 = createHash("sha256").update(raw).digest("hex");
  const id = await store.as(await person(world, "field", [HERE]), async (tx) => {
    const capture = await tx.captures.add({
      clientId: randomUUID(),
      region: HERE,
      url: null,
      urlKey: null,
      platform: "facebook",
      handle: given.handle,
      kind: "comment",
      text: "Foto bersama tim",
      visibility: "public",
      seenHow: "own_phone",
      officeAccount: false,
      uploader: "owner",
      seenAt: new Date(),
      origin: "tip",
      parentUrl: "https://facebook.example/1",
      parentText: "Selamat pagi",
      raw,
    });
    await tx.captures.addUpload({ id: upload, region: HERE, mediaType: "image/jpeg", byteLength: raw.length, sha256, blobKey: sha256 });
    await tx.captures.takeUploads({ id: capture.id, region: HERE }, [upload]);
    await tx.captures.addTranscripts({ id: capture.id, region: HERE }, [{ uploadId: upload, lines: [{ atSeconds: 3, text: "Mari" }] }]);
    await tx.captures.addReporter({ id: capture.id, region: HERE }, await tx.captures.seal({ name: "Warga Misal", contact: "0", note: "" }));
    return capture.id;
  });
  await store.as(await person(world, "analyst", [HERE]), async (tx) => {
    await tx.addressChecks.begin({ id, region: HERE }, 60);
    const lookId = await tx.intake.addLook({ id, region: HERE }, { act: "evidence", note: "", mediaText: "Mari" });
    const masked = { blobKey: createHash("sha256").update("masked").digest("hex"), mediaType: "image/jpeg", bytes: 2 };
    await tx.intake.addMask(
      { id: lookId, captureId: id, region: HERE },
      { uploadId: upload, rects: [{ x: 0, y: 0, width: 1, height: 0.5 }], masked },
    );
    await tx.intake.setPost(id, given.postId);
  });
  const lent = await person(world, "analyst", [THERE]);
  await store.as(await person(world, "supervisor", ["19"]), (tx) =>
    tx.loans.add({ userId: lent.id, region: HERE, until: new Date(Date.now() + 86_400_000), reason: "cuti" }),
  );
  return upload;
}
