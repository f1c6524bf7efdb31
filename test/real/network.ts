import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AtpAgent } from "@atproto/api";
import { PDS } from "@atproto/pds";
import { Database, PlcServer } from "@did-plc/server";

/** The real thing, as Bluesky runs it: a directory of ids (PLC, in memory) and a server of accounts (PDS, in a temporary directory), on this machine. */
export interface Network {
  /** `http://localhost:port`: the PDS names itself so in the documents of its accounts. */
  readonly pds: string;
  readonly plc: string;
  /** Somebody with an account, signed in. */
  join(handle: string): Promise<AtpAgent>;
  /** What the platform's moderators do to an account, or to one version of one record. */
  takeDown(subject: { readonly did: string } | { readonly uri: string; readonly cid: string }, applied: boolean): Promise<void>;
  deleteAccount(did: string): Promise<void>;
  stop(): Promise<void>;
}

const ADMIN = "only-for-this-run";

export async function startNetwork(): Promise<Network> {
  const dir = mkdtempSync(join(tmpdir(), "netra-real-"));
  mkdirSync(join(dir, "data"));
  const plcPort = await freePort();
  const plc = PlcServer.create({ db: Database.mock(), port: plcPort });
  await plc.start();
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const pds = await PDS.fromEnv({
    devMode: true,
    port,
    hostname: "localhost",
    dataDirectory: join(dir, "data"),
    blobstoreDiskLocation: join(dir, "blobs"),
    didPlcUrl: `http://localhost:${plcPort}`,
    adminPassword: ADMIN,
    jwtSecret: randomBytes(16).toString("hex"),
    plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString("hex"),
    serviceHandleDomains: [".test"],
    inviteRequired: false,
    rateLimitsEnabled: true,
    disableSsrfProtection: true,
  });
  await pds.start();

  const administer = async (method: string, body: object): Promise<void> => {
    const headers = { authorization: `Basic ${btoa(`admin:${ADMIN}`)}`, "content-type": "application/json" };
    const response = await fetch(`${url}/xrpc/com.atproto.admin.${method}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method}: ${response.status} ${await response.text()}`);
  };

  return {
    pds: url,
    plc: `http://localhost:${plcPort}`,
    async join(handle) {
      const agent = new AtpAgent({ service: url });
      await agent.createAccount({ handle, email: `${randomBytes(6).toString("hex")}@contoh.test`, password: randomBytes(12).toString("hex") });
      return agent;
    },
    takeDown: (subject, applied) =>
      administer("updateSubjectStatus", {
        subject: { $type: "did" in subject ? "com.atproto.admin.defs#repoRef" : "com.atproto.repo.strongRef", ...subject },
        takedown: { applied, ref: "uji" },
      }),
    deleteAccount: (did) => administer("deleteAccount", { did }),
    async stop() {
      await pds.destroy();
      await plc.destroy();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
