import { randomUUID } from "node:crypto";
import type { Actor } from "@netra/store";
import type { Instance, Username } from "./instance.ts";

/** Field staff sends a flagged post again, with what it answers and a picture, and another person files it: what a reader then has beside the text. */
export async function sendBeside(
  netra: Pick<Instance, "context" | "see">,
  flag: { readonly id: string },
  given: { readonly parentUrl: string; readonly parentText: string; readonly picture: Buffer; readonly by: Username; readonly looks: Username },
): Promise<void> {
  const { store, blobs } = netra.context;
  const [post] = await netra.see<{ id: string; region: string; handle: string }>(
    "select p.id, p.region, a.handle from flag f join post p on p.id = f.post_id join account a on a.id = p.account_id where f.id = $1",
    [flag.id],
  );
  if (!post) throw new Error("e2e: no such flag");
  const { region, handle } = post;
  const actor = async (username: Username, role: "field" | "analyst"): Promise<Actor> => {
    const [user] = await netra.see<{ id: string }>("select id from app_user where username = $1", [username]);
    return { process: "api", kind: "person", id: user?.id ?? "", role, regions: [region] };
  };
  const stored = await blobs.put(given.picture);
  const id = await store.as(await actor(given.by, "field"), async (tx) => {
    const upload = randomUUID();
    await tx.captures.addUpload({ id: upload, region, mediaType: "image/png", byteLength: stored.size, sha256: stored.key, blobKey: stored.key });
    const capture = await tx.captures.add({
      ...{ clientId: randomUUID(), region, url: null, urlKey: null, platform: "facebook", handle, kind: "comment", text: "Setuju" },
      ...{ visibility: "public", seenHow: "own_phone", officeAccount: false, uploader: "owner", seenAt: new Date(), origin: "own" },
      ...{ raw: Buffer.from("{}"), parentUrl: given.parentUrl, parentText: given.parentText },
    });
    await tx.captures.takeUploads({ id: capture.id, region }, [upload]);
    return capture.id;
  });
  await store.as(await actor(given.looks, "analyst"), async (tx) => {
    await tx.intake.addLook({ id, region }, { act: "evidence", note: "", mediaText: "" });
    await tx.intake.setPost(id, post.id);
  });
}
