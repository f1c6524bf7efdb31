import { hashPassword, newToken, tokenHash } from "@netra/service-api";
import type { ExportList, NewSecondFactor, Session } from "@netra/service-api/contract";
import { runOnce, systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actsOn, type Caller, callerOf, startTestApi, type TestApi } from "../support/api.ts";
import { codeAt } from "../support/authenticator.ts";
import { HERE, type SeededUser, seedUser } from "../support/seed.ts";

const PASSWORD = "kopi pagi di tepi muara";
const FLAGS = { kind: "flags", format: "csv", filter: { region: HERE } };

let api: TestApi;
let hash: string;
beforeAll(async () => {
  api = await startTestApi();
  hash = await hashPassword(PASSWORD);
});
afterAll(() => api?.close());

let people = 0;
async function newPerson(of: TestApi = api): Promise<SeededUser> {
  people += 1;
  const made = await seedUser(of.store, { username: `dua-langkah-${people}`, role: "supervisor", regions: [HERE] });
  await of.store.as(systemActor("api"), (tx) => tx.users.setPassword(made.id, hash));
  return made;
}
let addresses = 0;
const signIn = (person: SeededUser, given: { readonly password?: string; readonly code?: string } = {}, of: TestApi = api) =>
  of.nobody.send({
    method: "POST",
    url: "/api/session",
    payload: { username: person.username, password: PASSWORD, ...given },
    remoteAddress: `10.0.1.${addresses++}`,
  });
const caller = (answer: { cookies: { name: string; value: string }[] }, of: TestApi = api): Caller =>
  callerOf(of.app, answer.cookies[0]?.value ?? "");
/** Sets it up, and forgets which codes were used, so that the one of now may come again. */
async function setUp(person: SeededUser, of: TestApi = api): Promise<{ me: Caller; secret: string }> {
  const me = caller(await signIn(person, {}, of), of);
  const { secret } = (await me.post("/api/session/second-factor")).json<NewSecondFactor>();
  expect((await me.put("/api/session/second-factor", { code: codeAt(secret) })).json<Session>().secondFactor).toBe(true);
  await forgetUsed(of);
  return { me, secret };
}
const forgetUsed = (of: TestApi = api) => runOnce(of.url, "update netra.second_factor set last_step = 0");
const grownOld = (person: SeededUser, of: TestApi = api) =>
  runOnce(of.url, `update netra.user_session set confirmed_at = clock_timestamp() - interval '11 minutes' where user_id = '${person.id}'`);
const linked = async (person: SeededUser, of: TestApi = api): Promise<Caller> => {
  const token = newToken();
  await of.store.as(systemActor("operator"), (tx) => tx.sessions.addLink(tokenHash(token), person.id, 10));
  return caller(await of.nobody.post("/api/session/link", { token }), of);
};
/** A code that is right at no time near now. */
const wrong = (secret: string): string => {
  const near = [-60, -30, 0, 30, 60, 90].map((seconds) => codeAt(secret, new Date(Date.now() + seconds * 1000)));
  return ["000000", "111111", "222222", "333333", "444444", "555555", "666666"].find((code) => !near.includes(code)) ?? "";
};

describe("setting it up", () => {
  test("asks for nothing until its first code came; the database holds no readable secret, the audit no code", async () => {
    const person = await newPerson();
    const me = caller(await signIn(person));
    expect((await me.put("/api/session/second-factor", { code: "123456" })).json()).toMatchObject({ status: 409, code: "second-factor-missing" });
    const begun = (await me.post("/api/session/second-factor")).json<NewSecondFactor>();
    expect(new URL(begun.uri)).toMatchObject({ protocol: "otpauth:", host: "totp" });
    expect(Object.fromEntries(new URL(begun.uri).searchParams)).toMatchObject({ issuer: "Netra", secret: begun.secret, digits: "6", period: "30" });
    expect((await signIn(person)).json()).toMatchObject({ secondFactor: false });
    expect((await me.put("/api/session/second-factor", { code: wrong(begun.secret) })).json()).toMatchObject({ status: 403, code: "code-refused" });

    const { secret } = (await me.post("/api/session/second-factor")).json<NewSecondFactor>();
    expect(secret).not.toBe(begun.secret);
    expect((await me.put("/api/session/second-factor", { code: codeAt(begun.secret) })).json()).toMatchObject({ code: "code-refused" });
    expect((await me.put("/api/session/second-factor", { code: codeAt(secret) })).json()).toMatchObject({ secondFactor: true });
    expect((await me.get("/api/session")).json()).toMatchObject({ secondFactor: true });
    expect((await me.post("/api/session/second-factor")).json()).toMatchObject({ status: 409, code: "second-factor-set" });
    const stored = await runOnce(api.url, `select encode(secret_cipher, 'escape') as kept from netra.second_factor where user_id = '${person.id}'`);
    expect(stored).toEqual([{ kept: expect.not.stringContaining(secret) }]);
    expect(await actsOn(api.store, { type: "user", id: person.id })).toEqual(["session.opened", "session.opened", "second-factor.set"]);
  });

  test("ends the person's other sessions, which never gave a code, and nobody else's", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const [before, elsewhere] = [caller(await signIn(person)), caller(await signIn(other))];
    const { me } = await setUp(person);
    expect((await before.get("/api/session")).json()).toMatchObject({ status: 401, code: "not-signed-in" });
    expect((await before.delete("/api/session/second-factor")).statusCode).toBe(401);
    expect([(await me.get("/api/session")).statusCode, (await elsewhere.get("/api/session")).statusCode]).toEqual([200, 200]);
  });

  test("needs a fresh sign-in, and so does removing it, after which the password alone is enough", async () => {
    const person = await newPerson();
    const { me, secret } = await setUp(person);
    await grownOld(person);
    expect((await me.delete("/api/session/second-factor")).json()).toMatchObject({ status: 403, code: "confirm-first" });
    expect((await me.post("/api/session/confirm", { code: codeAt(secret) })).statusCode).toBe(204);
    expect((await me.delete("/api/session/second-factor")).json()).toMatchObject({ secondFactor: false });
    await grownOld(person);
    expect((await me.post("/api/session/confirm", { code: "000000" })).json()).toMatchObject({ status: 403, code: "confirm-refused" });
    expect((await me.post("/api/session/confirm", { password: PASSWORD })).statusCode).toBe(204);
    expect((await me.delete("/api/session/second-factor")).json()).toMatchObject({ status: 409, code: "second-factor-missing" });
    expect((await signIn(person)).statusCode).toBe(200);
    await grownOld(person);
    expect((await me.post("/api/session/second-factor")).json()).toMatchObject({ status: 403, code: "confirm-first" });
  });
});

describe("at the door", () => {
  test("the code is asked for once the password is right, and works once", async () => {
    const person = await newPerson();
    const { secret } = await setUp(person);
    expect((await signIn(person)).json()).toMatchObject({ status: 401, code: "code-needed" });
    expect((await signIn(person, { code: "" })).json()).toMatchObject({ code: "code-needed" });
    expect((await signIn(person, { code: wrong(secret) })).json()).toMatchObject({ status: 401, code: "code-refused" });
    const code = codeAt(secret);
    expect((await signIn(person, { password: "teh pagi di tepi muara", code })).json()).toMatchObject({ code: "sign-in-refused" });
    expect((await signIn(person, { code })).json()).toMatchObject({ secondFactor: true });
    expect((await signIn(person, { code })).json()).toMatchObject({ status: 401, code: "code-refused" });
    expect((await signIn(await newPerson(), { code })).statusCode).toBe(200);
  });

  test("of ten that come with the same code at once, one is let in", async () => {
    const person = await newPerson();
    const { secret } = await setUp(person);
    const code = codeAt(secret);
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn(person, { code })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  test("codes are guessed no faster than passwords", async () => {
    const person = await newPerson();
    const { secret } = await setUp(person);
    for (let n = 0; n < 10; n += 1) expect((await signIn(person, { code: wrong(secret) })).statusCode).toBe(401);
    expect((await signIn(person, { code: codeAt(secret) })).json()).toMatchObject({ status: 429, code: "sign-in-slowed" });
  });

  test("a link is no way around it: the new password needs a code, and guesses are counted", async () => {
    const person = await newPerson();
    const { secret } = await setUp(person);
    const me = await linked(person);
    const password = "ikan asin di teras rumah";
    expect((await me.put("/api/session/password", { password })).json()).toMatchObject({ status: 401, code: "code-needed" });
    expect((await me.put("/api/session/password", { password, code: wrong(secret) })).json()).toMatchObject({ code: "code-refused" });
    expect((await me.delete("/api/session/second-factor")).json()).toMatchObject({ status: 403, code: "password-first" });
    expect((await me.put("/api/session/password", { password, code: codeAt(secret) })).json()).toMatchObject({ mustSetPassword: false });
    const guessing = await linked(person);
    for (let n = 0; n < 10; n += 1) expect((await guessing.put("/api/session/password", { password, code: wrong(secret) })).statusCode).toBe(401);
    expect((await guessing.put("/api/session/password", { password, code: codeAt(secret) })).statusCode).toBe(429);
  });
});

describe("confirming", () => {
  test("takes a code and no password, once", async () => {
    const person = await newPerson();
    const { me, secret } = await setUp(person);
    await grownOld(person);
    expect((await me.post("/api/exports", FLAGS)).json()).toMatchObject({ status: 403, code: "confirm-first" });
    expect((await me.post("/api/session/confirm", { password: PASSWORD })).json()).toMatchObject({ status: 403, code: "code-needed" });
    expect((await me.post("/api/session/confirm", { code: wrong(secret) })).json()).toMatchObject({ status: 403, code: "code-refused" });
    expect((await me.post("/api/exports", FLAGS)).json()).toMatchObject({ code: "confirm-first" });
    const code = codeAt(secret);
    expect((await me.post("/api/session/confirm", { code })).statusCode).toBe(204);
    expect((await me.post("/api/exports", FLAGS)).statusCode).toBe(200);
    await grownOld(person);
    expect((await me.post("/api/session/confirm", { code })).json()).toMatchObject({ status: 403, code: "code-refused" });
  });

  test("a link of the demo opens a session that is not fresh, for whoever set it up there", async () => {
    const demo = await startTestApi({ config: { demo: true } });
    try {
      const person = await newPerson(demo);
      expect((await (await linked(person, demo)).post("/api/exports", FLAGS)).statusCode).toBe(200);
      const { secret } = await setUp(person, demo);
      const me = await linked(person, demo);
      expect((await me.post("/api/exports", FLAGS)).json()).toMatchObject({ code: "confirm-first" });
      expect((await me.post("/api/session/confirm", { password: "" })).json()).toMatchObject({ code: "code-needed" });
      expect((await me.post("/api/session/confirm", { code: codeAt(secret) })).statusCode).toBe(204);
      expect((await me.post("/api/exports", FLAGS)).statusCode).toBe(200);
    } finally {
      await demo.close();
    }
  });
});

test("where an office wants it for exports, asking, approving and fetching are closed to who has none", async () => {
  const strict = await startTestApi({ config: { exportCodeRequired: true } });
  try {
    const person = await newPerson(strict);
    const me = caller(await signIn(person, {}, strict), strict);
    const closed = { status: 403, code: "second-factor-first" };
    const id = "00000000-0000-4000-8000-000000000000";
    for (const answer of [await me.post("/api/exports", FLAGS), await me.post(`/api/exports/${id}/approve`), await me.get(`/api/exports/${id}/file`)])
      expect(answer.json()).toMatchObject(closed);
    expect((await me.get("/api/exports")).json<ExportList>()).toMatchObject({ confirmed: true, secondFactorFirst: true });
    const { me: withCode } = await setUp(person, strict);
    expect((await withCode.post("/api/exports", FLAGS)).statusCode).toBe(200);
    expect((await withCode.get("/api/exports")).json<ExportList>().secondFactorFirst).toBe(false);
  } finally {
    await strict.close();
  }
});
