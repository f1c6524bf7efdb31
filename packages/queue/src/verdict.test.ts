import { DomainError, invalid, notFound } from "@netra/domain";
import { expect, test } from "vitest";
import { verdictOn } from "./verdict.ts";

const limited = (detail: Record<string, unknown>) => new DomainError("limited", "platform-limited", "The platform asks us to wait.", { detail });
const sqlError = Object.assign(new Error("duplicate key: Budi Santoso"), { code: "23505" });

test.each([
  ["what is invalid is refused", invalid("pack-invalid", "Publish the pack again."), { verdict: "refuse", code: "pack-invalid" }],
  ["what is gone is refused", new DomainError("gone", "account-gone", "The account is gone."), { verdict: "refuse", code: "account-gone" }],
  ["a limit waits as long as it says", limited({ retryAfterMs: 1_500.2 }), { verdict: "postpone", code: "platform-limited", delayMs: 1_501 }],
  ["a limit waits a day at most", limited({ retryAfterMs: 1e12 }), { verdict: "postpone", code: "platform-limited", delayMs: 86_400_000 }],
  ["a limit without a time is retried", limited({}), { verdict: "retry", code: "platform-limited" }],
  ["a limit with a time in the past is retried", limited({ retryAfterMs: -1 }), { verdict: "retry", code: "platform-limited" }],
  ["what is missing may come yet", notFound("account"), { verdict: "retry", code: "account-not-found" }],
  ["an unexpected error is retried under its code", sqlError, { verdict: "retry", code: "23505" }],
  ["an error without a code goes by its class", new TypeError("Budi Santoso is not iterable"), { verdict: "retry", code: "TypeError" }],
  ["a code that may hold words is not passed on", Object.assign(new Error("x"), { code: "Budi Santoso" }), { verdict: "retry", code: "Error" }],
  ["a thrown string is not passed on", "Pilih nomor satu!", { verdict: "retry", code: "not-an-error" }],
])("%s", (_name, error, verdict) => {
  expect(verdictOn(error)).toEqual(verdict);
});
