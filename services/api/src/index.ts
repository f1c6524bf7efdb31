export { buildApi } from "./app.ts";
export type { Health } from "./contract.ts";
export type { ApiConfig, ApiDeps } from "./deps.ts";
export { drain } from "./drain.ts";
export { endLoan, makeLoan } from "./loans/loans.ts";
export type { EndedRequest } from "./request-log.ts";
export { checkPassword, hashPassword } from "./session/password.ts";
export { newToken, tokenHash } from "./session/token.ts";
