import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Type } from "typebox";
import { Value } from "typebox/value";
import type { OembedEndpoint } from "../src/oembed-addresses.ts";

/** An answer of oEmbed 1.0 (oembed.com, 2.3.4): what a photo, a video and a rich answer must hold, and nothing that the format does not know. */
const Size = Type.Union([Type.Integer(), Type.Null(), Type.Literal("100%")]);
const Text = Type.String({ minLength: 1 });
const OembedResponse = Type.Object(
  {
    type: Type.Union([Type.Literal("rich"), Type.Literal("video")]),
    version: Type.Literal("1.0"),
    html: Text,
    width: Size,
    height: Type.Optional(Size),
    ...Object.fromEntries(
      ["title", "author_name", "author_url", "provider_name", "provider_url", "cache_age", "thumbnail_url", "url"].map((name) => [
        name,
        Type.Optional(Text),
      ]),
    ),
  },
  { additionalProperties: false },
);

const HTML = '<blockquote class="embed">Sari Nilam (@contoh.sari.nilam)</blockquote>';
/** What each platform adds; Meta names no author. */
const SHOWN: Readonly<Record<OembedEndpoint, object>> = {
  "facebook-post": { type: "rich", provider_name: "Facebook", width: 552 },
  "facebook-video": { type: "video", provider_name: "Facebook", width: 500, height: 280 },
  instagram: { type: "rich", provider_name: "Instagram", width: 658 },
  threads: { type: "rich", provider_name: "Threads", provider_url: "https://www.threads.com/", width: 658 },
  tiktok: {
    type: "video",
    title: "Ayo",
    author_name: "Sari",
    author_url: "https://www.tiktok.com/@contoh.sari.nilam",
    width: "100%",
    height: "100%",
  },
  x: { type: "rich", author_name: "Sari", url: "https://twitter.com/contoh_sari/status/1", width: 550, height: null, cache_age: "3153600000" },
  youtube: { type: "video", title: "Ayo", author_name: "Sari", thumbnail_url: "https://i.ytimg.com/vi/a/hqdefault.jpg", width: 200, height: 113 },
};

export interface OembedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sends the headers and then nothing. */
  readonly stall?: true;
}

/** All endpoints of one made-up internet on this machine. What it answers of its own is held to oEmbed 1.0 before it leaves; `script` makes it answer anything. */
export async function startFakeOembed() {
  const asked: { endpoint: string; url: string | null; parameters: readonly string[]; path: string }[] = [];
  let scripted: OembedReply | null = null;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const endpoint = pathname.slice(1);
    asked.push({ endpoint, url: searchParams.get("url"), parameters: [...searchParams.keys()].toSorted(), path: pathname });
    const { status = 200, headers = {}, body, stall } = scripted ?? { body: shown(endpoint as OembedEndpoint) };
    response.writeHead(status, { "content-type": "application/json", ...headers });
    if (stall) response.flushHeaders();
    else response.end(body ?? "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoints = Object.fromEntries(Object.keys(SHOWN).map((name) => [name, `${origin}/${name}`])) as Record<OembedEndpoint, string>;
  return {
    origin,
    endpoints,
    asked,
    script: (reply: OembedReply | null) => {
      scripted = reply;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function shown(endpoint: OembedEndpoint): string {
  const answer = { version: "1.0", html: HTML, ...SHOWN[endpoint] };
  if (!Value.Check(OembedResponse, answer)) throw new Error(`fake oembed: ${endpoint} answers what is no oEmbed 1.0`);
  return JSON.stringify(answer);
}
