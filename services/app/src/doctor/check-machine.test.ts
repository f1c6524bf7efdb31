import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { MACHINE_CHECKS, type MachineFacts } from "./check-machine.ts";

const facts: MachineFacts = {
  node: "24.21.0",
  pinnedNode: "24.21.0",
  platform: "linux",
  arch: "x64",
  uid: 1000,
  dataOwner: 1000,
  console: "current",
  api: "ok",
  apiAddress: "127.0.0.1:8080",
};

test.each<[string, Partial<MachineFacts>, RegExp | null]>([
  ["node", {}, /^ok Node 24\.21\.0, the one that Netra was tested on$/],
  ["node", { node: "24.19.1" }, /^note Node 24\.19\.1; .* 24\.21\.0 → Run npm ci/],
  ["node", { node: "26.0.0" }, /^warn Node 26\.0\.0/],
  ["node", { node: "22.9.0" }, /^fail Node 22\.9\.0 is too old/],
  ["platform", {}, /^ok linux-x64$/],
  ["platform", { platform: "darwin", arch: "arm64" }, /^note darwin-arm64: .* only$/],
  ["user", {}, /^ok an ordinary user \(1000\)$/],
  ["user", { dataOwner: null }, /^ok an ordinary user/],
  ["user", { uid: 0, dataOwner: null }, /^warn you are root/],
  ["user", { uid: 0, dataOwner: 0 }, /^warn you are root/],
  ["user", { uid: 0 }, /^note you are user 0, and the data belongs to user 1000/],
  ["user", { uid: 1001 }, /^note you are user 1001/],
  ["user", { uid: null, dataOwner: null }, null],
  ["console", {}, /^ok /],
  ["console", { console: "stale" }, /^note the console's sources are newer/],
  ["console", { console: "missing" }, /^note the console was never built/],
  ["api", {}, /^ok Netra answers at 127\.0\.0\.1:8080$/],
  ["api", { api: "degraded" }, /^fail .* cannot reach its database/],
  ["api", { api: "busy" }, /^note .* is starting or stopping$/],
  ["api", { api: "nothing" }, /^note nothing answers/],
  ["api", { api: "stranger" }, /^fail something that is not Netra .* NETRA_PORT/],
  ["api", { api: null }, null],
])("%s of %j: %s", (check, change, said) => {
  expect(judged(MACHINE_CHECKS, check, { ...facts, ...change })).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});
