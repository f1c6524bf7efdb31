import { conflict, DomainError, forbidden } from "@netra/domain";
import type { Store, Tx } from "@netra/store";
import { Secret, TOTP } from "otpauth";
import { actorOf, regionOf, type SignedIn } from "../guard.ts";

interface Deps {
  readonly store: Store;
}

/** Seconds that a code is for. Source: RFC 6238 §5.2, and what authenticator apps take without asking. */
const PERIOD = 30;
/** One step to each side: a telephone's clock is seldom exact. */
const WINDOW = 1;
/** 160 bits, as RFC 4226 §4 recommends. */
const SECRET_BYTES = 20;

const totpOf = (secret: string, label = ""): TOTP =>
  new TOTP({ issuer: "Netra", label, algorithm: "SHA1", digits: 6, period: PERIOD, secret: Secret.fromBase32(secret) });

/** The time step that a code belongs to, of those around now; null for any other code. Spaces between its digits do not matter. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const token = code.replace(/\s/g, "");
  // The library compares bytes, and throws for a code of as many letters as there are digits.
  if (!/^[0-9]{6}$/.test(token)) return null;
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta;
}

/** How a code was taken: `none` where two-step verification is not set up, and nothing is asked. */
export type CodeTaken = "none" | "needed" | "refused" | "proved";

/** Takes a person's code, which works once. Call where tries are counted: a code is a million guesses. */
export async function takeCode(tx: Tx, userId: string, code: string | undefined): Promise<CodeTaken> {
  const factor = await tx.secondFactors.find(userId);
  if (!factor?.active) return "none";
  if (code === undefined || code === "") return "needed";
  const step = stepOf(factor.secret, code, await tx.status.now());
  return step !== null && (await tx.secondFactors.spend(userId, step)) ? "proved" : "refused";
}

/** Takes a code at the door. Throws not-signed-in `code-needed` or `code-refused`; returns whether one was asked for. */
export async function requireCode(tx: Tx, userId: string, code: string | undefined): Promise<boolean> {
  const taken = await takeCode(tx, userId, code);
  if (taken === "needed") throw new DomainError("not-signed-in", "code-needed", "Give the code that your authenticator app shows now, too.");
  if (taken === "refused") throw new DomainError("not-signed-in", "code-refused", REFUSED);
  return taken === "proved";
}

export const REFUSED = "This code does not fit, or was used before. Wait for the next one, and see that the telephone's clock is right.";

/** A secret for an authenticator app: in use once its first code came (`setSecondFactor`). Throws conflict `second-factor-set` where one is. */
export async function makeSecondFactor({ store }: Deps, person: SignedIn): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: SECRET_BYTES }).base32;
  if (!(await store.as(actorOf(person), (tx) => tx.secondFactors.keep(person.id, secret))))
    throw conflict("second-factor-set", "Two-step verification is set up. Remove it first to use another telephone.");
  return { secret, uri: totpOf(secret, person.username).toString() };
}

/**
 * Brings a secret into use by its first code, and ends the person's other sessions, which never gave one. Its tries are not counted: who sends them was shown the secret. Throws conflict `second-factor-missing` without one, forbidden `code-refused` for a code that does not fit.
 */
export async function setSecondFactor({ store }: Deps, person: SignedIn, code: string): Promise<void> {
  await store.as(actorOf(person), async (tx) => {
    const factor = await tx.secondFactors.find(person.id);
    if (!factor || factor.active) throw conflict("second-factor-missing", "There is no new secret to bring into use: begin anew.");
    const step = stepOf(factor.secret, code, await tx.status.now());
    if (step === null || !(await tx.secondFactors.spend(person.id, step))) throw forbidden("code-refused", REFUSED);
    await tx.sessions.endOthers(person.id, person.session);
    await tx.audit.append({ act: "second-factor.set", objectType: "user", objectId: person.id, region: regionOf(person) });
  });
}

/** Takes it away again. Behind a fresh session: a code was given for it within the last minutes. */
export async function removeSecondFactor({ store }: Deps, person: SignedIn): Promise<void> {
  await store.as(actorOf(person), async (tx) => {
    if (!(await tx.secondFactors.remove(person.id))) throw conflict("second-factor-missing", "Two-step verification is not set up.");
    await tx.audit.append({ act: "second-factor.removed", objectType: "user", objectId: person.id, region: regionOf(person) });
  });
}
