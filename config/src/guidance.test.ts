import { CHECKLIST } from "@netra/domain";
import { describe, expect, it } from "vitest";
import { GUIDANCE_QUESTIONS, loadGuidance, parseGuidance } from "./guidance.ts";

/** The file with all eight questions, one note on the first; `change` alters its text. */
const file = (change: (text: string) => string = (text) => text): string =>
  change(
    `questions:\n${GUIDANCE_QUESTIONS.map(
      (id) =>
        `  - id: ${id}\n    ask: { id: A?, en: A? }\n    short: { id: a, en: a }\n    answers: { yes: nothing, no: weakens, unknown: blocks }\n    notes: []\n`,
    ).join("")}`.replace(
      "    notes: []\n",
      '    notes:\n      - id: satu\n        kind: guidance\n        text: { id: A, en: A }\n        from: "2018"\n        source: { paper: SE, number: "1/2018", date: "2018-02-03" }\n',
    ),
  );

/** What no plenary has decided is not said here either. */
const FORBIDDEN = /\b(pelanggar|pelaku|bersalah|terbukti|tersangka|melanggar|kejahatan|offenders?|violators?|guilty|proven|suspect)\b|!/i;

describe("the guidance of an escalation", () => {
  const guidance = loadGuidance();

  it("has the questions that decisions are stored by, in the order they are asked", () => {
    expect(guidance.questions.map(({ id }) => id)).toEqual([...CHECKLIST]);
    expect([...GUIDANCE_QUESTIONS]).toEqual([...CHECKLIST]);
  });

  it("asks for information first where nobody knows whose act, whose account or which service it was", () => {
    expect(guidance.questions.filter(({ answers }) => answers.unknown === "blocks").map(({ id }) => id)).toEqual(["own_act", "link", "employment"]);
  });

  it("keeps guidance that contradicts itself side by side, with its source and date", () => {
    const passive = guidance.questions.find(({ id }) => id === "official")?.notes.filter(({ id }) => id.startsWith("hadir-pasif"));
    expect(passive?.map(({ from, source }) => [from, source?.number])).toEqual([
      ["2018", undefined],
      ["2024-10-30", "111/2024"],
    ]);
  });

  it("says nothing that a plenary has not decided, in either language", () => {
    const said = guidance.questions.flatMap(({ ask, notes }) => [ask, ...notes.map(({ text }) => text)]).flatMap(({ id, en }) => [id, en]);
    expect(said.filter((sentence) => FORBIDDEN.test(sentence))).toEqual([]);
  });
});

describe("a file of guidance", () => {
  it("that is right is read", () => {
    expect(parseGuidance(file()).questions[0]?.notes[0]).toMatchObject({ id: "satu", from: "2018", source: { number: "1/2018" } });
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      "an effect that is none",
      (text) => text.replace("unknown: blocks", "unknown: stops"),
      /escalation\.yaml:5: .*blocks, weakens, nothing; correct it/,
    ],
    ["a question that is gone", (text) => text.replace(/ {2}- id: quote[\s\S]*$/, ""), /escalation\.yaml:2: no question quote; add it/],
    ["a note twice", (text) => text.replace(/( {6}- id: satu[\s\S]*?\n)(?= {2}- id: link)/, "$1$1"), /escalation\.yaml:12: satu stands twice/],
    [
      "a fact without a source",
      (text) => text.replace(/ {8}source:.*\n/, ""),
      /escalation\.yaml:7: satu: has no source; name it, or say unverified: true/,
    ],
    ["a fact without a date", (text) => text.replace(/ {8}from:.*\n/, ""), /escalation\.yaml:7: satu: has no from/],
    ["a date that YAML reads as a number", (text) => text.replace('from: "2018"', "from: 2018"), /escalation\.yaml:10: .*must be string/],
    ["a date in words", (text) => text.replace('from: "2018"', 'from: "Mei 2018"'), /escalation\.yaml:10: .*is no date; write "2024"/],
    ["a day that no calendar has", (text) => text.replace('from: "2018"', 'from: "2018-02-30"'), /escalation\.yaml:10: satu: 2018-02-30 is no day/],
    [
      "an end before the beginning",
      (text) => text.replace('from: "2018"', 'from: "2018"\n        to: "2017"'),
      /escalation\.yaml:11: satu: ends before/,
    ],
    [
      "a key nobody knows",
      (text) => text.replace("kind: guidance", "kind: guidance\n        weight: 3"),
      /escalation\.yaml:7: .*weight, which is no key/,
    ],
    ["what is no YAML", (text) => text.replace("kind: guidance", "kind: [guidance"), /escalation\.yaml:\d+: not valid YAML/],
  ])("is refused with line and remedy: %s", (_, change, message) => {
    expect(() => parseGuidance(file(change))).toThrow(message);
  });
});
