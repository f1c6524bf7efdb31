import { describe, expect, it } from "vitest";
import { compareCaptures, compareFlags, compareVersions, publishedBy, type Stored } from "./final-check.ts";
import { handleOf, type Play, POISON_HANDLE } from "./timeline.ts";

const START = Date.UTC(2029, 5, 4);
const play: Play = { seed: 5, accounts: 4, gapMs: 5_000, startMs: START };
const handles = [...Array.from({ length: play.accounts }, (_, index) => handleOf(index)), POISON_HANDLE];
const expected = publishedBy(play, { handles, stopMs: START + 300_000, poison: [START + 100_000] });
const posts = new Set([...expected.versions.keys()].map((key) => key.slice(key.indexOf(" ") + 1)));

/** A database that holds just what it must. */
const right = (): Stored & { versions: Map<string, string>; flagsByPost: Map<string, number> } => ({
  versions: new Map(expected.versions),
  flagsByPost: new Map([...posts].map((post) => [post, expected.flagged.has(post) ? 1 : 0])),
  flags: expected.flagged.size,
});
const anyVersion = [...expected.versions.keys()][10] as string;
const innocent = [...posts].find((post) => !expected.flagged.has(post)) as string;

describe("the comparison at the end", () => {
  it("finds nothing where all is right", () => {
    expect(compareVersions(expected, right())).toEqual([]);
    expect(compareFlags(expected, right())).toEqual([]);
  });

  it("expects poison, and it alone, to be set aside", () => {
    expect([...expected.versions].filter(([, state]) => state === "quarantined").map(([key]) => key)).toEqual([expect.stringContaining("racun-")]);
  });

  it("finds a version that is missing, one that nobody published, and one in a wrong state", () => {
    const lost = right();
    lost.versions.delete(anyVersion);
    expect(compareVersions(expected, lost)).toEqual([expect.stringContaining("1 versions were published and are not there")]);
    const invented = right();
    invented.versions.set("x y", "classified");
    expect(compareVersions(expected, invented)).toEqual([expect.stringContaining("1 versions are there that nobody published")]);
    for (const state of ["pending", "quarantined"]) {
      const stuck = right();
      stuck.versions.set(anyVersion, state);
      expect(compareVersions(expected, stuck)).toEqual([expect.stringContaining(`is ${state}, must be classified`)]);
    }
  });

  it("finds a missing flag, a second one, and one on an innocent post", () => {
    const of = (post: string | undefined, flags: number): string[] => {
      const stored = right();
      stored.flagsByPost.set(post ?? "", flags);
      return compareFlags(expected, stored);
    };
    const first = [...expected.flagged][0];
    expect(of(first, 0)).toEqual([expect.stringContaining("1 partisan posts have no flag")]);
    expect(of(first, 2)).toEqual([expect.stringContaining("1 posts have more than one flag")]);
    expect(of(innocent, 1)).toEqual([expect.stringContaining("1 innocent posts have a flag")]);
  });

  it("finds an acknowledged capture that is gone, doubled, unlinked or without its flag", () => {
    const good = { clientId: "a", linked: true, flags: 1 };
    expect(compareCaptures(new Set(["a"]), [good])).toEqual([]);
    expect(compareCaptures(new Set(["a", "b"]), [good])).toEqual([expect.stringContaining("acknowledged captures are not there: b")]);
    expect(compareCaptures(new Set(["a"]), [good, good])).toEqual([expect.stringContaining("more than once")]);
    for (const wrong of [{ linked: false }, { flags: 0 }, { flags: 2 }])
      expect(compareCaptures(new Set(["a"]), [{ ...good, ...wrong }])).toEqual([expect.stringContaining("not on a post with one flag")]);
  });
});
