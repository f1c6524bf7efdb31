import { DomainError } from "@netra/domain";
import { expect, test } from "vitest";
import { JOB_NAMES, MAX_CLASSIFY_VERSIONS, parsePayload } from "./jobs.ts";

const ID = "0192f0c1-7d2e-7aaa-8bbb-000000000001";
const versions = (count: number) => Array.from({ length: count }, (_, n) => `${n + 1}`);

test.each([
  ["ingest", { accountId: ID }],
  ["classify", { versionIds: [ID, "42"] }],
  ["classify", { versionIds: versions(MAX_CLASSIFY_VERSIONS) }],
  ["report", { reportId: ID }],
  ["custody", { task: "partitions" }],
  ["custody", { task: "retention" }],
] as const)("the job %s carries ids", (name, payload) => {
  expect(parsePayload(name, payload)).toBe(payload);
});

test.each([
  ["ingest", "text beside the id", { accountId: ID, text: "Pilih nomor satu!" }],
  ["ingest", "text as a key", { accountId: ID, "Pilih nomor satu!": 1 }],
  ["ingest", "a handle instead of an id", { accountId: "@budi_netral" }],
  ["ingest", "a name instead of an id", { accountId: "Budi Santoso" }],
  ["ingest", "a number", { accountId: 42 }],
  ["ingest", "nothing", undefined],
  ["classify", "a post among the ids", { versionIds: [ID, "Pilih nomor satu!"] }],
  ["classify", "NUL, which Postgres refuses", { versionIds: ["a\u0000"] }],
  ["classify", "no version", { versionIds: [] }],
  ["classify", "one version too many", { versionIds: versions(MAX_CLASSIFY_VERSIONS + 1) }],
  ["report", "an id too long to be one", { reportId: "a".repeat(65) }],
  ["custody", "a task nobody knows", { task: "everything" }],
] as const)("the job %s with %s is refused without repeating it", (name, _what, payload) => {
  const refusal = (() => {
    try {
      return parsePayload(name, payload);
    } catch (error) {
      return error as DomainError;
    }
  })();
  expect(refusal).toBeInstanceOf(DomainError);
  expect(refusal).toMatchObject({ kind: "invalid", code: "job-payload-invalid" });
  const { message, problems, detail } = refusal as DomainError;
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]?.at.startsWith(name)).toBe(true);
  expect(JSON.stringify([message, problems, detail])).not.toMatch(/Pilih|[Bb]udi|everything|text/);
});

test("job names are what is stored in the queue", () => {
  expect(JOB_NAMES).toEqual(["ingest", "media", "classify", "compare", "report", "export", "custody"]);
});
