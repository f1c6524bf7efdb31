import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { runOnce } from "@netra/store";
import { parse, stringify } from "yaml";
import type { Container } from "./container.ts";
import { StepFailed } from "./steps.ts";

const DAY_MS = 86_400_000;
const DEADLINE_MS = 120_000;
const POLL_MS = 250;
const POSTS = 1_000;

/** Somebody who does not exist. */
const REGISTER = [
  "nip,name,employment_kind,agency,agency_region,from,platform,handle,link,link_source",
  "198609262015051000,Contoh Sari,pns,Dinas Contoh,19.06,2015-05-01,facebook,contoh.sari,declared,surat",
];
const OPENINGS = [
  "Rapat pagi di kantor",
  "Gotong royong bersihkan pantai",
  "Ayo coblos nomor 1, Arman-Lestari",
  "Pelayanan KTP pindah ke balai desa",
];
const postOf = (index: number) => ({
  platform: "facebook",
  handle: "contoh.sari",
  external_id: `contoh-${index}`,
  text: `${OPENINGS[index % OPENINGS.length]}, catatan ke-${index}. Terima kasih kepada semua warga yang hadir dan menunggu giliran dengan tertib.`,
});

/**
 * Lets made-up posts go through a running installation by the operator's own commands: contest, register, captures; then waits until they are read. Gives
 * how fast one classifying process was and what a post takes in the database. `adminUrl` is a superuser's, who counts; `classifyPid` is that process's.
 */
export async function letPostsThrough(deps: {
  readonly container: Container;
  readonly work: string;
  readonly adminUrl: string;
  readonly classifyPid: number;
}): Promise<string> {
  const { container, adminUrl, classifyPid } = deps;
  const office = join(deps.work, "office");
  mkdirSync(office, { mode: 0o755 });
  const file = (name: string, text: string): string => {
    writeFileSync(join(office, name), text, { mode: 0o644 });
    return join(office, name);
  };
  const contest = watchedContest();
  await netra(container, "contests", "open", file("contest.yaml", stringify(contest)));
  await netra(container, "users", "add", "kurir", "--name", "Kurir", "--role", "supervisor", "--region", "19.06");
  await netra(container, "accounts", "import", file("register.csv", `${REGISTER.join("\n")}\n`), "--save");
  const seen = Array.from({ length: POSTS }, (_, index) => JSON.stringify(postOf(index)));
  const [before, cpuBefore] = [await countBytes(adminUrl), cpuSecondsOf(classifyPid)];
  await netra(container, "captures", "import", file("seen.jsonl", `${seen.join("\n")}\n`), "--contest", contest.id, "--by", "kurir");
  const seconds = await untilRead(adminUrl);
  const cpuMs = ((cpuSecondsOf(classifyPid) - cpuBefore) * 1_000) / POSTS;
  const kb = ((await countBytes(adminUrl)) - before) / POSTS / 1_024;
  return `${POSTS} posts, ${Math.round(POSTS / seconds)}/s by one process, ${cpuMs.toFixed(1)} ms of its processor and ${kb.toFixed(1)} kB of the database each`;
}

/** The demo's contest under another name, watched today. */
function watchedContest(): { readonly id: string } {
  const contest = parse(readFileSync(join(PROJECT_ROOT, "config/contests/belitung-timur-demo.yaml"), "utf8")) as {
    readonly id: string;
    readonly watch: object;
  };
  const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
  const watched = { ...contest, id: "belitung-timur-contoh", watch: { ...contest.watch, from: day(-1), to: day(2_000) } };
  return watched;
}

/** Waits until all are read; seconds from the first reading to the last. */
async function untilRead(adminUrl: string): Promise<number> {
  for (const until = performance.now() + DEADLINE_MS; ; ) {
    const [row] = await runOnce(
      adminUrl,
      "select count(*)::int as read, extract(epoch from max(at) - min(at))::float as seconds from netra.classification",
    );
    if (row?.read === POSTS) return Number(row.seconds);
    if (performance.now() > until) throw new StepFailed(`${String(row?.read)} of ${POSTS} posts were read within ${DEADLINE_MS / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const countBytes = async (adminUrl: string): Promise<number> =>
  Number((await runOnce(adminUrl, "select pg_database_size(current_database()) as bytes"))[0]?.bytes);

/** Processor time of a process so far, from proc(5): the 14th and 15th field, in hundredths of a second on Linux. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function netra(container: Container, ...args: readonly string[]): Promise<void> {
  const { code, words } = await container.run(args);
  if (code !== 0) throw new StepFailed(`netra ${args.slice(0, 2).join(" ")} ended with ${code}`, words);
}
