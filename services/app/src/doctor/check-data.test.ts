import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { bytes, DATA_CHECKS, type DataFacts, type Place } from "./check-data.ts";

const GB = 1024 ** 3;
const data: Place = {
  path: "/srv/netra",
  exists: true,
  directory: true,
  writable: true,
  mode: 0o711,
  device: 1,
  space: { free: 50 * GB, total: 100 * GB },
};
const facts: DataFacts = { data, demo: false, open: [] };
const withData = (change: Partial<Place>) => ({ data: { ...data, ...change } });

test.each<[string, Partial<DataFacts>, RegExp | null]>([
  ["directory", {}, /^ok \/srv\/netra$/],
  ["directory", withData({ exists: false, mode: null }), /^note .* does not exist yet; the first start makes it$/],
  ["directory", withData({ exists: false, writable: false, mode: null }), /^fail .* the directory above it cannot be written by you → /],
  ["directory", withData({ writable: false }), /^fail \/srv\/netra cannot be written by you → /],
  ["directory", withData({ directory: false }), /^fail \/srv\/netra is not a directory → Set NETRA_DATA_DIR/],
  ["space", {}, /^ok 50 GB of 100 GB free \(50 %\)$/],
  ["space", withData({ space: { free: 10 * GB, total: 100 * GB } }), /^ok /],
  ["space", withData({ space: { free: 9.9 * GB, total: 100 * GB } }), /^warn 9\.9 GB of 100 GB free \(9 %\) → /],
  ["space", withData({ space: { free: 1.9 * GB, total: 100 * GB } }), /^fail 1\.9 GB of 100 GB free \(1 %\): Postgres stops when it is full → /],
  ["space", withData({ space: { free: 0.4 * GB, total: 2 * GB } }), /^fail 410 MB of 2\.0 GB free \(20 %\)/],
  ["space", withData({ space: null }), null],
  ["rights", {}, /^ok nobody else/],
  ["rights", withData({ mode: 0o755 }), /^warn other users .* may list \/srv\/netra → Run chmod o-r \/srv\/netra$/],
  ["rights", withData({ mode: 0o777 }), /^fail other users .* may write to \/srv\/netra → Run chmod go-w/],
  ["rights", withData({ mode: 0o770 }), /^fail other users .* may write/],
  ["rights", { open: ["/srv/netra/postgres.password"] }, /^fail .* may open \/srv\/netra\/postgres\.password → Run chmod go-rwx/],
  ["rights", withData({ mode: null }), null],
  ["demo", {}, null],
  ["demo", { demo: true }, /^fail .* holds the demo .* → Set NETRA_DATA_DIR/],
])("%s of %j: %s", (check, change, said) => {
  expect(judged(DATA_CHECKS, check, { ...facts, ...change })).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1536, "1.5 KB"],
  [11 * 1024 ** 2, "11 MB"],
  [2 * 1024 ** 4, "2.0 TB"],
])("%i bytes are %s", (n, words) => {
  expect(bytes(n)).toBe(words);
});
