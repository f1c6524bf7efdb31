import { createHash } from "node:crypto";
import { loadConfig } from "@netra/config";
import { type Actor, systemActor } from "@netra/store";
import { REPORT_MAIL_ROLES } from "@netra/worker-custody";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hasDueReportMail, reportMailer } from "../../services/app/src/report-mailer.ts";
import { type MailServer, startMail } from "../support/mail-server.ts";
import { HERE, openWorld, person, register, silent, THERE, type World } from "../support/world.ts";

/** The notice that the draft of a scheduled report is there: a link alone, once, to whoever may make it final. */
const scheduler = systemActor("scheduler");
const custody = systemActor("custody");
const URL = "https://netra.kantor.example";
const WEEK = "2026-W10";

let world: World;
let server: MailServer;
let logged: unknown[];
let [dewi, rani]: Actor[] = [];
let reportId: string;
beforeEach(async () => {
  [world, server] = await Promise.all([openWorld(), startMail()]);
  logged = [];
  await register(world, HERE);
  await world.see("update account set linked_at = '2026-01-01'");
  dewi = await withAddress("supervisor", [HERE], "dewi");
  rani = await withAddress("supervisor", ["19"], "rani");
  await withAddress("supervisor", [THERE], "elsewhere");
  await withAddress("analyst", [HERE], "analyst");
  await person(world, "supervisor", [HERE]);
  await world.store.as(rani, (tx) => tx.users.setLocale(rani?.id ?? "", "en"));
  // The province's own is not of interest here.
  await world.store.as(scheduler, (tx) => tx.reports.requestScheduled(WEEK));
  await world.see("update report set state = 'failed' where region <> $1", [HERE]);
  reportId = (await world.see<{ id: string }>("select id from report where region = $1", [HERE]))[0]?.id ?? "";
});
afterEach(async () => {
  await server.stop();
  await world.close();
});

async function withAddress(role: "supervisor" | "analyst", regions: string[], name: string): Promise<Actor> {
  const someone = await person(world, role, regions);
  await world.store.as(someone, (tx) => tx.digests.setAddress(someone.id ?? "", `${name}@kantor.example`));
  return someone;
}
const drafted = (id = reportId) =>
  world.store.as(systemActor("report"), (tx) =>
    tx.reports.finish(id, { posts: 7341 }, [
      { name: "a.html", mediaType: "text/html", bytes: Buffer.from("a"), sha256: createHash("sha256").update("a").digest() },
    ]),
  );
const config = (mail = true) =>
  loadConfig({
    ...(mail ? { NETRA_SMTP_URL: `smtp://127.0.0.1:${server.port}`, NETRA_MAIL_FROM: "netra@kantor.example" } : {}),
    NETRA_PUBLIC_URL: URL,
  });
/** The process as it would start; every call is a start of its own. */
function mailer(mail = true) {
  const note = (event: string, fields?: object): void => void logged.push({ event, ...fields });
  return reportMailer({
    store: world.store,
    config: config(mail),
    log: { ...silent, info: note, warn: note, error: note, pino: undefined as never },
  });
}
const due = (mail = true) => hasDueReportMail({ store: world.store, config: config(mail) }, scheduler);
const everybody = () => server.arrived.flatMap(({ to }) => to).toSorted();
const wordsOf = (to: string): string => {
  const raw = server.arrived.find((mail) => mail.to.includes(`${to}@kantor.example`))?.raw ?? "";
  return raw.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
};

it("goes once to each supervisor of the region who has an address, from however many processes, with a link to the page and nothing else", async () => {
  expect([await due(), await mailer()()]).toEqual([false, { sent: 0, failed: 0 }]);
  await drafted();
  expect(await due()).toBe(true);
  await Promise.all([mailer()(), mailer()(), mailer()()]);
  expect([await due(), await mailer()()]).toEqual([false, { sent: 0, failed: 0 }]);
  expect(everybody()).toEqual(["dewi@kantor.example", "rani@kantor.example"]);
  expect(wordsOf("dewi")).toContain("Draf laporan mingguan 2026-W10 sudah dibuat.");
  expect(wordsOf("rani")).toContain("The draft of the weekly report of 2026-W10 has been made.");
  for (const mail of [wordsOf("dewi"), wordsOf("rani")]) {
    expect(mail).toContain(`${URL}/reports/${reportId}\r\n`);
    expect(mail).toContain(`${URL}/settings/me`);
    expect(mail).not.toMatch(/7341|19\.71|Pangkalpinang|\/api\/|\.html|attachment|Pengawas Uji/i);
  }
  expect(JSON.stringify(logged)).not.toContain("@");
  expect(logged).toContainEqual(expect.objectContaining({ event: "custody.report-mails-sent" }));
});

it("does not go to who switched it off, nor for a report that somebody asked for, that is final, or that failed", async () => {
  await drafted();
  await world.store.as(rani as Actor, (tx) => tx.digests.wantReports(false));
  const asked = await world.store.as(dewi as Actor, (tx) => tx.reports.request("2026-W11", HERE));
  await drafted(asked);
  expect(await mailer()()).toEqual({ sent: 1, failed: 0 });
  expect(everybody()).toEqual(["dewi@kantor.example"]);
  await world.store.as(dewi as Actor, (tx) => tx.reports.askFinal(reportId, 0));
  await world.store.as(rani as Actor, (tx) => tx.digests.wantReports(true));
  expect([await due(), await mailer()()]).toEqual([false, { sent: 0, failed: 0 }]);
});

it("waits for a server that is away, is tried again, and one who is refused holds up nobody", async () => {
  await drafted();
  await server.stop();
  expect(await mailer()()).toEqual({ sent: 0, failed: 2 });
  expect(await due()).toBe(false);
  expect((await world.store.as(systemActor("classify"), (tx) => tx.status.readHouse())).reportMailsFailed).toBe(2);
  await server.start();
  server.unknown.add("rani@kantor.example");
  const later = () => world.see("update report_mail set next_try_at = clock_timestamp()");
  // However often the server says no, it is no unknown end.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await later();
    expect(await mailer()()).toEqual({ sent: attempt === 0 ? 1 : 0, failed: 1 });
  }
  expect(await world.see("select code, done_at is not null as done from report_mail order by done_at is not null")).toEqual([
    { code: "mail-refused", done: false },
    { code: null, done: true },
  ]);
  server.unknown.clear();
  await later();
  expect(await mailer()()).toEqual({ sent: 1, failed: 0 });
  expect(everybody()).toEqual(["dewi@kantor.example", "rani@kantor.example"]);
  expect(logged).toContainEqual({ event: "custody.report-mail-failed", code: "mail-refused" });
});

it("goes to the others when one person's address cannot be read, and says so without it", async () => {
  await drafted();
  await world.see("update digest_address set address_cipher = set_byte(address_cipher, 20, 255 - get_byte(address_cipher, 20)) where user_id = $1", [
    dewi?.id,
  ]);
  expect(await mailer()()).toEqual({ sent: 1, failed: 1 });
  expect(everybody()).toEqual(["rani@kantor.example"]);
  expect(logged).toContainEqual({ event: "custody.report-mail-failed", code: "mail-address" });
  await world.store.as(rani as Actor, (tx) => tx.digests.setAddress(dewi?.id ?? "", "dewi@kantor.example"));
  await world.see("update report_mail set next_try_at = clock_timestamp()");
  expect(await mailer()()).toEqual({ sent: 1, failed: 0 });
});

it("may come twice when a process dies after the server's yes, under the same id, and never a third time", async () => {
  await drafted();
  await world.store.as(rani as Actor, (tx) => tx.digests.wantReports(false));
  /** Sends as the process does, and dies before it could note it. */
  const dies = async () => {
    const store: World["store"] = {
      ...world.store,
      as: (actor, act) =>
        world.store.as(actor, (tx) => act({ ...tx, reportMails: { ...tx.reportMails, noteDone: () => Promise.reject(new Error("killed")) } })),
    };
    await expect(reportMailer({ store, config: config(), log: { ...silent, pino: undefined as never } })()).rejects.toThrow("killed");
  };
  const leaseOver = () => world.see("update report_mail set next_try_at = clock_timestamp()");
  await dies();
  expect(await mailer()()).toEqual({ sent: 0, failed: 0 });
  await leaseOver();
  expect(await due()).toBe(true);
  await dies();
  await leaseOver();
  expect([await due(), await mailer()()]).toEqual([false, { sent: 0, failed: 0 }]);
  expect((await world.store.as(systemActor("classify"), (tx) => tx.status.readHouse())).reportMailsFailed).toBe(1);
  expect(everybody()).toEqual(["dewi@kantor.example", "dewi@kantor.example"]);
  expect(new Set(server.arrived.map(({ raw }) => /^Message-ID: (.*)\r$/im.exec(raw)?.[1])).size).toBe(1);
});

it("is none where no mail server is set", async () => {
  await drafted();
  expect([await due(false), await mailer(false)()]).toEqual([false, { sent: 0, failed: 0 }]);
  expect(await world.store.as(custody, (tx) => tx.reportMails.hasDue(REPORT_MAIL_ROLES))).toBe(true);
});
