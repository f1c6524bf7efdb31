import { readFileSync } from "node:fs";
import { type Contest, isWatched } from "@netra/classifier";
import { postFromCapture } from "@netra/connectors";
import { covers, DomainError, handedOver, normalizeHandle, type Problem, provinceOf } from "@netra/domain";
import { type CaptureFormat, type CaptureRow, parseCaptures } from "@netra/imports";
import { MAX_CLASSIFY_VERSIONS } from "@netra/queue";
import { type Store, systemActor, type Tx } from "@netra/store";
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

/** Thrown to take back what was saved before a row that cannot be. */
class Refused extends Error {}

/**
 * Imports posts that people captured, for a contest that is open. Every row must belong to a registered account of the contest's province: what
 * belongs to nobody known is a problem with its row, and then nothing is saved. The same file again adds nothing. A row says nothing about the source: what
 * is on record is not marked as edited by it.
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

  const now = clock();
  const outside = rows.filter(({ values }) => !isWatched(contest.body, values.createdAt && values.createdAt < now ? values.createdAt : now)).length;
  let versionIds: string[] = [];
  try {
    versionIds = await store.as(systemActor("operator"), async (tx) => {
      const saved = await saveRows(tx, { rows, owners, now }, found);
      if (found.length > 0) throw new Refused();
      await tx.audit.append({
        act: "captures.imported",
        objectType: "import",
        objectId: "captures",
        region: contest.region,
        detail: { saved: saved.length, known: rows.length - saved.length, outside },
      });
      return saved;
    });
  } catch (error) {
    if (error instanceof Refused) return { saved: 0, known: 0, outside: 0, problems: found };
    throw error;
  }
  // The sweep offers what the queue does not take.
  for (let at = 0; at < versionIds.length; at += MAX_CLASSIFY_VERSIONS)
    await queue.enqueue("classify", { versionIds: versionIds.slice(at, at + MAX_CLASSIFY_VERSIONS) }).catch(() => undefined);
  log.info("captures.imported", { contest: contestId, saved: versionIds.length, known: rows.length - versionIds.length });
  return { saved: versionIds.length, known: rows.length - versionIds.length, outside, problems: [] };
}

/** Saves every row, and tells of every one that cannot be. Returns the new versions. */
async function saveRows(
  tx: Tx,
  { rows, owners, now }: { rows: readonly Row[]; owners: ReadonlyMap<string, Owner>; now: Date },
  problems: Problem[],
): Promise<string[]> {
  const versionIds: string[] = [];
  await tx.posts.ensureWeek();
  for (const { line, values } of rows) {
    const owner = owners.get(keyOf(values));
    if (!owner) continue;
    const arrived = {
      ...postFromCapture(values),
      platform: values.platform,
      origin: values.origin,
      byHand: false,
      observed: false,
      fetched: handedOver("file", now),
    };
    try {
      const saved = await tx.posts.save(owner, arrived, CONNECTOR, now);
      if (saved) versionIds.push(saved.versionId);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== "post-of-another-account") throw error;
      const what = "is the act of another account that is on record";
      problems.push({ at: `row ${line}, column ${values.externalId === null ? "url" : "external_id"}`, what, remedy: "check it and the handle" });
    }
  }
  return versionIds;
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

interface Row {
  readonly line: number;
  readonly values: CaptureRow;
}

const keyOf = (row: CaptureRow): string => `${row.platform} ${normalizeHandle(row.handle)}`;

async function findOwners(store: Store, rows: readonly Row[]): Promise<Map<string, Owner>> {
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
