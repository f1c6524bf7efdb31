import { beforeAll, describe, expect, it } from "vitest";
import { type FictionalPassport, fictionalPassport, newSigningKey, TYPED_WORDS } from "../../../test/evidence/fictional-passport.ts";
import { type Forgery, forgedPassports } from "../../../test/evidence/forged-passports.ts";
import { buildPassport } from "./passport.ts";
import type { PassportFile } from "./passport-manifest.ts";
import { verifierKeyOf } from "./signing-key.ts";
import { PASSPORT_CHECKS, verifyPassport } from "./verify-passport.ts";

let made: FictionalPassport;
let passport: Uint8Array;
let forgeries: Forgery[];
beforeAll(async () => {
  made = await fictionalPassport();
  passport = await buildPassport(made.parts);
  forgeries = await forgedPassports(made);
});

describe("a passport", () => {
  it("holds in every check, and tells what it is", async () => {
    const verdict = await verifyPassport(passport, { verifierKey: made.verifierKey });
    expect(verdict.checks.map(({ id, ok }) => [id, ok])).toEqual(PASSPORT_CHECKS.map((id) => [id, id === "stamp" ? null : true]));
    expect(verdict.ok).toBe(true);
    expect(verdict.facts).toEqual({
      kind: "flag",
      number: "N-000123",
      madeAt: "2029-10-22T13:21:00Z",
      tool: "netra 0.1.0",
      files: 11,
      key: made.verifierKey,
      compared: true,
      withPeople: false,
      typedWords: [{ flag: "N-000123", words: TYPED_WORDS }],
      masked: { pictures: 1, originals: 0 },
      checkpoint: { size: 21, at: "2029-10-22T13:20:00Z" },
      leaves: 5,
      unsealed: 1,
      stampedAt: "2029-10-22T13:20:05Z",
    });
  });

  it("says that its key was compared with nothing, when it was", async () => {
    const verdict = await verifyPassport(passport);
    expect(verdict).toMatchObject({ ok: true, facts: { compared: false } });
    expect(verdict.checks.find(({ id }) => id === "key")).toMatchObject({
      ok: null,
      sentence: { en: expect.stringContaining("compared with nothing") },
    });
  });

  it("is refused under another office's key, and a key that is none is told to the person, not blamed on the file", async () => {
    const verdict = await verifyPassport(passport, { verifierKey: await verifierKeyOf(made.parts.name, await newSigningKey()) });
    expect(verdict.checks.filter(({ ok }) => ok === false).map(({ id }) => id)).toEqual(["key"]);
    await expect(verifyPassport(passport, { verifierKey: "netra.contoh" })).rejects.toThrow("copy it whole");
  });

  it("holds with nothing sealed yet, and says so", async () => {
    const { parts } = made;
    const open = <T extends object>(list: readonly T[] = []) => list.map((one) => ({ ...one, leaf: null }));
    const flags = parts.manifest.flags.map((flag) => ({ ...flag, leaf: null, evidence: open(flag.evidence), files: open(flag.files) }));
    const unsealed = await buildPassport({ ...parts, manifest: { ...parts.manifest, flags, ledger: { checkpoint: null, leaves: [], unsealed: 3 } } });
    const { ok, checks } = await verifyPassport(unsealed);
    expect(ok).toBe(true);
    expect(checks.filter((one) => one.ok === null).map(({ id }) => id)).toEqual(["key", "checkpoint", "leaves", "stamp"]);
  });

  it("holds where files came before masks, and where a masked picture is only named", async () => {
    const { parts } = made;
    const make = (change: (file: PassportFile) => PassportFile, files = parts.files) => {
      const flags = parts.manifest.flags.map((flag) => ({ ...flag, files: flag.files?.map(change) ?? [] }));
      return buildPassport({ ...parts, files, manifest: { ...parts.manifest, flags } });
    };
    const masked = parts.manifest.flags[0]?.files?.[2]?.masked;
    const others = parts.files.filter(({ path }) => path !== masked?.bytes);
    expect((await verifyPassport(await make(({ masked: _masked, ...file }) => file, others))).facts?.masked).toEqual({ pictures: 0, originals: 0 });
    const named = await make((file) => (file.masked ? { ...file, masked: { ...file.masked, bytes: null } } : file), others);
    expect(await verifyPassport(named)).toMatchObject({ ok: true, facts: { masked: { pictures: 1, originals: 0 } } });
  });

  it("holds as the first passports were made, without files, typed words and time stamp", async () => {
    const { parts } = made;
    const flags = parts.manifest.flags.map(({ files: _files, ...flag }) => ({
      ...flag,
      evidence: flag.evidence.map(({ words_from: _from, ...one }) => one),
    }));
    const { stamp: _stamp, ...ledger } = parts.manifest.ledger;
    const { ok, checks, facts } = await verifyPassport(await buildPassport({ ...parts, manifest: { ...parts.manifest, flags, ledger } }));
    expect([ok, checks.find(({ id }) => id === "stamp")?.ok, facts?.typedWords]).toEqual([true, null, []]);
  });

  it("is not handed out when it would be refused", async () => {
    const flags = made.parts.manifest.flags.map((flag) => ({ ...flag, classification: { ...flag.classification, score_tenths: 1 } }));
    await expect(buildPassport({ ...made.parts, manifest: { ...made.parts.manifest, flags } })).rejects.toThrow(/would be refused: score: /);
  });
});

it("refuses every forgery by the check that is there for it", async () => {
  const found = await Promise.all(
    forgeries.map(async ({ name, bytes, check }) => {
      const { ok, checks } = await verifyPassport(bytes, { verifierKey: made.verifierKey });
      return { name, ok, refused: checks.filter((one) => one.ok === false).map(({ id }) => id), check };
    }),
  );
  expect(found.filter(({ ok, refused, check }) => ok || !refused.includes(check))).toEqual([]);
  expect(new Set(forgeries.map(({ check }) => check)).size).toBe(PASSPORT_CHECKS.length - 1);
});

it("answers whatever the bytes are", async () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(1000), passport.subarray(1), passport.subarray(0, -1)]) {
    const { ok, checks, facts } = await verifyPassport(bytes);
    expect([ok, facts, checks[0]?.ok, checks[1]?.ok]).toEqual([false, null, false, null]);
  }
});
