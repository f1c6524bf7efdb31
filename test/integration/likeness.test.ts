import { randomUUID } from "node:crypto";
import { isAlike, LIKENESS_VERSION, signLikeness } from "@netra/classifier";
import { contentHash } from "@netra/evidence";
import type { AlikeList, Decided, FlagDetail, FlagPage, Lease } from "@netra/service-api/contract";
import { type PostOwner, systemActor } from "@netra/store";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readPack } from "../../packages/classifier/test/read-pack.ts";
import { createSignFlags } from "../../workers/custody/src/sign-flags.ts";
import { actsOn, type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { HERE, seedUser, THERE } from "../support/seed.ts";
import { arrive, classifier, FIRST, PHRASE, register, silent } from "../support/world.ts";

let api: TestApi;
let database: pg.Pool;
let [first, second, both, there]: Caller[] = [];
beforeAll(async () => {
  api = await startTestApi();
  database = new pg.Pool({ connectionString: api.url, max: 2, options: "-c search_path=netra" });
  const pack = readPack("selftest");
  const hash = await contentHash(pack);
  await api.store.as(systemActor("operator"), (tx) => tx.packs.publishLive({ packId: pack.id, version: pack.version, hash, body: pack }));
  const user = async (role: "analyst" | "supervisor", regions: readonly string[]) =>
    api.as(await seedUser(api.store, { username: `serupa-${role}-${regions.length}-${randomUUID().slice(0, 6)}`, role, regions }));
  [first, second, there, both] = await Promise.all([
    user("analyst", [HERE]),
    user("analyst", [HERE]),
    user("analyst", [THERE]),
    user("supervisor", [HERE, THERE]),
  ]);
});
afterAll(async () => {
  await database?.end();
  await api?.close();
});

const see = async <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await database.query(text, values)).rows as T[];

let said = 0;
/** A text that is flagged, and says what no other test says. */
let text = "";
beforeEach(() => {
  said += 1;
  text = `Dukung ${FIRST}, ${PHRASE}. ${Array.from({ length: 24 }, (_, at) => `kisah${said}bagian${at}`).join(" ")}`;
});

/** Posts by accounts of their own, read by so many workers at once. Returns the flags, in the order of the texts. */
async function flagged(
  texts: readonly string[],
  { workers = 1, region = HERE, by }: { workers?: number; region?: string; by?: PostOwner } = {},
): Promise<string[]> {
  const versions: string[] = [];
  for (const one of texts)
    versions.push((await arrive(api, by ?? (await register(api, region, { roleClass: "pelaksana" })), { text: one })).versionId);
  const hands = Array.from({ length: workers }, (_, hand) => versions.filter((_, at) => at % workers === hand));
  await Promise.all(hands.map((versionIds) => classifier(api)({ versionIds })));
  const rows = await see<{ id: string; version: string }>("select id, version_id as version from flag where version_id = any($1)", [versions]);
  return versions.map((version) => rows.find((row) => row.version === version)?.id ?? "none");
}
const clustersOf = async (flags: readonly string[]): Promise<(string | null)[]> => {
  const rows = await see<{ id: string; cluster: string | null }>(
    "select flag_id as id, cluster_id as cluster from flag_likeness where flag_id = any($1)",
    [flags],
  );
  return flags.map((flag) => rows.find((row) => row.id === flag)?.cluster ?? null);
};
const distinct = async (flags: readonly string[]): Promise<number> => new Set(await clustersOf(flags)).size;
const sign = () => createSignFlags({ store: api.store, actor: systemActor("custody"), log: silent })(new AbortController().signal);

const at = (flag: string, act = ""): string => `/api/flags/${flag}${act}`;
const claim = async (by: Caller, flag: string): Promise<number> => (await by.post(at(flag, "/claim"))).json<Lease>().fence;
const read = async (by: Caller, flag: string): Promise<number> => {
  const fence = await claim(by, flag);
  expect((await by.post(at(flag, "/reading"), { fence, reading: "neither", targetId: null })).statusCode).toBe(200);
  return fence;
};
const CLOSE = { act: "close", outcome: "not_partisan", reason: "Ajakan tanpa arah." } as const;
const decide = async (by: Caller, flag: string, act: object = CLOSE): Promise<Decided> => {
  const fence = await read(by, flag);
  const answer = await by.post(at(flag, "/decision"), { fence, idempotencyKey: randomUUID(), reason: "Sebab.", ...act });
  expect(answer.statusCode).toBe(200);
  return answer.json<Decided>();
};
const together = (by: Caller, flag: string, as: string, idempotencyKey: string = randomUUID()) =>
  by.post(at(flag, "/together"), { as, idempotencyKey });
const rowOf = async (by: Caller, flag: string) => (await by.get("/api/flags?limit=100")).json<FlagPage>().flags.find(({ id }) => id === flag);
const stateOf = async (flag: string) =>
  (await see<{ state: string; outcome: string | null }>("select state, outcome from flag where id = $1", [flag]))[0];

describe("flags whose texts say the same", () => {
  test("stand in one cluster, also when two workers open the copies at once", async () => {
    const copies = Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? text : `${text.toUpperCase()} 🙏`));
    const flags = await flagged(copies, { workers: 3 });
    expect(flags).not.toContain("none");
    expect(await clustersOf(flags)).not.toContain(null);
    expect(await distinct(flags)).toBe(1);
    expect(await rowOf(first as Caller, flags[0] as string)).toMatchObject({ alike: 11, readByMe: false });
    const rows = (await (first as Caller).get("/api/flags?limit=100")).json<FlagPage>().flags.filter(({ id }) => flags.includes(id));
    expect(
      rows.filter(({ repeats }) => !repeats).map(({ number }) => number),
      "one is new: the one with the lowest number",
    ).toEqual([rows.map(({ number }) => number).toSorted()[0]]);
  });

  test("meet when the second is opened before the first is committed", async () => {
    const [one, two] = (await flagged([text, text])) as [string, string];
    await see("delete from flag_likeness where flag_id = any($1)", [[one, two]]);
    const likeness = signLikeness(text);
    const open = (flag: string, meanwhile: () => Promise<void>) =>
      api.store.as(systemActor("classify"), async (tx) => {
        await tx.likeness.sign(flag, likeness, { made: LIKENESS_VERSION, isAlike });
        await meanwhile();
      });
    let late: Promise<void> | undefined;
    let isThrough = false;
    await open(one, async () => {
      late = open(two, async () => {
        isThrough = true;
      });
      await eventually(async () => {
        const [waiting] = await see(
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'",
        );
        expect(waiting !== undefined || isThrough).toBe(true);
      });
    });
    await late;
    expect(await distinct([one, two])).toBe(1);
  });

  test("a text that is like two clusters joins them; one that says something else, or too little, stands alone", async () => {
    const words = Array.from({ length: 30 }, (_, at) => `kata${said}x${at}`);
    const [begin, end, joining] = [words.slice(0, 20), words.slice(10, 30), words.slice(5, 25)].map(
      (some) => `${PHRASE}, ${FIRST}. ${some.join(" ")}`,
    );
    const apart = await flagged([`${words.slice(0, 18).join(" ")} ${PHRASE} ${FIRST}`, `${words.slice(15).join(" ")} ${PHRASE} ${FIRST}`]);
    expect(await distinct(apart)).toBe(2);
    const joined = [...apart, ...(await flagged([begin, joining, end] as string[]))];
    expect(await distinct(joined)).toBe(1);
    const [other, short] = await flagged([text, PHRASE.split(" ").slice(0, 6).join(" ")]);
    expect([await rowOf(first as Caller, other as string)]).toMatchObject([{ alike: 0, cluster: null }]);
    expect(await distinct([...joined, other as string])).toBe(2);
    expect(short).toBeDefined();
  });

  test("an edit that raises a flag of its own is signed by its own words", async () => {
    const owner = await register(api, HERE);
    const [copy] = await flagged([`${text} sekarang`]);
    const versions: string[] = [];
    for (const [at, one] of [`${PHRASE}, ${FIRST}. Dahulu saya menulis hal yang lain ${said}`, text].entries()) {
      const { versionId } = await arrive(api, owner, {
        externalId: `disunting-${said}`,
        versionKey: String(at),
        text: one.replace(FIRST, at === 0 ? "Bahar Tanjung" : FIRST),
      });
      await classifier(api)({ versionIds: [versionId] });
      versions.push(versionId);
    }
    const [flag] = await see<{ id: string; supersedes: string | null }>("select id, supersedes from flag where version_id = $1", [versions[1]]);
    expect(flag?.supersedes).not.toBeNull();
    expect(await distinct([flag?.id as string, copy as string])).toBe(1);
  });

  test("flags from before are signed by custody, in steps; so is what a purge took apart, and the purged is not", async () => {
    const owner = await register(api, HERE);
    const parts = Array.from({ length: 40 }, (_, at) => `huruf${said}y${at}`);
    const cut = (from: number, to: number): string => `${parts.slice(from, to).join(" ")} ${PHRASE} ${FIRST}`;
    const [left, right] = await flagged([cut(0, 20), cut(20, 40)]);
    const [bridge] = await flagged([cut(0, 40)], { by: owner });
    const flags = [left, right, bridge] as string[];
    expect(await distinct(flags)).toBe(1);

    await see("delete from flag_likeness where flag_id = $1", [left]);
    await see("update flag_likeness set made = made - 1 where flag_id = any($1)", [[right, bridge]]);
    expect((await rowOf(first as Caller, right as string))?.alike, "what was made otherwise is not compared").toBe(0);
    await createSignFlags({ store: api.store, actor: systemActor("custody"), log: silent })(AbortSignal.abort());
    expect(await clustersOf([left as string])).toEqual([null]);
    await sign();
    expect(await distinct(flags)).toBe(1);
    expect(await see("select from flag_likeness where made <> $1", [LIKENESS_VERSION])).toEqual([]);

    await see("update account set revoked_at = now() where id = $1", [owner.id]);
    await api.store.as({ ...systemActor("api"), regions: ["ID"] }, (tx) => tx.registry.purgeCaptures([owner.id]));
    expect(await see("select from flag_likeness where flag_id = $1", [bridge])).toEqual([]);
    await sign();
    expect(await clustersOf([bridge as string])).toEqual([null]);
    expect(await distinct([left, right] as string[]), "what held them together is gone").toBe(2);
  });
});

describe("who may look at them", () => {
  test("the count before the reading, the texts after it; how others went only after the own decision", async () => {
    const [mine, copy, decidedByOther, escalatedByOther] = (await flagged([text, `${text} ya`, text, text])) as [string, string, string, string];
    await decide(second as Caller, decidedByOther);
    await decide(second as Caller, escalatedByOther, {
      act: "escalate",
      reason: "Dukungan ditulis sendiri di akun yang terdaftar atas namanya.",
      checklist: Object.fromEntries(
        ["own_act", "link", "employment", "campaign", "official", "spouse", "memory", "quote"].map((question) => [question, "yes"]),
      ),
    });
    const by = first as Caller;
    await claim(by, mine);
    expect((await by.get(at(mine))).json<FlagDetail>()).toMatchObject({ alike: 3, machine: null });
    expect((await by.get(at(mine, "/alike"))).json()).toMatchObject({ status: 403, code: "reading-first" });

    await read(by, mine);
    const answer = await by.get(at(mine, "/alike"));
    const { flags, more } = answer.json<AlikeList>();
    expect(more).toBe(false);
    expect(
      flags.map(({ account, text: words, state, flag, may, decided }) => ({
        account,
        words,
        state,
        flag: flag?.id ?? null,
        code: may.code,
        decided,
      })),
    ).toEqual([
      { account: "B", words: `${text} ya`, state: "open", flag: copy, code: null, decided: null },
      { account: "C", words: text, state: "elsewhere", flag: null, code: "not-first-reading", decided: null },
      { account: "D", words: text, state: "elsewhere", flag: null, code: "not-first-reading", decided: null },
    ]);
    expect(flags.map(({ apart }) => apart)).toEqual([[], [], []]);
    expect(answer.body).not.toMatch(/pegawai\.misal|Pegawai Misal|escalate|closed|awaiting/);

    await decide(by, mine);
    const told = (await by.get(at(mine, "/alike"))).json<AlikeList>().flags.map(({ decided }) => decided);
    expect(told).toEqual([
      { state: "open", outcome: null },
      { state: "closed", outcome: "not_partisan" },
      { state: "awaiting_second", outcome: null },
    ]);
  });

  test("nobody sees or counts those of another region; one account has one letter; another role stands apart", async () => {
    const boss = await register(api, HERE, { roleClass: "kepala" });
    const [mine] = (await flagged([text])) as [string];
    const [one, two] = (await flagged([text, `${text} lagi`], { by: boss })) as [string, string];
    const [far] = (await flagged([text], { region: THERE })) as [string];
    expect((await rowOf(both as Caller, mine))?.alike).toBe(3);
    expect((await rowOf(first as Caller, mine))?.alike).toBe(2);
    expect(await rowOf(there as Caller, far)).toMatchObject({ alike: 0, cluster: null });
    await read(first as Caller, mine);
    const { flags } = (await (first as Caller).get(at(mine, "/alike"))).json<AlikeList>();
    expect(flags.map(({ flag, account, apart }) => [flag?.id, account, apart])).toEqual([
      [one, "B", ["role"]],
      [two, "B", ["role"]],
    ]);
    expect((await (first as Caller).get(at(far, "/alike"))).statusCode).toBe(404);
    const { decisionId } = await decide(first as Caller, mine);
    expect((await together(first as Caller, far, decisionId)).statusCode).toBe(404);
  });
});

describe("decided together", () => {
  test("each gets its own claim, reading, decision and audit rows; a retry is harmless; the whole is taken back one by one", async () => {
    const flags = (await flagged([text, text, `${text} ya`])) as [string, string, string];
    const [lead, ...others] = flags;
    const by = first as Caller;
    const led = await decide(by, lead, { act: "close", outcome: "out_of_scope", outOfScope: "other_route", reason: "Lewat jalur lain." });
    const key = randomUUID();
    const done = new Map([[lead, led]]);
    for (const flag of others) {
      const answer = await together(by, flag, led.decisionId, flag === others[0] ? key : randomUUID());
      expect(answer.json()).toMatchObject({ state: "closed", outcome: "out_of_scope" });
      done.set(flag, answer.json<Decided>());
    }
    const again = (await together(by, others[0] as string, led.decisionId, key)).json<Decided>();
    expect(again.decisionId).toBe(done.get(others[0] as string)?.decisionId);
    for (const flag of others) {
      expect(await actsOn(api.store, { type: "flag", id: flag })).toEqual(["flag.opened", "flag.claimed", "flag.read", "flag.decided"]);
      const rows = await see(
        `select d.outcome, d.out_of_scope, d.reason, r.reading, d.user_id = r.user_id as same, (select count(*)::int from decision where flag_id = $1) as decisions
          from decision d join reading r on r.flag_id = d.flag_id where d.flag_id = $1`,
        [flag],
      );
      expect(rows).toEqual([
        { outcome: "out_of_scope", out_of_scope: "other_route", reason: "Lewat jalur lain.", reading: "neither", same: true, decisions: 1 },
      ]);
    }
    for (const [flag, { decisionId }] of done) {
      const answer = await by.post(at(flag, "/undo"), { decisionId });
      expect(answer.json()).toMatchObject({ state: "claimed", lease: { mine: true } });
      expect((await by.post(at(flag, "/undo"), { decisionId })).json()).toMatchObject({ code: "undo-too-late" });
    }
    expect(await Promise.all(flags.map(stateOf))).toEqual(flags.map(() => ({ state: "claimed", outcome: null })));
    expect((await together(by, others[0] as string, led.decisionId)).json()).toMatchObject({ code: "together-too-late" });
  });

  test("of two readers who close the same ones at once, one wins each flag, and nothing stays claimed", async () => {
    const [one, two, ...others] = (await flagged(Array.from({ length: 10 }, () => text))) as [string, string, ...string[]];
    const [a, b] = [await decide(first as Caller, one), await decide(second as Caller, two)];
    const answers = await Promise.all(
      others.flatMap((flag) => [together(first as Caller, flag, a.decisionId), together(second as Caller, flag, b.decisionId)]),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(others.length);
    expect(new Set(answers.filter(({ statusCode }) => statusCode !== 200).map((answer) => answer.json<{ code: string }>().code))).toEqual(
      new Set(["not-claimable"]),
    );
    const rows = await see("select flag_id, count(*)::int as n from decision where flag_id = any($1) group by 1", [others]);
    expect(rows.map(({ n }) => n)).toEqual(others.map(() => 1));
    expect(await see("select from flag_lease where flag_id = any($1) and ended_at is null", [others])).toEqual([]);
  });

  test("refused, and nothing of it stays: another cluster, an escalation, a mistaken person, somebody else's decision, a flag in other hands, one that waits for a second reader", async () => {
    const by = first as Caller;
    const [copy, held, waiting, closing, escalating, mistaken] = (await flagged(Array.from({ length: 6 }, () => text))) as string[] as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const [stranger] = (await flagged([
      `${text.replaceAll(`kisah${said}`, "hikayat")} sama sekali berbeda ceritanya tentang kebun durian dan ladang sahang di kampung sebelah`,
    ])) as [string];
    const escalate = {
      act: "escalate",
      reason: "Dukungan ditulis sendiri di akun yang terdaftar atas namanya.",
      checklist: Object.fromEntries(
        ["own_act", "link", "employment", "campaign", "official", "spouse", "memory", "quote"].map((question) => [question, "yes"]),
      ),
    };
    await decide(second as Caller, waiting, escalate);
    await claim(second as Caller, held);
    const { decisionId } = await decide(by, closing);
    const codes = async (flag: string, as: string, who = by) => (await together(who, flag, as)).json<{ code: string }>().code;
    expect(await codes(stranger, decisionId)).toBe("not-one-cluster");
    expect(await codes(copy, (await decide(by, escalating, escalate)).decisionId)).toBe("never-together");
    expect(await codes(copy, (await decide(by, mistaken, { act: "close", outcome: "not_this_person" })).decisionId)).toBe("never-together");
    expect(await codes(copy, decisionId, second)).toBe("decision-not-found");
    expect(await codes(held, decisionId)).toBe("already-claimed");
    expect(await codes(waiting, decisionId)).toBe("not-first-reading");
    expect((await by.post(at(copy, "/together"), { as: decisionId, idempotencyKey: randomUUID(), outcome: "not_this_person" })).statusCode).toBe(400);
    expect(await stateOf(copy)).toEqual({ state: "open", outcome: null });
    expect(await actsOn(api.store, { type: "flag", id: copy })).toEqual(["flag.opened"]);
    const recused = (await by.post(at(copy, "/recuse"))).statusCode;
    expect([recused, await codes(copy, decisionId)]).toEqual([204, "recused"]);
  });
});
