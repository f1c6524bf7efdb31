export { type BlueskyDeps, createBlueskyConnector } from "./bluesky.ts";
export * from "./capture-file.ts";
export * from "./connector.ts";
export * from "./connector-error.ts";
export * from "./fake.ts";
