import { text } from "node:stream/consumers";
import type { S3Client } from "./s3-client.ts";
import { refused } from "./s3-errors.ts";

/** An object as a list names it. */
export interface ListedObject {
  readonly key: string;
  /** By the service's clock, in whole seconds with some services. */
  readonly modifiedAt: Date;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Names of objects of a bucket that begin with `prefix`, in order, a thousand at a time. The first form of S3's listing, since it goes on from a name and not from a word
 * that only the service understands.
 */
export async function* listObjects(client: S3Client, prefix: string): AsyncIterable<readonly ListedObject[]> {
  for (let from = ""; ; ) {
    const page = await readPage(client, { prefix, from });
    const last = page.objects.at(-1)?.key ?? "";
    yield page.objects;
    if (!page.more || last <= from) return;
    from = last;
  }
}

async function readPage(client: S3Client, { prefix, from }: { readonly prefix: string; readonly from: string }) {
  const query = { "max-keys": "1000", ...(prefix === "" ? {} : { prefix }), ...(from === "" ? {} : { marker: from }) };
  const xml = await client({ method: "GET", key: "", query }, async ({ body }) => listed(await text(body)));
  if (xml === null) throw refused({ status: 404, code: "" });
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, one = ""]) => ({
    key: unescaped(/<Key>(.*?)<\/Key>/s.exec(one)?.[1] ?? ""),
    modifiedAt: new Date(/<LastModified>(.*?)<\/LastModified>/.exec(one)?.[1] ?? ""),
  }));
  return { objects, more: /<IsTruncated>\s*true\s*<\/IsTruncated>/.test(xml) };
}

/** The answer, when it is a list: a proxy's page would read as an empty one. Throws `unavailable`. */
export function listed(xml: string): string {
  if (!/<\/ListBucketResult>\s*$/.test(xml)) throw refused({ status: 200, code: "" });
  return xml;
}

const unescaped = (xml: string): string => xml.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
