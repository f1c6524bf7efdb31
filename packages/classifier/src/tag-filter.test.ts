import fc from "fast-check";
import { expect, it } from "vitest";
import { TagFilter } from "./tag-filter.ts";

const key = fc.stringMatching(/^[a-e]{1,9}$/);

function mayHold(filter: TagFilter, text: string): boolean {
  return filter.mayHold(
    Uint16Array.from([...`xx${text}`, "\0\0\0\0"].join(""), (unit) => unit.charCodeAt(0)),
    2,
  );
}

it("never says no to a hashtag that holds a known one", () => {
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 5 }),
      fc.stringMatching(/^[a-e]{0,6}$/),
      fc.stringMatching(/^[a-e]{0,6}$/),
      (keys, before, after) => {
        const filter = new TagFilter(keys);
        for (const known of keys) expect(mayHold(filter, before + known + after)).toBe(true);
      },
    ),
  );
});

it("says no to nearly every other hashtag", () => {
  const filter = new TagFilter(["tirtasekar", "bayuratna", "wastragalih"]);
  const others = Array.from({ length: 500 }, (_, i) => `kabar${i * 7919}pagi`);
  expect(others.filter((text) => mayHold(filter, text)).length).toBeLessThan(25);
});
