import { DomainError } from "@netra/domain";

/** The answer if it comes in time, or unavailable `no-answer`. The work itself goes on; what becomes of it then is nobody's. */
export function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DomainError("unavailable", "no-answer", `There was no answer within ${ms} ms.`)), ms);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
