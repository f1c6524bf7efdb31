import { expect, test } from "vitest";
import { away, placeOf, staysHere } from "./address.ts";

test.each([
  ["postgres://netra:rahasia@db.internal:5432/netra?sslmode=verify-full", "db.internal:5432/netra"],
  ["postgres://netra@127.0.0.1/netra", "127.0.0.1/netra"],
  ["postgres:///netra?host=/run/postgresql", "a local socket/netra"],
  ["redis://:rahasia@[::1]:6379/0", "[::1]:6379/0"],
  ["rediss://queue.internal", "queue.internal"],
  // A password whose special characters were not encoded runs into the other parts.
  ["redis://:12#rahasia@queue.internal", "(address not shown)"],
  ["redis://u:1/rahasia@queue.internal", "(address not shown)"],
  ["redis://u:1?rahasia@queue.internal", "(address not shown)"],
  ["postgres://netra:ra@hasia@db.internal/netra", "(address not shown)"],
  ["postgres://netra:ra/hasia@db.internal/netra", "(address not shown)"],
])("%s is shown as %s", (url, place) => {
  expect(placeOf(url)).toBe(place);
});

test.each([
  ["redis://127.0.0.1", true],
  ["redis://127.1.2.3:6379", true],
  ["redis://localhost:6379", true],
  ["redis://[::1]", true],
  ["postgres:///netra", true],
  ["redis://127.0.0.1.example.com", false],
  ["redis://10.0.0.1", false],
  ["not an address", false],
])("%s stays on this machine: %s", (url, here) => {
  expect(staysHere(url)).toBe(here);
});

test.each([
  ["ECONNREFUSED", "nothing listens at db:5432", "Start the database, or correct DATABASE_URL."],
  ["EAI_AGAIN", "the host of db:5432 is not known here", "Correct DATABASE_URL, or this machine's DNS."],
  ["3D000", "db:5432: this database does not exist", "Create it, or correct DATABASE_URL."],
  ["CERT_HAS_EXPIRED", "the certificate of db:5432 is not trusted (CERT_HAS_EXPIRED)", expect.stringContaining("NODE_EXTRA_CA_CERTS")],
  ["no-tls", "db:5432 speaks no TLS, which DATABASE_URL asks for", "Switch TLS on at the server."],
  ["XX000", "db:5432 cannot be asked (XX000)", "Look at the server's log, and at DATABASE_URL."],
])("%s is told in words", (code, seen, remedy) => {
  expect(away(code, { what: "the database", place: "db:5432", setting: "DATABASE_URL" })).toEqual({ level: "fail", seen, remedy });
});
