import { join } from "node:path";
import type { ProcessRole } from "../../../services/app/src/process-roles.ts";
import type { PlatformClock } from "./platform.ts";
import type { Sabotage } from "./sabotage.ts";
import type { Play } from "./timeline.ts";

/** What the runner hands to a process of Netra, as its only argument in JSON. Settings travel in the environment, as they do in real life. */
export interface ProcessOrder {
  readonly role: ProcessRole;
  readonly runDir: string;
  readonly play: Play;
  readonly clock: PlatformClock;
  readonly sabotage: Sabotage | null;
}

/** What a process prints when it does its work. */
export const READY = "ready";

/** The file that becomes a process of Netra. */
export const ENTRY = join(import.meta.dirname, "process.ts");
