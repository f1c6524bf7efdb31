import { DomainError } from "@netra/domain";
import { expect, it } from "vitest";
import { asAway } from "./away.ts";
import { createFieldCipher } from "./cipher.ts";
import { createPool } from "./pool.ts";
import { createStore, systemActor } from "./store.ts";

const AWAY = { kind: "unavailable", code: "database-away" };
const coded = (code: string) => Object.assign(new Error("connect failed"), { code });

it.each([
  new Error("Connection terminated unexpectedly"),
  new Error("Connection terminated due to connection timeout"),
  new Error("Query read timeout"),
  new Error("timeout exceeded when trying to connect"),
  new Error("Client has encountered a connection error and is not queryable"),
  coded("ECONNREFUSED"),
  coded("ECONNRESET"),
])("%s means that the database is away, and stays as the cause", (error) => {
  const away = asAway(error);
  expect(away).toBeInstanceOf(DomainError);
  expect(away).toMatchObject({ ...AWAY, cause: error });
});

it.each([
  new Error("Pilih nomor satu!"),
  coded("23505"),
  coded("57014"),
  new DomainError("conflict", "turn-lost", "x"),
  "Query read timeout",
  undefined,
])("%s is left as it is", (error) => {
  expect(asAway(error)).toBe(error);
});

it("a transaction on a database that nobody serves says so, before anything was done", async () => {
  const pool = createPool("postgres://nobody@127.0.0.1:1/nothing", { name: "away", max: 1 });
  const store = createStore({ pool, cipher: createFieldCipher({ field: Buffer.alloc(32), blindIndex: Buffer.alloc(32) }) });
  let begun = false;
  const act = store.as(systemActor("api"), async () => {
    begun = true;
  });
  await expect(act).rejects.toMatchObject(AWAY);
  await expect(store.pulse()).rejects.toMatchObject(AWAY);
  expect(begun).toBe(false);
  await store.close();
});
