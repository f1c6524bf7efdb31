import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contest } from "@netra/classifier";
import { loadConfig, loadContestFile } from "@netra/config";
import { createFakeConnector } from "@netra/connectors";
import { systemActor } from "@netra/store";
import pg from "pg";
import { addUser } from "../../services/app/src/commands/users.ts";
import { buildConsoleWhenStale } from "../../services/app/src/console-build.ts";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { demoContest } from "../../services/app/src/demo/contest.ts";
import { DEMO_REGISTER } from "../../services/app/src/demo/register.ts";
import { DEMO_USERS } from "../../services/app/src/demo/users.ts";
import { PROCESS_ROLES } from "../../services/app/src/process-roles.ts";
import { publishContest, publishFirstPack } from "../../services/app/src/publish.ts";
import { startRoles } from "../../services/app/src/roles.ts";
import { openSession } from "../support/api.ts";
import { freePort } from "../support/free-port.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { type NewPost, openPlatform, type PostedFlag } from "./platform.ts";
import { openWindows, type WindowOptions, type Windows } from "./windows.ts";

/** Who signs in: the people of the demo, and two of an office elsewhere. The password is nobody's until somebody sets one. */
const PEOPLE = [
  ...DEMO_USERS,
  { username: "sinta", name: "Sinta", role: "analyst", regions: ["19.71"] },
  { username: "bagus", name: "Bagus", role: "field", regions: ["19.06"] },
] as const;
export type Username = "rani" | "bagus" | "wulan" | "toni" | "dewi" | "hasan" | "yoga" | "mira" | "laras" | "sinta";

/** Who is registered: three civil servants of the contest's own region, one beside it. Fictional, like everybody here. */
const REGISTERED = ["contoh.sari.nilam", "contoh.kenanga.rimba", "contoh.akar.seruni", "contoh.mentari.buluh"];
export const REGISTER = DEMO_REGISTER.filter((row) => REGISTERED.includes(row.handle));

/** A whole Netra for one test file: every role in this process, on a database and a port of its own, with the console that people get. */
export interface Instance {
  readonly url: string;
  readonly context: Context;
  readonly contest: Contest;
  /** As the database's superuser: what is really there, past every right. */
  see<Row = Record<string, unknown>>(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Lets registered accounts post on the made-up platform and waits until all of it is read. One answer a post: its flag, or null when it raised none. */
  publish(posts: readonly NewPost[]): Promise<(PostedFlag | null)[]>;
  /** The same for one post that must raise a flag. */
  raise(post: NewPost): Promise<PostedFlag>;
  /** A browser window in which this person is signed in; nobody when null. Closed by `settle`. */
  open(username: Username | null, options?: WindowOptions): ReturnType<Windows["open"]>;
  /** What a browser's cookie holds when this person is signed in. */
  tokenOf(username: Username): Promise<string>;
  /** This person without a browser, to bring flags into a state quickly. */
  actAs(username: Username): Promise<ApiClient>;
  readonly windows: Windows;
  /** After each test: closes its windows; throws when one of them met an error, a refused policy, a dialog or a foreign address. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** On a database of the run of tests, or on one that a command made for itself. */
export async function startInstance(on?: FreshDatabase): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), "netra-e2e-"));
  const database = on ?? (await freshDatabase());
  const port = await freePort();
  const platform = openPlatform(new Date(Date.now() - 3_600_000));
  const config = loadConfig({ NETRA_DATA_DIR: dataDir, NETRA_PORT: String(port), NETRA_LOG_LEVEL: "silent" });
  await buildConsoleWhenStale();
  const context = await createContext(config, { server: database.server, connectors: [createFakeConnector({ timeline: platform.timeline })] });
  const contest = demoContest(loadContestFile("belitung-timur-demo"), new Date());
  await publishFirstPack(context, "inti");
  await context.store.as(systemActor("operator"), async (tx) => {
    for (const row of REGISTER) await tx.accounts.saveRegistration(row);
  });
  for (const person of PEOPLE) await addUser(context, person);
  await publishContest(context, contest, { demo: false });
  const running = await startRoles(context, PROCESS_ROLES, { demo: false });

  const admin = new pg.Pool({ connectionString: database.url, max: 2, options: "-c search_path=netra -c timezone=UTC" });
  admin.on("error", () => undefined);
  const see = async <Row>(statement: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await admin.query(statement, [...values])).rows as Row[];
  const session = async (username: Username): Promise<string> => {
    const user = await context.store.as(systemActor("operator"), (tx) => tx.users.findByName(username));
    if (!user) throw new Error(`e2e: nobody is called ${username}`);
    return openSession(context.store, user);
  };
  const windows = await openWindows(config.http.publicUrl);
  const publish: Instance["publish"] = (posts) => platform.publish({ see, queue: context.queue }, posts);

  return {
    url: config.http.publicUrl,
    context,
    contest,
    see,
    publish,
    async raise(post) {
      const [flag] = await publish([post]);
      if (!flag) throw new Error("e2e: this post raised no flag; change its words");
      return flag;
    },
    async open(username, options = {}) {
      if (username !== null) await see("update app_user set locale = $2 where username = $1", [username, options.locale ?? "id"]);
      return windows.open(username === null ? null : await session(username), options);
    },
    tokenOf: session,
    actAs: async (username) => createApiClient(config.http.publicUrl, await session(username)),
    windows,
    settle: () => windows.settle(),
    async stop() {
      await windows.close();
      await running.stop();
      await context.close();
      await admin.end();
      await database.drop();
      rmSync(dataDir, { recursive: true });
    },
  };
}
