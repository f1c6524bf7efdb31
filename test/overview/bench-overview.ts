import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { weekOf } from "@netra/domain";
import type { ExportEstimate, Overview } from "@netra/service-api/contract";
import { systemActor } from "@netra/store";
import { createMakeReport } from "@netra/worker-report";
import pg from "pg";
import { startTestApi } from "../support/api.ts";
import { keepRow } from "../support/keep-row.ts";
import { copyFlag } from "../support/many-flags.ts";
import { openOwnDatabase } from "../support/own-database.ts";
import { HERE, raiseFlag } from "../support/seed.ts";
import { silent } from "../support/world.ts";
import { fillPosts } from "./fill-posts.ts";

/** `npm run bench:overview [-- --posts N] [--flags N] [--keep]`: see README.md. */
const { values } = parseArgs({
  options: {
    posts: { type: "string", default: "100000" },
    flags: { type: "string", default: "1000000" },
    keep: { type: "boolean", default: false },
  },
});
const [POSTS, FLAGS] = [Number(values.posts), Number(values.flags)];
const FILLING = { posts: POSTS, flagEvery: 25, days: 20, agencies: 60, accounts: 400 };
/** A request ends by itself after this. */
const REQUEST_MS = 30_000;
const GIB = 1024 ** 3;

const database = await openOwnDatabase();
const [load = 0] = loadavg();
const api = await startTestApi({ database });
const admin = new pg.Client({ connectionString: database.url, options: "-c search_path=netra" });
await admin.connect();
try {
  const { flagId } = await raiseFlag(api.store, api.office);
  await fillPosts(database.url, { flagId, ...FILLING });
  // The overview counts as of its last full step, the report as of now: nothing lies between.
  await admin.query("update flag set opened_at = opened_at - interval '1 hour' where id = $1", [flagId]);
  const supervisor = await api.as(api.office.here.supervisor);

  // What must be looked at at least, once, by the database alone, past row security.
  const pass = await timed(() =>
    admin.query(`select count(*), count(v.id), count(c.id), count(f.id), max(v.captured_at), max(c.at), max(f.changed_at) from post p join post_version v on v.post_id = p.id
      left join classification c on c.version_id = v.id left join flag f on f.post_id = p.id where p.posted_at > clock_timestamp() - interval '${FILLING.days + 1} days'`),
  );
  const first = await timed(() => supervisor.get(`/api/overview?region=${HERE}`));
  const again = await timed(() => supervisor.get(`/api/overview?region=${HERE}`));
  if (first.value.statusCode !== 200)
    throw new Error(`bench:overview: the overview was answered with ${first.value.statusCode}: ${first.value.body}`);
  const opened = first.value.json<Overview>().opened.now.value;
  const id = await api.store.as({ process: "api", kind: "person", id: api.office.here.supervisor.id, role: "supervisor", regions: [HERE] }, (tx) =>
    tx.reports.request(weekOf(new Date()), HERE),
  );
  const make = createMakeReport({
    ...{ store: api.store, actor: systemActor("report"), log: silent },
    forms: async () => ({ letterheads: [], columns: null, signer: null }),
  });
  const report = await timed(() => make({ reportId: id }));
  const [made] = (
    await admin.query<{ state: string; opened: number }>("select state, (summary ->> 'opened')::int as opened from report where id = $1", [id])
  ).rows;
  if (made?.state !== "ready" || made.opened !== opened)
    throw new Error(`bench:overview: the report is ${made?.state} with ${made?.opened} opened, the overview has ${opened}`);
  tell("overview, first", first, pass);
  tell("overview, again", again, pass);
  tell("draft of a report", report, pass);

  const more = FLAGS - Math.floor(POSTS / FILLING.flagEvery) - 1;
  if (more > 0) await copyFlag(database.url, { flagId, count: more });
  const count = () => timed(() => admin.query("select count(*)::float8 as n from flag"));
  const before = await count();
  const ask = (filter: object) =>
    timed(() => supervisor.post("/api/exports/estimate", { kind: "flags", format: "csv", filter: { region: HERE, ...filter } }));
  const all = await ask({});
  const some = await ask({ platform: "tiktok", state: "closed" });
  const after = await count();
  const plain = before.ms < after.ms ? before : after;
  const estimated = all.value.json<ExportEstimate>().rows;
  const whole = estimated === plain.value.rows[0]?.n;
  tell("estimate of all flags", all, plain);
  tell("estimate, filtered", some, plain);
  const soon = [first, report, all, some].every(({ ms }) => ms < REQUEST_MS);
  const verdict = whole && soon ? "kept" : whole ? "TOO SLOW" : "COUNTED WRONG";
  console.log(`${estimated} flags estimated, ${whole ? "as counted" : "NOT AS COUNTED"}. ${verdict}`);
  if (values.keep)
    keepRow(
      join(import.meta.dirname, "RESULTS.md"),
      {
        title: "The dashboard and estimates, by date",
        about: `Written by \`npm run bench:overview -- --keep\`. × pass: beside one plain query over the same posts, versions, readings and flags in the same run; × count: beside a plain \`count(*)\` of all
flags. These ratios may be compared between rows of equal sizes; seconds only where load and machine are alike. Verdict: counts as they must be, and nothing took the ${REQUEST_MS / 1_000} s after which a request ends.`,
        columns: [
          "date",
          "posts",
          "pass",
          "overview",
          "× pass",
          "again",
          "draft",
          "× pass",
          "flags",
          "count",
          "estimate",
          "× count",
          "filtered",
          "× count",
          "verdict",
          "load",
          "machine",
        ],
      },
      [
        new Date().toISOString().slice(0, 10),
        ...[POSTS, seconds(pass.ms), seconds(first.ms), beside(first, pass), `${again.ms.toFixed(0)} ms`, seconds(report.ms), beside(report, pass)],
        ...[estimated, seconds(plain.ms), seconds(all.ms), beside(all, plain), seconds(some.ms), beside(some, plain)],
        ...[verdict, load.toFixed(1), `${cpus().length} cores, ${Math.round(totalmem() / GIB)} GB`],
      ],
    );
  process.exitCode = verdict === "kept" ? 0 : 1;
} finally {
  await admin.end();
  await api.close();
  await database.stop();
}

interface Timed<T> {
  readonly value: T;
  readonly ms: number;
}
async function timed<T>(act: () => Promise<T>): Promise<Timed<T>> {
  const begun = performance.now();
  const value = await act();
  return { value, ms: performance.now() - begun };
}
function beside(one: { readonly ms: number }, other: { readonly ms: number }): string {
  return (one.ms / other.ms).toFixed(1);
}
function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}
function tell(what: string, one: { readonly ms: number }, other: { readonly ms: number }): void {
  console.log(`${what.padEnd(24)} ${seconds(one.ms).padStart(9)}  ${beside(one, other).padStart(6)} × ${seconds(other.ms)}`);
}
