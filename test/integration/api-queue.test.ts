import { PassThrough } from "node:stream";
import { drain, tokenHash } from "@netra/service-api";
import type { FlagStandings, LiveEvent, SavedView, SavedViews, SearchResult } from "@netra/service-api/contract";
import { runOnce, type Store } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLiveLists } from "../../services/api/src/triage/live-lists.ts";
import { type Caller, ORIGIN, openSession, startTestApi, type TestApi } from "../support/api.ts";
import { HANDLE_HERE, HANDLE_THERE, type RaisedFlag, raiseFlag } from "../support/seed.ts";

/** The list as people work in it: looked through by words, told of changes, kept as views. */
let api: TestApi;
let analyst: Caller;
let supervisor: Caller;
let elsewhere: Caller;
let first: RaisedFlag;
let other: RaisedFlag;
beforeAll(async () => {
  api = await startTestApi();
  [analyst, supervisor, elsewhere] = await Promise.all([
    api.as(api.office.here.analyst),
    api.as(api.office.here.supervisor),
    api.as(api.office.there.analyst),
  ]);
  first = await raiseFlag(api.store, api.office, { text: "Ayo dukung pemimpin kita, coblos nomor 1 <b>ya</b>" });
  other = await raiseFlag(api.store, api.office, { text: "Mendukung nomor 2, kata berita" });
  await raiseFlag(api.store, api.office, { text: "Dukungan di wilayah lain", handle: HANDLE_THERE });
});
afterAll(() => api?.close());

const search = async (caller: Caller, words: string): Promise<SearchResult> => {
  const answer = await caller.post("/api/flags/search", { words });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const ids = (result: SearchResult): string[] => result.flags.map(({ id }) => id);
const trail = (act: string) => runOnce(api.url, `select object_id, detail::text from netra.audit_event where act = '${act}' order by id`);

describe("searching", () => {
  test("words are found by their stems, in the own regions only, newest first, and marked where they stand", async () => {
    const found = await search(analyst, "dukungan");
    expect(found).toMatchObject({ by: "words", total: 2, more: false, next: null });
    expect(ids(found)).toEqual([other.flagId, first.flagId]);
    const [row] = found.flags;
    expect(row?.marks.map(({ start, end }) => row.text.slice(start, end))).toEqual(["Mendukung"]);
    expect((await search(elsewhere, "dukungan")).flags.map(({ text }) => text)).toEqual(["Dukungan di wilayah lain"]);
    expect(ids(await search(analyst, "dukung -berita"))).toEqual([first.flagId]);
    expect(ids(await search(analyst, '"nomor 2"'))).toEqual([other.flagId]);
    expect((await search(analyst, "takada")).total).toBe(0);
  });

  test("what a query or a text makes of the engine is never an error", async () => {
    for (const words of ["& | ! ( )", "'; --", "\\ %_ :*", '"""', "--", "yang di", "<b>ya</b>"]) await search(analyst, words);
    expect((await analyst.post("/api/flags/search", { words: "kata ".repeat(60) })).statusCode).toBe(422);
    // Longer than a tsvector may be, and every word another one.
    const long = Array.from({ length: 60_000 }, (_, n) => `𝐤${n.toString(36)}`).join(" ");
    const { flagId } = await raiseFlag(api.store, api.office, { text: `panjangsekali ${long}` });
    expect(ids(await search(analyst, "panjangsekali"))).toEqual([flagId]);
  });

  test("the index of words serves the owner's function, as it cannot serve a person's own query", async () => {
    const plan = async (role: string): Promise<string> => {
      const asRole = `${api.url}?options=${encodeURIComponent(`-c role=${role} -c enable_seqscan=off -c search_path=netra`)}`;
      const words =
        "to_tsvector('pg_catalog.indonesian'::regconfig, left(text, 50000)) @@ websearch_to_tsquery('pg_catalog.indonesian'::regconfig, 'dukung')";
      return JSON.stringify(await runOnce(asRole, `explain select flag_id from evidence where ${words} and region_visible(region)`));
    };
    expect(await plan("netra_owner")).toContain("evidence_words");
    expect(await plan("netra_api")).not.toContain("evidence_words");
  });

  test("a number opens its flag; another region's number is nobody's", async () => {
    const [row] = (await search(analyst, "coblos")).flags;
    expect(await search(analyst, row?.number ?? "")).toMatchObject({ by: "number", total: 1, flags: [{ id: first.flagId }] });
    expect((await search(elsewhere, row?.number ?? "")).total).toBe(0);
  });

  test("an address or a handle finds exactly its flags, and the trail says that it was asked for and who was found, not what was asked for", async () => {
    const [post] = await runOnce(api.url, `select url, civil_servant_id from netra.post where id = '${first.postId}'`);
    expect(ids(await search(analyst, `${post?.url}/?utm_source=x`))).toEqual([first.flagId]);
    expect((await search(elsewhere, String(post?.url))).total).toBe(0);
    const byHandle = await search(analyst, `@${HANDLE_HERE.toUpperCase()}`);
    expect(byHandle.by).toBe("handle");
    expect(ids(byHandle)).toContain(other.flagId);
    expect((await search(analyst, `@${HANDLE_THERE}`)).total).toBe(0);
    const searched = await trail("flags.searched");
    expect(searched.map((row) => row.object_id)).toEqual(["address", "address", "handle", "handle"]);
    expect((await trail("person.looked-up")).map((row) => row.object_id)).toEqual([post?.civil_servant_id, post?.civil_servant_id]);
    expect(JSON.stringify(searched) + JSON.stringify(api.logged)).not.toContain(HANDLE_HERE);
  });
});

test("a look tells how rows stand now, and says nothing of another region's", async () => {
  await supervisor.post(`/api/flags/${other.flagId}/claim`);
  const look = async (caller: Caller): Promise<FlagStandings["flags"]> =>
    (await caller.post("/api/flags/look", { ids: [first.flagId, other.flagId] })).json().flags;
  expect((await look(analyst)).find(({ id }) => id === other.flagId)).toMatchObject({ state: "claimed", holder: "Supervisor", mine: false });
  expect(await look(elsewhere)).toEqual([]);
});

describe("views", () => {
  const filters = { lane: "open", contest: null, region: null, platform: "facebook", kind: null, origin: null } as const;
  const views = async (caller: Caller): Promise<SavedView[]> => ((await caller.get("/api/views")).json() as SavedViews).views;
  test("are the team's: role and region; changed by who made them or a supervisor", async () => {
    const made = (await analyst.post("/api/views", { name: " Giliran pagi ", filters })).json() as SavedView;
    expect(made).toMatchObject({ name: "Giliran pagi", role: "analyst", filters, mayChange: true });
    expect((await analyst.post("/api/views", { name: "giliran PAGI", filters })).json().code).toBe("view-exists");
    expect((await analyst.post("/api/views", { name: "x".repeat(41), filters })).statusCode).toBe(400);
    expect((await views(elsewhere)).length).toBe(0);
    const auditor = await api.as(api.office.here.auditor);
    expect(await views(auditor)).toEqual([]);
    expect((await auditor.put(`/api/views/${made.id}`, { name: "lain" })).statusCode).toBe(404);
    expect((await elsewhere.delete(`/api/views/${made.id}`)).statusCode).toBe(404);
    expect((await analyst.put(`/api/views/${made.id}`, { name: "Giliran malam" })).statusCode).toBe(204);
    expect((await views(supervisor)).map(({ name, mayChange }) => [name, mayChange])).toEqual([["Giliran malam", true]]);
    expect((await supervisor.delete(`/api/views/${made.id}`)).statusCode).toBe(204);
    expect(await views(analyst)).toEqual([]);
  });
});

describe("live", () => {
  /** What a browser's stream says, as it comes. */
  const listen = async (token: string) => {
    const { port } = api.app.server.address() as { port: number };
    const heard: LiveEvent["event"][] = [];
    const answer = await fetch(`http://127.0.0.1:${port}/api/flags/live`, { headers: { cookie: `netra=${token}`, origin: ORIGIN } });
    let whole = "";
    let ended = false;
    void (async () => {
      for await (const chunk of answer.body ?? []) {
        whole += Buffer.from(chunk).toString();
        heard.splice(0, heard.length, ...[...whole.matchAll(/^event: (\w+)$/gm)].map(([, event]) => event as LiveEvent["event"]));
      }
    })()
      .catch(() => undefined)
      .finally(() => {
        ended = true;
      });
    return { status: answer.status, heard, whole: () => whole, ended: () => ended };
  };
  const until = (holds: () => unknown) => vi.waitFor(() => expect(holds()).toBeTruthy(), { timeout: 60_000, interval: 50 });
  test("speaks in silence so that a line is not given up, and ends when the database does not answer: a silent stream must not be believed", async () => {
    let away = false;
    const store: Pick<Store, "as"> = { as: (actor, act) => (away ? Promise.reject(new Error("away")) : api.store.as(actor, act)) };
    const live = createLiveLists({ store }, { lookMs: 20, beatMs: 30 });
    const line = new PassThrough();
    let said = "";
    line.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    (await live.open(tokenHash(await session("here")))).begin(line as never);
    await until(() => said.split("event: beat").length > 3);
    expect(said).not.toContain("changed");
    away = true;
    await until(() => said.includes('"database-away"') && line.writableEnded);
    await expect(live.open(tokenHash(await session("here")))).rejects.toThrow();
    live.stop();
  });

  const session = (who: "here" | "there") => openSession(api.store, api.office[who].analyst);

  test("says that lists of the own regions changed, nothing else; ends with its session; the fourth of a session ends the first; a stopping server waits for none", async () => {
    await api.app.listen({ host: "127.0.0.1", port: 0 });
    const [token, away] = [await session("here"), await session("there")];
    const [one, far] = [await listen(token), await listen(away)];
    await until(() => one.heard.includes("ready") && far.heard.includes("ready"));
    await raiseFlag(api.store, api.office, { text: "Kabar baru, coblos nomor 1" });
    await until(() => one.heard.includes("changed"));
    expect(far.heard).toEqual(["ready"]);
    expect(one.whole()).not.toMatch(/[0-9a-f]{8}-|coblos|19\./);

    const [two, three, four] = [await listen(token), await listen(token), await listen(token)];
    await until(() => one.ended());
    expect(one.whole()).toContain('"elsewhere"');
    expect([two.ended(), three.ended(), four.ended()]).toEqual([false, false, false]);

    await api.app.inject({ method: "DELETE", url: "/api/session", headers: { origin: ORIGIN }, cookies: { netra: token } });
    await until(() => two.ended() && three.ended() && four.ended());
    expect(four.whole()).toContain('"signed-out"');

    expect(far.ended()).toBe(false);
    await drain(api.app, { withinMs: 30_000 });
    await until(() => far.ended());
    expect(far.whole()).toContain('"stopping"');
  });
});
