import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadKeys } from "./keys.ts";

let home: string;
let dir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-keys-"));
  dir = join(home, "keys");
});
afterEach(() => rmSync(home, { recursive: true }));

const FILES = ["blind-index.key", "checkpoint.pem", "field.key", "subject.key"];

describe("the keys of an installation", () => {
  it("are made at first start: 32 bytes each, all different, readable by nobody else", () => {
    const { keys, warnings } = loadKeys({ dir, mayCreate: true });
    const { checkpoint, ...secrets } = keys;
    expect(Object.values(secrets).map((secret) => secret.length)).toEqual([32, 32, 32]);
    expect(new Set(Object.values(secrets).map((secret) => secret.toString("hex"))).size).toBe(3);
    expect(checkpoint).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(readdirSync(dir).sort()).toEqual(FILES);
    expect(FILES.map((file) => statSync(join(dir, file)).mode & 0o777)).toEqual(FILES.map(() => 0o600));
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(warnings).toEqual([]);
  });

  it("sign checkpoints that the public half verifies", () => {
    const { checkpoint } = loadKeys({ dir, mayCreate: true }).keys;
    const signature = sign(null, Buffer.from("head"), createPrivateKey(checkpoint));
    expect(verify(null, Buffer.from("head"), createPublicKey(checkpoint), signature)).toBe(true);
    expect(verify(null, Buffer.from("tail"), createPublicKey(checkpoint), signature)).toBe(false);
  });

  it("are the same at every start after", () => {
    const first = loadKeys({ dir, mayCreate: true });
    expect(loadKeys({ dir, mayCreate: true })).toEqual(first);
    expect(loadKeys({ dir, mayCreate: false })).toEqual(first);
  });

  it("are completed, not replaced, when the first start was cut short", () => {
    const first = loadKeys({ dir, mayCreate: true }).keys;
    rmSync(join(dir, "subject.key"));
    const second = loadKeys({ dir, mayCreate: true }).keys;
    expect(second.field).toEqual(first.field);
    expect(second.subject).not.toEqual(first.subject);
  });

  it("are not made anew when the database already has data", () => {
    expect(() => loadKeys({ dir, mayCreate: false })).toThrow(/field\.key.* missing, but the database already holds data .* Put back your copy/);
    loadKeys({ dir, mayCreate: true });
    rmSync(join(dir, "field.key"));
    expect(() => loadKeys({ dir, mayCreate: false })).toThrow(/: field\.key missing/);
    expect(readdirSync(dir)).not.toContain("field.key");
  });

  it.each([
    ["field.key", "", /field\.key: expected 32 bytes in base64, got 0 bytes\. Put back your copy/],
    ["field.key", "c2hvcnQ=", /field\.key: expected 32 bytes in base64, got 5 bytes/],
    ["checkpoint.pem", "not a key", /checkpoint\.pem: expected an Ed25519 private key in PEM/],
  ])("are refused when %s holds %j", (file, text, message) => {
    loadKeys({ dir, mayCreate: true });
    writeFileSync(join(dir, file), text);
    expect(() => loadKeys({ dir, mayCreate: true })).toThrow(message);
  });

  it("warn when others can read them", () => {
    loadKeys({ dir, mayCreate: true });
    chmodSync(join(dir, "field.key"), 0o640);
    chmodSync(dir, 0o755);
    expect(loadKeys({ dir, mayCreate: false }).warnings).toEqual([
      `${dir} can be read by other users of this machine: run chmod go-rwx ${dir}`,
      `${join(dir, "field.key")} can be read by other users of this machine: run chmod go-rwx ${join(dir, "field.key")}`,
    ]);
  });
});
