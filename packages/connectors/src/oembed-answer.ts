import type { GuardedResponse } from "@netra/outbound";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { ConnectorError } from "./connector-error.ts";
import type { OembedEndpoint } from "./oembed-addresses.ts";
import { waitOf } from "./retry-after.ts";

/** What a platform said of an address. `closed`: it says that not everybody may see it. */
export type OembedAnswer = "exists" | "missing" | "closed";

/** All that proves existence. The other fields (author, picture, text, html) are not looked at and not kept. Source: oembed.com, 2.3.4. */
const Oembed = Type.Object({
  version: Type.Union([Type.Literal("1.0"), Type.Literal(1)]),
  type: Type.Union(["photo", "video", "link", "rich"].map((kind) => Type.Literal(kind))),
});
const GraphError = Type.Object({ error: Type.Object({ code: Type.Integer() }) });

type Reading = OembedAnswer | "auth" | "rate-limited" | "transient";

/**
 * What a status means, where it is written down. oembed.com, 2.3.5: 404, no response for this address; 401, not public. X, response codes: 403, a protected account. YouTube: 403, a
 * private video (not documented, seen by many). 400 of TikTok, X and YouTube is written down nowhere, so it is unknown.
 */
const STATUSES: Readonly<Record<number, OembedAnswer>> = { 404: "missing", 401: "closed", 403: "closed" };

/**
 * Meta answers with codes of its Graph API, mostly under status 400. Sources: Graph API, Handling Errors; Instagram Platform, Error Codes. 24: it cannot be found (Meta adds: or may not be
 * shown). 100 (also with subcode 33) may as well mean that the address has the wrong form: unknown. 10, 104, 190, 200: it is us who may not ask.
 */
const GRAPH_CODES: Readonly<Record<number, Reading>> = {
  ...{ 24: "missing", 10: "auth", 104: "auth", 190: "auth", 200: "auth" },
  ...{ 4: "rate-limited", 17: "rate-limited", 32: "rate-limited", 368: "rate-limited", 613: "rate-limited" },
  ...{ 1: "transient", 2: "transient" },
};
const META: ReadonlySet<OembedEndpoint> = new Set(["facebook-post", "facebook-video", "instagram", "threads"]);

/**
 * Reads an answer. Throws ConnectorError: `rate-limited`, `transient`, `auth`, and `schema-drift` for whatever is not written down, a page in HTML above all: an address of ours that was
 * given up, or a wall against programs, answers the same for every post and says nothing about one.
 */
export function readOembed(response: GuardedResponse, { endpoint, now }: { readonly endpoint: OembedEndpoint; readonly now: Date }): OembedAnswer {
  const { status } = response;
  const wait = waitOf(response, now);
  if (status === 429) throw new ConnectorError("rate-limited", wait);
  if (status >= 500) throw new ConnectorError("transient", wait);
  const text = new TextDecoder().decode(response.body).trimStart();
  if (text.startsWith("<")) throw new ConnectorError("schema-drift");
  const json = parse(text);
  if (status === 200) {
    if (Value.Check(Oembed, json)) return "exists";
    throw new ConnectorError("schema-drift");
  }
  const reading = META.has(endpoint) && Value.Check(GraphError, json) ? GRAPH_CODES[json.error.code] : STATUSES[status];
  if (reading === undefined) throw new ConnectorError("schema-drift");
  if (reading === "exists" || reading === "missing" || reading === "closed") return reading;
  throw new ConnectorError(reading, wait);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
