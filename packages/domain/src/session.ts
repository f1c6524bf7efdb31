import type { Role } from "./roles.ts";

export interface SessionLife {
  /** After so long without a request a session ends. */
  readonly idleMinutes: number;
  readonly lifeMinutes: number;
}

const DESK: SessionLife = { idleMinutes: 60, lifeMinutes: 12 * 60 };
const FIELD: SessionLife = { idleMinutes: 30 * 24 * 60, lifeMinutes: 30 * 24 * 60 };

/**
 * How long somebody stays signed in. A desk session lasts a shift (source: NIST SP 800-63B-4 AAL2, about 1 h idle, 24 h overall). A field phone stays
 * signed in for 30 days: it can send and see its own captures, nothing else, and must work the moment something is seen.
 */
export const sessionLifeOf = (role: Role): SessionLife => (role === "field" ? FIELD : DESK);
