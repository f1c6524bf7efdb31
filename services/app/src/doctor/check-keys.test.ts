import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { KEYS_CHECKS, type KeysFacts } from "./check-keys.ts";

const FILES = ["field.key", "blind-index.key", "subject.key", "checkpoint.pem"];
const facts: KeysFacts = {
  dir: "/srv/keys",
  missing: [],
  all: 4,
  damage: null,
  open: { all: [], group: [] },
  fresh: false,
  copy: { at: new Date("2029-06-03T23:00:00Z"), compared: true },
};

test.each<[string, Partial<KeysFacts>, RegExp | null]>([
  ["present", {}, /^ok all 4 are in \/srv\/keys$/],
  ["present", { missing: null }, /^fail \/srv\/keys cannot be opened by you → Run npx netra doctor as the user that runs Netra/],
  ["present", { missing: FILES, fresh: true }, /^note there are none in \/srv\/keys yet; the first start makes them$/],
  ["present", { missing: FILES, fresh: null }, /^warn there are none in \/srv\/keys → On a new installation .* otherwise put back your copy/],
  ["present", { missing: FILES }, /^fail missing in \/srv\/keys: field\.key, .*; the NIPs .* cannot be read without → Put back your copy/],
  ["present", { missing: ["subject.key"], fresh: true }, /^fail missing in \/srv\/keys: subject\.key → Put back .* the next start makes them/],
  ["readable", {}, /^ok all 4 are whole$/],
  ["readable", { damage: "/srv/keys/field.key: expected 32 bytes" }, /^fail \/srv\/keys\/field\.key: expected 32 bytes → Put back your copy/],
  ["readable", { missing: FILES }, null],
  ["rights", {}, /^ok nobody else/],
  ["rights", { open: { all: ["/srv/keys/field.key"], group: [] } }, /^fail other users .* may open \/srv\/keys\/field\.key → Run chmod go-rwx/],
  ["rights", { open: { all: [], group: ["/srv/keys"] } }, /^warn a group of users may open \/srv\/keys → Run chmod go-rwx/],
  ["rights", { missing: FILES }, null],
  ["copy", {}, /^ok a copy elsewhere is on record since 2029-06-03, compared file by file$/],
  ["copy", { copy: { at: new Date("2029-06-03T23:00:00Z"), compared: false } }, /^ok a copy elsewhere is on record since 2029-06-03$/],
  ["copy", { copy: "none" }, /^warn no copy elsewhere .* → Copy the keys .* npx netra keys copied --to/],
  ["copy", { copy: "other-keys" }, /^warn the copy on record is of other keys than these → /],
  ["copy", { missing: FILES, copy: "none" }, null],
])("%s of %j: %s", (check, change, said) => {
  expect(judged(KEYS_CHECKS, check, { ...facts, ...change })).toEqual(said === null ? [] : [expect.stringMatching(said)]);
});
