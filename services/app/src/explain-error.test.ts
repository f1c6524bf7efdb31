import { DomainError } from "@netra/domain";
import { describe, expect, it } from "vitest";
import { explainError } from "./explain-error.ts";

const withCode = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe("what a command says when it fails", () => {
  it.each([
    ["28P01", 'password authentication failed for user "netra"', "The database refuses this password: correct DATABASE_URL."],
    ["ECONNREFUSED", "", "The database does not answer: start it, or correct DATABASE_URL."],
    ["ENOSPC", "ENOSPC: no space left on device, write", "The disk is full: free some space and try again."],
    ["53100", "could not extend file", "The database's disk is full: free some space and try again."],
    ["ENOENT", "ENOENT: no such file or directory, open 'a.csv'", "ENOENT: no such file or directory, open 'a.csv': check the path and its rights."],
  ])("is a sentence with a remedy for %s", (code, message, said) => {
    expect(explainError(withCode(code, message), { stack: false })).toBe(said);
  });

  it("looks through what wraps the machine's own error", () => {
    const wrapped = new Error("The database could not be brought up to date", { cause: withCode("28P01", "password authentication failed") });
    expect(explainError(wrapped, { stack: false })).toMatch(/^The database refuses this password/);
  });

  it("is the house's own message, with every problem and its remedy", () => {
    const error = new DomainError("invalid", "x", "It failed.", { problems: [{ at: "row 2", what: "is empty", remedy: "fill it in" }] });
    expect(explainError(error, { stack: false })).toBe("It failed.\n  row 2: is empty; fill it in");
  });

  it("is one sentence and where to find the stack for what nobody foresaw, and nothing of its further lines", () => {
    const said = explainError(new TypeError("x is not a function\nwith values: rahasia"), { stack: false });
    expect(said).toBe("x is not a function\nThis was not expected: set NETRA_LOG_LEVEL=debug for the stack.");
    expect(explainError("odd", { stack: false })).toMatch(/^odd\n/);
  });

  it("shows the stack to whoever asks for it", () => {
    expect(explainError(new TypeError("x"), { stack: true })).toMatch(/TypeError: x\n +at .*explain-error\.test\.ts/);
    expect(explainError(withCode("ENOSPC", "no space"), { stack: true })).toMatch(/^The disk is full: .*\nError: no space\n +at/);
  });
});
