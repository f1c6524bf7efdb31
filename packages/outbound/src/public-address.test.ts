import { expect, it } from "vitest";
import { isLocalUrl, isPublicAddress } from "./public-address.ts";

it.each(["8.8.8.8", "1.1.1.1", "103.28.12.1", "2606:4700:4700::1111", "2404:6800:4003::1"])("%s is a public address", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

it.each([
  ["127.0.0.1", "loopback"],
  ["127.1", "loopback, short"],
  ["0x7f000001", "loopback, hex"],
  ["017700000001", "loopback, octal"],
  ["2130706433", "loopback, decimal"],
  ["0", "this host"],
  ["0.0.0.0", "this host"],
  ["10.0.0.7", "private"],
  ["172.16.3.4", "private"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "carrier"],
  ["169.254.169.254", "metadata"],
  ["198.18.0.1", "benchmarks"],
  ["203.0.113.9", "documentation"],
  ["192.88.99.1", "6to4 relay"],
  ["224.0.0.1", "multicast"],
  ["240.0.0.1", "reserved"],
  ["255.255.255.255", "broadcast"],
  ["::1", "loopback"],
  ["::", "this host"],
  ["::7f00:1", "IPv4 in the lowest bits"],
  ["::ffff:127.0.0.1", "mapped loopback"],
  ["::ffff:8.8.8.8", "mapped public: no host has it"],
  ["64:ff9b::7f00:1", "NAT64"],
  ["64:ff9b:1::7f00:1", "local NAT64"],
  ["2002:7f00:1::", "6to4"],
  ["2001:0:4136:e378::", "Teredo"],
  ["fe80::1", "link-local"],
  ["fe80::1%eth0", "link-local with a zone"],
  ["fec0::1", "site-local"],
  ["fd00::1", "unique local"],
  ["fd00:ec2::254", "metadata"],
  ["ff02::1", "multicast"],
  ["2001:db8::1", "documentation"],
  ["3fff::1", "documentation"],
  ["4000::1", "not routed"],
  ["localhost", "a name"],
  ["", "nothing"],
])("%s is not: %s", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

it.each([
  ["http://localhost:2583", true],
  ["http://LOCALHOST./", true],
  ["http://127.0.0.1:2583", true],
  ["http://[::1]:2583", true],
  ["http://10.1.2.3", true],
  ["https://plc.kantor.internal", true],
  ["https://pds.kantor.lan:8443", true],
  ["https://plc.directory", false],
  ["https://public.api.bsky.app", false],
  ["https://internal.example.org", false],
  ["https://8.8.8.8", false],
])("%s is local: %s", (url, local) => {
  expect(isLocalUrl(url)).toBe(local);
});
