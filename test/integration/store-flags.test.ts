import { makeDocument, weekOf } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import { type Actor, systemActor } from "@netra/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPack } from "../../packages/classifier/test/read-pack.ts";
import { decideAs, ESCALATE } from "../support/decide.ts";
import { arrive, classifier, contestIn, FIRST, HERE, openWorld, PHRASE, person, publish, register, type World } from "../support/world.ts";

const TEXT = `Dukung ${FIRST}, ${PHRASE}`;
const operator = systemActor("operator");

let world: World;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  world = await openWorld();
  owner = await register(world, HERE);
  await publish(world, contestIn(HERE));
});
afterEach(() => world.close());

const rereadAll = () => world.store.as(operator, (tx) => tx.posts.reopenSince(new Date(0)));
/** Puts the pack live that flags the phrase, or one that flags nothing, and asks for everything to be read again. */
async function publishPack(which: "flags" | "flags nothing"): Promise<void> {
  const pack = readPack("selftest");
  const body = which === "flags" ? pack : { ...pack, version: pack.version + 1, lexicons: [] };
  const hash = await contentHash(body);
  await world.store.as(operator, (tx) => tx.packs.publishLive({ packId: pack.id, version: body.version, hash, body }));
  await rereadAll();
}
const read = (versionId: string) => classifier(world)({ versionIds: [versionId] });
const flagsOf = (postId: string) =>
  world.see<{ id: string; state: string; tier: string; targets: string[]; raised_by: string }>(
    "select id, state, tier, targets, raised_by from flag where post_id = $1 order by number",
    [postId],
  );
/** A post of the account that was read and flagged. */
async function flagged(given: Parameters<typeof arrive>[2] = {}): Promise<{ versionId: string; postId: string; flagId: string }> {
  const saved = await arrive(world, owner, { text: TEXT, ...given });
  await read(saved.versionId);
  const [flag] = await flagsOf(saved.postId);
  return { ...saved, flagId: flag?.id ?? "" };
}
const revoke = async (accountId: string): Promise<Actor> => {
  const supervisor = await person(world, "supervisor", [HERE]);
  await world.store.as(supervisor, (tx) => tx.triage.revokeLink(accountId, "Akun milik orang lain."));
  return supervisor;
};
/** Somebody claims a flag, and the claim runs out. */
const claimAndLapse = async (flagId: string): Promise<void> => {
  const reader = await person(world, "analyst", [HERE]);
  await world.store.as(reader, async (tx) => tx.triage.claim(await tx.triage.lock(flagId), 15));
  await world.see("update flag_lease set until = clock_timestamp() - interval '1 second' where flag_id = $1", [flagId]);
};

describe("a pack or contest that is rolled back", () => {
  it("gives the flag back that its successor withdrew: the same one, open, with a trace", async () => {
    const { versionId, postId, flagId } = await flagged();
    await publishPack("flags nothing");
    await read(versionId);
    expect(await flagsOf(postId)).toMatchObject([{ id: flagId, state: "withdrawn" }]);
    await publishPack("flags");
    await read(versionId);
    expect(await flagsOf(postId)).toMatchObject([{ id: flagId, state: "open", targets: ["rima-joko"] }]);
    expect(await world.see("select act from audit_event where object_id = $1 order by id", [flagId])).toEqual([
      { act: "flag.opened" },
      { act: "flag.withdrawn" },
      { act: "flag.restored" },
    ]);
  });

  it("re-scores the flag under the reading it had before", async () => {
    const { versionId, postId } = await flagged();
    const first = contestIn(HERE);
    const [one, two] = first.candidates;
    if (!one || !two) throw new Error("the contest has two pairs");
    const swapped = {
      ...first,
      candidates: [
        { ...one, people: two.people },
        { ...two, people: one.people },
      ],
    };
    for (const [contest, target] of [
      [swapped, "bahar-ratih"],
      [first, "rima-joko"],
    ] as const) {
      await publish(world, contest);
      await rereadAll();
      await read(versionId);
      expect(await flagsOf(postId)).toMatchObject([{ state: "open", targets: [target] }]);
    }
  });

  it("moves a flag that a person raised into the tier it is now read in", async () => {
    await publishPack("flags nothing");
    const { versionId, postId } = await flagged({ byHand: true, origin: "tip" });
    expect(await flagsOf(postId)).toMatchObject([{ raised_by: "person", tier: "context" }]);
    await publishPack("flags");
    await read(versionId);
    expect(await flagsOf(postId)).toMatchObject([{ raised_by: "person", tier: "text" }]);
  });
});

describe("an account whose link was revoked", () => {
  it("never gets a flag back, whatever pack comes", async () => {
    const { versionId, postId } = await flagged();
    await revoke(owner.id);
    await publishPack("flags nothing");
    await read(versionId);
    await publishPack("flags");
    expect(await read(versionId)).toEqual({ read: 1, flagged: 0, failed: 0 });
    expect(await flagsOf(postId)).toMatchObject([{ state: "withdrawn" }]);
  });

  it("gets no new flag: what was still waiting is finished without one", async () => {
    const { versionId, postId } = await arrive(world, owner, { text: TEXT });
    await revoke(owner.id);
    expect(await read(versionId)).toEqual({ read: 1, flagged: 0, failed: 0 });
    expect(await flagsOf(postId)).toEqual([]);
    expect(await world.see("select state from post_version where id = $1", [versionId])).toEqual([{ state: "classified" }]);
  });

  it("saves no further page of a fetch that was under way", async () => {
    const ingest = systemActor("ingest");
    const turn = await world.store.as(ingest, (tx) => tx.accounts.claimTurn(owner.id, 60));
    await revoke(owner.id);
    if (!turn) throw new Error("the account was due");
    await expect(world.store.as(ingest, (tx) => tx.accounts.saveCursor(turn, "next", 60))).rejects.toMatchObject({ code: "turn-lost" });
  });

  it("takes its escalated flag out of the case, with a step that names who withdrew it", async () => {
    const { flagId } = await flagged();
    await decideAs(world, { region: HERE, flagId, act: ESCALATE });
    await decideAs(world, { region: HERE, flagId, act: ESCALATE });
    expect(await world.see("select flag_id from case_flag")).toEqual([{ flag_id: flagId }]);
    await revoke(owner.id);
    expect(await world.see("select flag_id from case_flag")).toEqual([]);
    expect(await world.see("select s.to_state, d.act from case_step s join decision d on d.id = s.decision_id order by s.at")).toEqual([
      { to_state: "initial_information", act: "escalate" },
      { to_state: "flag_taken_back", act: "withdraw" },
    ]);
  });
});

describe("a claim that ran out counts as the state it was claimed from", () => {
  it("for a changed pack, which withdraws it and gives it back", async () => {
    const { versionId, postId, flagId } = await flagged();
    await claimAndLapse(flagId);
    await publishPack("flags nothing");
    await read(versionId);
    expect(await flagsOf(postId)).toMatchObject([{ state: "withdrawn" }]);
    await publishPack("flags");
    await read(versionId);
    expect(await flagsOf(postId)).toMatchObject([{ state: "open" }]);
  });

  it("for a new reading, which re-scores it", async () => {
    const { versionId, postId, flagId } = await flagged();
    await claimAndLapse(flagId);
    await world.see("update flag set priority = 0 where id = $1", [flagId]);
    const contest = contestIn(HERE);
    await publish(world, { ...contest, watch: { ...contest.watch, decision: "Pleno uji 2" } });
    await rereadAll();
    await read(versionId);
    expect(await world.see("select priority > 0 as scored from flag where post_id = $1", [postId])).toEqual([{ scored: true }]);
  });

  it("for the numbers: by state, and in a report, which knows no claims", async () => {
    const { flagId } = await flagged();
    const waiting = async () => {
      const [now] = await world.see<{ now: Date }>("select clock_timestamp() as now");
      const asked = { region: HERE, of: weekOf(now?.now ?? new Date()), asOf: now?.now ?? new Date() };
      return makeDocument(await world.store.as(systemActor("report"), (tx) => tx.reports.readFacts(asked)), "internal")
        .tables.find(({ id }) => id === "backlog")
        ?.rows.filter(({ cells }) => cells[0] !== 0)
        .map(({ key, cells }) => [key[0], cells[0]]);
    };
    const counted = async () => [await world.store.as(operator, (tx) => tx.flags.countByState()), await waiting()];
    const reader = await person(world, "analyst", [HERE]);
    await world.store.as(reader, async (tx) => tx.triage.claim(await tx.triage.lock(flagId), 15));
    expect(await counted()).toMatchObject([{ claimed: 1 }, [["open", 1]]]);
    await world.see("update flag_lease set until = clock_timestamp() - interval '1 second'");
    expect(await counted()).toMatchObject([{ open: 1 }, [["open", 1]]]);
  });

  it("but one that still holds is left to its reader", async () => {
    const { versionId, postId, flagId } = await flagged();
    const reader = await person(world, "analyst", [HERE]);
    await world.store.as(reader, async (tx) => tx.triage.claim(await tx.triage.lock(flagId), 15));
    await publishPack("flags nothing");
    await read(versionId);
    expect(await flagsOf(postId)).toMatchObject([{ state: "claimed" }]);
  });
});
