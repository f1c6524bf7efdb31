import { describe, expect, it } from "vitest";
import { parseCaptures } from "./captures.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const jsonl = (...rows: object[]) => utf8(rows.map((row) => JSON.stringify(row)).join("\n"));
const ROW = { platform: "x", handle: "sekar_w", text: "Selamat pagi" };
const first = (row: object) => parseCaptures(jsonl({ ...ROW, ...row }), "jsonl").rows[0]?.values;
const places = (row: object) => parseCaptures(jsonl({ ...ROW, ...row }), "jsonl").problems.map(({ at, what }) => `${at}: ${what}`);

describe("parseCaptures", () => {
  it("fills in what a bare line leaves open, and keeps its bytes", () => {
    const { url, kind, externalId, createdAt, seenAt, visibility, origin, raw, contentType } = first({}) ?? expect.unreachable();
    expect({ url, kind, externalId, createdAt, seenAt, visibility, origin, contentType }).toEqual({
      url: null,
      kind: "post",
      externalId: null,
      createdAt: null,
      seenAt: null,
      visibility: "public",
      origin: "own",
      contentType: "application/json",
    });
    expect(Buffer.from(raw).toString()).toBe(JSON.stringify(ROW));
  });

  it("reads the same row from CSV and JSONL, times in both notations", () => {
    const csv = parseCaptures(utf8("platform;handle;text;created_at\nX;sekar_w;Selamat pagi;21/11/2026 19.30.05\n"), "csv");
    expect(csv.problems).toEqual([]);
    const { raw, contentType, ...fromCsv } = csv.rows[0]?.values ?? expect.unreachable();
    expect(contentType).toBe("text/csv; charset=utf-8");
    expect(Buffer.from(raw).toString()).toBe("X;sekar_w;Selamat pagi;21/11/2026 19.30.05");
    expect(first({ created_at: "2026-11-21T19:30:05+07:00" })).toMatchObject(fromCsv);
    expect(fromCsv.createdAt).toEqual(new Date("2026-11-21T12:30:05Z"));
  });

  it("keeps text with NUL and a lone surrogate", () => expect(first({ text: "a\0\ud83d" })?.text).toBe("a\0\ud83d"));

  it("takes a time that lies ahead: others judge it", () =>
    expect(first({ created_at: "2999-01-01T00:00:00Z" })?.createdAt).toEqual(new Date("2999-01-01T00:00:00Z")));

  it("takes the kind from the address when the row names none", () => {
    expect(first({ platform: "tiktok", url: "https://www.tiktok.com/@sekar_w/video/7301" })?.kind).toBe("video");
    expect(first({ platform: "tiktok", url: "https://www.tiktok.com/@sekar_w/video/7301", kind: "comment" })?.kind).toBe("comment");
  });

  it("takes an act without words, but no post without words", () => {
    expect(first({ text: "", kind: "photo" })?.text).toBe("");
    expect(first({ text: undefined, kind: "like" })?.text).toBe("");
    expect(places({ text: " " })).toEqual(["line 1, field text: is empty"]);
    expect(places({ text: "", kind: "comment" })).toEqual(["line 1, field text: is empty"]);
  });

  it.each(["friends", "closed"])("takes %s material only from a citizen", (visibility) => {
    expect(places({ visibility })).toEqual([`line 1, field visibility: is ${visibility}, which we may not look for ourselves`]);
    expect(places({ visibility, origin: "transfer" })).toHaveLength(1);
    expect(places({ visibility, origin: "tip" })).toEqual([]);
    expect(first({ visibility, origin: "complaint" })?.visibility).toBe(visibility);
  });

  it("lists the known platforms when it meets another", () => {
    expect(parseCaptures(jsonl({ ...ROW, platform: "friendster" }), "jsonl").problems).toEqual([
      { at: "line 1, field platform", what: "is not a known value", remedy: expect.stringContaining("facebook, instagram, tiktok, x, youtube") },
    ]);
  });

  it("reports an address that is none, or is of another platform", () => {
    expect(places({ url: "javascript:alert(1)" })).toEqual(["line 1, field url: is not a web address"]);
    expect(places({ url: "https://facebook.com/sekar/posts/1" })).toEqual(["line 1, field platform: does not fit the address, which is of facebook"]);
    expect(places({ platform: "web", url: "https://contoh.go.id/berita/1" })).toEqual([]);
  });

  it("never quotes the row", () => {
    const { problems } = parseCaptures(utf8('platform,handle,text\nx,1.5E+9,Rahasia\nfb,rahasia,Rahasia\nx,"rahasia"x,\n'), "csv");
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toMatch(/rahasia/i);
  });
});
