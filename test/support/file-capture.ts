import { HERE, person, type World } from "./world.ts";

/** Another person than the sender takes a capture as evidence of a post, as the second look does. */
export async function fileCapture(world: Pick<World, "store">, captureId: string, postId: string): Promise<void> {
  await world.store.as(await person(world, "analyst", [HERE]), async (tx) => {
    await tx.intake.addLook({ id: captureId, region: HERE }, { act: "evidence", note: "", mediaText: "" });
    await tx.intake.setPost(captureId, postId);
  });
}
