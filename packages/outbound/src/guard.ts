import { lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { OutboundError } from "./outbound-error.ts";
import { isPublicAddress } from "./public-address.ts";

/** An address of a host, as a resolver gives it. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** What decides where a call may go. */
export interface Guard {
  /** Throws OutboundError for an address that may not be called. `from` is the page that leads there. */
  check(url: URL, from: URL | null): void;
  /** True for an origin that the caller vouches for. */
  vouchedFor(url: URL): boolean;
  /** For the socket: resolves once, and hands out only what it has checked, so that a name cannot answer differently the second time. */
  readonly lookup: LookupFunction;
}

const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** `resolve`, `isPublic` and `ports` are exchanged by tests only. `allow`: origins on any port and at any address. */
export function createGuard({
  allow,
  resolve = resolveBySystem,
  isPublic = isPublicAddress,
  ports = WEB_PORTS,
}: {
  readonly allow: readonly string[];
  readonly resolve?: (hostname: string) => Promise<readonly HostAddress[]>;
  readonly isPublic?: (address: string) => boolean;
  readonly ports?: ReadonlySet<number>;
}): Guard {
  const origins: ReadonlySet<string> = new Set(allow.map((url) => new URL(url).origin));
  const vouchedFor = (url: URL): boolean => origins.has(url.origin);

  return {
    vouchedFor,

    check(url, from) {
      if ((url.protocol !== "http:" && url.protocol !== "https:") || url.username !== "" || url.password !== "")
        throw new OutboundError("blocked-url");
      // Nobody else's page may lead to an office's own server, nor from an encrypted way to an open one.
      if (from && ((vouchedFor(url) && from.origin !== url.origin) || (from.protocol === "https:" && url.protocol === "http:")))
        throw new OutboundError("blocked-redirect");
      if (vouchedFor(url)) return;
      if (!ports.has(portOf(url))) throw new OutboundError("blocked-url");
      // A socket asks no resolver for a literal address.
      const host = url.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !isPublic(host)) throw new OutboundError("blocked-address");
    },

    lookup(hostname, options, callback) {
      resolve(hostname).then(
        (addresses) => {
          const family = options.family === 4 || options.family === 6 ? options.family : null;
          const usable = addresses.filter((candidate) => family === null || candidate.family === family);
          const [first] = usable;
          if (!first) return callback(new OutboundError("dns-failed"), "", 0);
          // A name with one bad address is up to something: the good ones are not tried either.
          if (!usable.every(({ address }) => isPublic(address))) return callback(new OutboundError("blocked-address"), "", 0);
          if (options.all) callback(null, [...usable]);
          else callback(null, first.address, first.family);
        },
        (cause: unknown) => callback(new OutboundError("dns-failed", cause), "", 0),
      );
    },
  };
}

const portOf = (url: URL): number => (url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port));

/** As every program of the machine resolves, its hosts file included. */
const resolveBySystem = (hostname: string): Promise<readonly HostAddress[]> =>
  new Promise((resolve, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });
