import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLOSE, decideAs, ESCALATE } from "../support/decide.ts";
import { arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, person, publish, register, THERE, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
});
afterAll(() => world.close());

/** A flagged post of an account. */
async function flagOf(owner: Awaited<ReturnType<typeof register>>, given: Parameters<typeof arrive>[2] = {}): Promise<string> {
  const { versionId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}`, ...given });
  await classifier(world)({ versionIds: [versionId] });
  const [flag] = await world.see<{ id: string }>("select id from flag where version_id = $1", [versionId]);
  return flag?.id ?? "";
}

describe("a civil servant with accounts in two regions", () => {
  it("has a case in each, opened by each region's readers", async () => {
    const here = await register(world, HERE, { nip: "198001012005011001", name: "Dewi Misal" });
    const there = await register(world, THERE, { nip: "198001012005011001", name: "Dewi Misal", from: "2015-01-01", platform: "instagram" });
    expect(there.civilServantId).toBe(here.civilServantId);
    for (const owner of [here, there, there]) {
      const flagId = await flagOf(owner);
      await decideAs(world, { region: owner.region, flagId, act: ESCALATE });
      await decideAs(world, { region: owner.region, flagId, act: ESCALATE });
    }
    expect(
      await world.see(
        "select c.region, count(f.flag_id)::int as flags from case_file c join case_flag f on f.case_id = c.id where c.civil_servant_id = $1 group by c.id order by 1",
        [here.civilServantId],
      ),
    ).toEqual([
      { region: THERE, flags: 2 },
      { region: HERE, flags: 1 },
    ]);
  });

  it("is named to the readers of either, with the office of theirs", async () => {
    await register(world, HERE, { nip: "198001012005011002", name: "Tuti Misal" });
    const there = await register(world, THERE, {
      nip: "198001012005011002",
      name: "Tuti Misal",
      from: "2015-01-01",
      platform: "instagram",
      agency: "Dinas Sana",
    });
    const flagId = await flagOf(there);
    const reader = await person(world, "analyst", [THERE]);
    expect(await world.store.as(reader, (tx) => tx.triage.readIdentity(flagId))).toMatchObject({
      name: "Tuti Misal",
      agency: "Dinas Sana",
      nipEnd: "1002",
    });
  });
});

describe("the newest decision on a flag", () => {
  it("is read however long ago it was made", async () => {
    const flagId = await flagOf(await register(world, HERE));
    const reader = await decideAs(world, { region: HERE, flagId, act: CLOSE });
    await world.see("update decision set at = at - interval '400 days' where flag_id = $1", [flagId]);
    const last = await world.store.as(reader, (tx) => tx.triage.lastDecision(flagId));
    expect(last).toMatchObject({ act: "close", userId: reader.id });
    expect(last?.ageMs).toBeGreaterThan(399 * 86_400_000);
  });
});

describe("after a request for information or a reopening", () => {
  it("a reading from before counts no longer", async () => {
    const flagId = await flagOf(await register(world, HERE));
    const reader = await person(world, "analyst", [HERE]);
    const supervisor = await person(world, "supervisor", [HERE]);
    const hasReading = () => world.store.as(reader, (tx) => tx.triage.hasReading(flagId, 1));
    const readAndDecide = (toState: "needs_info" | "closed") =>
      world.store.as(reader, async (tx) => {
        const { fence } = await tx.triage.claim(await tx.triage.lock(flagId), 15);
        const flag = await tx.triage.lock(flagId);
        await tx.triage.addReading(flag, { readerNo: 1, reading: "neither", targetId: null });
        const act = toState === "closed" ? "close" : "needs_info";
        const nothing = { outOfScope: null, duplicateOf: null, question: null, addressee: null, due: null, checklist: undefined };
        const row = { ...nothing, act, readerNo: 1, idempotencyKey: randomUUID(), reason: "x", fromState: "open", toState, fence } as const;
        return tx.triage.saveDecision(flag, { ...row, outcome: toState === "closed" ? "not_partisan" : null });
      });

    await readAndDecide("needs_info");
    expect(await hasReading()).toBe(false);
    await readAndDecide("closed");
    expect(await hasReading()).toBe(true);
    await world.store.as(supervisor, async (tx) => tx.triage.reopen(await tx.triage.lock(flagId), "Ada bukti baru."));
    expect(await hasReading()).toBe(false);
  });
});

describe("the employment that is shown with a flag", () => {
  it("is the one of the post's day in Jakarta", async () => {
    const owner = await register(world, HERE, { from: "2010-01-01", agency: "Dinas Lama", name: "Yuni Misal", nip: "198001012005011003" });
    const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    await register(world, HERE, { from: today, agency: "Dinas Baru", name: "Yuni Misal", nip: "198001012005011003", platform: "instagram" });
    // Half past midnight in Jakarta: still the day before in UTC.
    const flagId = await flagOf(owner);
    await world.see("update post set posted_at = ($1 || 'T00:30:00+07:00')::timestamptz where id = (select post_id from flag where id = $2)", [
      today,
      flagId,
    ]);
    const reader = await person(world, "analyst", [HERE]);
    expect(await world.store.as(reader, (tx) => tx.triage.read(flagId))).toMatchObject({ employedSince: today });
    expect(await world.store.as(reader, (tx) => tx.triage.readIdentity(flagId))).toMatchObject({ agency: "Dinas Baru" });
  });
});
