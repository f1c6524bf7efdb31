export * from "./csv.ts";
export * from "./page.ts";
