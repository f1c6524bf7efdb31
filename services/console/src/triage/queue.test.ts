import type { FlagRow } from "@netra/service-api/contract";
import { describe, expect, test } from "vitest";
import { type Filters, filtersToQuery, isFiltered, parseFilters, withoutFilters } from "./filters.ts";
import { countNew, overlay, step, withoutRepeats } from "./queue-order.ts";

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
    const seen = overlay([row("1"), row("3")], [row("3", "Toni"), row("9")]);
    expect(seen.map((one) => [one.id, one.holder])).toEqual([
      ["1", null],
      ["3", "Toni"],
    ]);
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
