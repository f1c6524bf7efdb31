import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { mulberry32 } from "../../services/app/src/demo/random.ts";
import { type Instance, REGISTER, startInstance } from "../e2e/instance.ts";
import { atFlag, say } from "../e2e/screens.ts";
import { openOwnDatabase } from "../support/own-database.ts";
import { printJson } from "../support/print-json.ts";
import { type ShiftPost, shiftPosts } from "./shift-posts.ts";
import { type Cost, keyboardAnalyst } from "./work-by-key.ts";

/** `npm run shift [-- --posts N --seed N --keep]`: see README.md. Exit code 1 when a decision is not the one that was meant. */
const { values } = parseArgs({
  options: { posts: { type: "string", default: "50" }, seed: { type: "string", default: "1" }, keep: { type: "boolean", default: false } },
});
const HOME = import.meta.dirname;

interface Shift {
  readonly day: string;
  readonly seed: number;
  readonly posts: number;
  readonly flagged: number;
  readonly decided: number;
  readonly wrong: number;
  readonly keys: number;
  readonly misKeys: number;
  readonly medianSeconds: { readonly close: number; readonly escalate: number; readonly all: number };
  readonly p90Seconds: number;
  readonly medianWaitSeconds: number;
  readonly medianKeys: { readonly close: number; readonly escalate: number };
}

const database = await openOwnDatabase();
const netra = await startInstance(database);
try {
  const report = await work(netra);
  console.log(render([report]));
  if (values.keep) keep(report);
  process.exitCode = report.wrong === 0 && report.decided === report.flagged ? 0 : 1;
} finally {
  await netra.stop();
  await database.stop();
}

async function work(netra: Instance): Promise<Shift> {
  const seed = Number(values.seed);
  const posts = shiftPosts(Number(values.posts), mulberry32(seed));
  // The fourth works in the regency beside it, whose flags are not this desk's.
  const handles = REGISTER.filter(({ agencyRegion }) => agencyRegion === netra.contest.region).map(({ handle, platform }) => ({ handle, platform }));
  console.log(`${posts.length} posts are published and read by the machine …`);
  const byNumber = new Map<string, ShiftPost & { readonly id: string }>();
  for (let at = 0; at < posts.length; at += 10) {
    const some = posts.slice(at, at + 10);
    const flags = await netra.publish(some.map((post, n) => ({ text: post.text, ...handles[(at + n) % handles.length] })));
    for (const [n, flag] of flags.entries()) {
      const post = some[n];
      if (flag && post) byNumber.set(flag.number, { ...post, id: flag.id });
    }
  }
  console.log(`${byNumber.size} of them are flagged; one analyst begins.`);
  const page = await netra.open("wulan");
  page.setDefaultTimeout(60_000);
  await page.goto("/triage");
  const costs = await workDown(page, byNumber);
  const wrong = await wrongOnes(netra, byNumber);
  const of = (kind: "close" | "escalate"): readonly Cost[] => costs.filter(({ act }) => act === kind);
  const seconds = (some: readonly Cost[]): number[] => some.map((one) => one.seconds);
  return {
    day: new Date().toISOString().slice(0, 10),
    seed,
    posts: posts.length,
    flagged: byNumber.size,
    decided: costs.length,
    wrong,
    keys: costs.reduce((sum, { keys }) => sum + keys, 0),
    misKeys: costs.reduce((sum, { misKeys }) => sum + misKeys, 0),
    medianSeconds: {
      close: quantile(seconds(of("close")), 0.5),
      escalate: quantile(seconds(of("escalate")), 0.5),
      all: quantile(seconds(costs), 0.5),
    },
    p90Seconds: quantile(seconds(costs), 0.9),
    medianWaitSeconds: quantile(
      costs.map(({ waitedSeconds }) => waitedSeconds),
      0.5,
    ),
    medianKeys: {
      close: quantile(
        of("close").map(({ keys }) => keys),
        0.5,
      ),
      escalate: quantile(
        of("escalate").map(({ keys }) => keys),
        0.5,
      ),
    },
  };
}

/** From the first row of the list until no flag is offered any more. */
async function workDown(page: Page, byNumber: ReadonlyMap<string, ShiftPost & { readonly id: string }>) {
  const decide = keyboardAnalyst(page);
  const costs: (Cost & { readonly act: "close" | "escalate" })[] = [];
  const begun = performance.now();
  while (await openFirst(page)) {
    while (new URL(page.url()).pathname !== "/triage") {
      const number = (await page.getByRole("heading", { level: 1, name: /^B-\d+$/ }).innerText()).trim();
      const post = byNumber.get(number);
      if (!post) throw new Error(`shift: ${number} is nobody's post`);
      await atFlag(page, { number });
      costs.push({ ...(await decide(post)), act: post.reading === "neither" ? "close" : "escalate" });
      if (costs.length % 10 === 0) console.log(`${costs.length} decided after ${Math.round((performance.now() - begun) / 1000)} s`);
    }
  }
  return costs;
}

/** Opens the first flag of the list by its key; false when the list says that it is empty. */
async function openFirst(page: Page): Promise<boolean> {
  const first = page.locator("[id^=row-]").first();
  await first.or(page.getByText(say("empty.triage"))).waitFor();
  if (!(await first.isVisible())) return false;
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/triage");
  return true;
}

/** Decisions that say something else than was meant: the reading, who is meant, the act. */
async function wrongOnes(netra: Instance, byNumber: ReadonlyMap<string, ShiftPost & { readonly id: string }>): Promise<number> {
  const kept = await netra.see<{ id: string; reading: string; target: string | null; act: string; outcome: string | null }>(
    `select f.id, r.reading, r.target_id as target, d.act, d.outcome from netra.flag f join netra.reading r on r.flag_id = f.id join netra.decision d on d.flag_id = f.id`,
  );
  const wrong = [...byNumber].filter(([number, post]) => {
    const own = kept.filter(({ id }) => id === post.id);
    const act = post.reading === "neither" ? "close" : "escalate";
    const [first] = own;
    if (own.length === 1 && first?.reading === post.reading && first.target === post.target && first.act === act) return false;
    console.log(
      `${number}: meant ${post.reading} ${post.target ?? "-"} ${act}, kept ${own.map((one) => `${one.reading} ${one.target ?? "-"} ${one.act}`).join("; ") || "nothing"}`,
    );
    return true;
  });
  return wrong.length;
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(at * (sorted.length - 1))] ?? Number.NaN) * 100) / 100;
}

function keep(report: Shift): void {
  const folder = join(HOME, "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${report.day}.json`), printJson(report));
  const days = readdirSync(folder).filter((name) => /^\d{4}-\d{2}-\d{2}\.json$/.test(name));
  const reports = days.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Shift);
  const lead = "Written by `npm run shift`; do not edit. What is measured is in [README.md](README.md).";
  writeFileSync(join(HOME, "RESULTS.md"), `# A shift at the desk, by date\n\n${lead}\n\n${render(reports.toReversed().slice(0, 6))}\n`);
}

/** Figures by day, the newest first. */
function render(reports: readonly Shift[]): string {
  const LINES: readonly (readonly [string, (shift: Shift) => string])[] = [
    ["flags decided, of flagged, of posts", ({ decided, flagged, posts }) => `${decided} of ${flagged} of ${posts}`],
    ["median seconds per decision", ({ medianSeconds }) => `${medianSeconds.all}`],
    ["… closing as not partisan", ({ medianSeconds }) => `${medianSeconds.close}`],
    ["… escalating, with eight questions", ({ medianSeconds }) => `${medianSeconds.escalate}`],
    ["nine in ten take at most, s", ({ p90Seconds }) => `${p90Seconds}`],
    ["… of it waiting for the next post, median s", ({ medianWaitSeconds }) => `${medianWaitSeconds}`],
    ["keys a closing, keys an escalation", ({ medianKeys }) => `${medianKeys.close}, ${medianKeys.escalate}`],
    ["mis-keys, of keys", ({ misKeys, keys }) => `${misKeys} of ${keys}`],
    ["wrong decisions", ({ wrong }) => `${wrong}`],
  ];
  return [
    `| figure | ${reports.map(({ day }) => day).join(" | ")} |`,
    `|---|${reports.map(() => "---|").join("")}`,
    ...LINES.map(([name, value]) => `| ${name} | ${reports.map(value).join(" | ")} |`),
  ].join("\n");
}
