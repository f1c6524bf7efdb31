import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { findTable, jakartaDay, makeDocument, type ReportDocument, weekOf, weekSpan } from "@netra/domain";
import { contentHash } from "@netra/evidence";
import { type Actor, systemActor } from "@netra/store";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPack } from "../../packages/classifier/test/read-pack.ts";
import { CLOSE, decideAs, ESCALATE } from "../support/decide.ts";
import {
  age,
  arrive,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  person,
  post,
  publish,
  register,
  SECOND,
  save,
  type World,
} from "../support/world.ts";

const FLAGGED = `Dukung ${FIRST}, ${PHRASE}`;
const DAY_MS = 86_400_000;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL("../../packages/domain/src/report/netra-report-1.schema.json", import.meta.url), "utf8")),
);

let world: World;
beforeAll(async () => {
  world = await openWorld();
  // Hours of the weeks before were kept.
  await world.see("update kept_since set since = '2026-01-01' where what = 'account_hours'");
});
afterAll(() => world?.close());

const now = async (): Promise<Date> => (await world.see<{ now: Date }>("select clock_timestamp() as now"))[0]?.now ?? new Date();
const documentAt = async (asOf: Date, region = HERE): Promise<ReportDocument> => {
  const actor: Actor = { ...systemActor("report"), regions: [region] };
  return makeDocument(await world.store.as(actor, (tx) => tx.reports.readFacts({ region, of: weekOf(asOf), asOf })), "internal");
};
/** The same of the days of that week, as a span. */
const daysAt = async (asOf: Date): Promise<ReportDocument> => {
  const actor: Actor = { ...systemActor("report"), regions: [HERE] };
  const { from, to } = weekSpan(weekOf(asOf));
  const of = { from: jakartaDay(from), to: jakartaDay(new Date(to.getTime() - 1)) };
  return makeDocument(await world.store.as(actor, (tx) => tx.reports.readFacts({ region: HERE, of, asOf })), "internal");
};
/** What a week and a span say differently by what they are; only a week tells of the weeks before it. */
const figuresOf = ({ span: _, before: __, tables, ...rest }: ReportDocument) => ({ ...rest, tables: tables.filter(({ id }) => id !== "weeks") });
const rowOf = (document: ReportDocument, table: string, key: readonly (string | null)[]): Record<string, unknown> => {
  const found = findTable(document, table);
  const row = found?.rows.find((one) => JSON.stringify(one.key) === JSON.stringify(key));
  return Object.fromEntries((found?.columns ?? []).map(({ id }, at) => [id, row?.cells[at]]));
};
const overview = (document: ReportDocument): Record<string, unknown> =>
  Object.fromEntries((findTable(document, "overview")?.rows ?? []).map(({ key, cells }) => [key[0], cells[1]]));

const ingest = systemActor("ingest");
const custody = systemActor("custody");

/** A turn of fetching an account, well ended or not. */
const turn = (accountId: string, error: string | null, state: string | null = null) =>
  world.store.as(ingest, async (tx) => {
    const held = await tx.accounts.claimTurn(accountId, 60);
    if (!held) throw new Error("the account is not due");
    if (error === null) await tx.accounts.finishTurn(held, 0);
    else await tx.accounts.failTurn(held, { error, retryInSeconds: 0, state });
  });

const capture = async (sender: Actor, seen = "own_phone") =>
  world.store.as(sender, (tx) =>
    tx.captures.add({
      clientId: randomUUID(),
      region: HERE,
      url: null,
      urlKey: null,
      platform: "tiktok",
      handle: "pegawai.lain",
      kind: "photo",
      text: "",
      visibility: "public",
      seenHow: seen,
      officeAccount: false,
      uploader: "other",
      seenAt: new Date(),
      origin: "own",
      raw: Buffer.from("{}"),
    }),
  );

async function flag(owner: Awaited<ReturnType<typeof register>>, text: string): Promise<{ flagId: string; postId: string; versionId: string }> {
  const arrived = await arrive(world, owner, { text });
  await classifier(world)({ versionIds: [arrived.versionId] });
  const [found] = await world.see<{ id: string }>("select id from flag where version_id = $1", [arrived.versionId]);
  return { ...arrived, flagId: found?.id ?? "" };
}

describe("a document of a week", () => {
  it("counts what it says it counts, and is the same again whatever happens afterwards", async () => {
    await publish(world, contestIn(HERE));
    const owner = await register(world, HERE, { agency: "Dinas Contoh" });
    const revoked = await register(world, HERE, { agency: "Badan Misal", employmentKind: "pppk", nip: "199001012022211001" });
    const failing = await register(world, HERE, { platform: "x" });
    const untried = await register(world, HERE, { platform: "tiktok" });
    await turn(owner.id, null);
    await turn(failing.id, "no-connector");
    const [closed, undone, escalated, open, rescored, withdrawn] = [
      await flag(owner, FLAGGED),
      await flag(owner, FLAGGED),
      await flag(owner, `Dukung ${SECOND}, ${PHRASE}`),
      await flag(owner, FLAGGED),
      await flag(owner, `${FLAGGED} ya`),
      await flag(revoked, FLAGGED),
    ];
    const quiet = await arrive(world, owner, { text: `Tadi bertemu ${FIRST}` });
    const photo = await arrive(world, owner, { text: " ", kind: "photo" });
    await classifier(world)({ versionIds: [quiet.versionId, photo.versionId] });
    const forgotten = post({ text: `Selamat pagi ${SECOND}` });
    const saved = await save(world, owner, forgotten);
    await classifier(world)({ versionIds: [saved?.versionId ?? ""] });
    const aside = await arrive(world, owner, { text: "Selamat malam" });
    await world.see("update post_version set state = 'quarantined' where id = $1", [aside.versionId]);
    await world.store.as(ingest, (tx) => tx.posts.saveDrift(owner.id, HERE, "fake", { raw: Buffer.from("{"), reason: "not JSON" }));
    const sender = await person(world, "field", [HERE]);
    const looked = await capture(sender);
    await capture(sender);
    await decideAs(world, { region: HERE, flagId: closed.flagId, act: CLOSE });
    const undoer = await decideAs(world, { region: HERE, flagId: undone.flagId, act: CLOSE });
    await decideAs(world, { region: HERE, flagId: escalated.flagId, act: ESCALATE });
    await decideAs(world, { region: HERE, flagId: escalated.flagId, act: ESCALATE });

    const asOf = await now();
    const first = await documentAt(asOf);
    expect(validate(first), JSON.stringify(validate.errors)).toBe(true);
    expect(overview(first)).toMatchObject({
      ...{ posts: 10, versions: 10, wordless: 1, accounts_registered: 4, accounts_watched: 1, captures: 2, captures_waiting: 2 },
      ...{ opened: 6, decided: 3, closed: 2, escalated: 1, withdrawn: 0, waiting: 3, quarantined: 1, drift: 1 },
    });
    const contest = `pemilihan-${HERE.replace(".", "-")}`;
    expect(rowOf(first, "week_by_agency", ["Badan Misal", HERE])).toMatchObject({ posts: 1, opened: 1 });
    expect(rowOf(first, "week_by_employment", ["pppk"])).toMatchObject({ posts: 1, opened: 1, waiting: 1 });
    expect(rowOf(first, "week_by_stage", [contest, "campaign"])).toMatchObject({ read: 9, opened: 6, decided: 3 });
    expect(rowOf(first, "since_by_region", [HERE])).toMatchObject({ read: 9, opened: 6 });
    expect(rowOf(first, "since_by_agency", ["Badan Misal", HERE])).toMatchObject({ read: 1, opened: 1 });
    expect(rowOf(first, "since_by_agency", ["Dinas Contoh", HERE])).toMatchObject({ read: 8, opened: 5 });
    expect(rowOf(first, "since_by_employment", ["pppk"])).toMatchObject({ read: 1, opened: 1 });
    expect(findTable(first, "since_by_origin")?.rows).toMatchObject([{ key: ["own"], cells: [9, 2, 6, 3, 2, 1, 0] }]);
    expect(rowOf(first, "since_by_platform", ["facebook"])).toMatchObject({ read: 9, captures: 0, accounts_watched: 1 });
    expect(rowOf(first, "since_by_platform", ["tiktok"])).toMatchObject({ read: 0, captures: 2, accounts_watched: 0 });
    expect(rowOf(first, "equal_treatment", [contest, "rima-joko"])).toMatchObject({ named: 6, flagged: 5, decided: 2, closed: 2, escalated: 0 });
    expect(rowOf(first, "equal_treatment", [contest, "bahar-ratih"])).toMatchObject({
      named: 2,
      flagged: 1,
      decided: 1,
      escalated: 1,
      enough: "not_enough",
    });
    expect(rowOf(first, "coverage_accounts", ["x"])).toMatchObject({ registered: 1, watched: 0, no_connector: 1 });
    expect(rowOf(first, "coverage_accounts", ["tiktok"])).toMatchObject({ registered: 1, not_tried: 1 });
    expect(first.packs.map(({ id }) => id)).toEqual(["selftest"]);
    expect(rowOf(first, "precision_by_rule", [(findTable(first, "precision_by_rule")?.rows[0]?.key[0] as string) ?? ""])).toMatchObject({
      decided: 3,
      escalated: 1,
    });

    // Each of the weeks is counted as the report counts its own; in the others nothing was watched and nothing happened.
    const weeks = findTable(first, "weeks")?.rows ?? [];
    expect(weeks.map(({ key }) => key[0]).at(-1)).toBe(weekOf(asOf));
    expect(weeks.map(({ cells }) => cells)).toEqual([
      ...Array(7).fill([null, null, 168, 168]),
      // One platform alone was fetched: the week's hours are its, and an hour that is not over counts in neither.
      [6, 3, ...["hours", "hours_without"].map((column) => rowOf(first, "coverage_hours", ["facebook"])[column])],
    ]);
    expect(first.names?.contest[contest]?.id).toMatch(/^Pil\w+ .+ \d{4}$/);
    const rule = findTable(first, "precision_by_rule")?.rows[0]?.key[0] ?? "";
    expect(first.names?.rule[rule]?.en).toMatch(/^[A-Z][^{}]+[^.]$/);

    const days = await daysAt(asOf);
    expect(validate(days), JSON.stringify(validate.errors)).toBe(true);
    expect(days.span).toEqual({ ...first.span, week: null });
    expect(figuresOf(days)).toEqual(figuresOf(first));

    // Everything that may happen to what was counted.
    await world.store.as(undoer, async (tx) => {
      const held = await tx.triage.lock(undone.flagId);
      const last = await tx.triage.lastDecision(undone.flagId);
      if (last) await tx.triage.undo(held, last, 15);
    });
    await decideAs(world, { region: HERE, flagId: open.flagId, act: ESCALATE });
    const supervisor = await person(world, "supervisor", [HERE]);
    await world.store.as(supervisor, async (tx) => tx.triage.reopen(await tx.triage.lock(closed.flagId), "dibaca ulang"));
    await world.store.as(supervisor, (tx) => tx.triage.revokeLink(revoked.id, "bukan orang ini"));
    await world.store.as(supervisor, (tx) => tx.registry.purgeCaptures([revoked.id]));
    await arrive(world, owner, { text: "Kiriman lama", createdAt: new Date(asOf.getTime() - 60_000) });
    await flag(owner, FLAGGED);
    await turn(owner.id, "network", "private");
    await turn(failing.id, null);
    await turn(untried.id, "no-connector");
    await world.see("update employment set kind = 'pppk' where civil_servant_id = $1", [owner.civilServantId]);
    await world.see("update account set link = 'inferred', expires_at = now() where id = $1", [failing.id]);
    await world.see("update post_version set state = 'pending' where id = $1", [aside.versionId]);
    await world.store.as(await person(world, "analyst", [HERE]), async (tx) => {
      await tx.intake.addLook({ id: looked.id, region: HERE }, { act: "lead", note: "petunjuk", mediaText: "" });
    });
    await world.store.as(custody, (tx) => tx.retention.expire(new Date(asOf.getTime() + DAY_MS)));
    await world.store.as(custody, (tx) => tx.posts.forget(forgotten.platform, forgotten.externalId, "diminta"));
    await age(world, rescored.versionId, "2020-01-06");
    await world.store.as(custody, (tx) => tx.posts.dropWeeksBefore("2020-01-13"));
    const changed = contestIn(HERE);
    await publish(world, {
      ...changed,
      candidates: changed.candidates.slice(0, 1),
      stages: { ...changed.stages, candidates_determined: changed.watch.from },
    });
    const silent = { ...readPack("selftest"), id: "diam", threshold: 99 };
    await world.store.as(systemActor("operator"), async (tx) =>
      tx.packs.publishLive({ packId: silent.id, version: 1, hash: await contentHash(silent), body: silent }),
    );
    await world.store.as(systemActor("operator"), (tx) => tx.posts.reopenSince(new Date(0)));
    await classifier(world)({ versionIds: [rescored.versionId, undone.versionId, withdrawn.versionId, quiet.versionId, closed.versionId] });

    const second = await documentAt(await now());
    expect(JSON.stringify(second)).not.toBe(JSON.stringify(first));
    expect(overview(second)).toMatchObject({ posts: 11, escalated: 1, accounts_registered: 3, captures: 2, captures_waiting: 0, quarantined: 0 });
    expect(JSON.stringify(await documentAt(asOf))).toBe(JSON.stringify(first));
    expect(JSON.stringify(await daysAt(asOf))).toBe(JSON.stringify(days));
    expect(figuresOf(await daysAt(new Date(Date.parse(second.asOf))))).toEqual(figuresOf(second));
  });

  it("names nobody, whatever was said", async () => {
    const document = await documentAt(await now());
    const said = JSON.stringify(document);
    expect(overview(document)).toMatchObject({ posts: 11 });
    expect(said, "it does say what is no person's").toContain("Dinas Contoh");
    const kept = JSON.stringify([
      await world.see("select text from capture_body"),
      await world.see("select name from civil_servant"),
      await world.see("select handle from account"),
    ]);
    for (const secret of [PHRASE, "Pegawai Misal", "pegawai.misal", "Kiriman lama"]) {
      expect(kept).toContain(secret);
      expect(said).not.toContain(secret);
    }
    expect(said, "a NIP, which is kept as a cipher").not.toMatch(/\d{18}/);
  });

  it("of days of two weeks counts the hours of these days alone, and who was fetched in them", async () => {
    const region = "19.04";
    const one = await register(world, region);
    const two = await register(world, region);
    const three = await register(world, region, { platform: "x" });
    await world.see("update account set linked_at = '2026-01-01' where region = $1", [region]);
    const bits = (...hours: number[]): string => Array.from({ length: 168 }, (_, hour) => (hours.includes(hour) ? "1" : "0")).join("");
    const watch = (id: string, week: string, platform: string, given: { fetched?: string; failed?: string; code?: string }) =>
      world.see(
        `insert into account_watch (account_id, week, region, platform, fetched_at, fetched, failed_at, failed_code, failed)
          values ($1, $2, $3, $4, case when $5::bit(168) <> $8::bit(168) then $2::date end, $5::bit(168), case when $6::bit(168) <> $8::bit(168) then $2::date end, $7, $6::bit(168))`,
        [id, week, region, platform, given.fetched ?? bits(), given.failed ?? bits(), given.code ?? null, bits()],
      );
    // Weeks of 2 and 9 March; the span is Saturday 7 to Tuesday 10: hours 120 to 167 of the one, 0 to 47 of the other.
    await watch(one.id, "2026-03-02", "facebook", { fetched: bits(0, 119, 120, 167) });
    await watch(one.id, "2026-03-09", "facebook", { fetched: bits(47, 48, 100) });
    await watch(two.id, "2026-03-02", "facebook", { fetched: bits(119), failed: bits(119, 130), code: "network" });
    await watch(three.id, "2026-03-09", "x", { failed: bits(3, 60), code: "no-connector" });
    const actor: Actor = { ...systemActor("report"), regions: [region] };
    const facts = await world.store.as(actor, (tx) =>
      tx.reports.readFacts({ region, of: { from: "2026-03-07", to: "2026-03-10" }, asOf: new Date() }),
    );
    expect(
      facts.now.hours.map(({ platform, fetched, failed }) => [
        platform,
        fetched.length,
        fetched.indexOf("1"),
        fetched.lastIndexOf("1"),
        failed.indexOf("1"),
      ]),
    ).toEqual([
      ["facebook", 96, 0, 95, 10],
      ["x", 96, -1, -1, 51],
    ]);
    expect(facts.now.accounts).toEqual([
      { region, platform: "facebook", standing: "failing", accounts: 1 },
      { region, platform: "facebook", standing: "watched", accounts: 1 },
      { region, platform: "x", standing: "no_connector", accounts: 1 },
    ]);
    const document = makeDocument(facts, "internal");
    expect(rowOf(document, "coverage_hours", ["facebook"])).toMatchObject({ hours: 96, hours_fetched: 3, hours_without: 93, hours_failing: 1 });
    expect(rowOf(document, "coverage_accounts", ["x"])).toMatchObject({ registered: 1, no_connector: 1 });
    // The four days before hold none of these hours but one.
    expect(facts.before.accounts.filter(({ standing }) => standing === "watched")).toEqual([
      { region, platform: "facebook", standing: "watched", accounts: 2 },
    ]);
    // As of its first instant nothing was.
    const early = await world.store.as(actor, (tx) =>
      tx.reports.readFacts({ region, of: { from: "2026-03-07", to: "2026-03-10" }, asOf: new Date("2026-03-07T00:00:00+07:00") }),
    );
    expect(early.now.accounts.filter(({ standing }) => standing === "watched")).toEqual([]);
  });

  it("of days that begin within the hour that is running, knows who was first fetched in it", async () => {
    const region = "19.05";
    const [now, later] = [await register(world, region), await register(world, region)];
    await world.see("update account set linked_at = '2026-01-01' where region = $1", [region]);
    // Wednesday 11 March, 00:20 in Jakarta: hour 48 of its week is not over.
    for (const [id, at] of [
      [now.id, "2026-03-11T00:20:00+07:00"],
      [later.id, "2026-03-11T00:40:00+07:00"],
    ])
      await world.see(
        "insert into account_watch (account_id, week, region, platform, fetched_at, fetched) values ($1, '2026-03-09', $2, 'facebook', $3, set_bit(repeat('0', 168)::bit(168), 48, 1))",
        [id, region, at],
      );
    const actor: Actor = { ...systemActor("report"), regions: [region] };
    const standing = async (to: string, asOf: string) =>
      (await world.store.as(actor, (tx) => tx.reports.readFacts({ region, of: { from: "2026-03-11", to }, asOf: new Date(asOf) }))).now.accounts.map(
        ({ standing, accounts }) => [standing, accounts],
      );
    expect(await standing("2026-03-11", "2026-03-11T00:30:00+07:00")).toEqual([
      ["not_tried", 1],
      ["watched", 1],
    ]);
    expect(await standing("2026-03-12", "2026-03-11T00:45:00+07:00")).toEqual([["watched", 2]]);
  });
});
