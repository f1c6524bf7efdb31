export { type BlueskyDeps, createBlueskyConnector } from "./bluesky.ts";
export * from "./capture-file.ts";
export * from "./connector.ts";
export * from "./connector-error.ts";
export * from "./fake.ts";
export { createOembedCheck, type OembedCheck, type OembedDeps, type OembedRefusal } from "./oembed.ts";
export { OEMBED_PLATFORMS, type OembedPlatform } from "./oembed-addresses.ts";
export type { OembedAnswer } from "./oembed-answer.ts";
