export { createGuardedFetch, type GuardedCall, type GuardedFetch, type GuardedFetchOptions, type GuardedResponse } from "./guarded-fetch.ts";
export { OUTBOUND_FAILURES, OutboundError, type OutboundFailure } from "./outbound-error.ts";
export { isLocalUrl, isPublicAddress } from "./public-address.ts";
