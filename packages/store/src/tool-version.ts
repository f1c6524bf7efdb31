import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of this program, as `package.json` at its root says: kept with everything that was captured. */
export const TOOL_VERSION: string = (
  JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as { readonly version: string }
).version;
