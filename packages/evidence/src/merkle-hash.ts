import { joinBytes } from "./bytes.ts";
import { sha256 } from "./hash.ts";

const NODE_PREFIX = Uint8Array.of(1);

/** The hash of an inner node: SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> => sha256(joinBytes([NODE_PREFIX, left, right]));

/** The root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (): Promise<Uint8Array> => sha256(new Uint8Array(0));
