import { execFile } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { makeDocument, weekOf } from "@netra/domain";
import { migrate, systemActor } from "@netra/store";
import pg from "pg";
import { type Figures, keepRow } from "../support/keep-row.ts";
import { copyFlag } from "../support/many-flags.ts";
import { startTestPostgres } from "../support/postgres.ts";
import { HERE, openStore, raiseFlag, seedOffice } from "../support/seed.ts";

/** `npm run bench:report [-- --posts N] [--keep]`: see README.md. */
const { values } = parseArgs({ options: { posts: { type: "string", default: "100000" }, keep: { type: "boolean", default: false } } });
const POSTS = Number(values.posts);
/** One post of so many has a flag. */
const PER_FLAG = 25;
const WEEKS = 8;
const MANY_AGENCIES = 600;
const GIB = 1024 ** 3;
const FIGURES: Figures = {
  title: "Reports by date, how long they take",
  about: `Written by \`npm run bench:report -- --keep\`. Read: every fact of one week from Postgres; document: the internal edition of them. Forms: all files of both editions of a made-up report of 4,000 flags, in a process of its own; the memory is what
the process took beside what it had before. Blocked: the longest time in which nothing else in that process could go on, with ${MANY_AGENCIES} agencies. Load: of the machine when the reading began, one minute.`,
  columns: [
    "date",
    "posts",
    "flags",
    "read",
    "document",
    "forms",
    "more memory",
    `forms, ${MANY_AGENCIES} agencies`,
    "more memory",
    "blocked",
    "load",
    "machine",
  ],
};

const server = await startTestPostgres({ migrate });
const address = new URL(server.adminUrl);
address.pathname = `/${server.template}`;
const store = openStore(address.href);
try {
  const office = await seedOffice(store, new Date(Date.now() - WEEKS * 7 * 86_400_000));
  const { flagId } = await raiseFlag(store, office);
  await copyFlag(address.href, { flagId, count: POSTS - 1 });
  await spreadOverWeeks(address.href);
  const [load = 0] = loadavg();

  const asOf = new Date();
  const begun = performance.now();
  const facts = await store.as({ ...systemActor("report"), regions: [HERE] }, (tx) => tx.reports.readFacts({ region: HERE, of: weekOf(asOf), asOf }));
  const read = performance.now();
  const document = makeDocument(facts, "internal");
  const written = performance.now();
  const [few, many] = [await rendered(4), await rendered(MANY_AGENCIES)];

  const cells: (readonly [string, string])[] = [
    ["posts", String(POSTS)],
    ["flags", String(facts.flags.length)],
    ["read", seconds(read - begun)],
    ["document", seconds(written - read)],
    ["forms", seconds(few.ms)],
    ["more memory", `${few.moreMb.toFixed(0)} MB`],
    [`forms, ${MANY_AGENCIES} agencies`, seconds(many.ms)],
    ["more memory", `${many.moreMb.toFixed(0)} MB`],
    ["blocked", seconds(many.blockedMs)],
    ["load", load.toFixed(1)],
    ["machine", `${cpus().length} cores, ${Math.round(totalmem() / GIB)} GB`],
  ];
  for (const [name, value] of cells) console.log(`${name.padEnd(22)} ${value}`);
  const rows = document.tables.reduce((sum, table) => sum + table.rows.length, 0);
  const whole = facts.flags.length >= POSTS / PER_FLAG && rows > 0;
  if (!whole) console.log(`FLAGS ARE MISSING: ${facts.flags.length}`);
  if (whole && values.keep)
    keepRow(join(import.meta.dirname, "SPEED.md"), FIGURES, [new Date().toISOString().slice(0, 10), ...cells.map(([, value]) => value)]);
  process.exitCode = whole ? 0 : 1;
} finally {
  await store.close();
  await server.stop();
}

/** Leaves a flag on one post of many, and spreads posts, readings and flags over the weeks. */
async function spreadOverWeeks(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: "-c search_path=netra -c timezone=UTC" });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("delete from flag where number > 1000 and number % $1 <> 0", [PER_FLAG]);
    const back = (column: string) => `make_interval(mins => abs(hashtext(${column}::text)) % ${WEEKS * 7 * 24 * 60})`;
    await client.query(`update post set posted_at = posted_at - ${back("id")} where external_id like 'copy-%'`);
    await client.query(
      `update classification set at = at - ${back("post_id")} where post_id in (select id from post where external_id like 'copy-%')`,
    );
    await client.query(`update flag set opened_at = opened_at - ${back("post_id")} where number > 1000`);
    await client.query("analyze post, classification, flag");
  } finally {
    await client.end();
  }
}

async function rendered(agencies: number): Promise<{ ms: number; moreMb: number; blockedMs: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, "render-one.ts"), String(agencies)]);
  return JSON.parse(stdout) as { ms: number; moreMb: number; blockedMs: number };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
