export * from "./canonical-json.ts";
export * from "./decode-text.ts";
export * from "./hash.ts";
