import { readFileSync } from "node:fs";
import { type Contest, isWatched } from "@netra/classifier";
import { postFromCapture } from "@netra/connectors";
import { covers, DomainError, type Problem, provinceOf } from "@netra/domain";
import { type CaptureFormat, type CaptureRow, parseCaptures } from "@netra/imports";
import { type Store, systemActor } from "@netra/store";
import type { Context } from "../context.ts";

export interface CapturesOutcome {
  /** New versions, waiting to be read. */
  readonly saved: number;
  readonly known: number;
  /** Saved, but outside the days the contest watches: they will not be read for it. */
  readonly outside: number;
  readonly problems: readonly Problem[];
}

const CONNECTOR = { name: "capture-file", version: "1" };
const ROWS_PER_TRANSACTION = 200;
const VERSIONS_PER_JOB = 200;

/**
 * Imports posts that people captured, for a contest that is open. Every row must belong to a registered account of the contest's province: what
 * belongs to nobody known is a problem with its row, and then nothing is saved. The same file again adds nothing.
 */
export async function importCaptures(
  context: Pick<Context, "store" | "queue" | "clock" | "log">,
  { bytes, format, contestId }: { readonly bytes: Uint8Array; readonly format: CaptureFormat; readonly contestId: string },
): Promise<CapturesOutcome> {
  const { store, queue, clock, log } = context;
  const contest = await findContest(store, contestId);
  const { rows, problems } = parseCaptures(bytes, format);
  const owners = await findOwners(store, rows);
  const found = [...problems, ...rows.flatMap(({ line, values }) => whyNotOurs(line, owners.get(keyOf(values)), contest.region))];
  if (found.length > 0) return { saved: 0, known: 0, outside: 0, problems: found };

  const versionIds: string[] = [];
  const now = clock();
  for (let at = 0; at < rows.length; at += ROWS_PER_TRANSACTION) {
    const batch = rows.slice(at, at + ROWS_PER_TRANSACTION);
    await store.as(systemActor("operator"), async (tx) => {
      await tx.posts.ensureWeek();
      for (const { line, values } of batch) {
        const owner = owners.get(keyOf(values));
        if (!owner) continue;
        const arrived = { ...postFromCapture(values), platform: values.platform, origin: values.origin, byHand: false };
        const saved = await tx.posts.save(owner, arrived, CONNECTOR, now).catch((error: unknown) => {
          throw error instanceof DomainError ? new DomainError(error.kind, error.code, `row ${line}: ${error.message}`, { cause: error }) : error;
        });
        if (saved) versionIds.push(saved.versionId);
      }
    });
  }
  // The sweep offers what the queue does not take.
  for (let at = 0; at < versionIds.length; at += VERSIONS_PER_JOB)
    await queue.enqueue("classify", { versionIds: versionIds.slice(at, at + VERSIONS_PER_JOB) }).catch(() => undefined);
  const outside = rows.filter(({ values }) => !isWatched(contest.body, values.createdAt && values.createdAt < now ? values.createdAt : now)).length;
  log.info("captures.imported", { contest: contestId, saved: versionIds.length, known: rows.length - versionIds.length });
  return { saved: versionIds.length, known: rows.length - versionIds.length, outside, problems: [] };
}

async function findContest(store: Store, id: string): Promise<{ region: string; body: Contest }> {
  const contests = await store.as(systemActor("operator"), (tx) => tx.contests.listLive());
  const contest = contests.find((candidate) => candidate.id === id);
  if (contest) return { region: contest.region, body: contest.body as Contest };
  const known = contests.map((one) => one.id).join(", ") || "none";
  throw new DomainError(
    "not-found",
    "contest-not-found",
    `No contest is called ${JSON.stringify(id)} (known: ${known}). Open one with \`netra contests open FILE.yaml\`.`,
  );
}

interface Owner {
  readonly id: string;
  readonly civilServantId: string;
  readonly region: string;
}

const keyOf = (row: CaptureRow): string => `${row.platform} ${row.handle.trim().replace(/^@/, "").toLowerCase()}`;

async function findOwners(store: Store, rows: readonly { values: CaptureRow }[]): Promise<Map<string, Owner>> {
  const wanted = new Map(rows.map(({ values }) => [keyOf(values), values]));
  return store.as(systemActor("operator"), async (tx) => {
    const owners = new Map<string, Owner>();
    for (const [key, row] of wanted) {
      const account = await tx.accounts.findByHandle(row.platform, row.handle);
      if (account) owners.set(key, account);
    }
    return owners;
  });
}

function whyNotOurs(line: number, owner: Owner | undefined, contestRegion: string): Problem[] {
  if (!owner)
    return [
      {
        at: `row ${line}, column handle`,
        what: "is no registered account on this platform",
        remedy: "register it first with `netra accounts import`, or leave the row out",
      },
    ];
  if (covers(provinceOf(contestRegion), owner.region)) return [];
  return [
    {
      at: `row ${line}, column handle`,
      what: `belongs to region ${owner.region}, outside the province of the contest`,
      remedy: "import it under a contest of its own province",
    },
  ];
}

/** The command: `netra captures import FILE.jsonl|csv --contest ID`. */
export async function runImportCaptures(context: Context, file: string, contestId: string): Promise<{ ok: boolean; lines: string[] }> {
  const format: CaptureFormat = /\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : "csv";
  const outcome = await importCaptures(context, { bytes: readFileSync(file), format, contestId });
  if (outcome.problems.length > 0) {
    const lines = outcome.problems.map(({ at, what, remedy }) => `${file}: ${at}: ${what}; ${remedy}`);
    return { ok: false, lines: [...lines, `${outcome.problems.length} problems: nothing was saved. Mend the file and run the same command again.`] };
  }
  const outside = outcome.outside > 0 ? ` ${outcome.outside} lie outside the days the contest watches and will not be read for it.` : "";
  return {
    ok: true,
    lines: [`Saved ${outcome.saved} new versions, ${outcome.known} were known.${outside} A running Netra reads them within seconds.`],
  };
}
