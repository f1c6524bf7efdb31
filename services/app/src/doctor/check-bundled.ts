import { away } from "./address.ts";
import { fail, note, ok, type Verdict } from "./finding.ts";

/** The Postgres that comes with Netra, as its files tell. */
export interface BundledFacts {
  /** `hidden` when this user may not look. */
  readonly cluster: "none" | "made" | "hidden";
  readonly dir: string;
  /** Whether npm installed its programs. */
  readonly programs: boolean;
  readonly server: { readonly pid: number; readonly port: number; readonly ready: boolean } | null;
  /** The Netra that has the data directory. */
  readonly holder: number | null;
}

/** Judges the bundled Postgres: `url` is null while nobody can be asked, `awayCode` tells why it did not answer. */
export function judgeBundled(
  { cluster, dir, programs, server, holder }: BundledFacts,
  { url, awayCode }: { readonly url: string | null; readonly awayCode: string | null },
): Verdict {
  const install = "Run npm ci without --omit=optional and --ignore-scripts, or set DATABASE_URL to a Postgres of your own.";
  if (!programs) return fail("the bundled Postgres is not installed", install);
  if (cluster === "hidden")
    return fail(`the bundled Postgres in ${dir} cannot be looked at by you`, "Run npx netra doctor as the user that runs Netra.");
  if (cluster === "none") return note("the bundled Postgres has no database yet; the first start makes it");
  if (!server) {
    if (holder === null) return note("the bundled Postgres does not run, so nothing can be said of what it holds", "Start Netra, and look again.");
    return fail(
      `Netra runs (process ${holder}), but its Postgres does not`,
      "It is started again within seconds; if not, the data directory's postgres.log says why.",
    );
  }
  const where = `127.0.0.1:${server.port}`;
  if (!server.ready) return note(`the bundled Postgres is starting or stopping at ${where}`, "Wait a moment and look again.");
  if (url === null)
    return fail(
      `the bundled Postgres runs at ${where}, and its password cannot be read`,
      `Put ${dir}/postgres.password back, or look as the user that runs Netra.`,
    );
  if (awayCode !== null) return away(awayCode, { what: "Netra", place: where, setting: `${dir}/postgres.password` });
  if (holder === null)
    return note(`the bundled Postgres runs at ${where} (process ${server.pid}), left by a Netra that was killed; the next start takes it over`);
  return ok(`the bundled Postgres runs at ${where} (process ${server.pid}) for Netra (process ${holder})`);
}
