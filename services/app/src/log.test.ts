import { beforeEach, describe, expect, it } from "vitest";
import { createLog, roleName } from "./log.ts";
import { PROCESS_ROLES } from "./process-roles.ts";

const lines: string[] = [];
beforeEach(() => void lines.splice(0));
const open = (role?: string) => createLog("trace", { to: { write: (line) => void lines.push(line) }, ...(role === undefined ? {} : { role }) });
const last = (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? "null");

describe("a line", () => {
  it("is JSON with level, UTC time, process, role, event and what was counted", () => {
    open("scheduler+ingest").info("job.done", { job: "ingest", attempt: 1 });
    expect(last()).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      pid: process.pid,
      role: "scheduler+ingest",
      job: "ingest",
      attempt: 1,
      event: "job.done",
    });
    expect(lines).toHaveLength(1);
  });

  it("of the HTTP server has the same form, with the request's id", () => {
    open().pino.child({ reqId: "r1" }).warn({ status: 503 }, "request.refused");
    expect(last()).toMatchObject({ level: 40, role: "command", reqId: "r1", status: 503, event: "request.refused" });
  });

  it("cannot be broken into two, whatever a field holds", () => {
    open().warn("queue.error", { code: 'x"}\n{"level":30,"event":"forged' });
    expect(lines.join("").trimEnd().split("\n")).toHaveLength(1);
    expect(last().code).toContain("forged");
  });
});

describe("words that are not ours", () => {
  const canary = "Pilih kenari ungu";
  const told = (say: (log: ReturnType<typeof createLog>["pino"]) => void): Record<string, unknown> => {
    say(open().pino);
    expect(lines.join("")).not.toMatch(/kenari|ungu/);
    return last();
  };

  it.each<[string, (log: ReturnType<typeof createLog>["pino"]) => void]>([
    ["a sentence", (log) => log.info(canary)],
    ["a sentence beside fields", (log) => log.info({ status: 1 }, canary)],
    ["a sentence with values", (log) => log.info("%s at %s", canary, canary)],
    ["an error's message", (log) => log.error(new TypeError(canary))],
    ["an error beside fields", (log) => log.error({ err: new TypeError(canary) })],
    ["an error with a sentence", (log) => log.error({ err: new TypeError(canary) }, canary)],
    ["a request and an answer", (log) => log.info({ req: { url: canary }, res: { headers: canary } }, "request.odd")],
  ])("are not repeated: %s", (_what, say) => {
    told(say);
  });

  it("leave the code of an error and where it came from", () => {
    const { event, err } = told((log) => log.error({ err: Object.assign(new Error(canary), { code: "FST_ERR_ODD" }) }));
    expect([event, err]).toEqual(["library.said", { code: "FST_ERR_ODD", at: expect.arrayContaining([expect.stringContaining("log.test.ts")]) }]);
  });

  it("do not come with fields that hold people's words", () => {
    open().info("post.odd", { text: canary, handle: canary, deep: { name: canary, nip: canary, password: canary }, postId: "p1" });
    expect(lines.join("")).not.toContain("kenari");
    expect(last()).toMatchObject({ postId: "p1", event: "post.odd" });
  });
});

it.each([
  [[], "command"],
  [["api"], "api"],
  [["scheduler", "ingest"], "scheduler+ingest"],
  [PROCESS_ROLES, "all"],
  [[...PROCESS_ROLES].reverse(), "all"],
] as const)("a process of the roles %j is called %s", (roles, name) => {
  expect(roleName(roles)).toBe(name);
});
