import { createHash, createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";

/** What is used of s3rver, which has no types. */
interface S3rver {
  callback(): (request: IncomingMessage, response: ServerResponse) => void;
  configureBuckets(): Promise<unknown>;
  readonly store: {
    putObject(object: {
      bucket: string;
      key: string;
      content: IncomingMessage;
      metadata: Record<string, string>;
    }): Promise<{ size: number; md5: string }>;
    putMetadata(bucket: string, key: string, metadata: Record<string, string>, md5: string): Promise<void>;
  };
}
const makeS3rver = createRequire(import.meta.url)("s3rver") as new (options: object) => S3rver;

interface ProxyPage {
  readonly status: number;
  readonly page: string;
}

export interface S3Server {
  readonly settings: {
    readonly url: string;
    readonly bucket: string;
    readonly region: string;
    readonly keyId: string;
    readonly secret: string;
    readonly plainHttp: boolean;
  };
  /** Where an object's bytes lie. */
  pathOf(key: string): string;
  /** Makes an object as old as that. */
  age(key: string, to: Date): Promise<void>;
  /** Called for each request before it is answered, by method and key; may wait, cut the line, or give the status to answer instead, or the page of a proxy that speaks no S3. */
  onRequest: (asked: {
    readonly method: string;
    readonly key: string;
    readonly query: URLSearchParams;
    readonly cut: () => void;
  }) => Promise<number | ProxyPage | undefined> | undefined;
  /** Nobody answers any more at this address, until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Files that s3rver keeps of an object; the bytes last. */
const KEPT = ["._S3rver_metadata.json", "._S3rver_object.md5", "._S3rver_object"];
// s3rver knows this key by itself, and takes any signature of the fourth form: signatures are checked here.
const KEY_ID = "S3RVER";
const SECRET = "made-up+secret/of=a-test";
const REGION = "us-east-1";

/** Starts s3rver on a free port of this machine with one bucket, behind what it leaves out of S3's promises: signatures, the hash of a body, and puts that are whole or not there. */
export async function startS3(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), "netra-s3-"));
  const bucket = "netra-files";
  const s3 = new makeS3rver({ directory, silent: true, configureBuckets: [{ name: bucket }], vhostBuckets: false });
  await s3.configureBuckets();
  const pathOf = (key: string): string => join(directory, bucket, `${key}._S3rver_object`);
  s3.store.putObject = async ({ bucket: to, key, content, metadata }) => {
    const bytes = await buffer(content);
    const said = content.headers["x-amz-content-sha256"];
    if (createHash("sha256").update(bytes).digest("hex") !== said) throw Object.assign(new Error("changed on the way"), { status: 400 });
    const md5 = createHash("md5").update(bytes).digest("hex");
    const draft = `draft-${randomUUID()}`;
    await writeFile(pathOf(draft), bytes);
    // What s3rver keeps beside the bytes is whole or not there too: who reads a half-written one is answered by 500. The bytes come last.
    await s3.store.putMetadata(to, draft, metadata, md5);
    await mkdir(dirname(pathOf(key)), { recursive: true });
    for (const kept of KEPT) await rename(join(directory, bucket, draft + kept), join(directory, bucket, key + kept));
    return { size: bytes.length, md5 };
  };
  const handle = s3.callback();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://s3");
    const refuse = (status: number, code: string): void =>
      void response.writeHead(status, { "content-type": "application/xml", connection: "close" }).end(`<Error><Code>${code}</Code></Error>`);
    if (!isSigned(request, url)) return refuse(403, "SignatureDoesNotMatch");
    const key = url.pathname.slice(`/${bucket}/`.length);
    const instead = await server.onRequest({ method: request.method ?? "", key, query: url.searchParams, cut: () => void request.destroy() });
    if (typeof instead === "object") return void response.writeHead(instead.status, { "content-type": "text/html" }).end(instead.page);
    if (instead !== undefined) return refuse(instead, instead === 503 ? "SlowDown" : "TestRefusal");
    handle(request, response);
  };

  let http: Server;
  let port = 0;
  const server: S3Server = {
    get settings() {
      return { url: `http://127.0.0.1:${port}`, bucket, region: REGION, keyId: KEY_ID, secret: SECRET, plainHttp: false };
    },
    pathOf,
    age: (key, to) => utimes(pathOf(key), to, to),
    onRequest: () => undefined,
    async stop() {
      http.closeAllConnections();
      if (http.listening) await new Promise((done) => http.close(done));
    },
    async start() {
      http = createServer((request, response) => void answer(request, response)).listen(port, "127.0.0.1");
      await once(http, "listening");
      port = (http.address() as AddressInfo).port;
    },
    async close() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Signature of the fourth form, as Amazon's reference writes it ("Authenticating Requests: Using the Authorization Header"). */
function isSigned({ method, headers }: IncomingMessage, url: URL): boolean {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? "",
  );
  if (!found) return false;
  const [, keyId, day = "", region = "", names = "", signature] = found;
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).toSorted();
  const signed = names.split(";").map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const request = [method, url.pathname, query.join("&"), signed.join(""), names, headers["x-amz-content-sha256"]].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], `${day}/${region}/s3/aws4_request`, sha256(request)].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day), region), "s3"), "aws4_request");
  return keyId === KEY_ID && region === REGION && hmac(key, toSign).toString("hex") === signature;
}
