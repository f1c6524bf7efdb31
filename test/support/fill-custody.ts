import { randomUUID } from "node:crypto";
import { systemActor } from "@netra/store";
import { HERE, person, type World } from "./world.ts";

/** What custody writes in a region: planned looks at flagged posts, a fault, a miss before its post, a turn of fetching, and what is left of a lead. */
export async function fillCustody(world: World, accountId: string): Promise<void> {
  const { store } = world;
  const custody = systemActor("custody");
  await store.as(systemActor("ingest"), async (tx) => {
    await tx.posts.markGone(accountId, ["never-seen"]);
    const turn = await tx.accounts.claimTurn(accountId, 60);
    if (turn) await tx.accounts.finishTurn(turn, 60);
  });
  const sender = await person(world, "analyst", [HERE]);
  const { id } = await store.as(sender, (tx) =>
    tx.captures.add({
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
      raw: Buffer.from("{}"),
    }),
  );
  await world.see("update capture set received_at = '2020-01-01' where id = $1", [id]);
  await store.as(custody, async (tx) => {
    await tx.rechecks.plan();
    await tx.retention.expire(new Date("2021-01-01"));
    const look = { id, region: HERE, fault: "missing", blobKey: null, digest: null } as const;
    await tx.fixity.note("capture", { from: { cursor: null, round: 0, due: 1 }, looks: [look], last: false });
  });
}
