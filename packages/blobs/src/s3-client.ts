import { createReadStream } from "node:fs";
import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestTls, Agent as TlsAgent } from "node:https";
import { isIP } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { codeOf, DomainError } from "@netra/domain";
import { AwsV4Signer } from "aws4fetch";
import { mayBePlain, plainLookup, plainRefused } from "./private-address.ts";
import { isPassing, refused, type S3Refusal, unreachable } from "./s3-errors.ts";
import { S3_PATIENCE, type S3Patience, type S3Settings } from "./s3-settings.ts";

/** Bytes to be sent. Their hash is part of the signature, so that the service refuses bytes that were changed on the way. */
export interface S3Body {
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly sha256: string;
  /** A file, which is read as it is sent, or the bytes. */
  readonly from: string | Uint8Array;
}

export interface S3Request {
  readonly method: "GET" | "HEAD" | "PUT" | "DELETE";
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: S3Body;
  /** 1 when the call may not be made again later. */
  readonly attempts?: number;
}

/** An answer that was no error. */
export interface S3Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
  /** By the service's clock. */
  readonly now: Date;
}

/**
 * Asks, and hands the answer to `read`, again from the beginning when the line breaks meanwhile. Null when S3 itself says that there is no such key: a proxy says 404 too when
 * there is nothing behind it. Throws `unavailable` with one of the codes of `s3-errors.ts`; what `read` throws by itself passes as it is.
 */
export type S3Client = <T>(ask: S3Request, read: (answer: S3Answer) => Promise<T>) => Promise<T | null>;

const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/** A line slower than this is as good as none. */
const BYTES_PER_SECOND = 50_000;
const MOST_SOCKETS = 8;
const ERROR_BYTES = 64 * 1024;

/** Speaks S3 in path style to one bucket. Follows no redirect and no proxy; opens nothing before the first call. */
export function createS3Client(settings: S3Settings, patience: S3Patience = S3_PATIENCE): S3Client {
  const base = new URL(settings.url);
  const plain = base.protocol === "http:";
  const host = base.hostname.replace(/^\[|\]$/g, "");
  const common = { keepAlive: true, maxSockets: MOST_SOCKETS, scheduling: "lifo" } as const;
  const kept = plain ? new HttpAgent(common) : new TlsAgent(common);
  const lookup = plain ? { lookup: plainLookup(settings) } : {};

  const sign = async ({ method, key, query = {}, body }: S3Request) => {
    const url = new URL(`/${settings.bucket}${key === "" ? "" : `/${key}`}`, base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: { "x-amz-content-sha256": body?.sha256 ?? EMPTY },
      accessKeyId: settings.keyId,
      secretAccessKey: settings.secret,
      service: "s3",
      region: settings.region,
    });
    return signer.sign();
  };

  const once = async <T>(ask: S3Request, read: (answer: S3Answer) => Promise<T>): Promise<T | S3Refusal> => {
    // A socket asks no resolver for a literal address.
    if (plain && isIP(host) !== 0 && !mayBePlain(host, settings)) throw plainRefused();
    const { url, headers } = await sign(ask);
    const call = new AbortController();
    const deadline = setTimeout(() => call.abort(timedOut()), patience.totalMs + ((ask.body?.size ?? 0) / BYTES_PER_SECOND) * 1_000);
    try {
      const answer = await send({ ask, url, headers: Object.fromEntries(headers), signal: call.signal });
      // From here on silence counts, not the whole: what is read may be large.
      clearTimeout(deadline);
      answer.setTimeout(patience.idleMs, () => answer.destroy(timedOut()));
      const { statusCode: status = 0 } = answer;
      if (status >= 200 && status < 300)
        return await read({ headers: answer.headers, body: answer, now: new Date(answer.headers.date ?? Date.now()) });
      return { status, code: await errorCode(answer), fromS3: "x-amz-request-id" in answer.headers };
    } finally {
      clearTimeout(deadline);
    }
  };

  const send = ({ ask, url, headers, signal }: { ask: S3Request; url: URL; headers: Record<string, string>; signal: AbortSignal }) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { body } = ask;
      const request = (plain ? requestPlain : requestTls)(url, {
        // A call that is made once must not meet a connection that the other side closed meanwhile.
        agent: ask.attempts === 1 ? false : kept,
        ...lookup,
        method: ask.method,
        headers: { ...headers, ...(ask.method === "PUT" ? { "content-length": body?.size ?? 0 } : {}) },
        signal,
        timeout: patience.idleMs,
      });
      const connecting = setTimeout(() => request.destroy(timedOut()), patience.connectMs);
      request.on("socket", (socket) => {
        if (!socket.connecting) return clearTimeout(connecting);
        socket.once(plain ? "connect" : "secureConnect", () => clearTimeout(connecting));
      });
      request.on("timeout", () => request.destroy(timedOut()));
      request.on("response", resolve);
      request.on("close", () => clearTimeout(connecting));
      request.on("error", (error) => reject(signal.aborted ? signal.reason : error));
      if (!body) return void request.end();
      const source = typeof body.from === "string" ? createReadStream(body.from) : Readable.from([body.from], { objectMode: false });
      // An early answer ends the sending; it tells why.
      pipeline(source, request).catch((error: unknown) => reject(error));
    });

  /** HEAD tells no code, and not every service sends the header: then a GET is asked why. */
  const isAbsent = async (ask: S3Request, { status, code, fromS3 }: S3Refusal): Promise<boolean> => {
    if (status !== 404 || ask.key === "" || ask.method === "PUT") return false;
    if (ask.method !== "HEAD") return code === "NoSuchKey";
    if (fromS3) return true;
    return (await client({ ...ask, method: "GET" }, async ({ body }) => body.destroy())) === null;
  };

  const client: S3Client = async (ask, read) => {
    const attempts = ask.attempts ?? patience.attempts;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await once(ask, async (got) => ({ read: await read(got) }));
        if ("read" in answer) return answer.read;
        if (await isAbsent(ask, answer)) return null;
        if (attempt >= attempts || !isPassing(answer)) throw refused(answer);
      } catch (error) {
        if (error instanceof DomainError) throw error;
        if (!isLine(error)) throw error;
        if (attempt >= attempts || codeOf(error) === "plain-http") throw unreachable(error);
      }
      await pause(patience.backoffMs * 4 ** (attempt - 1) * (0.5 + Math.random()));
    }
  };
  return client;
}

const timedOut = (): NodeJS.ErrnoException => Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" });

/** Errors of the line, by system or TLS code. A file that cannot be read is none. */
const isLine = (error: unknown): boolean =>
  /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_|EHOST|ENET|ERR_(SSL|TLS|STREAM_PREMATURE_CLOSE)|HPE_|plain-http)|CERT|SELF_SIGNED|VERIFY|ISSUER/.test(
    codeOf(error),
  );

/** The code of S3's XML error. HEAD has none, and a proxy's page has none either. */
async function errorCode(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > ERROR_BYTES) break;
    chunks.push(chunk);
  }
  return /<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(Buffer.concat(chunks).toString("utf8"))?.[1] ?? "";
}
