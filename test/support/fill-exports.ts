import { systemActor } from "@netra/store";
import { HERE, person, type World } from "./world.ts";

/** One export that was asked for, and its first part. */
export async function fillExports(world: Pick<World, "store">): Promise<string> {
  const asker = await person(world, "supervisor", [HERE]);
  const id = await world.store.as(asker, (tx) =>
    tx.exports.add({ kind: "flags", filter: { region: HERE }, format: "csv", expected: 1, needsApproval: false }),
  );
  await world.store.as(systemActor("report"), async (tx) => {
    const turn = await tx.exports.take(id);
    if (!turn) throw new Error("fill-exports: nobody may take it");
    await tx.exports.addPart(turn, { no: 0, blobKey: "ab".repeat(32), bytes: 1, rowCount: 1, position: 1, entry: null });
  });
  return id;
}
