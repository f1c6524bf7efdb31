import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Mood, startTimeAuthority, type TimeAuthority } from "../../../test/support/time-authority.ts";
import { checkTimeStamp } from "./check-time-stamp.ts";
import { createTimeStamper } from "./time-stamp.ts";

const NOTE = new TextEncoder().encode("netra.contoh\n1\nAAAA\nat 2029-10-22T13:10:00Z\n");
let authority: TimeAuthority;
beforeAll(async () => {
  authority = await startTimeAuthority();
});
beforeEach(() => {
  authority.mood = "honest";
});
afterAll(() => authority?.close());

const stamper = (ca: string | null = authority.ca) => createTimeStamper({ url: authority.url, ca, totalMs: 5_000 });

it("is the authority's word on exactly these bytes, and is checked again from what was kept", async () => {
  const { token, authority: name, trusted } = await stamper().stamp(NOTE);
  expect([name, trusted]).toEqual(["Contoh Penanda Waktu", true]);
  expect((await stamper().check(token, NOTE)).trusted).toBe(true);
  expect((await stamper(null).check(token, NOTE)).trusted).toBe(false);
  await expect(stamper().check(token, NOTE.subarray(1))).rejects.toMatchObject({ code: "time-stamp-imprint" });
});

it.each<[Mood, string]>([
  ["away", "connection-failed"],
  ["status-500", "time-stamp-status"],
  ["redirects", "time-stamp-status"],
  ["endless", "too-large"],
  ["garbage", "time-stamp-malformed"],
  ["rejects", "time-stamp-rejected"],
  ["another-nonce", "time-stamp-nonce"],
  ["another-imprint", "time-stamp-imprint"],
  ["expired", "time-stamp-chain"],
])("is refused of an authority that is %s: %s", async (mood, code) => {
  authority.mood = mood;
  await expect(stamper().stamp(NOTE)).rejects.toMatchObject({ code });
  if (mood === "expired") await expect(stamper(null).stamp(NOTE), "even where nobody says who it must be").rejects.toMatchObject({ code });
});

it("is refused of another authority than the configured one", async () => {
  await expect(stamper(authority.foreignCa).stamp(NOTE)).rejects.toMatchObject({ code: "time-stamp-chain" });
  expect((await stamper(`${authority.foreignCa}${authority.ca}`).stamp(NOTE)).trusted).toBe(true);
});

it("with a byte changed is refused, or says the same as before; never in what it stamps, nor in its signature", async () => {
  const { token, ...said } = await stamper().stamp(NOTE);
  const stamped = Buffer.from(token).indexOf(createHash("sha256").update(NOTE).digest());
  const held: number[] = [];
  for (let at = 0; at < token.length; at += 7) {
    const changed = token.map((byte, index) => (index === at ? byte ^ 1 : byte));
    const holds = await checkTimeStamp(changed, { note: NOTE, ca: authority.ca }).catch((error: unknown) => {
      if (!/^time-stamp-/.test(String((error as { code?: string }).code))) throw error;
      return null;
    });
    if (holds === null) continue;
    // The forms around what is signed may change: the envelope's algorithms, a letter's kind.
    expect(holds, `byte ${at}`).toEqual(said);
    held.push(at);
  }
  expect(held.length).toBeLessThan(token.length / 7 / 5);
  const [imprint, signature] = [32, 64];
  expect(held.filter((at) => (at >= stamped && at < stamped + imprint) || at >= token.length - signature)).toEqual([]);
});
