import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "@netra/config";
import { systemActor } from "@netra/store";
import { afterEach, beforeEach, expect, it } from "vitest";
import { checkpointFile } from "../../services/app/src/checkpoint-files.ts";
import { checkpointMailer } from "../../services/app/src/checkpoint-mailer.ts";
import { sealAndSign } from "../../services/app/src/checkpoints.ts";
import { mailCheckpoint } from "../../services/app/src/commands/checkpoint.ts";
import { openLedger } from "../support/ledger.ts";
import { type MailServer, startMail } from "../support/mail-server.ts";
import { HERE, openWorld, silent, type World } from "../support/world.ts";

const [PROVINCE, ARCHIVE] = ["provinsi@example.go.id", "arsip@example.go.id"];
const custody = systemActor("custody");

let world: World;
let server: MailServer;
let ledger: ReturnType<typeof openLedger>;
let logged: unknown[];
beforeEach(async () => {
  [world, server] = await Promise.all([openWorld(), startMail()]);
  ledger = openLedger(world);
  logged = [];
});
afterEach(async () => {
  ledger.close();
  await server.stop();
  await world.close();
});

/** The process as it would start with these settings; every call is a start of its own. */
function contextOf(to: string | null = `${PROVINCE}, ${ARCHIVE}`) {
  const config = loadConfig({
    NETRA_DATA_DIR: ledger.dir,
    NETRA_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    NETRA_MAIL_FROM: "netra@example.go.id",
    ...(to === null ? {} : { NETRA_CHECKPOINT_MAIL_TO: to }),
  });
  const note = (event: string, fields?: object): void => void logged.push({ event, ...fields });
  return { ...ledger.context, config, log: { ...silent, info: note, warn: note, error: note, pino: undefined as never } };
}
const mailer = (to?: string | null) => checkpointMailer(contextOf(to));
const hasDue = () => world.store.as(systemActor("scheduler"), (tx) => tx.checkpointMails.hasDue());
async function grow(): Promise<number> {
  await world.store.as(custody, (tx) => tx.audit.append({ act: "test.act", objectType: "test", objectId: "x", region: HERE }));
  return (await sealAndSign(contextOf())).size;
}
const waiting = () =>
  world.see<{ code: string | null; tries: number }>("select code, tries from checkpoint_mail where sent_at is null order by recipient");
const later = () => world.see("update checkpoint_mail set next_try_at = next_try_at - interval '7 hours'");

it("goes to each recipient once, byte for byte what is in the file, however often and from wherever it is sent", async () => {
  const size = await grow();
  await mailer().ask(size);
  await mailer().ask(size);
  await Promise.all([mailer().sendDue(), mailer().sendDue(), mailer().sendDue({ hurry: true })]);
  await later();
  expect(await mailer().sendDue({ hurry: true })).toEqual({ sent: 0, failed: 0 });
  expect(server.arrived.flatMap(({ to }) => to).sort()).toEqual([ARCHIVE, PROVINCE]);
  const file = checkpointFile(size);
  for (const { attachment } of server.arrived) {
    expect(attachment.name).toBe(file);
    expect(attachment.bytes.equals(readFileSync(join(ledger.config.paths.checkpoints, file)))).toBe(true);
  }
  expect(server.arrived.map(({ raw }) => /npx netra ledger check/.test(raw))).toEqual([true, true]);
});

it("waits for a server that is away, across a restart, longer each time, and leaves when it is back", async () => {
  await mailer().ask(await grow());
  await server.stop();
  expect(await mailer().sendDue()).toEqual({ sent: 0, failed: 2 });
  expect(await mailer().sendDue()).toEqual({ sent: 0, failed: 0 });
  expect(await waiting()).toEqual(Array(2).fill({ code: "mail-away", tries: 1 }));
  expect(await world.store.as(systemActor("classify"), async (tx) => (await tx.status.readHouse()).checkpointMailsWaiting)).toBe(2);
  const wait = async () =>
    (await world.see<{ seconds: number }>("select round(extract(epoch from max(next_try_at) - now()) / 60)::int as seconds from checkpoint_mail"))[0]
      ?.seconds;
  const first = await wait();
  expect(await hasDue()).toBe(false);
  await later();
  expect(await hasDue()).toBe(true);
  await mailer().sendDue();
  expect([first, await wait()]).toEqual([1, 4]);
  await server.start();
  expect(await mailer().sendDue({ hurry: true })).toEqual({ sent: 2, failed: 0 });
  expect([await waiting(), server.arrived.length]).toEqual([[], 2]);
});

it("a recipient who is refused holds up nobody else, and is told by place, never by address", async () => {
  await grow();
  server.unknown.add(PROVINCE);
  const { ok, lines } = await mailCheckpoint(contextOf());
  expect(ok).toBe(false);
  expect(lines.slice(1)).toEqual([
    "1 mail sent; 1 of 2 recipients have this checkpoint.",
    "Recipient 1 does not have it yet: the mail server refuses the sender, the recipient or the mail. It is tried again by itself.",
  ]);
  expect(server.arrived.map(({ to }) => to)).toEqual([[ARCHIVE]]);
  expect(logged).toContainEqual({ event: "custody.checkpoint-mail-failed", size: 1, code: "mail-refused" });
  server.unknown.clear();
  expect(await mailCheckpoint(contextOf())).toMatchObject({
    ok: true,
    lines: [expect.any(String), "1 mail sent; 2 of 2 recipients have this checkpoint."],
  });
  expect(server.arrived).toHaveLength(2);
  expect(JSON.stringify([logged, lines])).not.toMatch(/@|example/);
});

it("what was taken up by a process that died is free again after its lease, and who is no recipient any more gets nothing", async () => {
  const size = await grow();
  await mailer().ask(size);
  const dying = await world.store.as(custody, (tx) => tx.ledger.findCheckpoint(size));
  expect(dying).toBeDefined();
  await world.see("update checkpoint_mail set tries = 1, next_try_at = now() + interval '5 minutes'");
  expect(await mailer().sendDue({ hurry: true })).toEqual({ sent: 0, failed: 0 });
  await later();
  await mailer(ARCHIVE).ask(size);
  expect(await mailer(ARCHIVE).sendDue()).toEqual({ sent: 1, failed: 0 });
  expect([server.arrived.map(({ to }) => to), await waiting()]).toEqual([[[ARCHIVE]], []]);
});

it.each([
  ["nobody gets any more", null, 0],
  ["one of two was taken out", ARCHIVE, 1],
])("what waits is sent or dropped, and then offered no more, when %s", async (_, to, sent) => {
  await mailer().ask(await grow());
  expect(await hasDue()).toBe(true);
  expect(await mailer(to).sendDue()).toEqual({ sent, failed: 0 });
  expect([await hasDue(), await waiting(), server.arrived.length]).toEqual([false, [], sent]);
});

it("the command mails the checkpoint that it tells of, whatever is done meanwhile", async () => {
  await world.store.as(custody, (tx) => tx.audit.append({ act: "test.act", objectType: "test", objectId: "x", region: HERE }));
  let [signed, acted] = [false, false];
  const meanwhile: typeof world.store.as = async (actor, run) => {
    const result = await world.store.as(actor, run);
    if (signed && !acted) {
      acted = true;
      await world.store.as(custody, (tx) => tx.audit.append({ act: "test.act", objectType: "test", objectId: "y", region: HERE }));
    }
    return result;
  };
  const { lines } = await mailCheckpoint({
    ...contextOf(ARCHIVE),
    store: { ...world.store, as: meanwhile },
    clock() {
      signed = true;
      return new Date();
    },
  });
  expect(acted).toBe(true);
  expect(lines[0]).toContain(checkpointFile(1));
  expect(server.arrived.map(({ attachment }) => attachment.name)).toEqual([checkpointFile(1)]);
});
