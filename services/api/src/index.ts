export { buildApi } from "./app.ts";
export type { ApiConfig, ApiDeps } from "./deps.ts";
export { checkPassword, hashPassword } from "./session/password.ts";
export { newToken, tokenHash } from "./session/token.ts";
