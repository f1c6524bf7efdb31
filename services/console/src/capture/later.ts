import { needed } from "./needed.ts";

/** What comes after the first step, in a file of its own: it arrives while somebody fills that in. */
export const laterSteps = needed(import("./later-steps.tsx"));
