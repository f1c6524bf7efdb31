import { type Static, Type } from "typebox";
import { Nullable, OneOf, Time } from "./shapes.ts";
import { PlatformName } from "./terms.ts";

/**
 * GET /api/health and /api/health/ready, open to all: 200 when `ok`, 503 otherwise. `checks` only when something is not as it should be; a queue that is away
 * makes nothing unready, since it is only a hint.
 */
export const Health = Type.Object({
  status: OneOf(["ok", "starting", "degraded", "stopping"]),
  checks: Type.Optional(Type.Object({ database: OneOf(["ok", "away", "other_schema"]), queue: OneOf(["ok", "away"]) })),
});
export type Health = Static<typeof Health>;
/** GET /api/health/live, open to all: 200 as long as the process turns; asks nobody. */
export const Live = Type.Object({ status: OneOf(["ok"]) });
/** GET /api/status: numbers only, no names. */
export const Status = Type.Object({
  pack: Nullable(Type.Object({ id: Type.String(), version: Type.Integer(), hash: Type.String(), confirmed: Type.Boolean(), publishedAt: Time })),
  contests: Type.Integer(),
  accounts: Type.Integer(),
  /** Registered accounts that nothing is fetched for, and why: what we could not see. */
  notWatched: Type.Array(Type.Object({ why: Type.String(), accounts: Type.Integer() })),
  /** Platforms that the office opened for questions whether a post is still there; mostly none. */
  addressChecks: Type.Array(PlatformName),
  posts: Type.Object({ seen: Type.Integer(), pending: Type.Integer(), quarantined: Type.Integer(), drift: Type.Integer() }),
  queue: Type.Array(Type.Object({ name: Type.String(), waiting: Type.Integer(), active: Type.Integer(), failed: Type.Integer() })),
  lastFetchAt: Nullable(Time),
  /** How well what is kept is guarded. `round` is the walk that compares kept bytes with their hashes; `finishedAt` is null while one runs. */
  evidence: Type.Object({
    round: Nullable(Type.Object({ startedAt: Time, finishedAt: Nullable(Time), checked: Type.Integer(), total: Type.Integer() })),
    faults: Type.Integer(),
    checkpointAt: Nullable(Time),
    sealedAt: Nullable(Time),
    waiting: Type.Integer(),
  }),
  roles: Type.Array(Type.String()),
});
export type Status = Static<typeof Status>;
// POST /api/rules/packs/:hash/confirm (no body) → 204
