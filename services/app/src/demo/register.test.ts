import { parseContest } from "@netra/classifier";
import { loadContestFile } from "@netra/config";
import { checkNip, covers, EMPLOYMENT_KINDS, isRegion, mayBePolled, normalizeHandle, ROLES } from "@netra/domain";
import { describe, expect, it } from "vitest";
import { DEMO_REGISTER, VOICES } from "./register.ts";
import { DEMO_USERS } from "./users.ts";

const people = [...new Map(DEMO_REGISTER.map((row) => [row.name, row])).values()];

describe("the register of the demo", () => {
  it("has at least 24 people in 8 agencies, in the contest's region and in neighbours of its province", () => {
    expect(people.length).toBeGreaterThanOrEqual(24);
    expect(new Set(people.map(({ agency }) => agency)).size).toBeGreaterThanOrEqual(8);
    expect(new Set(people.map(({ agencyRegion }) => agencyRegion))).toEqual(new Set(["19.06", "19.02", "19.71"]));
    expect(new Set(people.map(({ employmentKind }) => employmentKind))).toEqual(new Set(EMPLOYMENT_KINDS));
  });

  it.each(people.map((row, index) => ({ row, index })))(
    "gives person $index a NIP of good form that was never issued, or none to a non-ASN",
    ({ row }) => {
      if (row.employmentKind === "non_asn") return expect(row.nip).toBeNull();
      expect(checkNip(row.nip ?? "", row.employmentKind === "pns" ? "pns" : "pppk")).toBeNull();
      expect(row.nip).toMatch(/000$/);
      // The register's day and the number's month agree.
      expect(row.nip?.slice(8, 12)).toBe(row.from.slice(0, 4));
    },
  );

  it("gives no two people one NIP, nor two rows one account", () => {
    const nips = people.flatMap(({ nip }) => nip ?? []);
    expect(new Set(nips).size).toBe(nips.length);
    expect(new Set(DEMO_REGISTER.map(({ platform, handle }) => `${platform} ${normalizeHandle(handle)}`)).size).toBe(DEMO_REGISTER.length);
  });

  it("says of every agency and handle that it is an example", () => {
    for (const row of DEMO_REGISTER)
      expect(row).toMatchObject({ agency: expect.stringContaining("Contoh"), handle: expect.stringMatching(/^contoh\./) });
  });

  it("has two inferred links, which do not post, and polled accounts on four platforms", () => {
    expect(DEMO_REGISTER.filter(({ link }) => !mayBePolled(link))).toHaveLength(2);
    expect(VOICES).toHaveLength(DEMO_REGISTER.length - 2);
    expect(new Set(VOICES.map(({ platform }) => platform))).toEqual(new Set(["facebook", "instagram", "tiktok", "x"]));
  });

  it("has five voices for each pair, four of them in the contest's own region", () => {
    const regionOf = (handle: string) => DEMO_REGISTER.find((row) => row.handle === handle)?.agencyRegion;
    for (const number of [1, 2, 3]) {
      const voices = VOICES.filter(({ speaksFor }) => speaksFor === number);
      expect(voices).toHaveLength(5);
      expect(voices.filter(({ handle }) => regionOf(handle) === "19.06")).toHaveLength(4);
    }
  });

  it("shares no word of a name with anybody on the ballot", () => {
    const { candidates } = parseContest(loadContestFile("belitung-timur-demo"));
    const ballot = new Set(candidates.flatMap((candidate) => candidate.people.flatMap((person) => person.toLowerCase().split(" "))));
    const names = [...people, ...DEMO_USERS].flatMap(({ name }) => name.toLowerCase().split(" "));
    expect(names.filter((name) => ballot.has(name))).toEqual([]);
  });
});

describe("the users of the demo", () => {
  it("fill every role, with two analysts and two supervisors, so that readers may differ and somebody settles it", () => {
    expect(new Set(DEMO_USERS.map(({ role }) => role))).toEqual(new Set(ROLES));
    const inContest = (role: string) => DEMO_USERS.filter((user) => user.role === role && user.regions.some((region) => covers(region, "19.06")));
    expect(inContest("analyst")).toHaveLength(2);
    expect(inContest("supervisor")).toHaveLength(2);
  });

  it("have names of their own and regions that exist in form", () => {
    expect(new Set(DEMO_USERS.map(({ username }) => username)).size).toBe(DEMO_USERS.length);
    for (const { username, regions } of DEMO_USERS) {
      expect(username).toMatch(/^[a-z]+$/);
      expect(regions.every(isRegion)).toBe(true);
    }
  });
});
