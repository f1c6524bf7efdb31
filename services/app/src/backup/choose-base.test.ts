import { describe, expect, it } from "vitest";
import { chooseRoute, type Holdings, timelineAt } from "./choose-base.ts";
import type { Manifest } from "./manifest.ts";
import type { ArchivedFile } from "./wal-archive.ts";
import { parseHistory, walName } from "./wal-names.ts";

const MB16 = 16 << 20;
/** Minute `n` of a made-up day. */
const at = (minute: number): Date => new Date(Date.UTC(2029, 9, 23, 0, minute));
const lsn = (piece: number, offset = 0x28): string => `0/${(piece * MB16 + offset).toString(16)}`;

const base = (name: string, { minute, piece, timeline = 1 }: { minute: number; piece: number; timeline?: number }): Manifest => ({
  name,
  systemId: "1",
  postgres: "18.4",
  timeline,
  segmentBytes: MB16,
  startLsn: lsn(piece),
  stopLsn: lsn(piece, 0x120),
  startedAt: at(minute - 1).toISOString(),
  stoppedAt: at(minute).toISOString(),
  directories: [],
  files: [],
});

/** Piece `n` of a timeline, archived in minute `n` unless said otherwise. */
const piece = (number: number, { timeline = 1, minute = number, kind = "segment" as ArchivedFile["kind"] } = {}): ArchivedFile => ({
  name: walName({ timeline, number }, MB16),
  kind,
  segment: { timeline, number },
  timeline,
  at: at(minute),
  bytes: 1,
  path: "",
});
const pieces = (from: number, to: number, more: Parameters<typeof piece>[1] = {}): ArchivedFile[] =>
  Array.from({ length: to - from + 1 }, (_, index) => piece(from + index, more));

const holdings = (bases: Manifest[], archive: ArchivedFile[], histories: Record<number, string> = {}): Holdings => ({
  dir: "/backup",
  bases,
  archive,
  pastOf: (timeline) => parseHistory(timeline, histories[timeline] ?? null),
});

const one = base("base-1", { minute: 10, piece: 10 });
const two = base("base-2", { minute: 20, piece: 20 });

describe("choosing where a restore begins", () => {
  const all = holdings([one, two], pieces(10, 30));

  it("takes the newest base before the time, and the newest of all for the newest state", () => {
    expect(chooseRoute(all, { to: at(25), from: null }).base.name).toBe("base-2");
    expect(chooseRoute(all, { to: at(15), from: null }).base.name).toBe("base-1");
    expect(chooseRoute(all, { to: null, from: null }).base.name).toBe("base-2");
  });

  it("takes the one that is asked for, when it reaches back that far", () => {
    expect(chooseRoute(all, { to: at(25), from: "base-1" }).base.name).toBe("base-1");
    expect(() => chooseRoute(all, { to: at(15), from: "base-2" })).toThrow(/base-2 ends at 2029-10-23T00:20:00.000Z/);
  });

  it("says what there is when nothing can be done", () => {
    expect(() => chooseRoute(holdings([], []), { to: null, from: null })).toThrow(/holds no backup that is whole/);
    expect(() => chooseRoute(all, { to: null, from: "base-9" })).toThrow(/It holds: base-1, base-2/);
    expect(() => chooseRoute(all, { to: at(10), from: null })).toThrow(
      /reaches back to 2029-10-23T00:10:00.000Z: the oldest ends at 2029-10-23T00:10/,
    );
  });

  describe("with a hole in the log", () => {
    const holed = holdings([one, two], [...pieces(10, 13), ...pieces(15, 30)]);

    it("goes from a base after it", () => {
      expect(chooseRoute(holed, { to: null, from: null }).base.name).toBe("base-2");
    });

    it("goes up to it", () => {
      expect(chooseRoute(holed, { to: at(12), from: null }).base.name).toBe("base-1");
    });

    it("does not take it for the end of the log", () => {
      const lost = () => chooseRoute(holed, { to: at(17), from: null });
      expect(lost).toThrow(expect.objectContaining({ code: "backup-log-gap" }));
      expect(lost).toThrow(/00000001000000000000000E\.gz is missing .* only to about 2029-10-23T00:13:00/);
      expect(() => chooseRoute(holed, { to: null, from: "base-1" })).toThrow(expect.objectContaining({ code: "backup-log-gap" }));
    });

    it("does not open a base whose own log is missing", () => {
      expect(() => chooseRoute(holdings([one], pieces(11, 15)), { to: at(12), from: null })).toThrow(
        /so base-1 cannot be opened: put that file back/,
      );
    });
  });
});

describe("after a restore", () => {
  // In minute 30 the office went back to minute 15: timeline 2 leaves the first in piece 15.
  const archive = [
    ...pieces(10, 29),
    piece(30, { kind: "tail" }),
    { ...piece(0, { timeline: 2, minute: 30, kind: "history" }), segment: null },
    ...Array.from({ length: 20 }, (_, index) => piece(15 + index, { timeline: 2, minute: 31 + index })),
  ];
  const histories = { 2: `1\t${lsn(15, 0x500)}\tbefore` };
  const three = base("base-3", { minute: 40, piece: 24, timeline: 2 });
  const all = holdings([one, two, three], archive, histories);

  it("means by a time what the database was then", () => {
    expect(timelineAt(all, at(25))).toBe(1);
    expect(timelineAt(all, at(30))).toBe(1);
    expect(timelineAt(all, at(32))).toBe(2);
    expect(timelineAt(all, null)).toBe(2);
    expect(chooseRoute(all, { to: at(25), from: null })).toEqual({ base: two, timeline: 1 });
    expect(chooseRoute(all, { to: at(45), from: null })).toEqual({ base: three, timeline: 2 });
  });

  it("begins before the fork where no newer base is on the new line", () => {
    expect(chooseRoute(all, { to: at(35), from: null })).toEqual({ base: one, timeline: 2 });
    expect(() => chooseRoute(all, { to: at(35), from: "base-2" })).toThrow(expect.objectContaining({ code: "restore-base-unfit" }));
  });
});
