import { describe, expect, it } from "vitest";
import { readContestFile, readPack } from "../test/read-pack.ts";
import { compile } from "./compile.ts";

const classifier = compile(readPack("inti"), readContestFile("belitung-timur-demo"));

function verdict(text: string): string {
  const { stance, targets, flagged } = classifier.classify({ text, postedAt: new Date("2029-10-22T13:10:00Z"), region: "19.06" });
  return flagged ? `${stance} ${targets.join("+")}` : "neutral";
}

describe("a text in disguise", () => {
  it.each([
    ["ayo coblos Pak Bahar", "a y o   c o b l o s   P a k   B a h a r"],
    ["ayo pilih nomor 2", "ayo p i l i h   n o m o r 2"],
    ["ayo coblos Pak Bahar", "ayo c  o  b  l  o  s Pak Bahar"],
    ["ayo coblos Pak Bahar", "ayo c|o|b|l|o|s Pak Bahar"],
    ["hari ini katanya Bahar nyungsep", "hari ini k4t4nya Bahar nyungsep"],
    ["hari ini katanya Bahar nyungsep", "hari ini k a t a n y a Bahar nyungsep"],
    ["ayo pilih nomor tiga", "ayo p1l1h n0m0r t1ga"],
    ["ayo coblos Arman-Lestari", "4yo coblos 4rman-Lestar1"],
    ["#BaharMenang ayo pilih Bahar", "#bAHarMEnAnG ayo pilih Bahar"],
    ["dokter tidak ada tiket. Kerja nyata Pak Bahar", "dokter tidak ada tiket.Kerja nyata Pak Bahar"],
    ["ayo coblos Pak Bahar", "ayo ᴄᴏʙʟᴏꜱ Pak Bahar"],
  ])("is read as it would be without: %j, %j", (plain, disguised) => {
    expect(verdict(disguised)).toBe(verdict(plain));
    expect(verdict(plain)).toMatch(plain.startsWith("hari ini") ? /^neutral$/ : /^support /);
  });
});
