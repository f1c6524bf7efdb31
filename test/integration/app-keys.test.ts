import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { runOnce } from "@netra/store";
import { expect, onTestFinished, test } from "vitest";
import { addUser } from "../../services/app/src/commands/users.ts";
import { type Context, createContext } from "../../services/app/src/context.ts";
import { createLog } from "../../services/app/src/log.ts";
import { freshDatabase } from "../support/postgres.ts";

/** Starts on one database with a keys directory of its own each time, as after the loss of the old one. */
async function instance(): Promise<{ start: () => Promise<Context>; url: string }> {
  const { server, url } = await freshDatabase();
  const start = async (): Promise<Context> => {
    const data = mkdtempSync(join(tmpdir(), "netra-keys-"));
    onTestFinished(() => rmSync(data, { recursive: true, force: true }));
    return createContext(loadConfig({ NETRA_DATA_DIR: data }), { server, log: createLog("silent") });
  };
  return { start, url };
}

test("a database that holds nobody takes new keys", async () => {
  const { start } = await instance();
  for (let times = 0; times < 2; times += 1) {
    const context = await start();
    expect(context.fresh).toBe(true);
    await context.close();
  }
});

test("new keys are not made for a register without users: its NIPs could never be read again", async () => {
  const { start, url } = await instance();
  await (await start()).close();
  await runOnce(url, "insert into netra.civil_servant (region, name, nip_cipher, nip_index) values ('19.06', 'Contoh Sari', '\\x01', '\\x02')");
  await expect(start()).rejects.toMatchObject({ code: "keys-missing" });
});

test("new keys are not made once somebody may sign in", async () => {
  const { start } = await instance();
  const context = await start();
  await addUser(context, { username: "wulan", name: "Wulan", role: "analyst", regions: ["19.06"] });
  await context.close();
  await expect(start()).rejects.toMatchObject({ code: "keys-missing" });
});
