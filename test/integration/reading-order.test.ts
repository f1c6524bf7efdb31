import { randomUUID } from "node:crypto";
import { isAlike, LIKENESS_VERSION, signLikeness } from "@netra/classifier";
import type { FlagPage, FlagRow, Lease } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Caller, startTestApi, type TestApi } from "../support/api.ts";
import { eventually } from "../support/eventually.ts";
import { HANDLE_THERE, HERE, raiseFlag, seedUser, THERE } from "../support/seed.ts";

/** Novelty in the reading list: a text that repeats another goes down, never out. */
let api: TestApi;
let reader: Caller;
let other: Caller;
let both: Caller;
let there: Caller;
beforeAll(async () => {
  api = await startTestApi();
  reader = await api.as(api.office.here.analyst);
  there = await api.as(api.office.there.analyst);
  other = await api.as(await seedUser(api.store, { username: "urut-lain", role: "analyst", regions: [HERE] }));
  both = await api.as(await seedUser(api.store, { username: "urut-semua", role: "supervisor", regions: [HERE, THERE] }));
});
afterAll(() => api?.close());

const sql = (statement: string) => runOnce(`${api.url}${api.url.includes("?") ? "&" : "?"}options=-csearch_path%3Dnetra`, statement);
let said = 0;
/** A text that says what no other test says. */
let text = "";
beforeEach(async () => {
  said += 1;
  text = `Ayo coblos nomor 1. ${Array.from({ length: 20 }, (_, at) => `kisah${said}bagian${at}`).join(" ")}, kata berita`;
  await sql("update flag set state = 'withdrawn' where state = 'open'");
});

const classify = systemActor("classify");
const sign = (flagId: string, words: string, meanwhile?: () => Promise<void>) =>
  api.store.as(classify, async (tx) => {
    await tx.likeness.sign(flagId, signLikeness(words), { made: LIKENESS_VERSION, isAlike });
    await meanwhile?.();
  });
/** A flag on a text, opened after all that were opened before. */
async function raise(words: string, given: { readonly weight?: number; readonly handle?: string } = {}): Promise<string> {
  const { weight = 100, ...post } = given;
  const { flagId } = await raiseFlag(api.store, api.office, { text: words, priority: weight, ...post });
  await sign(flagId, words);
  return flagId;
}
const lane = async (by: Caller, query = "limit=100"): Promise<FlagRow[]> => (await by.get(`/api/flags?${query}`)).json<FlagPage>().flags;
const order = async (by: Caller): Promise<string[]> => (await lane(by)).map(({ id }) => id);
const repeating = async (by: Caller): Promise<string[]> => (await lane(by)).flatMap(({ id, repeats }) => (repeats ? [id] : []));
const due = (flagId: string, left: string) => sql(`update flag set deadline_at = clock_timestamp() + interval '${left}' where id = '${flagId}'`);
async function close(by: Caller, flagId: string): Promise<void> {
  const { fence } = (await by.post(`/api/flags/${flagId}/claim`)).json<Lease>();
  await by.post(`/api/flags/${flagId}/reading`, { fence, reading: "neither", targetId: null });
  const act = { act: "close", outcome: "not_partisan", reason: "Ajakan tanpa arah.", idempotencyKey: randomUUID() };
  expect((await by.post(`/api/flags/${flagId}/decision`, { fence, ...act })).statusCode).toBe(200);
}

test("a repeat stands after everything new, by its own weight; from two days before its deadline on by its weight, one step later", async () => {
  const first = await raise(text, { weight: 95 });
  const [light, heavy] = [await raise(`${text} ya`, { weight: 90 }), await raise(text, { weight: 95 })];
  const weak = await raise("Sahang di kebun belakang rumah sudah tua semua, kata berita pagi", { weight: 25 });
  expect(await lane(reader)).toMatchObject([
    { id: first, repeats: false, alike: 2 },
    { id: weak, repeats: false, alike: 0 },
    { id: heavy, repeats: true, alike: 2 },
    { id: light, repeats: true, alike: 2 },
  ]);
  await due(light, "2 days -1 minute");
  expect(await order(reader), "its own weight").toEqual([first, light, weak, heavy]);
  await due(light, "1 day -1 minute");
  expect(await order(reader), "one step of urgency").toEqual([light, first, weak, heavy]);
  await due(first, "1 day -1 minute");
  expect(await order(reader), "the new one of the same day before it").toEqual([first, light, weak, heavy]);
});

test("which is first does not hang on decisions or claims; what is withdrawn, or read otherwise by the machine, repeats nothing and is not repeated", async () => {
  const [first, second, third] = [await raise(text), await raise(text), await raise(text)];
  await reader.post(`/api/flags/${first}/claim`);
  expect(await repeating(other)).toEqual([second, third].sort());
  await sql(`update flag_lease set until = clock_timestamp() where flag_id = '${first}'`);
  await close(reader, first);
  expect(await repeating(other)).toEqual([second, third].sort());
  await sql(`update flag set state = 'withdrawn', outcome = null where id = '${first}'`);
  expect(await repeating(other)).toEqual([third]);
  await sql(`update flag set targets = '{bahar-ratih}' where id = '${second}'`);
  expect(await repeating(other), "another contestant").toEqual([]);
  await sql(`update flag set targets = '{rima-joko}', stance = 'oppose' where id = '${second}'`);
  expect(await repeating(other), "the other side").toEqual([]);
  await sql(`update flag set stance = 'support', tier = 'context' where id = '${second}'`);
  expect(await repeating(other), "a photo's words").toEqual([]);
  await sql(`update flag set tier = 'text', state = 'awaiting_second' where id = '${third}'`);
  expect(
    (await lane(other, "lane=second")).map(({ repeats }) => repeats),
    "a second reading is nobody's repeat",
  ).not.toContain(true);
});

test("a reader sees a repeat only of what they may see: not of another region's, nor of what they are kept from", async () => {
  const far = await raise(text, { handle: HANDLE_THERE });
  const [near, last] = [await raise(text), await raise(text)];
  expect(await repeating(both)).toEqual([near, last].sort());
  expect(await repeating(reader)).toEqual([last]);
  expect(await repeating(there)).toEqual([]);
  expect((await reader.post(`/api/flags/${near}/recuse`)).statusCode).toBe(204);
  expect(await lane(reader)).toMatchObject([{ id: last, repeats: false, alike: 0 }]);
  expect(await repeating(other)).toEqual([last]);
  expect(await order(there)).toEqual([far]);
});

test("of two that are opened at once one is first, whichever is signed first", async () => {
  const flags: string[] = [];
  for (let n = 0; n < 2; n += 1) flags.push((await raiseFlag(api.store, api.office, { text })).flagId);
  const [early, late] = flags as [string, string];
  let second: Promise<void> | undefined;
  let isThrough = false;
  await sign(late, text, async () => {
    second = sign(early, text, async () => {
      isThrough = true;
    });
    await eventually(async () => {
      const waiting = await sql(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'",
      );
      expect(waiting.length > 0 || isThrough).toBe(true);
    });
  });
  await second;
  expect(await order(reader)).toEqual([early, late]);
  expect(await repeating(reader)).toEqual([late]);
});

test("pages by key without gap or repeat across new and repeated texts, and whoever leaves on the way moves nobody else", async () => {
  for (let n = 0; n < 9; n += 1) await raise(n % 3 === 0 ? `${text.replaceAll("kisah", `cerita${n}`)}` : text, { weight: 50 + n });
  await due((await order(reader))[7] as string, "-1 hour");
  const whole = await order(reader);
  expect(whole).toHaveLength(9);
  expect((await repeating(reader)).length).toBe(5);
  const paged: string[] = [];
  let next: string | null = null;
  do {
    const page: FlagPage = (await reader.get(`/api/flags?limit=2${next ? `&cursor=${next}` : ""}`)).json();
    paged.push(...page.flags.map(({ id }) => id));
    next = page.next;
    if (paged.length === 2) await close(other, paged[0] as string);
  } while (next);
  expect(paged).toEqual(whole);
});
