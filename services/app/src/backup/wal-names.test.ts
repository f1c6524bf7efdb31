import { describe, expect, it } from "vitest";
import { historyName, isOnPath, parseHistory, parseHistoryName, parseLsn, parseWalName, segmentAt, walName } from "./wal-names.ts";

const MB16 = 16 << 20;

describe("names of the log", () => {
  it.each([
    [1, 0, "000000010000000000000000"],
    [1, 255, "0000000100000000000000FF"],
    [2, 256, "000000020000000100000000"],
    [31, 0x1234 * 256 + 7, "0000001F0000123400000007"],
  ])("timeline %i, piece %i is %s", (timeline, number, name) => {
    expect(walName({ timeline, number }, MB16)).toBe(name);
    expect(parseWalName(name, MB16)).toEqual({ timeline, number });
  });

  it("counts smaller pieces, of which more make 4 GB", () => {
    expect(parseWalName("000000010000000100000000", 1 << 20)).toEqual({ timeline: 1, number: 4096 });
    expect(walName({ timeline: 1, number: 4097 }, 1 << 20)).toBe("000000010000000100000001");
  });

  it.each(["00000002.history", "000000010000000000000003.partial", "archive_status", ""])("takes %j for no piece", (name) => {
    expect(parseWalName(name, MB16)).toBeNull();
  });

  it("reads positions as Postgres writes them", () => {
    expect(parseLsn("16/B374D848")).toBe(0x16b374d848n);
    expect(() => parseLsn("16-B3")).toThrow(/not a position/);
    expect(segmentAt(parseLsn("0/3000000"), MB16)).toBe(3);
    expect(segmentAt(parseLsn("0/3000000") - 1n, MB16)).toBe(2);
  });

  it("reads where a timeline came from", () => {
    expect(historyName(26)).toBe("0000001A.history");
    expect(parseHistoryName("0000001A.history")).toBe(26);
    expect(parseHistoryName("000000010000000000000003")).toBeNull();
    const past = parseHistory(3, "1\t0/5000000\tno recovery target specified\n\n2\t0/7002BA0\tbefore 2029-10-23 02:41:00+00\n");
    expect(past).toEqual([
      { timeline: 1, until: 0x5000000n },
      { timeline: 2, until: 0x7002ba0n },
      { timeline: 3, until: null },
    ]);
    expect(isOnPath(past, 2, 0x7002ba0n)).toBe(true);
    expect(isOnPath(past, 2, 0x7002ba1n)).toBe(false);
    expect(isOnPath(past, 3, 0x9000000n)).toBe(true);
    expect(isOnPath(past, 4, 0x1n)).toBe(false);
    expect(parseHistory(1, null)).toEqual([{ timeline: 1, until: null }]);
  });
});
