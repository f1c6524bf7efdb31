import { codeOf } from "@netra/domain";
import { describe, expect, test } from "vitest";
import { parseSearch } from "./parse-search.ts";

describe("what is typed into the one search field", () => {
  test.each([
    ["B-00012", { by: "number", number: "12" }],
    [" b-7 ", { by: "number", number: "7" }],
    ["@Sari.Teladan", { by: "handle", handleKey: "sari.teladan" }],
    ["@sari", { by: "handle", handleKey: "sari" }],
    ["sari_teladan", { by: "handle", handleKey: "sari_teladan" }],
    ["coblos", { by: "words", words: "coblos", filter: {} }],
    ["B-00012 coblos", { by: "words", words: "B-00012 coblos", filter: {} }],
    ['"nomor dua" -tiga', { by: "words", words: '"nomor dua" -tiga', filter: {} }],
    ["2029", { by: "words", words: "2029", filter: {} }],
  ])("%s", (typed, meant) => expect(parseSearch(typed, {})).toEqual(meant));

  test("an address stands for all the ways in which its post is addressed", () => {
    const meant = parseSearch("m.facebook.com/Sari.Teladan/posts/12?mibextid=x", {});
    expect(meant).toMatchObject({ by: "address", post: { platform: "facebook", externalId: "12" }, under: null });
    expect(meant.by === "address" && meant.addresses).toContain("https://www.facebook.com/sari.teladan/posts/12/");
  });

  test("a page of Bluesky is looked for under the account's handle as well", () => {
    expect(parseSearch("https://bsky.app/profile/Sari.Example/post/3kabc?ref=x", {})).toMatchObject({ by: "address" });
    expect(parseSearch("https://bsky.app/profile/Sari.Example/post/3kabc", {})).toMatchObject({
      under: { platform: "bluesky", handleKey: "sari.example", ending: "/post/3kabc" },
    });
  });

  test("a text is refused, an address as long is not", () => {
    const refused = () => parseSearch("kata ".repeat(50), {});
    expect(refused).toThrow();
    try {
      refused();
    } catch (error) {
      expect(codeOf(error)).toBe("search-too-long");
    }
    expect(parseSearch(`https://contoh.example/${"a".repeat(300)}`, {}).by).toBe("address");
  });
});
