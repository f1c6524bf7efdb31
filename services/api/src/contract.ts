/**
 * The wire between the API and its clients: every request and answer body, once. Times are ISO 8601 with offset, ids opaque, enums as in
 * `@netra/domain`. The console imports the types; the routes use the schemas, so that an answer can hold nothing that is not written here.
 */

export * from "./contract/captures.ts";
export * from "./contract/cases.ts";
export * from "./contract/contests.ts";
export * from "./contract/day.ts";
export * from "./contract/exports.ts";
export * from "./contract/flag-acts.ts";
export * from "./contract/flag-detail.ts";
export * from "./contract/flags.ts";
export * from "./contract/intake.ts";
export * from "./contract/loans.ts";
export * from "./contract/overview.ts";
export * from "./contract/registry.ts";
export * from "./contract/reports.ts";
export * from "./contract/rules.ts";
export * from "./contract/session.ts";
export * from "./contract/status.ts";
export * from "./contract/team.ts";
export * from "./contract/terms.ts";
