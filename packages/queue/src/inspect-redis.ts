import { codeOf } from "@netra/domain";
import { Redis } from "ioredis";

/** What a Redis server says of itself. */
export interface RedisServer {
  readonly reached: true;
  /** As the server writes it. A fork of Redis gives the version of Redis that it speaks like. */
  readonly version: string;
  /** `master` takes writes, `slave` copies another server. */
  readonly role: string;
  readonly cluster: boolean;
  /** What happens when memory is short. Only `noeviction` keeps jobs. */
  readonly maxmemoryPolicy: string;
  /** 0 for no limit. */
  readonly maxmemoryBytes: number;
  readonly usedBytes: number;
  readonly appendOnly: boolean;
  /** `always`, `everysec` or `no`; null where the login may not ask. */
  readonly appendFsync: string | null;
  /** False after a write of the append-only file or of a snapshot failed: Redis then refuses jobs. */
  readonly saving: boolean;
  /** Whether a password was given and the server asked for it. */
  readonly password: "accepted" | "not-given" | "not-asked";
}

/** A server that could not be asked: a system or TLS code, `no-answer` in time, `not-redis` for another kind of server, or the first word of the server's refusal (`NOAUTH`, `WRONGPASS`, `NOPERM`). */
export interface RedisAway {
  readonly reached: false;
  readonly code: string;
}

export type RedisFacts = RedisServer | RedisAway;

/**
 * Looks at a Redis server over a connection of its own and changes nothing. Never throws and never prints; answers within `timeoutMs`.
 * `url` is `QUEUE_URL`.
 */
export async function inspectRedis(url: string, { timeoutMs }: { readonly timeoutMs: number }): Promise<RedisFacts> {
  let client: Redis | undefined;
  let trouble: unknown;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(Object.assign(new Error("late"), { code: "no-answer" })), timeoutMs);
  try {
    const { address, login } = splitLogin(url);
    client = new Redis(address, { ...ONCE, connectTimeout: timeoutMs });
    client.on("error", (error) => {
      trouble ??= error;
    });
    return await Promise.race([look(client, login), late]);
  } catch (error) {
    // What broke the connection says more than that it is closed.
    return { reached: false, code: refusalOf(trouble ?? error) };
  } finally {
    clearTimeout(timer);
    client?.disconnect();
  }
}

/** One try, nothing sent but what is asked here. */
const ONCE = { lazyConnect: true, enableReadyCheck: false, disableClientInfo: true, protocol: 2, retryStrategy: () => null } as const;

type Login = readonly [password: string] | readonly [user: string, password: string];

/** The login is sent by hand: ioredis prints to the console when a server does not ask for the password it was given. */
function splitLogin(url: string): { address: string; login: Login | null } {
  const address = new URL(url);
  const [user, password] = [decodeURIComponent(address.username), decodeURIComponent(address.password)];
  address.username = "";
  address.password = "";
  // A database's number is chosen after the login, and nothing asked here depends on it.
  address.pathname = "";
  return { address: address.href, login: password === "" ? null : user === "" ? [password] : [user, password] };
}

async function look(client: Redis, login: Login | null): Promise<RedisServer> {
  await client.connect();
  const password = login === null ? "not-given" : await signIn(client, login);
  const info = parseInfo(await client.info());
  const appendFsync = await client.config("GET", "appendfsync").catch(() => null);
  return { ...readInfo(info), appendFsync: Array.isArray(appendFsync) ? String(appendFsync[1] ?? "") || null : null, password };
}

async function signIn(client: Redis, login: Login): Promise<"accepted" | "not-asked"> {
  try {
    await client.call("AUTH", ...login);
    return "accepted";
  } catch (error) {
    if (error instanceof Error && /without any password configured|no password is set/.test(error.message)) return "not-asked";
    throw error;
  }
}

/** `name:value` lines under `# Section` headings. Source: redis.io/docs/latest/commands/info. */
const parseInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split("\r\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
    }),
  );

function readInfo(info: ReadonlyMap<string, string>): Omit<RedisServer, "appendFsync" | "password"> {
  const text = (name: string): string => info.get(name) ?? "";
  return {
    reached: true,
    version: text("redis_version"),
    role: text("role"),
    cluster: text("cluster_enabled") === "1",
    maxmemoryPolicy: text("maxmemory_policy"),
    maxmemoryBytes: Number(text("maxmemory")),
    usedBytes: Number(text("used_memory")),
    appendOnly: text("aof_enabled") === "1",
    saving: !["aof_last_write_status", "rdb_last_bgsave_status"].some((name) => text(name) === "err"),
  };
}

/** Redis puts its own code in front of a refusal: `WRONGPASS invalid username-password pair …`. */
function refusalOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const saying = SAYINGS.find(([pattern]) => pattern.test(message));
  return saying?.[1] ?? /^([A-Z]{4,20}) /.exec(message)?.[1] ?? codeOf(error);
}

/** What ioredis says, without a code, when the other side hangs up or speaks another language. */
const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/^Connection is closed/, "no-answer"],
  [/^Unknown RESP type/, "not-redis"],
];
