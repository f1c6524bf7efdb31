import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import type { FakeEvent } from "@netra/connectors";
import { JOB_NAMES } from "@netra/queue";
import { systemActor } from "@netra/store";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addUser } from "../../services/app/src/commands/users.ts";
import { type ApiClient, createApiClient } from "../e2e/api-client.ts";
import { openSession } from "../support/api.ts";
import { openWholeNetra, type WholeNetra } from "../support/whole-netra.ts";
import { contestIn, FIRST, HERE, PHRASE, publish, register } from "../support/world.ts";

/** What must never leave the database but through an answer to somebody who may read it. Every canary holds one of these. */
const SONG = /kenari|198609262015051000/i;
const CANARY = {
  nip: "198609262015051000",
  name: "Kenari Sunyi",
  agency: "Dinas Kenari",
  handle: "akun.kenari",
  text: "kenari ungu berbisik",
  word: "kenari-rahasia-71",
};

const post = (externalId: string, text: string, more: Partial<Extract<FakeEvent, { act: "create" | "edit" }>> = {}): FakeEvent => ({
  act: "create",
  at: new Date(Date.now() - 3_600_000 + Number(externalId.slice(-1)) * 1_000),
  externalId,
  kind: "post",
  text: `${CANARY.text} ${text}`,
  ...more,
});
const POISON = "kenari-p3";
const TIMELINE = [
  post("kenari-p1", `Dukung ${FIRST}, ${PHRASE}`, { url: "https://facebook.com/akun.kenari/posts/1" }),
  post("kenari-p2", "", { rawOverride: `{"kenari": "does not fit"}` }),
  post(POISON, `Dukung ${FIRST}, ${PHRASE}`),
];

let netra: WholeNetra;
let analyst: ApiClient;
let flagId: string;
const sent: string[] = [];

beforeAll(async () => {
  netra = await openWholeNetra({
    timeline: (handle) => {
      // What a library might throw, with a person's words in its message.
      if (handle === "gagal.kenari") throw Object.assign(new Error(`${CANARY.text} ${CANARY.nip}`), { detail: CANARY.text });
      return handle === CANARY.handle ? TIMELINE : [];
    },
  });
  const { context, world } = netra;
  await publish(context, contestIn(HERE));
  for (const handle of [CANARY.handle, "gagal.kenari"])
    await register(context, HERE, { handle, nip: CANARY.nip, name: CANARY.name, agency: CANARY.agency, linkSource: CANARY.word });
  await addUser(context, { username: "kenari", name: CANARY.name, role: "analyst", regions: [HERE] });
  // The database's own messages quote what a statement held.
  await world.see(`create function netra.sing() returns trigger language plpgsql as $$ begin raise exception 'kenari sings: %', new; end $$`);
  await world.see(`create function netra.quiet(id uuid) returns boolean language sql security definer as
    'select exists (select from netra.post_version v where v.id = quiet.id and v.external_id <> ''${POISON}'')'`);
  await world.see(
    `create trigger sing before insert on netra.classification for each row when (not netra.quiet(new.version_id)) execute function netra.sing()`,
  );
  await world.see(`create trigger sing before insert on netra.reading for each row execute function netra.sing()`);
  await netra.start();
  const user = await context.store.as(systemActor("operator"), (tx) => tx.users.findByName("kenari"));
  analyst = createApiClient(netra.apiUrl, await openSession(context.store, { id: user?.id ?? "" }));
});
afterAll(() => netra.close());

/** Asks as a person, or as a stranger, and remembers that one line must tell of it. */
async function ask(
  method: string,
  path: string,
  { body, headers, stranger = false }: { body?: string; headers?: Record<string, string>; stranger?: boolean } = {},
): Promise<Response> {
  sent.push(`${method} ${path}`);
  if (!stranger) return analyst.ask(method, path, body === undefined ? undefined : JSON.parse(body));
  return fetch(netra.apiUrl + path, {
    method,
    headers: { origin: netra.apiUrl, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

it("one post is flagged, one drifts, and one breaks the worker until it is set aside", async () => {
  const { see } = netra.world;
  const offerAgain = async () => {
    for (const { id } of await see<{ id: string }>("select id from post_version where state = 'pending' and attempts > 0 and lease_until is null"))
      await netra.context.queue.enqueue("classify", { versionIds: [id] });
    return see("select state from post_version order by external_id");
  };
  await expect.poll(offerAgain, { timeout: 60_000, interval: 100 }).toEqual([{ state: "classified" }, { state: "quarantined" }]);
  flagId = (await see<{ id: string }>("select id from flag"))[0]?.id ?? "";
});

it("people and strangers use every canary in every place where one fits", async () => {
  const word = CANARY.word;
  expect((await ask("POST", "/api/session", { stranger: true, body: JSON.stringify({ username: "kenari", password: word }) })).status).toBe(401);
  expect(
    (await ask("POST", "/api/session/link", { stranger: true, body: JSON.stringify({ token: word.padEnd(43, "x") }) })).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await ask("POST", "/api/session", { stranger: true, body: `{"username": "${word}` })).status).toBe(400);
  expect((await ask("PUT", "/api/session/password", { body: JSON.stringify({ password: word, kenari: 1 }) })).status).toBe(400);
  expect(
    (
      await ask("GET", `/api/${word}?who=${word}`, {
        stranger: true,
        headers: { cookie: `netra=${word}`, "user-agent": word, referer: `https://${word}/` },
      })
    ).status,
  ).toBe(404);
  expect((await ask("GET", `/${word}/${CANARY.handle}?nip=${CANARY.nip}`, { stranger: true })).status).toBeLessThan(500);
  expect((await ask("GET", `/api/flags?q=${word}`)).status).toBeLessThan(500);
  expect((await ask("GET", `/api/flags/${word}`)).status).toBeLessThan(500);
  expect((await ask("GET", `/api/flags/${flagId}`)).status).toBe(200);
  const { fence } = (await (await ask("POST", `/api/flags/${flagId}/claim`, { body: "{}" })).json()) as { fence: number };
  expect((await ask("POST", `/api/flags/${flagId}/identity`, { body: JSON.stringify({ reason: word }) })).status).toBeLessThan(500);
  // The database's answer to this one quotes it.
  const broken = await ask("POST", `/api/flags/${flagId}/reading`, { body: JSON.stringify({ fence, reading: "neither", targetId: null }) });
  expect(broken.status).toBe(500);
  expect(await broken.text()).not.toMatch(SONG);
  const capture = {
    clientId: randomUUID(),
    url: `https://facebook.com/${word}`,
    platform: "facebook",
    handle: CANARY.handle,
    kind: "post",
    text: CANARY.text,
  };
  expect((await ask("POST", "/api/captures", { body: JSON.stringify({ ...capture, visibility: "public", seenHow: word }) })).status).toBeLessThan(
    500,
  );
  const answer = { idempotencyKey: randomUUID(), words: `${CANARY.text} ${word}`, from: "agency" };
  expect((await ask("POST", `/api/flags/${flagId}/answer`, { body: JSON.stringify(answer) })).status).toBeLessThan(500);
  const reply = { idempotencyKey: randomUUID(), words: `${CANARY.text} ${word}`, givenOn: "2026-01-01" };
  expect((await ask("POST", `/api/cases/${flagId}/replies`, { body: JSON.stringify(reply) })).status).toBe(404);
  expect((await ask("GET", `/api/cases?cursor=${word}`)).status).toBe(400);
  expect((await ask("POST", `/api/flags/${flagId}/group`, { body: JSON.stringify({ name: word, reason: CANARY.text }) })).status).toBeLessThan(500);
  const left = { region: HERE, note: `${CANARY.text} ${word}`, idempotencyKey: randomUUID() };
  expect((await ask("POST", "/api/handovers", { body: JSON.stringify(left) })).status).toBe(200);
  expect((await ask("POST", `/api/flags/${flagId}/reminder`, { body: JSON.stringify({ idempotencyKey: word }) })).status).toBe(409);
  expect((await ask("POST", "/api/captures/guess", { body: JSON.stringify({ url: capture.url }) })).status).toBeLessThan(500);
});

it("a client that goes away and one that speaks no HTTP sing too", async () => {
  const port = Number(new URL(netra.apiUrl).port);
  for (const said of [
    `GET /api/contests?who=kenari HTTP/1.1\r\nHost: kenari\r\nX-Kenari: ${"kenari".repeat(9_000)}\r\n\r\n`,
    "KENARI kenari\r\n\r\n",
    `GET /%zz-kenari HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  ]) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(said);
    socket.resume();
    await once(socket, "close");
  }
  expect((await fetch(`${netra.apiUrl}/api/health/live`)).status).toBe(200);
  sent.push("GET /api/health/live");
});

const lines = (): Record<string, unknown>[] => netra.log.map((line) => JSON.parse(line));
const events = (name: string): Record<string, unknown>[] => lines().filter(({ event }) => event === name);

it("the log tells of all of it, and repeats none of it", async () => {
  // Nothing of this test is vacuous: what was provoked did happen.
  await expect.poll(() => events("job.retried").map(({ job, code }) => [job, code]), { timeout: 60_000 }).toContainEqual(["ingest", "Error"]);
  expect(events("post.classify-failed").map(({ code }) => code)).toEqual(["P0001", "P0001", "P0001"]);
  expect(events("connector.drift")).toHaveLength(1);
  expect(events("request.failed")).toEqual([expect.objectContaining({ code: "P0001", route: "/api/flags/:id/reading" })]);
  expect(netra.log.filter((line) => SONG.test(line))).toEqual([]);
});

/** Every field that any line may have. A new one is looked at by a person before it comes in here: ids, counts, codes, enums and times only. */
const FIELDS = new Set([
  ...["level", "time", "pid", "role", "event"],
  ...["reqId", "method", "route", "status", "ms", "userId", "code", "at", "err"],
  ...["job", "jobId", "attempt", "durationMs", "delayMs", "entry", "offered"],
  ...["accountId", "connector", "versions", "items", "retryInSeconds", "versionId", "postId", "contests", "flagged", "reportId", "files"],
  ...["schema", "port", "ahead", "ended", "before", "what", "kind", "hash", "pack", "contest"],
  ...["running", "pool", "connections"],
  ...["looked", "signed", "faults", "mended", "planned", "later", "same", "edited", "missed", "gone", "unreachable", "not_possible"],
  ...["mediaId", "state", "comparisonId", "done", "exportId", "bytes", "parts", "expired"],
  ...["captures", "uploads", "drift", "removed", "rows", "read", "size", "sent"],
]);

it("every line has the same head and known fields only, one for each request and each job", async () => {
  for (const line of lines()) {
    expect(line).toMatchObject({ level: expect.any(Number), pid: process.pid, role: "all", event: expect.stringMatching(/^[a-z][a-z-]*\.[a-z-]+$/) });
    expect(Object.keys(line).filter((field) => !FIELDS.has(field))).toEqual([]);
  }
  const ended = [...events("request.done"), ...events("request.aborted")];
  expect(new Set(ended.map(({ reqId }) => reqId)).size).toBe(ended.length);
  expect(ended.length).toBeGreaterThanOrEqual(sent.length);
  for (const { route, method } of ended) if (route !== null) expect(`${method} ${route}`).toMatch(/^[A-Z]+ \/[\w/:*-]*$/);
  const done = events("job.done");
  expect(done.map(({ job }) => job)).toEqual(expect.arrayContaining(["ingest", "classify", "custody"]));
  for (const { job, jobId, durationMs } of done)
    expect([JOB_NAMES.includes(job as "ingest"), typeof jobId, typeof durationMs]).toEqual([true, "string", "number"]);
});

it("metrics, readiness and health repeat none of it", async () => {
  const said = async (url: string): Promise<string> => (await fetch(url)).text();
  const metrics = await said(`${netra.monitorUrl}/metrics`);
  expect(metrics).toMatch(/^netra_versions\{state="quarantined"\} 1$/m);
  expect(metrics).toMatch(/^netra_jobs_total\{job="ingest",outcome="failed"\} [1-9]/m);
  const ids = [
    flagId,
    ...(await netra.world.see<{ id: string }>("select id from account union select id from post union select id from app_user")).map(({ id }) => id),
  ];
  for (const told of [
    metrics,
    await said(`${netra.monitorUrl}/ready`),
    await said(`${netra.apiUrl}/api/health`),
    await said(`${netra.apiUrl}/api/health/live`),
  ]) {
    expect(told).not.toMatch(SONG);
    for (const id of [...ids, HERE, "pemilihan-", "rima", "bahar"]) expect(told).not.toContain(id);
  }
});

it("the queue keeps none of it, though jobs failed with it", async () => {
  const rows = await netra.world.see<{ row: string }>(
    "select t::text as row from netra_queue.job t union all select t::text from netra_queue.event t",
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ row }) => SONG.test(row))).toEqual([]);
});
