import { createHash } from "node:crypto";
import { type ArrivedPost, type PostOwner, systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  arrive,
  CONNECTOR,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  post,
  publish,
  register,
  SECOND,
  save,
  THERE,
  type World,
} from "../support/world.ts";

let world: World;
let owner: PostOwner;
beforeAll(async () => {
  world = await openWorld();
  owner = await register(world, HERE);
  await publish(world, contestIn(HERE));
});
afterAll(() => world.close());

const versionsOf = (externalId: string) =>
  world.see<{ seq: number; sha256: Buffer; text: string; raw: Buffer; textAltered: boolean; bytes: number }>(
    `select v.seq, v.sha256, b.text, b.raw, v.text_altered as "textAltered", v.byte_length as bytes
    from post_version v join capture_body b on b.week = v.week and b.version_id = v.id where v.external_id = $1 order by v.seq`,
    [externalId],
  );
const postRow = async (externalId: string) => (await world.see("select * from post where external_id = $1", [externalId]))[0];
const flagsOf = (externalId: string) =>
  world.see<{ state: string; targets: string[]; supersedes: string | null; id: string; seq: number }>(
    "select f.id, f.state, f.targets, f.supersedes, v.seq from flag f join post p on p.id = f.post_id join post_version v on v.id = f.version_id where p.external_id = $1 order by f.number",
    [externalId],
  );
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

describe("saving a post", () => {
  it("the same version again is one version and no edit", async () => {
    const one = post();
    expect(await save(world, owner, one)).not.toBeNull();
    expect(await save(world, owner, one)).toBeNull();
    expect(await versionsOf(one.externalId)).toHaveLength(1);
    expect(await postRow(one.externalId)).toMatchObject({ source_state: "live" });
  });

  it("an edit adds a version and marks the post as edited", async () => {
    const one = post();
    await save(world, owner, one);
    await save(world, owner, { ...one, versionKey: "2", text: "Selamat siang", editedAt: new Date() });
    expect((await versionsOf(one.externalId)).map((version) => [version.seq, version.text])).toEqual([
      [1, one.text],
      [2, "Selamat siang"],
    ]);
    expect(await postRow(one.externalId)).toMatchObject({ source_state: "edited" });
  });

  it("two workers with the same page at once save each version once and lose none", async () => {
    const page = Array.from({ length: 30 }, () => post());
    const savePage = () =>
      world.store.as(systemActor("ingest"), async (tx) => {
        await tx.posts.ensureWeek();
        const saved: unknown[] = [];
        for (const one of page) saved.push(await tx.posts.save(owner, one, CONNECTOR, new Date()));
        return saved.filter((version) => version !== null).length;
      });
    const saved = await Promise.all([savePage(), savePage(), savePage()]);
    expect(saved.reduce((sum, n) => sum + n, 0)).toBe(30);
    for (const one of page) expect(await versionsOf(one.externalId)).toHaveLength(1);
  });

  it("two workers with two edits of one post at once number them one after the other", async () => {
    const one = post();
    await save(world, owner, one);
    const saved = await Promise.all([2, 3, 4, 5].map((n) => save(world, owner, { ...one, versionKey: `${n}`, text: `Suntingan ${n}` })));
    expect(saved.every((version) => version !== null)).toBe(true);
    expect((await versionsOf(one.externalId)).map((version) => version.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it("a post of another account is refused, in the own region and in another, under an old version key and a new one", async () => {
    const one = post();
    await save(world, owner, one);
    for (const region of [HERE, THERE]) {
      const other = await register(world, region);
      await expect(save(world, other, one)).rejects.toMatchObject({ kind: "conflict", code: "post-of-another-account" });
      await expect(save(world, other, { ...one, versionKey: "2" })).rejects.toMatchObject({ kind: "conflict", code: "post-of-another-account" });
    }
    expect(await versionsOf(one.externalId)).toHaveLength(1);
  });

  it("the same id on two platforms is two posts", async () => {
    const one = post();
    await save(world, owner, one);
    expect(await save(world, owner, { ...one, platform: "instagram" })).not.toBeNull();
  });
});

describe("the bytes of a post", () => {
  it.each([
    ["NUL", "Nomor\u0000satu", "Nomor␀satu", true],
    ["a lone high surrogate", "Nomor \ud800 satu", "Nomor � satu", true],
    ["a lone low surrogate", "\udc00", "�", true],
    ["zero-width, bidi and combining characters", "N\u200bo\u202em\u0301or 1️⃣", "N\u200bo\u202em\u0301or 1️⃣", false],
    ["an emoji outside the basic plane", "Nomor 🥇", "Nomor 🥇", false],
    ["nothing", "", "", false],
  ])("with %s are kept as they came, and the text says when it differs", async (_what, text, kept, textAltered) => {
    const raw = Buffer.from([0, 255, 254, ...Buffer.from(text)]);
    const one = post({ text, raw });
    await save(world, owner, one);
    expect(await versionsOf(one.externalId)).toEqual([{ seq: 1, text: kept, textAltered, raw, sha256: sha256(raw), bytes: raw.length }]);
    expect(kept.length).toBe(text.length);
  });

  it("of a megabyte come back whole, and the post is read", async () => {
    const text = `${"Selamat pagi semuanya. ".repeat(45_000)} ${PHRASE}`;
    const one = post({ text, raw: Buffer.from(text) });
    const saved = await save(world, owner, one);
    expect(one.raw.byteLength).toBeGreaterThan(1_000_000);
    const [version] = await versionsOf(one.externalId);
    expect(version?.text).toBe(text);
    expect(version?.sha256).toEqual(sha256(Buffer.from(text)));
    expect(await classifier(world)({ versionIds: [saved?.versionId ?? ""] })).toMatchObject({ read: 1, failed: 0 });
  });

  it("in an address, an id or a version key cannot stop a page either", async () => {
    const bad = post({ externalId: "nul\u0000id", versionKey: "v\u0000", url: "https://example.test/\u0000", contentType: "text/\u0000" });
    const good = post();
    await world.store.as(systemActor("ingest"), async (tx) => {
      await tx.posts.ensureWeek();
      await tx.posts.save(owner, bad, CONNECTOR, new Date());
      await tx.posts.save(owner, good, CONNECTOR, new Date());
      await tx.posts.markGone(owner.id, ["nul\u0000id", good.externalId]);
    });
    expect(await postRow("nul␀id")).toMatchObject({ source_state: "suspect_gone", url: "https://example.test/␀" });
    expect(await save(world, owner, bad)).toBeNull();
    expect(await postRow(good.externalId)).toMatchObject({ source_state: "suspect_gone" });
  });
});

describe("the time of a post", () => {
  const NOW = new Date("2026-11-21T05:00:00.000Z");
  it.each([
    ["from the past counts as claimed", new Date("2026-11-20T05:00:00Z"), "2026-11-20T05:00:00.000Z", "platform", "2026-11-20T05:00:00.000Z"],
    [
      "from the future counts as first seen, and the claim is kept",
      new Date("2031-01-01T00:00:00Z"),
      NOW.toISOString(),
      "unknown",
      "2031-01-01T00:00:00.000Z",
    ],
    ["that is missing counts as first seen", null, NOW.toISOString(), "unknown", null],
    ["that is no date counts as first seen", new Date("kemarin"), NOW.toISOString(), "unknown", null],
    [
      "in the first year of the calendar is kept",
      new Date("0001-01-01T00:00:00Z"),
      "0001-01-01T00:00:00.000Z",
      "platform",
      "0001-01-01T00:00:00.000Z",
    ],
    ["before anything the database can hold counts as first seen", new Date(-8.64e15), NOW.toISOString(), "unknown", null],
    ["at the far end of dates counts as first seen", new Date(8.64e15), NOW.toISOString(), "unknown", "+275760-09-13T00:00:00.000Z"],
  ] as const)("%s", async (_rule, createdAt, at, trust, claimed) => {
    const one = post({ createdAt, createdTrust: "platform" });
    await save(world, owner, one, NOW);
    const [row] = await world.see<{ posted_at: Date; claimed_at: Date | null; time_trust: string }>(
      "select posted_at, claimed_at, time_trust from post where external_id = $1",
      [one.externalId],
    );
    expect([row?.posted_at.toISOString(), row?.time_trust, row?.claimed_at?.toISOString() ?? null]).toEqual([at, trust, claimed]);
  });

  it("of an edit that is no date is left out", async () => {
    const one = post({ editedAt: new Date("besok") });
    await save(world, owner, one);
    expect((await world.see("select edited_at from post_version where external_id = $1", [one.externalId]))[0]).toEqual({ edited_at: null });
  });
});

describe("a post that went", () => {
  const mark = (externalIds: string[]) => world.store.as(systemActor("ingest"), (tx) => tx.posts.markGone(owner.id, externalIds));

  it("is suspected at the first miss and gone at the second", async () => {
    const one = post();
    await save(world, owner, one);
    expect(await mark([one.externalId])).toBe(1);
    expect(await postRow(one.externalId)).toMatchObject({ source_state: "suspect_gone" });
    await mark([one.externalId]);
    expect(await postRow(one.externalId)).toMatchObject({ source_state: "gone" });
    expect(await mark([one.externalId])).toBe(0);
  });

  it("and is shown again is suspected no longer, as what it was", async () => {
    const [live, edited] = [post(), post()];
    await save(world, owner, live);
    await save(world, owner, edited);
    await save(world, owner, { ...edited, versionKey: "2" });
    await mark([live.externalId, edited.externalId]);
    await save(world, owner, live);
    await save(world, owner, { ...edited, versionKey: "2" });
    expect(await postRow(live.externalId)).toMatchObject({ source_state: "live" });
    expect(await postRow(edited.externalId)).toMatchObject({ source_state: "edited" });
  });

  it("of somebody else is not touched", async () => {
    const one = post();
    await save(world, await register(world, HERE), one);
    expect(await mark([one.externalId])).toBe(0);
  });

  it("whose tombstone stands is not taken for new", async () => {
    const one = post({ text: "Selamat pagi" });
    const saved = await save(world, owner, one);
    await classifier(world)({ versionIds: [saved?.versionId ?? ""] });
    const forget = () => world.store.as(systemActor("custody"), (tx) => tx.posts.forget(one.platform, one.externalId, "asked"));
    expect(await forget()).toBe("forgotten");
    expect(await forget()).toBe("unknown");
    expect(await save(world, owner, one)).toBeNull();
    expect(await save(world, owner, { ...one, versionKey: "2" })).toBeNull();
    expect(await postRow(one.externalId)).toBeUndefined();
    expect(await world.see("select sha256 from tombstone where external_id = $1", [one.externalId])).toEqual([{ sha256: sha256(one.raw) }]);
  });

  it("is not forgotten while a flag stands on it", async () => {
    const one = post();
    const saved = await save(world, owner, one);
    await classifier(world)({ versionIds: [saved?.versionId ?? ""] });
    expect(await world.store.as(systemActor("custody"), (tx) => tx.posts.forget(one.platform, one.externalId, "asked"))).toBe("in-use");
    expect(await versionsOf(one.externalId)).toHaveLength(1);
  });
});

describe("a flag and the versions after it", () => {
  const say = async (externalId: string, versionKey: string, text: string): Promise<void> => {
    const { versionId } = await arrive(world, owner, { externalId, versionKey, text, raw: Buffer.from(text) });
    expect(await classifier(world)({ versionIds: [versionId] })).toMatchObject({ read: 1, failed: 0 });
  };

  it("an edit that takes it back and a deletion close nothing", async () => {
    await say("taken-back", "1", `Dukung ${FIRST}, ${PHRASE}`);
    await say("taken-back", "2", "Maaf, unggahan ini saya cabut.");
    await world.store.as(systemActor("ingest"), (tx) => tx.posts.markGone(owner.id, ["taken-back"]));
    expect(await flagsOf("taken-back")).toMatchObject([{ state: "open", targets: ["rima-joko"], seq: 1 }]);
    const [evidence] = await world.see<{ raw: Buffer }>(
      "select e.raw from evidence e join post_version v on v.id = e.version_id where v.external_id = 'taken-back'",
    );
    expect(evidence?.raw.toString()).toContain(PHRASE);
  });

  it("an edit that says the same opens no second, one that names another candidate supersedes", async () => {
    await say("moves-on", "1", `Dukung ${FIRST}, ${PHRASE}`);
    await say("moves-on", "2", `Ayo dukung ${FIRST}, ${PHRASE}!`);
    expect(await flagsOf("moves-on")).toHaveLength(1);
    await say("moves-on", "3", `Dukung ${SECOND}, ${PHRASE}`);
    const [first, second] = await flagsOf("moves-on");
    expect([first, second]).toMatchObject([
      { state: "open", targets: ["rima-joko"], seq: 1 },
      { state: "open", targets: ["bahar-ratih"], seq: 3, supersedes: first?.id },
    ]);
  });

  it("what a person sent by hand is offered to a reader though the machine reads nothing in it", async () => {
    const { versionId } = await arrive(world, owner, {
      externalId: "by-hand",
      text: "Selamat pagi",
      byHand: true,
      origin: "tip",
    } satisfies Partial<ArrivedPost>);
    await classifier(world)({ versionIds: [versionId] });
    expect(await flagsOf("by-hand")).toMatchObject([{ state: "open", targets: [] }]);
    expect(await world.see("select raised_by, tier, priority from flag f join post p on p.id = f.post_id where p.external_id = 'by-hand'")).toEqual([
      { raised_by: "person", tier: "context", priority: 0 },
    ]);
  });
});
