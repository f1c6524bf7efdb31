import { fail, type Verdict } from "./finding.ts";

/** Host, port and path of a server's address, without its login. An address whose parts run together, as one with a raw `#` or `/` in its password, is not shown. */
export function placeOf(url: string): string {
  const address = parse(url);
  if (!address || url.indexOf("@") !== url.lastIndexOf("@") || `${address.pathname}${address.search}${address.hash}`.includes("@"))
    return "(address not shown)";
  return `${address.host || "a local socket"}${/^\/[\w.-]+$/.test(address.pathname) ? address.pathname : ""}`;
}

/** Whether an address stays on this machine: loopback, or a socket without a host. */
export function staysHere(url: string): boolean {
  const address = parse(url);
  return address !== null && (address.hostname === "" || isLoopback(address.hostname));
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

const parse = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** Which server was asked, and by which setting it is found. */
export interface Asked {
  /** What to start when nobody is there. */
  readonly what: string;
  readonly place: string;
  readonly setting: string;
}

/** Why a server could not be asked, by system code, TLS code, SQLSTATE or a refusal of Redis. The first that fits. */
const REASONS: readonly (readonly [RegExp, (asked: Asked) => readonly [seen: string, remedy: string]])[] = [
  [/^ECONNREFUSED$/, ({ what, place, setting }) => [`nothing listens at ${place}`, `Start ${what}, or correct ${setting}.`]],
  [/^(ENOTFOUND|EAI_AGAIN)$/, ({ place, setting }) => [`the host of ${place} is not known here`, `Correct ${setting}, or this machine's DNS.`]],
  [
    /^(no-answer|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57014)$/,
    ({ place, setting }) => [
      `${place} gives no answer in time`,
      `Look at the network and the firewall between, at the server's load, and at whether ${setting} and the server agree on TLS.`,
    ],
  ],
  [
    /^(ECONNRESET|EPIPE)$/,
    ({ place, setting }) => [`${place} hangs up`, `Look at the server's log, and at whether ${setting} and the server agree on TLS.`],
  ],
  [
    /^(28P01|28000|WRONGPASS|NOAUTH)$/,
    ({ place, setting }) => [`${place} refuses the login (FOUND)`, `Correct name and password in ${setting}, or let the server accept them.`],
  ],
  [/^3D000$/, ({ place, setting }) => [`${place}: this database does not exist`, `Create it, or correct ${setting}.`]],
  [/^NOPERM$/, ({ place }) => [`${place}: this login may not ask the server about itself`, "Give it the right to run INFO."]],
  [/^(53300|53400)$/, ({ place }) => [`${place} takes no more connections`, "Stop what holds them, or raise max_connections."]],
  [/^57P03$/, ({ place }) => [`${place} is starting up or shutting down`, "Wait a moment and look again."]],
  [/^(LOADING|MASTERDOWN)$/, ({ place }) => [`${place} is still loading its data`, "Wait a moment and look again."]],
  [/^no-tls$/, ({ place, setting }) => [`${place} speaks no TLS, which ${setting} asks for`, "Switch TLS on at the server."]],
  [/^not-redis$/, ({ place, setting }) => [`${place} is not a Redis server`, `Correct ${setting}.`]],
  [
    /CERT|SELF_SIGNED|VERIFY|ISSUER/,
    ({ place }) => [
      `the certificate of ${place} is not trusted (FOUND)`,
      "Use the name the certificate was made for, renew it, or make its authority known with NODE_EXTRA_CA_CERTS.",
    ],
  ],
  [
    /^ERR_INVALID_URL$/,
    ({ setting }) => [`${setting} is not an address`, "Write special characters of the password as %XX (# is %23, / is %2F, @ is %40)."],
  ],
];

/** The verdict about a server that could not be asked. */
export function away(code: string, asked: Asked): Verdict {
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1](asked);
  const [seen, remedy] = reason ?? [`${asked.place} cannot be asked (FOUND)`, `Look at the server's log, and at ${asked.setting}.`];
  return fail(seen.replace("FOUND", code), remedy);
}
