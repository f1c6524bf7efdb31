import type { FlagRow } from "@netra/service-api/contract";
import { describe, expect, test } from "vitest";
import { type Filters, filtersToQuery, isFiltered, parseFilters, withoutFilters } from "./filters.ts";
import { pauseBefore } from "./live-pauses.ts";
import { chunksOf, countNew, isTaken, overlay, step, withoutRepeats } from "./queue-order.ts";

const row = (id: string, holder: string | null = null): FlagRow => ({
  id,
  number: `B-${id}`,
  text: "",
  kind: "post",
  platform: "x",
  visibility: "public",
  origin: "own",
  postedAt: "",
  timeKnown: true,
  region: "19.06",
  contestId: "c",
  state: holder === null ? "open" : "claimed",
  holder,
  mine: false,
  deadline: "",
  edited: false,
  source: "live",
  files: 0,
  alike: 0,
  cluster: null,
  repeats: false,
  parent: false,
  groupOthers: null,
  readByMe: false,
});
const rows = [row("1"), row("2", "Toni"), row("3")];

describe("the order of reading", () => {
  test("goes on to the next flag that nobody else reads, and ends at the end", () => {
    expect(step(rows, "1", 1, true)?.id).toBe("3");
    expect(step(rows, "1", 1)?.id).toBe("2");
    expect(step(rows, "3", 1)).toBeNull();
    expect(step(rows, "1", -1)).toBeNull();
  });

  test("begins at the first free flag when the one before has left the list", () => {
    expect(step([row("2", "Toni"), row("3")], "gone", 1, true)?.id).toBe("3");
  });
});

describe("a later look at the list", () => {
  test("greys what was taken without moving it", () => {
    const seen = overlay([row("1"), row("3")], [row("3", "Toni"), row("9")], "open");
    expect(seen.map((one) => [one.id, one.holder])).toEqual([
      ["1", null],
      ["3", "Toni"],
    ]);
  });

  test("marks in its place what was decided elsewhere, and reading goes on past it", () => {
    const seen = overlay([row("1"), row("2"), row("3")], [{ ...row("2"), state: "closed" }], "open");
    expect(seen.map(isTaken)).toEqual([false, true, false]);
    expect(step(seen, "1", 1, true)?.id).toBe("3");
    expect(overlay([row("2")], [{ ...row("2"), state: "closed" }], "closed").map(isTaken)).toEqual([false]);
  });

  test("takes for new only what comes before the end of what is loaded", () => {
    expect(countNew(rows, [row("9"), row("1"), row("2"), row("3"), row("8")], true)).toBe(1);
    expect(countNew(rows, [row("2"), row("3"), row("8")], true)).toBe(0);
    expect(countNew(rows, [row("2"), row("3"), row("8")], false)).toBe(1);
    expect(countNew(rows, [row("7"), row("8")], true)).toBe(2);
  });

  test("asks about the rows in sight alone, in the same portions however one scrolls", () => {
    const many = Array.from({ length: 10_000 }, (_, n) => row(String(n)));
    const portions = (from: number, to: number) => chunksOf(many, { from, to }).map((ids) => [ids[0], ids.length]);
    expect(portions(0, 20)).toEqual([["0", 50]]);
    expect(portions(40, 61)).toEqual([
      ["0", 50],
      ["50", 50],
    ]);
    expect(portions(9_990, 9_999)).toEqual([["9950", 50]]);
    expect(chunksOf([], { from: 0, to: 0 })).toEqual([]);
  });

  test("tries a dead line again after growing pauses, a minute at most", () => {
    expect([1, 2, 3, 4, 50].map((failures) => pauseBefore(failures, 1))).toEqual([2_000, 4_000, 8_000, 16_000, 60_000]);
    expect(pauseBefore(3, 0)).toBe(4_000);
  });

  test("counts only what is not shown yet", () => expect(countNew(rows, [row("9"), row("1"), row("8")])).toBe(2));
  test("shows a flag once when pages overlap", () => expect(withoutRepeats([row("1"), row("2"), row("1")]).map((one) => one.id)).toEqual(["1", "2"]));
});

describe("filters in the address", () => {
  test("come back as they went", () => {
    const filters: Filters = { lane: "needs_info", region: "19.06", platform: "tiktok", kind: "video", origin: "tip" };
    expect(parseFilters(filtersToQuery(filters))).toEqual(filters);
  });

  test("that are not known values are ignored", () => {
    const filters = parseFilters(new URLSearchParams("lane=x&platform=<b>&region=semua&kind=like"));
    expect(filters).toEqual({ lane: "open", region: null, platform: null, kind: "like", origin: null });
    expect([isFiltered(filters), isFiltered(withoutFilters(filters))]).toEqual([true, false]);
  });
});
