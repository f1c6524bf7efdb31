import Type from "typebox";
import { Compile } from "typebox/compile";
import { type Ask, GONE, TOO_LARGE, xrpc } from "./bluesky-ask.ts";
import type { Lexicons } from "./bluesky-lexicons.ts";
import { ConnectorError, type FaultCode } from "./connector-error.ts";

/** Who an account is, and where its records are kept. */
export interface Identity {
  readonly did: string;
  /** Origin of the server, without a slash at the end. */
  readonly pds: string;
}

/** One fetch's way to ask about an account. */
export interface Inquiry {
  readonly ask: Ask;
  readonly lexicons: Lexicons;
  readonly resolverUrl: string;
  readonly directoryUrl: string;
}

/** The part of a DID document (W3C DID core) that matters here. */
const DidDocument = Compile(
  Type.Object({
    id: Type.String(),
    alsoKnownAs: Type.Optional(Type.Array(Type.String())),
    service: Type.Optional(Type.Array(Type.Object({ id: Type.String(), type: Type.Unknown(), serviceEndpoint: Type.Unknown() }))),
  }),
);

/**
 * Finds the account behind a handle, or checks that the account known by its id still has the handle. Handle and id must name each other: a handle alone can
 * be pointed at anybody. Throws ConnectorError `renamed` when they do not, or when nobody has the handle: whom to follow is then for a person to say.
 */
export async function identify(
  inquiry: Inquiry,
  { handle, did: known }: { readonly handle: string; readonly did: string | null },
): Promise<Identity> {
  const wanted = handle.toLowerCase();
  const did = known ?? (await resolveHandle(inquiry, wanted));
  if (did === null) throw new ConnectorError("renamed");
  const { handle: claimed, pds } = await readDocument(inquiry, did);
  if (claimed !== wanted) throw new ConnectorError("renamed");
  // The handle's own server may be away: then the document's word stands.
  if (known !== null && ((await resolveHandle(inquiry, wanted)) ?? known) !== known) throw new ConnectorError("renamed");
  return { did, pds };
}

async function resolveHandle({ ask, lexicons, resolverUrl }: Inquiry, handle: string): Promise<string | null> {
  const method = "com.atproto.identity.resolveHandle";
  const answer = await ask(xrpc(resolverUrl, method, { handle }));
  if (answer.refusal === TOO_LARGE) throw new ConnectorError("schema-drift");
  if (answer.refusal !== null) return null;
  return checked<{ did: string }>(lexicons, method, answer.json).did;
}

async function readDocument({ ask, directoryUrl }: Inquiry, did: string): Promise<{ handle: string | null; pds: string }> {
  const answer = await ask(documentUrl(did, directoryUrl));
  if (answer.refusal === GONE) throw new ConnectorError("gone-account");
  if (answer.refusal !== null || !DidDocument.Check(answer.json) || answer.json.id !== did) throw new ConnectorError("schema-drift");
  const { alsoKnownAs = [], service = [] } = answer.json;
  const handle = alsoKnownAs.find((name) => name.startsWith("at://"))?.slice("at://".length) ?? null;
  const server = service.find(({ id, type }) => (id === "#atproto_pds" || id === `${did}#atproto_pds`) && type === "AtprotoPersonalDataServer");
  const endpoint = typeof server?.serviceEndpoint === "string" ? URL.parse(server.serviceEndpoint) : null;
  if (!endpoint) throw new ConnectorError("schema-drift");
  return { handle: handle?.toLowerCase() ?? null, pds: endpoint.origin };
}

/** did:plc is kept by the directory, did:web by the host it names (a port only on localhost, for development). No other method is in use. */
function documentUrl(did: string, directoryUrl: string): string {
  if (/^did:plc:[a-z2-7]{24}$/.test(did)) return `${directoryUrl}/${did}`;
  const [, host, port] = /^did:web:([a-z0-9.-]+)(?:%3A(\d{1,5}))?$/.exec(did) ?? [];
  if (host === undefined || (port !== undefined && host !== "localhost")) throw new ConnectorError("schema-drift");
  return port === undefined ? `https://${host}/.well-known/did.json` : `http://localhost:${port}/.well-known/did.json`;
}

const STATUS_FAULTS: Readonly<Record<string, FaultCode>> = {
  takendown: "suspended",
  suspended: "suspended",
  deactivated: "gone-account",
  deleted: "gone-account",
};

/** The revision of everything the account has on its server: while it is the same, nothing was written, changed or deleted. Throws when the account is away. */
export async function latestRevision(inquiry: Inquiry, { did, pds }: Identity): Promise<string> {
  const method = "com.atproto.sync.getLatestCommit";
  const answer = await inquiry.ask(xrpc(pds, method, { did }));
  if (answer.refusal !== null) throw await whyAway(inquiry, { did, pds });
  return checked<{ rev: string }>(inquiry.lexicons, method, answer.json).rev;
}

/** The fault behind a refusal: what became of the account by its server's word, else that the request was not understood. */
export async function whyAway({ ask, lexicons }: Inquiry, { did, pds }: Identity): Promise<ConnectorError> {
  const method = "com.atproto.sync.getRepoStatus";
  const answer = await ask(xrpc(pds, method, { did }));
  if (answer.refusal !== null) return new ConnectorError(answer.refusal === "RepoNotFound" ? "gone-account" : "bad-request");
  const { active, status = "" } = checked<{ active: boolean; status?: string }>(lexicons, method, answer.json);
  return new ConnectorError(active ? "bad-request" : (STATUS_FAULTS[status] ?? "transient"));
}

/** An answer whose whole form must be known. */
export function checked<Shape>(lexicons: Lexicons, method: string, json: unknown): Shape {
  try {
    lexicons.checkAnswer(method, json);
  } catch (cause) {
    throw new ConnectorError("schema-drift", { cause });
  }
  return json as Shape;
}
