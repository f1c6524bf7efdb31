import { describe, expect, it } from "vitest";
import { can, PERMISSIONS, type Permission, ROLES, type Role } from "./roles.ts";

const ALL = Object.keys(PERMISSIONS) as Permission[];
const of = (role: Role): Permission[] => ALL.filter((permission) => can(role, permission));

describe("what a role may do", () => {
  it("field staff send captures and see their own, and no flag", () => {
    expect(of("field")).toEqual(["capture.send", "contest.read", "session.own"]);
  });

  it("admins manage people and read no flag, capture or report", () => {
    expect(of("admin")).toEqual(["status.read", "contest.read", "session.own"]);
  });

  it("engineers publish rule packs, see how the system does and nobody's name", () => {
    expect(of("engineer")).toEqual([
      "overview.read",
      "pack.read",
      "pack.draft",
      "pack.sample",
      "pack.publish",
      "status.read",
      "contest.read",
      "session.own",
    ]);
  });

  it("auditors read everything that was done and do nothing", () => {
    const acts: Permission[] = [
      "capture.send",
      "intake.look",
      "reporter.open",
      "loan.manage",
      "capture.import",
      "flag.claim",
      "flag.decide",
      "flag.settle",
      "flag.reopen",
      "case.step",
      "case.reply",
      "case.group",
      "report.make",
      "report.finalize",
      "pack.confirm",
      "pack.publish",
      "pack.approve",
      "link.revoke",
      "registry.write",
      "day.own",
      "recusal.own",
      "recusal.manage",
      "team.address",
    ];
    expect(acts.filter((act) => can("auditor", act))).toEqual([]);
    expect(can("auditor", "flag.read") && can("auditor", "evidence.read") && can("auditor", "report.download")).toBe(true);
  });

  it("what a supervisor settles, reopens, confirms or revokes, no analyst does", () => {
    expect(ALL.filter((permission) => can("supervisor", permission) && !can("analyst", permission))).toEqual([
      "reporter.open",
      "capture.import",
      "flag.settle",
      "flag.reopen",
      "case.step",
      "report.make",
      "report.download",
      "report.finalize",
      "export.approve",
      "overview.trace",
      "pack.read",
      "pack.sample",
      "pack.confirm",
      "pack.approve",
      "link.revoke",
      "registry.read",
      "registry.write",
      "loan.manage",
      "recusal.manage",
      "team.read",
      "team.address",
      "passport.export",
      "passport.name",
    ]);
    expect(ALL.filter((permission) => can("analyst", permission) && !can("supervisor", permission))).toEqual([]);
  });

  it("only people who read flags may open an identity", () => {
    expect(ROLES.filter((role) => can(role, "identity.open"))).toEqual(ROLES.filter((role) => can(role, "flag.read")));
  });
});
