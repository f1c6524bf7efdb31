import { loadConfig, loadHolidays } from "@netra/config";
import { type Actor, systemActor } from "@netra/store";
import { DIGEST_ROLES } from "@netra/worker-custody";
import { afterEach, beforeEach, expect, it } from "vitest";
import { digestMailer, digestToday } from "../../services/app/src/digest-mailer.ts";
import { type MailServer, startMail } from "../support/mail-server.ts";
import {
  arrive,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  person,
  publish,
  register,
  silent,
  THERE,
  type World,
} from "../support/world.ts";

/** The mail in the morning: figures alone, once a day, only when something waits, only to who wants it. */
const MONDAY = "2029-10-01";
const custody = systemActor("custody");
type Person = Actor & { id: string };

let world: World;
let server: MailServer;
let logged: unknown[];
let [wulan, toni, idle, unwilling]: Person[] = [];
let flagId: string;
beforeEach(async () => {
  [world, server] = await Promise.all([openWorld(), startMail()]);
  logged = [];
  const owner = await register(world, HERE);
  await publish(world, contestIn(HERE));
  const { versionId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}` });
  await classifier(world)({ versionIds: [versionId] });
  flagId = (await world.see<{ id: string }>("select id from flag"))[0]?.id ?? "";
  wulan = await person(world, "analyst", [HERE]);
  toni = await person(world, "analyst", [HERE]);
  unwilling = await person(world, "analyst", [HERE]);
  idle = await person(world, "analyst", [THERE]);
  const supervisor = await person(world, "supervisor", ["19"]);
  for (const [who, address] of [
    [wulan, "wulan"],
    [toni, "toni"],
    [idle, "idle"],
    [unwilling, "unwilling"],
  ] as const) {
    await world.store.as(supervisor, (tx) => tx.digests.setAddress(who?.id ?? "", `${address}@kantor.example`));
    if (who && who !== unwilling) await world.store.as(who, (tx) => tx.digests.want(true));
  }
  await world.store.as(wulan as Person, async (tx) => {
    await tx.users.setLocale(wulan?.id ?? "", "en");
    await tx.triage.claim(await tx.triage.lock(flagId), 15);
  });
  await world.see("update flag set deadline_at = clock_timestamp()");
});
afterEach(async () => {
  await server.stop();
  await world.close();
});

/** The process as it would start; every call is a start of its own. */
function mailer(day: string | null = MONDAY, store = world.store) {
  const config = loadConfig({
    NETRA_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    NETRA_MAIL_FROM: "netra@kantor.example",
    NETRA_PUBLIC_URL: "https://netra.kantor.example",
  });
  const note = (event: string, fields?: object): void => void logged.push({ event, ...fields });
  return digestMailer(
    { store, config, calendar: loadHolidays(), log: { ...silent, info: note, warn: note, error: note, pino: undefined as never } },
    async () => day,
  );
}
const hasDue = (day = MONDAY) => world.store.as(systemActor("scheduler"), (tx) => tx.digests.hasDue(day, DIGEST_ROLES));
const rows = () =>
  world.see<{ code: string | null; done: boolean }>(
    "select code, done_at is not null as done from digest_mail where code is not null or done_at is null",
  );
const wordsOf = (to: string): string => {
  const raw = server.arrived.find((mail) => mail.to.includes(`${to}@kantor.example`))?.raw ?? "";
  return raw.replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
};

it("goes once a day to each who wants it and for whom something waits, from however many processes, in the person's language", async () => {
  expect(await hasDue()).toBe(true);
  await Promise.all([mailer()(), mailer()(), mailer()()]);
  expect(await mailer()()).toEqual({ sent: 0, failed: 0 });
  expect(await hasDue()).toBe(false);
  expect(server.arrived.flatMap(({ to }) => to).toSorted()).toEqual(["toni@kantor.example", "wulan@kantor.example"]);
  const [english, indonesian] = [wordsOf("wulan"), wordsOf("toni")];
  expect(english).toContain("- Held by you: 1");
  expect(english).toContain("- Deadlines in your regions that are over or end soon: 1");
  expect(indonesian).toContain("- Tenggat yang hampir habis atau lewat di wilayah Anda: 1");
  expect(indonesian).not.toContain("Sedang Anda pegang");
  for (const mail of [english, indonesian]) {
    expect(mail).toContain("https://netra.kantor.example/day");
    // Its number among mails is drawn, and may look like anything.
    expect(mail.replace(/^Message-ID:.*(\r?\n[ \t].*)*/im, "")).not.toMatch(/B-\d|Rima|kelapa|pegawai|Pembaca|19\.71|calon/i);
  }
  expect(await mailer(null)()).toEqual({ sent: 0, failed: 0 });
  expect((await mailer("2029-10-02")()).sent).toBe(2);
  expect(logged).toContainEqual({ event: "custody.digests-mailed", sent: 2 });
  expect(JSON.stringify(logged)).not.toContain("@");
});

it("does not count what its reader is kept from, and nobody gets one who switched it off or may not sign in any more", async () => {
  await world.store.as(toni as Person, async (tx) =>
    tx.recusals.add({ userId: toni?.id ?? "", region: HERE, subject: { about: "person", flagId }, days: { from: "2020-01-01", to: null } }),
  );
  await world.store.as(wulan as Person, (tx) => tx.digests.want(false));
  expect(await mailer()()).toEqual({ sent: 0, failed: 0 });
  await world.store.as(wulan as Person, (tx) => tx.digests.want(true));
  await world.store.as(systemActor("operator"), (tx) => tx.users.setActive(wulan?.id ?? "", false));
  expect([await hasDue("2029-10-02"), await mailer("2029-10-02")()]).toEqual([true, { sent: 0, failed: 0 }]);
  expect(server.arrived).toEqual([]);
});

it("waits for a server that is away and is counted; one who is refused holds up nobody; what a process left behind is free after its lease", async () => {
  await server.stop();
  expect(await mailer()()).toEqual({ sent: 0, failed: 2 });
  expect(await rows()).toEqual(Array(2).fill({ code: "mail-away", done: false }));
  expect(await hasDue()).toBe(false);
  expect((await world.store.as(systemActor("classify"), (tx) => tx.status.readHouse())).digestsFailed).toBe(2);
  await server.start();
  server.unknown.add("toni@kantor.example");
  await world.see("update digest_mail set next_try_at = clock_timestamp()");
  expect(await mailer()()).toEqual({ sent: 1, failed: 1 });
  expect(await rows()).toEqual([{ code: "mail-refused", done: false }]);
  server.unknown.clear();
  await world.see("update digest_mail set next_try_at = clock_timestamp()");
  expect(await world.store.as(custody, (tx) => tx.digests.take(MONDAY, DIGEST_ROLES)), "taken by one that dies").toBeDefined();
  expect(await mailer()()).toEqual({ sent: 0, failed: 0 });
  await world.see("update digest_mail set next_try_at = next_try_at - interval '5 minutes'");
  expect(await mailer()()).toEqual({ sent: 1, failed: 0 });
  expect(server.arrived.flatMap(({ to }) => to).toSorted()).toEqual(["toni@kantor.example", "wulan@kantor.example"]);
});

it("goes to the others when one person's day cannot be counted, which is tried again", async () => {
  const [first, second] = [wulan as Person, toni as Person].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const broken: World["store"] = {
    ...world.store,
    as: (actor, act) => (actor.id === first?.id ? Promise.reject(new TypeError("Rima has no day")) : world.store.as(actor, act)),
  };
  expect(await mailer(MONDAY, broken)()).toEqual({ sent: 1, failed: 1 });
  expect(
    await world.see('select user_id::text as "userId", code, done_at is not null as done from digest_mail where user_id <> $1 order by done', [
      idle?.id,
    ]),
  ).toEqual([
    { userId: first?.id, code: "mail-uncounted", done: false },
    { userId: second?.id, code: null, done: true },
  ]);
  expect(logged).toContainEqual({ event: "custody.day-uncounted", code: "TypeError", at: expect.any(Array) });
  expect(logged).toContainEqual({ event: "custody.digest-failed", code: "mail-uncounted" });
  expect(JSON.stringify(logged)).not.toContain("Rima");
  await world.see("update digest_mail set next_try_at = clock_timestamp()");
  expect(await mailer()()).toEqual({ sent: 1, failed: 0 });
});

it("goes to the others when one person's address cannot be read", async () => {
  await world.see("update digest_address set address_cipher = set_byte(address_cipher, 20, 255 - get_byte(address_cipher, 20)) where user_id = $1", [
    wulan?.id,
  ]);
  expect(await mailer()()).toEqual({ sent: 1, failed: 1 });
  expect(server.arrived.flatMap(({ to }) => to)).toEqual(["toni@kantor.example"]);
  expect(await world.see("select code from digest_mail where user_id = $1", [wulan?.id])).toEqual([{ code: "mail-address" }]);
});

it("is for no day where no mail server is set", async () => {
  expect(await digestToday({ store: world.store, config: loadConfig({}), calendar: loadHolidays() }, systemActor("scheduler"))).toBeNull();
});
