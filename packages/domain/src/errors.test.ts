import { describe, expect, it } from "vitest";
import { codeOf, conflict, DomainError, forbidden, invalid, notFound, traceOf } from "./errors.ts";

describe("the short name of an error that may be logged", () => {
  it.each([
    ["a domain error", conflict("lease-lost", "This flag is no longer yours."), "lease-lost"],
    ["a SQLSTATE", Object.assign(new Error("value of Budi"), { code: "23505" }), "23505"],
    ["a system error", Object.assign(new Error("no"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    ["an error without a code", new TypeError("Pilih nomor satu!"), "TypeError"],
    ["a code that is a sentence", Object.assign(new Error("no"), { code: "Pilih nomor satu!" }), "Error"],
    ["a code that is a number", Object.assign(new Error("no"), { code: 42 }), "Error"],
    ["a thrown string", "Pilih nomor satu!", "not-an-error"],
    ["nothing", undefined, "not-an-error"],
  ])("of %s", (_what, error, code) => {
    expect(codeOf(error)).toBe(code);
  });
});

it.each([
  [invalid("a", "b"), "invalid"],
  [notFound("flag"), "not-found"],
  [forbidden("a", "b"), "forbidden"],
  [conflict("a", "b"), "conflict"],
])("a shorthand makes its kind: %s", (error, kind) => {
  expect(error).toBeInstanceOf(DomainError);
  expect(error.kind).toBe(kind);
});

it("a cause is kept, and detail and problems are there even when nobody gave them", () => {
  const cause = new Error("below");
  const error = new DomainError("unavailable", "database-away", "The database does not answer.", { cause });
  expect(error.cause).toBe(cause);
  expect([error.detail, error.problems]).toEqual([{}, []]);
  expect("cause" in conflict("a", "b")).toBe(false);
});

describe("what of an error may be logged", () => {
  it("is its code and the places it passed", () => {
    const { code, at } = traceOf(new TypeError("Pilih nomor satu!"));
    expect(code).toBe("TypeError");
    expect(at.length).toBeLessThanOrEqual(4);
    expect(at[0]).toMatch(/^at .*errors\.test\.ts:\d+:\d+\)?$/);
  });

  it("is no word of its message, even one that looks like a place", () => {
    const error = new Error("x\n    at Budi (/198609262015051000:1:1)\n    at Sari:2:2");
    expect(JSON.stringify(traceOf(error))).not.toMatch(/Budi|Sari|1986/);
    error.message = "another";
    expect(traceOf(error)).toEqual({ code: "Error", at: [] });
  });

  it.each([
    ["a string", "Pilih!"],
    ["nothing", undefined],
    ["an error without a stack", Object.assign(new Error("x"), { stack: undefined })],
  ])("is little of %s", (_what, error) => {
    expect(traceOf(error).at).toEqual([]);
  });
});
