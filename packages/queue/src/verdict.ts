import { codeOf, DomainError } from "@netra/domain";

/** What becomes of a job whose handler threw. */
export type Verdict =
  | { readonly verdict: "refuse"; readonly code: string }
  | { readonly verdict: "postpone"; readonly code: string; readonly delayMs: number }
  | { readonly verdict: "retry"; readonly code: string };

const MAX_POSTPONE_MS = 24 * 3_600_000;

/**
 * Maps an error to the fate of its job: the consumer's half of the two places where errors are mapped.
 *
 * - "invalid" and "gone" never get better by trying again: the job is refused.
 * - "limited" with a number in `detail.retryAfterMs` waits that long (a day at most) and costs no attempt: a limit is not a failure.
 * - Everything else is retried with growing waits until the attempts are used up.
 */
export function verdictOn(error: unknown): Verdict {
  const code = codeOf(error);
  if (!(error instanceof DomainError)) return { verdict: "retry", code };
  if (error.kind === "invalid" || error.kind === "gone") return { verdict: "refuse", code };
  const { retryAfterMs } = error.detail;
  if (error.kind === "limited" && typeof retryAfterMs === "number" && retryAfterMs >= 0)
    return { verdict: "postpone", code, delayMs: Math.min(Math.ceil(retryAfterMs), MAX_POSTPONE_MS) };
  return { verdict: "retry", code };
}
