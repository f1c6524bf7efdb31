import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contest } from "@netra/classifier";
import type { FakeEvent } from "@netra/connectors";
import { type Role, weekOf } from "@netra/domain";
import type { CaptureView, SendCapture } from "@netra/service-api/contract";
import { createFieldCipher, createPool, createStore, systemActor } from "@netra/store";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadKeys } from "../../services/app/src/keys.ts";
import { PROCESS_ROLES, type ProcessRole } from "../../services/app/src/process-roles.ts";
import { CLOSE, createApiClient, ESCALATE } from "../e2e/api-client.ts";
import { openSession } from "../support/api.ts";
import { canonicalDump } from "../support/canonical-dump.ts";
import { freePort } from "../support/free-port.ts";
import { type Happenings, type NetraProcess, startNetraProcess } from "../support/netra-process.ts";
import { freshDatabase } from "../support/postgres.ts";
import { startTestRedis, type TestRedis } from "../support/redis.ts";
import { lookAt } from "../support/second-look.ts";
import { contestIn, FIRST, HERE, PHRASE, publish, register, SECOND, THERE } from "../support/world.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 240_000 });

/** One process of each role, and a second reader. */
const SEVEN: readonly (readonly ProcessRole[])[] = [...PROCESS_ROLES.map((role) => [role]), ["classify"]];
const ACCOUNTS = 6;
const POSTS = 12;
const START = Date.now() - 48 * 3_600_000;
const MINUTE = 60_000;
const handleOf = (n: number): string => `contoh.dua.cara.${n}`;

let redis: TestRedis;
beforeAll(async () => {
  redis = await startTestRedis();
});
afterAll(() => redis?.stop());

/** Posts with a picture each, of which every third is flagged; edits that name the other pair; a deletion; a post of a form the platform should not have. */
const happenings: Happenings = Object.fromEntries(
  Array.from({ length: ACCOUNTS }, (_, n): [string, readonly FakeEvent[]] => {
    const handle = handleOf(n);
    const created = Array.from({ length: POSTS }, (__, m) => ({
      act: "create" as const,
      at: new Date(START + m * MINUTE),
      externalId: `${handle}-${m}`,
      kind: m % 4 === 1 ? ("comment" as const) : ("post" as const),
      text: m % 3 === 0 ? `Dukung ${FIRST}, ${PHRASE} ${m}` : `Selamat pagi yang ke-${m}`,
      pictures: [`https://gambar.example/${handle}-${m}.png`],
    }));
    const edited = [0, 1].map((m) => ({
      act: "edit" as const,
      at: new Date(START + (100 + m) * MINUTE),
      externalId: `${handle}-${m}`,
      kind: "post" as const,
      text: `Dukung ${SECOND}, ${PHRASE}`,
      pictures: [`https://gambar.example/${handle}-${m}.png`],
    }));
    const odd = {
      act: "create" as const,
      at: new Date(START + 200 * MINUTE),
      externalId: `${handle}-odd`,
      kind: "post" as const,
      text: "",
      rawOverride: "{",
    };
    const deleted = { act: "delete" as const, at: new Date(START + 300 * MINUTE), externalId: `${handle}-3` };
    return [handle, [...created, ...edited, odd, deleted]];
  }),
);
const VERSIONS = ACCOUNTS * (POSTS + 2);
const CAPTURES = 3;

const eventually = (ask: () => Promise<unknown>) => expect.poll(ask, { timeout: 180_000, interval: 100 });

interface Mode {
  readonly processes: readonly (readonly ProcessRole[])[];
  readonly queueUrl: string | null;
}

/** The same office, the same platform and the same people, in one mode; gives everything that stands in the database afterwards. */
async function live({ processes, queueUrl }: Mode, contest: Contest): Promise<Awaited<ReturnType<typeof canonicalDump>>> {
  const database = await freshDatabase();
  const dir = mkdtempSync(join(tmpdir(), "netra-modes-"));
  const port = await freePort();
  const admin = new pg.Pool({ connectionString: database.url, max: 2, options: "-c search_path=netra -c timezone=UTC" });
  const see = async <T>(text: string, values: unknown[] = []): Promise<T[]> => (await admin.query(text, values)).rows as T[];
  const store = createStore({
    pool: createPool(database.url, { name: "test", max: 4 }),
    // Made before many processes look for them, as `netra migrate` leaves them.
    cipher: createFieldCipher(loadKeys({ dir: join(dir, "keys"), mayCreate: true }).keys),
  });
  const started: NetraProcess[] = [];
  try {
    await publish({ store }, contest);
    for (let n = 0; n < ACCOUNTS; n += 1)
      await register({ store }, n === 0 ? THERE : HERE, { handle: handleOf(n), name: `Pegawai Misal Dua ${n}`, agency: "Dinas Dua" });
    const env = {
      NETRA_DATA_DIR: dir,
      NETRA_PORT: String(port),
      NETRA_LOG_LEVEL: "warn",
      NETRA_FETCH_SECONDS: "3600",
      ...(queueUrl === null
        ? { DATABASE_URL: database.url }
        : { DATABASE_URL: database.server.url(database.server.database, "netra_app"), DATABASE_ADMIN_URL: database.url, QUEUE_URL: queueUrl }),
    };
    started.push(...processes.map((roles) => startNetraProcess({ roles, happenings }, env)));
    await Promise.all(started.map(({ ready }) => ready));
    await act({ store, see, url: `http://127.0.0.1:${port}` });
    for (const process of started) expect(await process.stop(), process.roles.join()).toMatchObject({ code: 0 });
    return await canonicalDump(see);
  } finally {
    await Promise.all(started.map((process) => process.stop()));
    await store.close();
    await admin.end();
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Stage {
  readonly store: ReturnType<typeof createStore>;
  readonly see: <T>(text: string, values?: unknown[]) => Promise<T[]>;
  readonly url: string;
}

/** What people do once everything is read: captures from a phone, a closed flag, an escalated one, a report. */
async function act({ store, see, url }: Stage): Promise<void> {
  const read = async (): Promise<unknown> => await see("select state, count(*)::int as n from post_version group by state order by state");
  await eventually(read).toEqual([{ state: "classified", n: VERSIONS }]);
  const signIn = async (username: string, role: Role) => {
    const user = { username, name: `Rekan ${username}`, role, regions: ["19"] };
    const id = await store.as(systemActor("operator"), (tx) => tx.users.add(user));
    return createApiClient(url, await openSession(store, { id }));
  };
  const field = await signIn("lapangan", "field");
  const [first, second] = [await signIn("pembaca-satu", "analyst"), await signIn("pembaca-dua", "analyst")];
  const supervisor = await signIn("pengawas", "supervisor");

  for (let n = 0; n < CAPTURES; n += 1) {
    const { id } = await field.call<CaptureView>("POST", "/api/captures", captureOf(n));
    await lookAt((path, body) => supervisor.call("POST", path, body), id, n === 2 ? { act: "lead", note: "Akun tidak terdaftar." } : {});
  }
  await eventually(read).toEqual([{ state: "classified", n: VERSIONS + CAPTURES - 1 }]);

  const flagOn = async (externalId: string): Promise<string> => {
    const [flag] = await see<{ id: string }>(
      "select f.id from flag f join post p on p.id = f.post_id where p.external_id = $1 and f.state = 'open' order by f.opened_at limit 1",
      [externalId],
    );
    if (!flag) throw new Error(`no open flag on ${externalId}`);
    return flag.id;
  };
  const support = { reading: "support", targetId: "rima-joko" } as const;
  await first.decide(await flagOn(`${handleOf(1)}-6`), support, CLOSE);
  const escalated = await flagOn(`${handleOf(2)}-6`);
  await first.decide(escalated, support, ESCALATE);
  await second.decide(escalated, support, ESCALATE);
  await first.claim(await flagOn(`${handleOf(3)}-6`));
  await supervisor.call("POST", "/api/reports", { week: weekOf(new Date()), region: "19" });
  await eventually(() => see("select state from report")).toEqual([{ state: "ready" }]);
}

/** The first is a registered account's, once more the same, and one of nobody's. */
const captureOf = (n: number): SendCapture => ({
  clientId: `00000000-0000-4000-8000-00000000000${n}`,
  url: null,
  platform: "facebook",
  handle: n === 2 ? "entah.siapa" : handleOf(4),
  kind: "post",
  text: `Dukung ${FIRST}, ${PHRASE} dari telepon ${n}`,
  visibility: "public",
  seenHow: "Beranda",
  officeAccount: false,
  uploader: "owner",
  seenAt: new Date(START).toISOString(),
  origin: "own",
  uploads: [],
});

test("one process on Postgres and seven on Redis leave the same rows in every business table", async () => {
  const contest = contestIn("19", "pemilihan-dua-cara");
  const one = await live({ processes: [PROCESS_ROLES], queueUrl: null }, contest);
  const seven = await live({ processes: SEVEN, queueUrl: redis.url }, contest);
  console.log(`rows by table, both modes: ${JSON.stringify(one.counts)}`);
  expect(onlyIn(seven.lines, one.lines), "rows that only seven processes left").toEqual([]);
  expect(onlyIn(one.lines, seven.lines), "rows that only one process left").toEqual([]);
  expect(seven.counts).toEqual(one.counts);
  for (const table of ["flag", "evidence", "decision", "case_file", "report", "audit_event", "drift", "capture", "post_media"])
    expect(one.counts[table], table).toBeGreaterThan(0);
});

/** The first few lines of each table in one list that the other lacks; equal lines count as often as they stand. */
function onlyIn(these: readonly string[], those: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of those) left.set(line, (left.get(line) ?? 0) + 1);
  const more = these.filter((line) => {
    const stock = left.get(line) ?? 0;
    left.set(line, stock - 1);
    return stock <= 0;
  });
  return [...Map.groupBy(more, (line) => line.split(" ")[0]).values()].flatMap((lines) => lines.slice(0, 3));
}
