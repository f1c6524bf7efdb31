import { describe, expect, test } from "vitest";
import { checkPassword, hashPassword, verifyPassword } from "./password.ts";

describe("a hash", () => {
  test("is an argon2id PHC string at the chosen cost, different every time", async () => {
    const [a, b] = await Promise.all([hashPassword("kopi pagi di muara"), hashPassword("kopi pagi di muara")]);
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(a).not.toBe(b);
  });

  test("knows its password in any Unicode form, and no other", async () => {
    const hash = await hashPassword("Café di tepi muara");
    expect(await verifyPassword(hash, "Café di tepi muara")).toBe(true);
    expect(await verifyPassword(hash, "Cafe di tepi muara")).toBe(false);
    expect(await verifyPassword(hash, "")).toBe(false);
  });

  test("made elsewhere at another cost is verified at that cost", async () => {
    // Reference vector: argon2id, v=19, m=64, t=1, p=1, salt "saltsaltsalt", 32 bytes; computed with node:crypto.
    const { argon2Sync } = await import("node:crypto");
    const nonce = Buffer.from("saltsaltsalt");
    const tag = argon2Sync("argon2id", { message: "pass", nonce, memory: 64, passes: 1, parallelism: 1, tagLength: 32 });
    const unpadded = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
    expect(await verifyPassword(`$argon2id$v=19$m=64,t=1,p=1$${unpadded(nonce)}$${unpadded(tag)}`, "pass")).toBe(true);
  });

  test("that is missing never fits, and one of another kind is an error", async () => {
    expect(await verifyPassword(null, "kopi pagi di muara")).toBe(false);
    await expect(verifyPassword("$2b$10$abcdefghijklmnopqrstuv", "x")).rejects.toThrow("argon2id");
  });
});

describe("a new password", () => {
  test.each([
    "kopi pagi di tepi muara",
    "Tr0ub4dor&3 dan kawan",
    "五月雨をあつめて早し最上川の水よ",
    "!@#$%^&*()+=[]{}",
    "x9!kQ2#mZ7@pL4$",
    "wulan makan ikan asin di teras",
  ])("like %j is taken", (password) => {
    expect(() => checkPassword(password, "wulan")).not.toThrow();
  });

  test.each([
    ["pendek sekali", "password-short"],
    ["", "password-short"],
    ["👍".repeat(14), "password-short"],
    ["x".repeat(257), "password-long"],
    ["aaaaaaaaaaaaaaaaaaaa", "password-guessable"],
    ["abababababababab", "password-guessable"],
    ["abcdefghijklmnop", "password-guessable"],
    ["netranetranetra", "password-guessable"],
    ["Netra-Netra-2026", "password-guessable"],
    ["wulan.dari123456", "password-guessable"],
    ["Password Password 1", "password-guessable"],
    ["bawaslu indonesia", "password-guessable"],
    ["               x", "password-guessable"],
  ])("like %j is refused (%s)", (password, code) => {
    expect(() => checkPassword(password, "wulan.dari")).toThrow(expect.objectContaining({ code }));
  });
});
