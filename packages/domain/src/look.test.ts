import { describe, expect, it } from "vitest";
import { checkLookNote, mayLook } from "./look.ts";

describe("the second look", () => {
  it.each([
    ["analyst", true, "somebody", null],
    ["supervisor", true, "somebody", null],
    ["supervisor", true, "me", "own-capture"],
    ["analyst", false, "somebody", "looked-already"],
    ["analyst", false, "me", "looked-already"],
    ["auditor", true, "somebody", "role-may-not-look"],
    ["field", true, "somebody", "role-may-not-look"],
  ] as const)("by a %s, waiting: %s, sent by %s: %s", (role, waiting, sentBy, code) => {
    expect(mayLook({ waiting, sentBy }, { id: "me", role })).toEqual({ ok: code === null, code });
  });

  it("needs a note for all but evidence", () => {
    expect(() => checkLookNote({ act: "evidence", note: "" })).not.toThrow();
    for (const act of ["lead", "returned", "rejected"])
      expect(() => checkLookNote({ act, note: " \n" }), act).toThrow(expect.objectContaining({ code: "note-missing" }));
  });
});
