import type { ClaimedFrom, FlagState, Role } from "@netra/domain";
import { describe, expect, test } from "vitest";
import { readerNoOf, sightOf } from "./sight.ts";

const see = (role: Role, state: FlagState, more: { from?: ClaimedFrom; mine?: boolean; read?: number[] } = {}) =>
  sightOf({ role, state, claimedFrom: more.from ?? null, mine: more.mine ?? false, read: more.read ?? [] });

const LAYER_1 = { signals: false, machine: false, decisions: "none", readings: "none" };

test.each<[FlagState, ClaimedFrom | null, number]>([
  ["open", null, 1],
  ["claimed", "open", 1],
  ["claimed", "needs_info", 1],
  ["awaiting_second", null, 2],
  ["claimed", "awaiting_second", 2],
  ["disputed", null, 3],
  ["claimed", "disputed", 3],
  ["closed", null, 1],
])("%s from %s asks for reading %i", (state, from, no) => expect(readerNoOf(state, from)).toBe(no));

describe("layer 1 only", () => {
  test.each<[string, ReturnType<typeof see>]>([
    ["without a claim", see("analyst", "open")],
    ["for a supervisor without a claim too", see("supervisor", "open")],
    ["with a claim and no reading", see("analyst", "claimed", { from: "open", mine: true })],
    [
      "for a second reader before the second reading, even with an older one",
      see("analyst", "claimed", { from: "awaiting_second", mine: true, read: [1] }),
    ],
    ["for who settles before the third reading", see("supervisor", "claimed", { from: "disputed", mine: true })],
    ["for an analyst who never read a closed flag", see("analyst", "closed")],
  ])("%s", (_, sight) => expect(sight).toMatchObject(LAYER_1));
});

describe("layer 2", () => {
  test("opens whole with the first reading", () =>
    expect(see("analyst", "claimed", { from: "open", mine: true, read: [1] })).toMatchObject({
      signals: true,
      machine: true,
      decisions: "all",
      readings: "none",
      masked: false,
    }));

  test("has no weights and no strangers' decisions for a second reader, until the flag is over", () => {
    for (const sight of [
      see("analyst", "claimed", { from: "awaiting_second", mine: true, read: [2] }),
      see("analyst", "awaiting_second", { read: [2] }),
      see("analyst", "disputed", { read: [2] }),
      see("supervisor", "disputed", { read: [1, 2] }),
    ])
      expect(sight).toMatchObject({ signals: true, machine: false, decisions: "own", readings: "none" });
    expect(see("analyst", "escalated", { read: [2] })).toMatchObject({ machine: true, decisions: "all", masked: false });
  });

  test("leaves a first reader their own decision only while others read", () => {
    for (const state of ["awaiting_second", "disputed"] as const)
      expect(see("analyst", state, { read: [1] })).toMatchObject({ machine: true, decisions: "own", readings: "none" });
  });

  test("shows who settles both readers, without names, after the own reading", () =>
    expect(see("supervisor", "claimed", { from: "disputed", mine: true, read: [3] })).toMatchObject({
      machine: true,
      decisions: "all",
      readings: "others",
      masked: true,
    }));

  test("is open to a supervisor once the flag is over, and to an auditor always", () => {
    for (const state of ["closed", "escalated", "withdrawn"] as const)
      expect(see("supervisor", state)).toMatchObject({ machine: true, decisions: "all", readings: "others" });
    for (const state of ["open", "awaiting_second", "disputed", "closed"] as const)
      expect(see("auditor", state)).toMatchObject({ machine: true, decisions: "all", masked: false });
  });
});
