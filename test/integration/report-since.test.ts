import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { findTable, makeDocument, type ReportDocument, type ReportFacts } from "@netra/domain";
import { type Actor, systemActor } from "@netra/store";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLOSE, decideAs } from "../support/decide.ts";
import {
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  PROVINCE,
  person,
  post,
  publish,
  register,
  save,
  THERE,
  type World,
} from "../support/world.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL("../../packages/domain/src/report/netra-report-1.schema.json", import.meta.url), "utf8")),
);

/** Hours of a week, Monday's first is 0. */
const bits = (...hours: number[]): string => Array.from({ length: 168 }, (_, hour) => (hours.includes(hour) ? "1" : "0")).join("");
const NONE = bits();

let world: World;
let facebook: Awaited<ReturnType<typeof register>>;
let revoked: typeof facebook;
let first: ReportDocument;
let asOf: Date;

const factsAt = (region: string, at: Date, sees = region): Promise<ReportFacts> => {
  const actor: Actor = { ...systemActor("report"), regions: [sees] };
  return world.store.as(actor, (tx) => tx.reports.readFacts({ region, of: "2026-W11", asOf: at }));
};
const documentAt = async (region: string, at: Date): Promise<ReportDocument> => makeDocument(await factsAt(region, at), "internal");
const now = async (): Promise<Date> => (await world.see<{ now: Date }>("select clock_timestamp() as now"))[0]?.now ?? new Date();
const rows = (document: ReportDocument, id: string) => findTable(document, id)?.rows.map(({ key, cells }) => [...key, ...cells]);
/** A table's rows with these columns alone. */
const columns = (document: ReportDocument, id: string, ...wanted: string[]) => {
  const table = findTable(document, id);
  const places = wanted.map((name) => table?.columns.findIndex((column) => column.id === name) ?? -1);
  return table?.rows.map(({ key, cells }) => [...key, ...places.map((at) => cells[at])]);
};
/** Past every trigger: moves what was made today into its week, as time would have. */
const moved = (statement: string) => world.see(`set session_replication_role = replica; ${statement}; set session_replication_role = origin`);

/** A week of an account; its first fetch and its first failure lie a minute within their hours. */
const watch = (
  account: { readonly id: string; readonly region: string },
  week: string,
  given: { platform: string; fetched?: string; failed?: string },
) => {
  const at = (hours: string | undefined): Date | null =>
    hours === undefined ? null : new Date(Date.parse(`${week}T00:01:00+07:00`) + hours.indexOf("1") * 3_600_000);
  const { platform, fetched, failed } = given;
  return world.see(
    `insert into account_watch (account_id, week, region, platform, fetched_at, fetched, failed_at, failed_code, failed)
      values ($1, $2, $3, $4, $5, $6::bit(168), $7, 'transient', $8::bit(168))`,
    [account.id, week, account.region, platform, at(fetched), fetched ?? NONE, at(failed), failed ?? NONE],
  );
};

async function captured(region: string, platform: string, at: string): Promise<void> {
  const { id } = await world.store.as(await person(world, "field", [region]), (tx) =>
    tx.captures.add({
      ...{ clientId: randomUUID(), region, url: null, urlKey: null, platform: platform as "x", handle: "pegawai.lain", kind: "photo", text: "" },
      ...{ visibility: "public", seenHow: "own_phone", officeAccount: false, uploader: "other", seenAt: new Date(), origin: "own" },
      raw: Buffer.from("{}"),
    }),
  );
  await moved(`update capture set received_at = '${at}' where id = '${id}'`);
}

/** A post, the hour after which it was captured, and its flags by contest, opened and decided at these times. */
async function posted(
  owner: typeof facebook,
  given: { platform: string; at: string; hours: number; flags?: readonly { contest: string; opened: string; decided: string }[] },
): Promise<{ externalId: string }> {
  const text = given.flags ? `Dukung ${FIRST}, ${PHRASE}` : "Selamat pagi";
  const one = post({ platform: given.platform as "x", text, createdAt: new Date(given.at) });
  const saved = await save(world, owner, one);
  const versionId = saved?.versionId ?? "";
  await classifier(world)({ versionIds: [versionId] });
  await moved(`update post_version set captured_at = '${given.at}'::timestamptz + interval '${given.hours} hours' where id = '${versionId}'`);
  for (const { contest, opened, decided } of given.flags ?? []) {
    const [flag] = await world.see<{ id: string }>("select id from flag where version_id = $1 and contest_id = $2", [versionId, contest]);
    await decideAs(world, { region: owner.region, flagId: flag?.id ?? "", act: CLOSE });
    await moved(
      `update flag set opened_at = '${opened}' where id = '${flag?.id}'; update decision set at = '${decided}' where flag_id = '${flag?.id}'`,
    );
  }
  return { externalId: one.externalId };
}

const [CITY, REGENCY] = ["pemilihan-kota", "pemilihan-kabupaten"];

/**
 * The week is 2026-W11, from Monday 9 March. The city's candidates were determined on Wednesday 18 February (week 8), the regency's on Monday 2 March (week 10). In week 9 every fetch
 * failed, in week 10 there was no account to fetch.
 */
beforeAll(async () => {
  world = await openWorld();
  for (const [region, id, determined] of [
    [HERE, CITY, "2026-02-18"],
    [THERE, REGENCY, "2026-03-02"],
  ] as const) {
    const contest = contestIn(region, id);
    const stages = { candidates_determined: determined, campaign_from: "2026-03-05", quiet_from: "2026-06-01", vote: "2026-06-04" };
    await publish(world, { ...contest, watch: { ...contest.watch, from: "2026-01-01", to: "2026-12-31" }, stages });
  }
  await world.see("update in_force set from_at = '2026-01-01'");
  await world.see("update kept_since set since = '2026-01-01'");
  facebook = await register(world, HERE);
  revoked = await register(world, THERE);
  const [x, early] = [await register(world, THERE, { platform: "x" }), await register(world, HERE, { platform: "x" })];
  await register(world, HERE, { platform: "tiktok" });
  await world.see("update account set linked_at = '2026-01-01'");

  // Week 8, in which Wednesday begins with hour 48.
  await watch(facebook, "2026-02-16", { platform: "facebook", fetched: bits(0, 48, 49) });
  await watch(revoked, "2026-02-16", { platform: "facebook", fetched: bits(60) });
  await watch(x, "2026-02-16", { platform: "x", fetched: bits(30) });
  await watch(early, "2026-02-16", { platform: "x", fetched: bits(10) });
  await watch(facebook, "2026-02-23", { platform: "facebook", failed: bits(0, 1, 2, 3, 4, 5, 6, 7, 8, 9) });
  await watch(facebook, "2026-03-09", { platform: "facebook", fetched: bits(0, 5) });
  await watch(x, "2026-03-09", { platform: "x", fetched: bits(5, 100) });

  await captured(HERE, "tiktok", "2026-02-17T23:59:00+07:00");
  await captured(HERE, "tiktok", "2026-02-18T00:00:00+07:00");
  await captured(THERE, "x", "2026-03-04T10:00:00+07:00");
  await captured(THERE, "x", "2026-03-16T00:00:00+07:00");

  await posted(facebook, { platform: "facebook", at: "2026-02-17T10:00:00+07:00", hours: 100 });
  await posted(facebook, {
    ...{ platform: "facebook", at: "2026-02-18T10:00:00+07:00", hours: 2 },
    flags: [
      { contest: CITY, opened: "2026-02-20T00:00:00+07:00", decided: "2026-02-20T10:00:00+07:00" },
      // Decided before the regency's candidates were determined.
      { contest: REGENCY, opened: "2026-02-27T00:00:00+07:00", decided: "2026-03-01T23:00:00+07:00" },
    ],
  });
  await posted(x, {
    ...{ platform: "x", at: "2026-03-11T09:00:00+07:00", hours: 1 },
    flags: [
      { contest: CITY, opened: "2026-03-11T11:00:00+07:00", decided: "2026-03-13T11:00:00+07:00" },
      { contest: REGENCY, opened: "2026-03-11T11:00:00+07:00", decided: "2026-03-11T17:00:00+07:00" },
    ],
  });
  asOf = await now();
}, 120_000);
afterAll(() => world?.close());

describe("figures since the determination", () => {
  it("tell captures and accounts since the first determination, by region, platform and origin", async () => {
    first = await documentAt(PROVINCE, asOf);
    expect(validate(first), JSON.stringify(validate.errors)).toBe(true);
    expect(columns(first, "since_by_region", "captures", "accounts_watched")).toEqual([
      [THERE, 1, 2],
      [HERE, 1, 1],
    ]);
    expect(columns(first, "since_by_platform", "captures", "accounts_watched")).toEqual([
      ["facebook", 0, 2],
      ["tiktok", 1, 0],
      ["x", 1, 1],
    ]);
    expect(columns(first, "since_by_origin", "captures")).toEqual([["own", 2]]);
  });

  it("tell hours and weeks without a fetch since each determination", () => {
    expect(rows(first, "coverage_since")).toEqual([
      ["2026-02-18", "facebook", 4, 2, 624, 5, 619, 10],
      ["2026-02-18", "tiktok", 4, 4, 624, 0, 624, 0],
      ["2026-02-18", "x", 4, 3, 624, 2, 622, 0],
      ["2026-02-18", null, 4, 2, 624, 6, 618, 10],
      ["2026-03-02", "facebook", 2, 1, 336, 2, 334, 0],
      ["2026-03-02", "tiktok", 2, 2, 336, 0, 336, 0],
      ["2026-03-02", "x", 2, 1, 336, 2, 334, 0],
      ["2026-03-02", null, 2, 1, 336, 3, 333, 0],
    ]);
    expect(first.statements.filter(({ id }) => id === "since_unseen").map(({ figures }) => figures)).toEqual([
      {
        ...{ determined: "2026-02-18", known: "", unknown_to: "", weeks: 4, weeks_without: "2026-W09,2026-W10" },
        ...{ hours: 624, hours_without: 618, platforms: "tiktok=4,x=3" },
      },
      {
        ...{ determined: "2026-03-02", known: "", unknown_to: "", weeks: 2, weeks_without: "2026-W10" },
        ...{ hours: 336, hours_without: 333, platforms: "tiktok=2" },
      },
    ]);
  });

  it("tell times to the capture by platform, and to the decision by contest", () => {
    expect(rows(first, "time_since")).toEqual([
      ["to_capture", "facebook", null, "posted", 1, 2],
      ["to_capture", "x", null, "posted", 1, 1],
      ["to_capture", null, null, "posted", 2, 1.5],
      ["to_decision", null, REGENCY, "decided", 1, 6],
      ["to_decision", null, CITY, "decided", 2, 29],
      ["to_decision", null, null, "decided", 3, 10],
    ]);
  });

  it("of a region below tell what lies in it alone", async () => {
    const city = await documentAt(HERE, asOf);
    // Whoever sees the whole province and asks of the city is told of the city.
    expect(makeDocument(await factsAt(HERE, asOf, PROVINCE), "internal")).toEqual(city);
    expect(columns(city, "since_by_region", "captures", "accounts_watched")).toEqual([[HERE, 1, 1]]);
    expect(columns(city, "since_by_platform", "captures", "accounts_watched")).toEqual([
      ["facebook", 0, 1],
      ["tiktok", 1, 0],
    ]);
    expect(rows(city, "coverage_since")?.slice(0, 4)).toEqual([
      ["2026-02-18", "facebook", 4, 2, 624, 4, 620, 10],
      ["2026-02-18", "tiktok", 4, 4, 624, 0, 624, 0],
      // Fetched on the Monday and Tuesday before the determination alone.
      ["2026-02-18", "x", 4, 4, 624, 0, 624, 0],
      ["2026-02-18", null, 4, 2, 624, 4, 620, 10],
    ]);
    expect(rows(city, "time_since")?.slice(0, 2)).toEqual([
      ["to_capture", "facebook", null, "posted", 1, 2],
      ["to_capture", null, null, "posted", 1, 2],
    ]);
  });

  it("as of the closing tell the same hours, which the edition to be shared has too", async () => {
    const shared = makeDocument(await factsAt(PROVINCE, new Date("2026-03-16T06:00:00+07:00")), "shareable");
    expect(findTable(shared, "coverage_since")).toEqual(findTable(first, "coverage_since"));
    expect(["time_since", "since_by_region", "since_by_platform"].map((id) => findTable(shared, id))).toEqual([undefined, undefined, undefined]);
  });

  it("count hours that were over, and who was fetched by then", async () => {
    // Monday 9 March, 03:00: hours 0 to 2 of week 11 are over.
    const running = await documentAt(PROVINCE, new Date("2026-03-09T03:00:00+07:00"));
    expect(rows(running, "coverage_since")?.at(3)).toEqual(["2026-02-18", null, 3, 2, 459, 4, 455, 10]);
    // X was first fetched at 05:01, in an hour that is not over at half past.
    const watched = async (at: string) => columns(await documentAt(PROVINCE, new Date(at)), "since_by_platform", "accounts_watched")?.at(-1);
    expect(await watched("2026-03-09T05:00:30+07:00")).toEqual(["x", 0]);
    expect(await watched("2026-03-09T05:30:00+07:00")).toEqual(["x", 1]);
  });

  it("are the same again for the same time, whatever was revoked, forgotten, ended or fetched since", async () => {
    const forgotten = await posted(facebook, { platform: "facebook", at: "2026-03-10T08:00:00+07:00", hours: 6 });
    const before = await now();
    const [then, city] = [await documentAt(PROVINCE, before), await documentAt(HERE, before)];
    expect(rows(then, "time_since")?.slice(0, 3)).toEqual([
      ["to_capture", "facebook", null, "posted", 2, 4],
      ["to_capture", "x", null, "posted", 1, 1],
      ["to_capture", null, null, "posted", 3, 2],
    ]);

    const supervisor = await person(world, "supervisor", [PROVINCE]);
    await world.store.as(supervisor, (tx) => tx.triage.revokeLink(revoked.id, "bukan orang ini"));
    const custody = systemActor("custody");
    await world.store.as(custody, (tx) => tx.posts.forget("facebook", forgotten.externalId, "diminta"));
    const ended = await world.store.as(custody, (tx) => tx.retention.expire(new Date("2026-03-20T00:00:00+07:00")));
    expect(ended.captures).toBe(4);
    await world.store.as(systemActor("ingest"), async (tx) => {
      const held = await tx.accounts.claimTurn(facebook.id, 60);
      if (held) await tx.accounts.finishTurn(held, 0);
    });

    expect(JSON.stringify(await documentAt(PROVINCE, before))).toBe(JSON.stringify(then));
    expect(JSON.stringify(await documentAt(HERE, before))).toBe(JSON.stringify(city));
    // As of now: one forgotten post less; who was watched until it was revoked was watched.
    const later = await documentAt(PROVINCE, await now());
    expect(rows(later, "time_since")?.[0]).toEqual(["to_capture", "facebook", null, "posted", 1, 2]);
    expect(columns(later, "since_by_region", "captures", "accounts_watched")).toEqual([
      [THERE, 1, 2],
      [HERE, 1, 1],
    ]);
    expect(rows(later, "coverage_since")).toEqual(rows(then, "coverage_since"));
  });

  it("of weeks before hours were kept, and of the part of one, are told as not known", async () => {
    const table = async () => rows(await documentAt(PROVINCE, asOf), "weeks")?.map(([week, , , ...hours]) => [week, ...hours]);
    expect((await table())?.slice(-2)).toEqual([
      ["2026-W10", 168, 168],
      ["2026-W11", 168, 165],
    ]);
    // Of week 11 hours 0, 5 and 100 were fetched.
    await world.see("update kept_since set since = '2026-03-09T03:20:00+07:00' where what = 'account_hours'");
    expect((await table())?.slice(-2)).toEqual([
      ["2026-W10", null, null],
      ["2026-W11", 164, 162],
    ]);
    const running = await documentAt(PROVINCE, new Date("2026-03-13T04:00:00+07:00"));
    expect(rows(running, "weeks")?.at(-1)?.slice(3)).toEqual([96, 95]);
    expect(rows(running, "coverage_hours")?.at(-1)).toEqual([null, 96, 1, 95, 0]);
    await world.see("update kept_since set since = '2026-01-01'");
  });
});
