import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { jsonToLex, lexicons } from "@atproto/api";
import { bytesOfCid } from "../src/bluesky-cid.ts";

export type Status = "takendown" | "suspended" | "deactivated" | "deleted" | "desynchronized" | "gone";
export type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string | Uint8Array };

export interface FakeAccount {
  readonly did: string;
  handle: string;
  status: Status | null;
  revision: string;
  /** Where the directory says its records are, when that is not this server. */
  server?: string;
  /** Key, then record, of each collection. */
  readonly collections: Map<string, Map<string, Stored>>;
  /** Files by CID. */
  readonly blobs: Map<string, Uint8Array>;
}
interface Stored {
  readonly cid: string;
  readonly value: unknown;
  readonly isHidden: boolean;
}

/**
 * Resolver, directory and server of the AT Protocol in one, on this machine, for a few made-up accounts. It cannot drift from the real thing unseen: every
 * answer of its own is checked against the platform's lexicons before it leaves, as are the records put into it unless they are meant to be wrong.
 */
export async function startFakePds() {
  const accounts = new Map<string, FakeAccount>();
  const asked: { method: string; params: Record<string, string> }[] = [];
  const scripts = new Map<string, (params: Record<string, string>) => Reply | null>();
  let serial = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const method = url.pathname.startsWith("/xrpc/") ? url.pathname.slice("/xrpc/".length) : "directory";
    const params = method === "directory" ? { did: didOf(url.pathname) } : Object.fromEntries(url.searchParams);
    asked.push({ method, params });
    const scripted = scripts.get(method)?.(params) ?? null;
    if (scripted) return send(response, scripted);
    try {
      send(response, method === "directory" ? documentOf(params.did ?? "") : answer(method, params));
    } catch (error) {
      // A test that makes the fake lie fails here, loudly.
      send(response, { status: 599, body: String(error) });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = (server.address() as AddressInfo).port;
  const origin = `http://localhost:${port}`;
  const didOf = (path: string): string => (path === "/.well-known/did.json" ? `did:web:localhost%3A${port}` : decodeURIComponent(path.slice(1)));

  const documentOf = (did: string): Reply => {
    const account = accounts.get(did);
    if (!account) return { status: 404, body: JSON.stringify({ message: `DID not registered: ${did}` }) };
    const service = [{ id: "#atproto_pds", type: "AtprotoPersonalDataServer", serviceEndpoint: account.server ?? origin }];
    return { body: JSON.stringify({ id: did, alsoKnownAs: [`at://${account.handle}`], service }) };
  };

  const answer = (method: string, params: Record<string, string>): Reply => {
    const refuse = (error: string): Reply => {
      const known = (lexicons.getDefOrThrow(method, ["query"]) as { errors?: { name: string }[] }).errors ?? [];
      if (error !== "InvalidRequest" && !known.some(({ name }) => name === error)) throw new Error(`fake pds: ${method} has no error ${error}`);
      return { status: 400, body: JSON.stringify({ error, message: "made up" }) };
    };
    const tell = (json: object): Reply => {
      lexicons.assertValidXrpcOutput(method, json);
      return { body: JSON.stringify(json) };
    };
    const { limit: asNumber, reverse: asFlag } = params;
    try {
      lexicons.assertValidXrpcParams(method, {
        ...params,
        ...(asNumber && { limit: Number(asNumber) }),
        ...(asFlag && { reverse: asFlag === "true" }),
      });
    } catch {
      return refuse("InvalidRequest");
    }
    const account = accounts.get(params.did ?? params.repo ?? "");
    const held = account && account.status !== "gone" ? account : undefined;
    if (method === "com.atproto.identity.resolveHandle") {
      const named = [...accounts.values()].find(({ handle, status }) => handle === params.handle && status === null);
      return named ? tell({ did: named.did }) : refuse("HandleNotFound");
    }
    if (method === "com.atproto.sync.getRepoStatus") {
      if (!held) return refuse("RepoNotFound");
      return tell({ did: held.did, active: held.status === null, ...(held.status === null ? { rev: held.revision } : { status: held.status }) });
    }
    if (method === "com.atproto.sync.getLatestCommit") {
      if (!held) return refuse("RepoNotFound");
      if (held.status !== null)
        return refuse(
          { takendown: "RepoTakendown", suspended: "RepoSuspended", deactivated: "RepoDeactivated" }[held.status as string] ?? "RepoNotFound",
        );
      return tell({ cid: cidOf(held.revision), rev: held.revision });
    }
    if (method === "com.atproto.sync.getBlob") {
      if (!held) return refuse("RepoNotFound");
      if (held.status !== null) return refuse("RepoDeactivated");
      const blob = held.blobs.get(params.cid ?? "");
      return blob ? { body: blob, headers: { "content-type": "application/octet-stream" } } : refuse("BlobNotFound");
    }
    if (method === "com.atproto.sync.getRecord") {
      const record = held?.collections.get(params.collection ?? "")?.get(params.rkey ?? "");
      if (!record) return refuse("RecordNotFound");
      return { body: carOf([record.cid, JSON.stringify(record.value)]), headers: { "content-type": "application/vnd.ipld.car" } };
    }
    if (!held || held.status !== null) return refuse("InvalidRequest");
    const records = [...(held.collections.get(params.collection ?? "") ?? [])]
      .filter(([, { isHidden }]) => !isHidden)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const uriOf = (key: string): string => `at://${held.did}/${params.collection}/${key}`;
    if (method === "com.atproto.repo.getRecord") {
      const [key, record] = records.find(([other]) => other === params.rkey) ?? [];
      return key && record ? tell({ uri: uriOf(key), cid: record.cid, value: record.value }) : refuse("RecordNotFound");
    }
    if (method !== "com.atproto.repo.listRecords") throw new Error(`fake pds: ${method} is not made`);
    const { cursor, reverse, limit = "50" } = params;
    const ordered = reverse === "true" ? records : records.toReversed();
    const page = ordered.filter(([key]) => cursor === undefined || (reverse === "true" ? key > cursor : key < cursor)).slice(0, Number(limit));
    const last = page.at(-1)?.[0];
    return tell({ records: page.map(([key, { cid, value }]) => ({ uri: uriOf(key), cid, value })), ...(last === undefined ? {} : { cursor: last }) });
  };

  const change = (account: FakeAccount): void => {
    serial += 1;
    account.revision = tid(serial);
  };

  return {
    origin,
    /** Every request so far, in order. */
    asked,
    /** Answers in place of the fake; null leaves the answer to it. */
    script: (method: string, reply: (params: Record<string, string>) => Reply | null) => void scripts.set(method, reply),
    plain: (method: string) => void scripts.delete(method),
    addAccount(handle: string, did = `did:plc:${"abcdefghijklmnopqrstuvwx".slice(accounts.size)}${"2".repeat(accounts.size)}`): FakeAccount {
      const account: FakeAccount = { did, handle, status: null, revision: "", collections: new Map(), blobs: new Map() };
      change(account);
      accounts.set(did, account);
      return account;
    },
    /** The did:web that this server itself answers for. */
    ownDid: `did:web:localhost%3A${port}`,
    /** Puts a record under a key, new or in place of the one there. `fits: false` for one that is wrong on purpose. */
    put(account: FakeAccount, record: { readonly $type: string }, { key, fits = true }: { key?: string; fits?: boolean } = {}): string {
      if (fits) lexicons.assertValidRecord(record.$type, jsonToLex(record));
      change(account);
      const at = key ?? tid(serial);
      const collection = account.collections.get(record.$type) ?? new Map<string, Stored>();
      account.collections.set(record.$type, collection.set(at, { cid: cidOf(JSON.stringify(record)), value: record, isHidden: false }));
      return at;
    },
    /** Takes a file as an upload does, and returns how a record names it. */
    addBlob(account: FakeAccount, bytes: Uint8Array, mimeType: string) {
      const cid = cidOf(bytes, 0x55);
      account.blobs.set(cid, bytes);
      return { $type: "blob", ref: { $link: cid }, mimeType, size: bytes.byteLength };
    },
    remove(account: FakeAccount, collection: string, key: string): void {
      account.collections.get(collection)?.delete(key);
      change(account);
    },
    /** What the platform's moderators do: the record is there no more, the revision stays. */
    hide(account: FakeAccount, collection: string, key: string): void {
      const stored = account.collections.get(collection)?.get(key);
      if (stored) account.collections.get(collection)?.set(key, { ...stored, isHidden: true });
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(body);
}

const ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";

/** A timestamp identifier as records have, in the order of `n`. */
export const tid = (n: number): string => `3m${[...Array(11).keys()].map((place) => ALPHABET[Math.floor(n / 32 ** (10 - place)) % 32]).join("")}`;

/** A CAR of one block, which here is the record's JSON: its CID is of those bytes too. The header names no root. */
function carOf([cid, block]: readonly [cid: string, block: string]): Buffer {
  const header = Buffer.from("a265726f6f7473806776657273696f6e01", "hex");
  const content = Buffer.concat([bytesOfCid(cid) ?? Buffer.alloc(0), Buffer.from(block)]);
  const length = [(content.length & 0x7f) | 0x80, content.length >> 7];
  return Buffer.concat([Buffer.from([header.length]), header, Buffer.from(length), content]);
}

/** A CID of the form that records (DAG-CBOR) and files (raw, 0x55) have: version 1, SHA-256; of any bytes. */
function cidOf(text: string | Uint8Array, codec = 0x71): string {
  const bytes = [0x01, codec, 0x12, 0x20, ...createHash("sha256").update(text).digest()];
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const base32 = "abcdefghijklmnopqrstuvwxyz234567";
  return `b${(bits.match(/.{1,5}/g) ?? []).map((five) => base32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("")}`;
}
