import { type Checks, fail, note, ok, warn } from "./finding.ts";

export interface MachineFacts {
  readonly node: string;
  /** What the project pins, as `24.21.0`. */
  readonly pinnedNode: string;
  readonly platform: string;
  readonly arch: string;
  /** Null where the system has no such thing. */
  readonly uid: number | null;
  /** Owner of the data directory; null while there is none. */
  readonly dataOwner: number | null;
  readonly console: "current" | "stale" | "missing";
  /** What answers at the API's own address. Null when it could not be asked for. */
  readonly api: "ok" | "degraded" | "busy" | "nothing" | "stranger" | null;
  readonly apiAddress: string;
}

/** What every test ran on. */
const TRIED = ["linux-x64", "linux-arm64"];

export const MACHINE_CHECKS: Checks<MachineFacts> = {
  node: ({ node, pinnedNode }) => {
    if (node === pinnedNode) return ok(`Node ${node}, the one that Netra was tested on`);
    const remedy = `Run npm ci without --omit=optional: it brings Node ${pinnedNode}, which npm start and npx netra then use.`;
    if (majorOf(node) < majorOf(pinnedNode)) return fail(`Node ${node} is too old; Netra needs ${pinnedNode}`, remedy);
    if (majorOf(node) > majorOf(pinnedNode)) return warn(`Node ${node}; Netra was tested on ${pinnedNode}`, remedy);
    return note(`Node ${node}; Netra was tested on ${pinnedNode}`, remedy);
  },
  platform: ({ platform, arch }) => {
    const name = `${platform}-${arch}`;
    return TRIED.includes(name) ? ok(name) : note(`${name}: Netra was tried on ${TRIED.join(" and ")} only`);
  },
  user: ({ uid, dataOwner }) => {
    if (uid === null) return null;
    if (dataOwner !== null && dataOwner !== uid)
      return note(
        `you are user ${uid}, and the data belongs to user ${dataOwner}: what is said below of rights is about you`,
        "Run npx netra doctor as the user that runs Netra.",
      );
    if (uid === 0)
      return warn(
        "you are root; a Netra that runs as root makes a hole in it a hole in the whole machine",
        "Run it as a user of its own that owns the data directory.",
      );
    return ok(`an ordinary user (${uid})`);
  },
  console: ({ console: state }) => {
    if (state === "current") return ok("the console is built from its newest sources");
    return note(
      state === "stale" ? "the console's sources are newer than its last build" : "the console was never built",
      "The next start of the api role builds it, in about half a minute.",
    );
  },
  api: ({ api, apiAddress }) => {
    if (api === null) return null;
    if (api === "ok") return ok(`Netra answers at ${apiAddress}`);
    if (api === "degraded") return fail(`Netra answers at ${apiAddress} that it cannot reach its database`, "Look at Database below.");
    if (api === "busy") return note(`Netra at ${apiAddress} is starting or stopping`);
    if (api === "nothing") return note(`nothing answers at ${apiAddress}: the api role does not run there`);
    return fail(`something that is not Netra answers at ${apiAddress}`, "Stop that program, or choose another port with NETRA_PORT.");
  },
};

const majorOf = (version: string): number => Number.parseInt(version, 10);
