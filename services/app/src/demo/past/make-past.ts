import { mayBePolled } from "@netra/domain";
import { createFieldCipher, systemActor } from "@netra/store";
import { addUser } from "../../commands/users.ts";
import type { Context } from "../../context.ts";
import { publishContest, publishFirstPack } from "../../publish.ts";
import type { DemoWorld } from "../world.ts";
import { PAST_WEEKS, pastCalendar } from "./calendar.ts";
import { openPastClock } from "./past-clock.ts";
import { playPast } from "./play-past.ts";

/** The rule pack of the demo. */
export const PACK = "inti";

/**
 * Puts the world into an empty database and lets its office live through the past weeks, on a clock that is set back; nothing else may run on this database meanwhile. The last entry
 * of the audit trail, under the true time, says that what stands before it was played.
 */
export async function makePast(
  context: Context,
  {
    world,
    firstStart,
    urls,
  }: { readonly world: DemoWorld; readonly firstStart: Date; readonly urls: { readonly admin: string; readonly app: string } },
): Promise<void> {
  const clock = await openPastClock(urls, createFieldCipher(context.keys));
  try {
    const past = { ...context, store: clock.store, clock: clock.now };
    await clock.set(pastCalendar(firstStart).opens);
    await fillOffice(past, world);
    await playPast({ ...past, clock }, { world, firstStart });
  } finally {
    await clock.close();
  }
  const { id, region } = world.contest;
  await context.store.as(systemActor("operator"), (tx) =>
    tx.audit.append({ act: "demo.past-played", objectType: "contest", objectId: id, region: region ?? "ID", detail: { weeks: PAST_WEEKS } }),
  );
}

/** The world's register, people and contest; inferred links come from tips, later. */
async function fillOffice(context: Context, world: DemoWorld): Promise<void> {
  await publishFirstPack(context, PACK);
  await context.store.as(systemActor("operator"), async (tx) => {
    for (const row of world.register) if (mayBePolled(row.link)) await tx.accounts.saveRegistration(row);
  });
  for (const user of world.users) await addUser(context, user);
  await publishContest(context, world.contest, { demo: true });
}
