export * from "./config.ts";
export { ConfigError, type Environment, type VariableName } from "./env.ts";
export * from "./files.ts";
export type { BucketConfig, MailConfig } from "./groups.ts";
