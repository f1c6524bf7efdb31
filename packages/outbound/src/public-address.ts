import ipaddr from "ipaddr.js";

/** IPv6 that is routed at all; the rest of the space holds embedded IPv4 (`::7f00:1`, `64:ff9b::/96`), local and future things. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * True for an IP address of a host anywhere on the public internet, in any notation; false for loopback, private, link-local (cloud metadata), shared,
 * documentation, multicast and reserved ones, for IPv4 wrapped in IPv6, and for what is no address. By the IANA special-purpose registries (ipaddr.js).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed.kind() === "ipv4" || (parsed as ipaddr.IPv6).match(GLOBAL_IPV6);
}

/** Names that never leave a machine or an office (RFC 6761, 6762, 8375, and `.internal`; `.lan` by habit). */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)\.?$/i;

/** True when a URL's host can be seen to be local without asking anybody: a local name, or an address that is not public. */
export function isLocalUrl(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  return LOCAL_NAME.test(host) || (ipaddr.isValid(host) && !isPublicAddress(host));
}
