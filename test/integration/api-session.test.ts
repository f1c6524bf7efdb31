import { hashPassword, newToken, tokenHash } from "@netra/service-api";
import type { Session } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn, callerOf, startTestApi, type TestApi } from "../support/api.ts";
import { HERE, type SeededUser, seedUser } from "../support/seed.ts";

const PASSWORD = "kopi pagi di tepi muara";
let api: TestApi;
let user: SeededUser;
beforeAll(async () => {
  api = await startTestApi();
  user = await withPassword("wulan");
});
afterAll(() => api?.close());

let hash: Promise<string> | undefined;
async function withPassword(username: string): Promise<SeededUser> {
  const made = await seedUser(api.store, { username, role: "analyst", regions: [HERE] });
  hash ??= hashPassword(PASSWORD);
  const value = await hash;
  await api.store.as(systemActor("api"), (tx) => tx.users.setPassword(made.id, value));
  return made;
}
let addresses = 0;
/** Each try from an address of its own, so that only the name is slowed. */
const signIn = (username: string, password = PASSWORD, remoteAddress = `10.0.0.${addresses++}`) =>
  api.nobody.send({ method: "POST", url: "/api/session", payload: { username, password }, remoteAddress });
const linkFor = async (person: SeededUser, minutes = 10): Promise<string> => {
  const token = newToken();
  await api.store.as(systemActor("operator"), (tx) => tx.sessions.addLink(tokenHash(token), person.id, minutes));
  return token;
};
const cookieOf = (answer: { cookies: { name: string; value: string }[] }): string => answer.cookies[0]?.value ?? "";
const caller = (answer: { cookies: { name: string; value: string }[] }) => callerOf(api.app, cookieOf(answer));

describe("a password", () => {
  test("opens a session that its cookie carries, and signing out ends it", async () => {
    const answer = await signIn("wulan");
    expect(answer.json<Session>()).toMatchObject({
      userId: user.id,
      role: "analyst",
      regions: [{ code: HERE, name: "Kota Pangkalpinang" }],
      mustSetPassword: false,
      demo: false,
    });
    expect(answer.cookies).toMatchObject([{ name: "netra", httpOnly: true, sameSite: "Strict", path: "/" }]);
    const me = caller(answer);
    expect((await me.get("/api/session")).statusCode).toBe(200);
    expect((await me.delete("/api/session")).statusCode).toBe(204);
    expect((await me.get("/api/session")).json()).toMatchObject({ status: 401, code: "not-signed-in" });
    expect(await actsOn(api.store, { type: "user", id: user.id })).toEqual(["session.opened", "session.ended"]);
  });

  test("gives a new token at every sign-in, of which the database knows only the hash", async () => {
    const tokens = [cookieOf(await signIn("wulan")), cookieOf(await signIn("WULAN"))];
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(Buffer.from(tokens[0] ?? "", "base64url")).toHaveLength(32);
    const [stored] = await runOnce(api.url, "select string_agg(encode(token_hash, 'hex'), ' ') as all from netra.user_session");
    expect(stored?.all).toContain(tokenHash(tokens[0] ?? "").toString("hex"));
    expect(stored?.all).not.toContain(Buffer.from(tokens[0] ?? "", "base64url").toString("hex"));
  });

  test("that is wrong, a name that is unknown and a person without password are refused in the same words", async () => {
    const bodies = [
      await signIn("wulan", "salah sekali lagi"),
      await signIn("tidak-ada"),
      await signIn(api.office.here.auditor.username),
      await signIn("wul\0an", "\ud800"),
    ];
    for (const answer of bodies) expect(answer.json()).toMatchObject({ status: 401, code: "sign-in-refused", detail: "Name or password is wrong." });
  });

  test("stops counting after a success, slows a name down after ten failures in a row, known or not", async () => {
    await withPassword("lambat");
    for (const name of ["lambat", "entah-siapa"]) {
      for (let n = 0; n < 10; n += 1) expect((await signIn(name, "tebakan")).statusCode).toBe(401);
      const answer = await signIn(name);
      expect(answer.json()).toMatchObject({ status: 429, code: "sign-in-slowed" });
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(600);
    }
    await runOnce(api.url, "update netra.sign_in_failure set blocked_until = clock_timestamp() - interval '1 second'");
    expect((await signIn("lambat")).statusCode).toBe(200);
    expect((await signIn("lambat", "tebakan")).statusCode).toBe(401);
  });

  test("of many tried at once no more than ten are looked at", async () => {
    await withPassword("sasaran");
    const answers = await Promise.all(Array.from({ length: 25 }, () => signIn("sasaran", "tebakan")));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(10);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
  });
});

test("one address that floods the door is slowed, whatever names it tries", async () => {
  const knock = (remoteAddress: string) => api.nobody.send({ method: "POST", url: "/api/session", payload: {}, remoteAddress });
  for (let n = 0; n < 60; n += 1) expect((await knock("10.1.1.1")).statusCode).toBe(400);
  expect((await knock("10.1.1.1")).json()).toMatchObject({ status: 429, code: "too-many-requests" });
  expect((await knock("10.1.1.2")).statusCode).toBe(400);
});

test("behind a trusted proxy each caller has a limit of its own; nobody else may say whom it speaks for", async () => {
  const behind = await startTestApi({ config: { trustedProxies: ["10.9.0.0/16"] } });
  try {
    const knock = (remoteAddress: string, forwarded: string) =>
      behind.nobody.send({ method: "POST", url: "/api/session", payload: {}, remoteAddress, headers: { "x-forwarded-for": forwarded } });
    for (let n = 0; n < 60; n += 1) expect((await knock("10.9.0.1", "192.0.2.1")).statusCode).toBe(400);
    expect((await knock("10.9.0.1", "192.0.2.1")).statusCode).toBe(429);
    expect((await knock("10.9.0.1", "192.0.2.2")).statusCode).toBe(400);
    for (let n = 0; n < 60; n += 1) await knock("10.1.1.9", `192.0.2.${10 + n}`);
    expect((await knock("10.1.1.9", "192.0.2.99")).statusCode).toBe(429);
  } finally {
    await behind.close();
  }
});

describe("a session", () => {
  test("ends when its person is switched off", async () => {
    const person = await withPassword("pergi");
    const me = caller(await signIn("pergi"));
    await api.store.as(systemActor("operator"), (tx) => tx.users.setActive(person.id, false));
    expect((await me.get("/api/session")).statusCode).toBe(401);
    expect((await signIn("pergi")).statusCode).toBe(401);
  });

  test("follows a changed role and region at once", async () => {
    const person = await withPassword("pindah");
    const me = caller(await signIn("pindah"));
    expect((await me.get("/api/flags")).statusCode).toBe(200);
    await runOnce(api.url, `update netra.app_user set role = 'engineer' where id = '${person.id}'`);
    expect((await me.get("/api/flags")).json()).toMatchObject({ status: 403, code: "role-may-not" });
  });

  test.each([
    ["idles for an hour", "seen_at = clock_timestamp() - interval '61 minutes'"],
    ["is half a day old", "expires_at = clock_timestamp()"],
  ])("ends when it %s", async (_, change) => {
    const answer = await signIn("wulan");
    await runOnce(api.url, `update netra.user_session set ${change} where token_hash = '\\x${tokenHash(cookieOf(answer)).toString("hex")}'`);
    expect((await caller(answer).get("/api/session")).statusCode).toBe(401);
  });

  test.each(["", "x", "\u0000", "'; select 1; --", "a".repeat(5000)])("is not opened by the made-up token %j", async (token) => {
    expect((await callerOf(api.app, token).get("/api/session")).statusCode).toBe(401);
  });

  test("keeps the language its person chose", async () => {
    const me = caller(await signIn("wulan"));
    expect((await me.put("/api/session/locale", { locale: "en" })).json<Session>().locale).toBe("en");
    expect((await me.get("/api/session")).json<Session>().locale).toBe("en");
  });
});

describe("a sign-in link", () => {
  test("works once, of many who use it at the same time too", async () => {
    const token = await linkFor(user);
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.nobody.post("/api/session/link", { token })));
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect((await api.nobody.post("/api/session/link", { token })).json()).toMatchObject({ status: 401, code: "link-spent" });
  });

  test("is refused when it is too old or made up", async () => {
    expect((await api.nobody.post("/api/session/link", { token: await linkFor(user, 0) })).statusCode).toBe(401);
    expect((await api.nobody.post("/api/session/link", { token: newToken() })).statusCode).toBe(401);
  });

  test("lets a person without password set one before anything else; then the old session is gone", async () => {
    const person = await seedUser(api.store, { username: "baru.sekali", role: "analyst", regions: [HERE] });
    const answer = await api.nobody.post("/api/session/link", { token: await linkFor(person) });
    expect(answer.json<Session>().mustSetPassword).toBe(true);
    const me = caller(answer);
    expect((await me.get("/api/flags")).json()).toMatchObject({ status: 403, code: "password-first" });
    expect((await me.put("/api/session/password", { password: "pendek" })).json()).toMatchObject({ status: 422, code: "password-short" });
    expect((await me.put("/api/session/password", { password: "baru.sekali12345" })).json()).toMatchObject({
      status: 422,
      code: "password-guessable",
    });
    const set = await me.put("/api/session/password", { password: PASSWORD });
    expect(set.json<Session>().mustSetPassword).toBe(false);
    expect((await me.get("/api/session")).statusCode).toBe(401);
    expect((await caller(set).get("/api/flags")).statusCode).toBe(200);
    expect((await caller(set).put("/api/session/password", { password: PASSWORD })).json()).toMatchObject({
      status: 409,
      code: "password-set-before",
    });
    expect(await actsOn(api.store, { type: "user", id: person.id })).toEqual(["session.opened", "password.set", "session.opened"]);
  });

  test("is spent, with every other one of its person, by the password that is set", async () => {
    const person = await seedUser(api.store, { username: "dua.tautan", role: "analyst", regions: [HERE] });
    const [first, second] = [await linkFor(person), await linkFor(person)];
    const others = await linkFor(user);
    const answer = await api.nobody.post("/api/session/link", { token: first });
    expect((await caller(answer).put("/api/session/password", { password: PASSWORD })).statusCode).toBe(200);
    expect((await api.nobody.post("/api/session/link", { token: second })).json()).toMatchObject({ status: 401, code: "link-spent" });
    expect((await api.nobody.post("/api/session/link", { token: others })).statusCode).toBe(200);
  });

  test("is the way back for a lost password: a new one is set before anything else", async () => {
    const answer = await api.nobody.post("/api/session/link", { token: await linkFor(user) });
    expect(answer.json<Session>().mustSetPassword).toBe(true);
  });
});

test("over https the cookie is bound to the host and never travels in the clear", async () => {
  const secure = await startTestApi({ config: { publicUrl: "https://netra.example" } });
  try {
    const person = await seedUser(secure.store, { username: "aman", role: "analyst", regions: [HERE] });
    const token = newToken();
    await secure.store.as(systemActor("operator"), (tx) => tx.sessions.addLink(tokenHash(token), person.id, 10));
    const answer = await secure.nobody.send({
      method: "POST",
      url: "/api/session/link",
      payload: { token },
      headers: { origin: "https://netra.example" },
    });
    expect(answer.cookies).toMatchObject([{ name: "__Host-netra", secure: true, httpOnly: true, sameSite: "Strict", path: "/" }]);
    expect(answer.headers["strict-transport-security"]).toContain("max-age=63072000");
  } finally {
    await secure.close();
  }
});

test("in the demo a link just signs in", async () => {
  const demo = await startTestApi({ config: { demo: true } });
  try {
    const token = newToken();
    await demo.store.as(systemActor("operator"), (tx) => tx.sessions.addLink(tokenHash(token), demo.office.here.analyst.id, 10));
    const answer = await demo.nobody.post("/api/session/link", { token });
    expect(answer.json<Session>()).toMatchObject({ mustSetPassword: false, demo: true });
  } finally {
    await demo.close();
  }
});
