import { expect, test } from "vitest";
import { checkProposal, coverPeople } from "./proposal.ts";

const given = (term: string, more: { note?: string; condition?: string } = {}) => ({ term, category: "momentum", condition: "", note: "", ...more });

test("a proposal is a few words, trimmed", () => {
  expect(checkProposal(given("  gas   poll "))).toMatchObject({ term: "gas poll" });
  expect(checkProposal(given("🔥 menyala"))).toMatchObject({ term: "🔥 menyala" });
});

test.each([
  ["proposal-empty", given(" … ")],
  ["proposal-long", given("satu dua tiga empat lima enam tujuh")],
  ["proposal-address", given("lihat contoh.com/x")],
  ["proposal-address", given("gas poll", { note: "https://contoh.example/1" })],
  ["proposal-handle", given("gas @contoh.sari")],
  ["proposal-handle", given("gas poll", { condition: "surat ke a@contoh" })],
  ["proposal-number", given("198507 12201001 1003")],
  ["proposal-number", given("gas poll", { note: "0812-3456-789" })],
])("%s is refused", (code, proposal) => {
  expect(() => checkProposal(proposal)).toThrow(expect.objectContaining({ code }));
});

test("a sample shows neither address, handle, number nor the author's name or handle; everything else stays where it was", () => {
  const text = "Sari di sini @contoh.sari, lihat https://x.example/a?b, kawan contoh.sari atau 198507122010011003. Dasarian nomor 2, tgl 12-10!";
  const covered = coverPeople(text, { names: ["Sari Nilam"], handles: ["contoh.sari"] });
  expect(covered.replace(/▒+/g, "▒")).toBe("▒ di sini ▒, lihat ▒ kawan ▒ atau ▒. Dasarian nomor 2, tgl 12-10!");
  expect(covered).toHaveLength(text.length);
  expect(coverPeople("Selamat pagi", { names: [], handles: [] })).toBe("Selamat pagi");
});
