import { describe, expect, test } from "vitest";
import { ACTS, addDraft, EMPTY_LOOK, evidenceBlock, isFinal, missingOf, pictureDraft, toLook, transcriptDraft } from "./look-form.ts";
import { playTime } from "./play-time.ts";

const OWN = { registered: true, uploader: "owner" } as const;

describe("what a look needs before it is saved", () => {
  test("an act, chosen by the person: none is the default", () => expect(missingOf(EMPTY_LOOK, OWN)).toBe("act"));

  test("a note for everything but evidence, and spaces are none", () => {
    expect(ACTS.map((act) => missingOf({ ...EMPTY_LOOK, act, note: "  " }, OWN))).toEqual([null, "note", "note", "note"]);
    expect(ACTS.map((act) => missingOf({ ...EMPTY_LOOK, act, note: "Terpotong." }, OWN))).toEqual([null, null, null, null]);
  });

  test("for evidence, a registered account whose owner uploaded it", () => {
    expect(evidenceBlock(OWN)).toBeNull();
    expect(evidenceBlock({ registered: false, uploader: "other" })).toBe("unregistered");
    expect(evidenceBlock({ registered: true, uploader: "other" })).toBe("other-uploader");
    expect(missingOf({ ...EMPTY_LOOK, act: "evidence" }, { registered: false, uploader: "owner" })).toBe("act");
    expect(missingOf({ ...EMPTY_LOOK, act: "lead", note: "Belum terdaftar." }, { registered: false, uploader: "owner" })).toBeNull();
  });

  test("only a request for corrections is saved without being asked", () => expect(ACTS.filter((act) => !isFinal(act))).toEqual(["returned"]));
});

test("what is sent has no spaces around it and no file without boxes", () => {
  const rect = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 };
  expect(toLook({ ...EMPTY_LOOK, act: "evidence", note: " baik ", mediaText: " kata\n", masks: { a: [rect], b: [] } })).toEqual({
    act: "evidence",
    note: "baik",
    mediaText: "kata",
    masks: [{ fileId: "a", rects: [rect] }],
  });
});

describe("a draft of the words", () => {
  const file = { id: "a", mediaType: "image/png", bytes: 1, sha256: "", masks: [] };

  test("comes after what was typed, and not twice", () => {
    expect(addDraft("", " satu ")).toBe("satu");
    expect(addDraft("satu", "dua")).toBe("satu\ndua");
    expect(addDraft("satu\ndua", "dua")).toBe("satu\ndua");
    expect(addDraft("satu", " ")).toBe("satu");
  });

  test("holds all pictures that the machine could read, and all lines without their times", () => {
    const read = (text: string) => ({ ...file, pictureText: { text, confidence: 80 } });
    expect(pictureDraft([read("Satu\n"), { ...file, pictureText: null }, read("Dua")])).toBe("Satu\n\nDua");
    expect(
      transcriptDraft([
        {
          upload: "a",
          lines: [
            { atSeconds: 0, text: "halo" },
            { atSeconds: 39, text: "nomor tiga" },
          ],
        },
      ]),
    ).toBe("halo\nnomor tiga");
  });
});

test("a time in a recording is written as each language writes it", () => {
  expect([playTime(39, "id"), playTime(605, "en"), playTime(3725, "id")]).toEqual(["0.39", "10:05", "1.02.05"]);
});
