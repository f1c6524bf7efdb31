import { describe, expect, it } from "vitest";
import { mayAlso, TWO_PERSON_ACTS, TWO_PERSON_RULES } from "./two-person.ts";

describe("who did one thing and may do the next", () => {
  it.each([
    ["capture", "look", "own-capture"],
    ["capture", "first_reading", "own-capture"],
    ["capture", "second_reading", "own-capture"],
    ["capture", "settle", "own-capture"],
    ["look", "first_reading", null],
    ["look", "second_reading", null],
    ["wrote_media", "first_reading", "wrote-media"],
    ["wrote_media", "second_reading", null],
    ["wrote_media", "settle", null],
    ["first_reading", "second_reading", "second-must-differ"],
    ["first_reading", "settle", "third-must-differ"],
    ["second_reading", "settle", "third-must-differ"],
    ["first_reading", "reopen", null],
    ["propose_term", "approve_pack", "own-proposal"],
    ["publish_pack", "approve_pack", "second-person-needed"],
    ["ask_export", "approve_export", "own-export"],
  ] as const)("%s, then %s: %s", (did, then, code) => {
    const may = mayAlso([did], then);
    expect(may.ok ? null : may.code).toBe(code);
  });

  it("one no among many yeses is a no: who looked and then read first does not read second", () => {
    expect(mayAlso(["look", "first_reading"], "second_reading")).toMatchObject({ ok: false, code: "second-must-differ" });
    expect(mayAlso([], "settle")).toEqual({ ok: true });
  });

  it("each pair stands once, forwards, with a code and a sentence in both languages", () => {
    expect(new Set(TWO_PERSON_RULES.map(({ did, then }) => `${did} ${then}`)).size).toBe(TWO_PERSON_RULES.length);
    for (const { did, then, code, reason } of TWO_PERSON_RULES) {
      expect(TWO_PERSON_ACTS.indexOf(did)).toBeLessThan(TWO_PERSON_ACTS.indexOf(then));
      expect(code).toMatch(/^[a-z-]+$/);
      for (const sentence of [reason.id, reason.en]) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
