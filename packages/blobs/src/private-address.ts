import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
const office = new BlockList();
for (const [net, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  office.addSubnet(net, bits, "ipv4");
office.addSubnet("fc00::", 7, "ipv6");

/** Whether an address may be spoken to without TLS: this machine's own, or with `plainHttp` one of a private network (RFC 1918, RFC 4193). */
export function mayBePlain(address: string, { plainHttp }: { readonly plainHttp: boolean }): boolean {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(address) === 0) return false;
  return loopback.check(address, family) || (plainHttp && office.check(address, family));
}

/** Resolves for a socket without TLS, and hands out nothing when one of the addresses may not be spoken to so: code `plain-http`. */
export const plainLookup =
  (settings: { readonly plainHttp: boolean }): LookupFunction =>
  (hostname, options, callback) => {
    systemLookup(hostname, { all: true, family: options.family ?? 0 }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? Object.assign(new Error("no address"), { code: "ENOTFOUND" }), "", 0);
      if (!addresses.every(({ address }) => mayBePlain(address, settings))) return callback(plainRefused(), "", 0);
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

/** What a socket is told that may not go there without TLS. */
export const plainRefused = (): NodeJS.ErrnoException => Object.assign(new Error("no TLS"), { code: "plain-http" });
