import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Reply, type Status, tid } from "../test/fake-pds.ts";
import { drift, fault, LATEST, LIST, NOW, OTHERS, openBluesky, POST, posts, REPOST, SEKAR, texts, uri, words } from "../test/open-bluesky.ts";
import { createBlueskyConnector } from "./bluesky.ts";
import type { FaultCode } from "./connector-error.ts";

const html: Reply = { headers: { "content-type": "text/html" }, body: "<html>Just a moment…</html>" };

let bluesky: Awaited<ReturnType<typeof openBluesky>>;
beforeEach(async () => {
  bluesky = await openBluesky();
});
afterEach(() => bluesky.pds.close());

describe("an account that is away", () => {
  it.each<[Status, FaultCode]>([
    ["takendown", "suspended"],
    ["suspended", "suspended"],
    ["deactivated", "gone-account"],
    ["deleted", "gone-account"],
    ["gone", "gone-account"],
    ["desynchronized", "transient"],
  ])("%s is %s", async (status, code) => {
    bluesky.write(words("Satu"));
    const first = await bluesky.fetchAll();
    bluesky.sekar.status = status;
    expect(await fault(bluesky.again(first))).toMatchObject({ code });
  });

  it("may go while it is read: the pages before stay good", async () => {
    for (let n = 0; n < 4; n += 1) bluesky.write(words(`tulisan ${n}`));
    bluesky.pds.script(LIST, ({ cursor }) => {
      if (cursor !== undefined) bluesky.sekar.status = "takendown";
      return null;
    });
    const pages = bluesky.stream({ pageSize: 2 })[Symbol.asyncIterator]();
    expect((await pages.next()).value?.posts).toHaveLength(2);
    await expect(pages.next()).rejects.toMatchObject({ code: "suspended" });
  });

  it("was given up when the directory says so", async () => {
    bluesky.pds.script("directory", () => ({ status: 410, body: '{"message":"DID not available"}' }));
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "gone-account" });
  });
});

describe("a server that says no", () => {
  const date = "Tue, 25 Sep 2029 08:00:00 GMT";
  it.each<[string, Reply, FaultCode, number | null]>([
    [
      "too much, until a time",
      { status: 429, headers: { date, "ratelimit-reset": String(NOW.getTime() / 1_000 + 120) }, body: "{}" },
      "rate-limited",
      120_000,
    ],
    [
      "too much, until a time by its own clock",
      { status: 429, headers: { date: "Tue, 25 Sep 2029 07:59:00 GMT", "ratelimit-reset": String(NOW.getTime() / 1_000) }, body: "{}" },
      "rate-limited",
      60_000,
    ],
    ["too much, for so long", { status: 429, headers: { "retry-after": "30" }, body: "" }, "rate-limited", 30_000],
    ["too much, until a date", { status: 429, headers: { date, "retry-after": "Tue, 25 Sep 2029 08:05:00 GMT" }, body: "" }, "rate-limited", 300_000],
    ["too much, for years", { status: 429, headers: { "retry-after": "999999999" }, body: "" }, "rate-limited", 86_400_000],
    ["too much", { status: 429, headers: { "retry-after": "kapan-kapan" }, body: "" }, "rate-limited", null],
    ["that it is ill", { status: 500, body: '{"error":"InternalServerError"}' }, "transient", null],
    ["that it is busy", { status: 503, headers: { "retry-after": "60" }, body: "" }, "transient", 60_000],
    ["that it knows no such method", { status: 404, body: '{"error":"NotFound"}' }, "transient", null],
    ["something in HTML", html, "transient", null],
    ["no in HTML", { ...html, status: 400 }, "transient", null],
    ["half of it", { body: '{"rev":"3m' }, "transient", null],
    ["that one must sign in", { status: 401, body: '{"error":"AuthenticationRequired"}' }, "auth", null],
    ["that we may not", { ...html, status: 403 }, "auth", null],
    ["something of another form", { body: '{"rev":7}' }, "schema-drift", null],
    ["nothing", { body: "null" }, "schema-drift", null],
    ["that it did not understand", { status: 400, body: '{"error":"InvalidRequest","message":""}' }, "bad-request", null],
  ])("%s", async (_, reply, code, retryAfterMs) => {
    bluesky.pds.script(LATEST, () => reply);
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code, retryAfterMs });
  });

  it.each<[string, string]>([
    ["no list", '{"records":{}}'],
    ["a cursor of another form", '{"records":[],"cursor":5}'],
    ["a cursor that no database takes", '{"records":[],"cursor":"\\u0000"}'],
    ["a cursor without end", `{"records":[],"cursor":"${"c".repeat(1_000)}"}`],
    ["null", "null"],
  ])("by a list that is %s", async (_, body) => {
    bluesky.pds.script(LIST, () => ({ body }));
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "schema-drift" });
  });

  const server = { id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: "http://localhost" };
  it.each<[string, object]>([
    ["that is not about the account", { id: "did:plc:zzzzzzzzzzzzzzzzzzzzzzzz" }],
    ["without a server", { service: undefined }],
    ["with a server of another kind", { service: [{ ...server, type: "Lain" }] }],
    ["with a server that has no address", { service: [{ ...server, serviceEndpoint: "localhost" }] }],
    ["with an address of another form", { service: [{ ...server, serviceEndpoint: { url: "http://localhost" } }] }],
    ["with names of another form", { alsoKnownAs: "at://sekar.test" }],
  ])("by a document %s", async (_, wrong) => {
    const right = { id: SEKAR, alsoKnownAs: ["at://sekar.test"], service: [{ ...server, serviceEndpoint: bluesky.pds.origin }] };
    bluesky.pds.script("directory", () => ({ body: JSON.stringify({ ...right, ...wrong }) }));
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "schema-drift" });
    bluesky.pds.script("directory", () => ({ body: JSON.stringify(right) }));
    expect((await bluesky.fetchAll()).pages).toHaveLength(1);
  });

  it.each(["http://10.0.0.7", "http://127.0.0.1:5432", "http://169.254.169.254", "ftp://contoh.go.id"])(
    "because the document leads to %s, where nobody may look",
    async (server) => {
      bluesky.sekar.server = server;
      expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "private" });
    },
  );

  it("by not being there", async () => {
    await bluesky.pds.close();
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "transient" });
    bluesky = await openBluesky();
  });
});

describe("a record that does not fit", () => {
  const broken = (body: string | Uint8Array): void =>
    bluesky.pds.script(LIST, ({ collection, cursor }) => (collection === POST && cursor === undefined ? { body } : null));
  const envelope = (over: object): string => JSON.stringify({ uri: uri("3kaaa"), cid: OTHERS.cid, value: words("Rahasia"), ...over });

  it("is kept aside with its bytes, costs no other, and is not told again", async () => {
    bluesky.write(words("Satu"));
    bluesky.write({ ...words(""), text: 7 } as { $type: string }, { fits: false });
    bluesky.write(words("Tiga"));
    const first = await bluesky.fetchAll();
    expect(texts(first)).toEqual(["Satu", "Tiga"]);
    expect(drift(first)).toEqual([{ raw: expect.anything(), reason: "record does not fit app.bsky.feed.post" }]);
    expect(new TextDecoder().decode(first.pages[0]?.drift[0]?.raw)).toContain('"text":7');
    bluesky.write(words("Empat"));
    const second = await bluesky.again(first);
    expect([texts(second), drift(second)]).toEqual([["Empat"], []]);
  });

  it.each<[string, string]>([
    ["of another account", envelope({ uri: `at://did:plc:zzzzzzzzzzzzzzzzzzzzzzzz/${POST}/3kaaa` })],
    ["of another collection", envelope({ uri: `at://did:plc:zzzzzzzzzzzzzzzzzzzzzzzz/app.bsky.feed.like/3kaaa` })],
    ["that says it is another thing", envelope({ value: { ...words("Rahasia"), $type: REPOST } })],
    ["without a version", envelope({ cid: undefined })],
    ["with a version that is none", envelope({ cid: "v1" })],
    ["without a value", envelope({ value: undefined })],
    ["that is no object", '"Rahasia"'],
    ["that is null", "null"],
    ["that changes what objects are", envelope({}).replace('"text"', '"__proto__":{"text":1},"teks"')],
    ["nested without end", `{"uri":${"[".repeat(50_000)}${"]".repeat(50_000)}}`],
    [
      "with a value nested without end",
      envelope({ value: "@" }).replace(
        '"@"',
        `{"$type":"${POST}","text":"a","createdAt":"2029-09-24T01:02:03Z","x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
      ),
    ],
  ])("is one %s", async (_, item) => {
    const good = JSON.stringify({ uri: uri("3kbbb"), cid: OTHERS.cid, value: words("Baik") });
    broken(`{"records":[${item},${good}]}`);
    const fetched = await bluesky.fetchAll();
    expect(texts(fetched)).toEqual(["Baik"]);
    expect(drift(fetched).map(({ raw }) => new TextDecoder().decode(raw))).toEqual([item]);
    expect(JSON.stringify(drift(fetched).map(({ reason }) => reason))).not.toContain("Rahasia");
  });

  it("is one that is no UTF-8: the others stay", async () => {
    const good = JSON.stringify({ uri: uri("3kbbb"), cid: OTHERS.cid, value: words("Baik") });
    const text = envelope({ value: words("A") });
    const bytes = Buffer.from(`{"records":[${text},${good}]}`);
    bytes[bytes.indexOf('"A"') + 1] = 0xff;
    broken(bytes);
    const fetched = await bluesky.fetchAll();
    expect([texts(fetched), drift(fetched).length]).toEqual([["Baik"], 1]);
  });
});

describe("a server without measure", () => {
  it("that sends pages too long to read is asked for shorter ones, so that no padding hides a post", async () => {
    for (let n = 0; n < 12; n += 1) bluesky.write(words(`panjang ${n}`, { isian: "x".repeat(900_000) }));
    expect(texts(await bluesky.fetchAll())).toEqual(Array.from({ length: 12 }, (_, n) => `panjang ${n}`));
    expect(
      bluesky.pds.asked.filter(({ method, params }) => method === LIST && params.collection === POST).map(({ params }) => params.limit),
    ).toContain("1");
  });

  it("whose one record is too long to read is drift as a whole", async () => {
    bluesky.write(words("terlalu", { isian: "x".repeat(6_000_000) }));
    expect(await fault(bluesky.fetchAll())).toMatchObject({ code: "schema-drift" });
  });

  it("that never comes to an end is left after a hundred lists, and read on from there", async () => {
    let n = 0;
    bluesky.pds.script(LIST, ({ collection }) => {
      if (collection !== POST) return null;
      n += 1;
      const item = { uri: uri(tid(n)), cid: OTHERS.cid, value: words(`tanpa akhir ${n}`) };
      return { body: JSON.stringify({ records: [item], cursor: `c${n}` }) };
    });
    const first = await bluesky.fetchAll();
    expect(posts(first)).toHaveLength(100);
    const second = await bluesky.again(first);
    expect(texts(second)[0]).toBe("tanpa akhir 101");
  });

  it("that repeats itself is left at once", async () => {
    const item = { uri: uri("3kaaa"), cid: OTHERS.cid, value: words("lagi") };
    bluesky.pds.script(LIST, ({ collection }) => (collection === POST ? { body: JSON.stringify({ records: [item], cursor: "sama" }) } : null));
    expect(texts(await bluesky.fetchAll())).toEqual(["lagi", "lagi"]);
  });
});

it("the gate opens with a paper and is closed without", () => {
  const gateOf = (decision: string | null) =>
    createBlueskyConnector({ fetch: () => expect.unreachable(), resolverUrl: "", directoryUrl: "", decision }).gate;
  expect(gateOf("Nota Dinas 012/HK/2029")).toEqual({ open: true, reference: "Nota Dinas 012/HK/2029" });
  expect(gateOf(null)).toEqual({ open: false, reference: expect.stringContaining("NETRA_BLUESKY_DECISION") });
});
