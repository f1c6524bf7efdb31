export * from "./accounts.ts";
export * from "./captures.ts";
export type { Column, Columns, RowProblem, ValuesOf } from "./columns.ts";
export * from "./csv.ts";
export { decodeFile, encodeAs, type FileEncoding } from "./decode-file.ts";
export * from "./jsonl.ts";
export * from "./post-url.ts";
export { PROBLEM_CAP } from "./problem-log.ts";
export { isRefusal, type Refusal, refusal } from "./refusal.ts";
