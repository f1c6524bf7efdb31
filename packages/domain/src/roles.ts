/** The six roles. Stored: never rename. */
export const ROLES = ["field", "analyst", "supervisor", "engineer", "admin", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/**
 * What may be done, in one table. The API asks `can`, the console hides what it may not offer, and a test walks every route.
 * Engineers and admins never see names, handles or NIP; admins do not decide; field staff see only their own captures.
 */
export const PERMISSIONS = {
  "capture.send": ["field", "analyst", "supervisor"],
  "intake.read": ["analyst", "supervisor", "auditor"],
  "intake.look": ["analyst", "supervisor"],
  "reporter.open": ["supervisor"],
  "capture.import": ["supervisor"],
  "flag.list": ["analyst", "supervisor", "auditor"],
  "flag.read": ["analyst", "supervisor", "auditor"],
  "flag.claim": ["analyst", "supervisor"],
  "flag.decide": ["analyst", "supervisor"],
  "flag.settle": ["supervisor"],
  "flag.reopen": ["supervisor"],
  "identity.open": ["analyst", "supervisor", "auditor"],
  "evidence.read": ["analyst", "supervisor", "auditor"],
  "case.read": ["analyst", "supervisor", "auditor"],
  "case.reply": ["analyst", "supervisor"],
  "case.group": ["analyst", "supervisor"],
  "case.step": ["supervisor"],
  "day.own": ["analyst", "supervisor"],
  "report.list": ["analyst", "supervisor", "auditor"],
  "report.make": ["supervisor"],
  "report.download": ["supervisor", "auditor"],
  "report.finalize": ["supervisor"],
  "export.ask": ["analyst", "supervisor", "auditor"],
  "export.approve": ["supervisor", "auditor"],
  "overview.read": ["analyst", "supervisor", "engineer", "auditor"],
  "overview.trace": ["supervisor", "auditor"],
  "term.judge": ["analyst", "supervisor"],
  "term.propose": ["analyst", "supervisor"],
  "pack.read": ["engineer", "supervisor", "auditor"],
  "pack.draft": ["engineer"],
  "pack.sample": ["engineer", "supervisor"],
  "pack.confirm": ["supervisor"],
  "pack.publish": ["engineer"],
  "pack.approve": ["supervisor"],
  "link.revoke": ["supervisor"],
  "registry.read": ["supervisor", "auditor"],
  "registry.write": ["supervisor"],
  "loan.manage": ["supervisor"],
  "recusal.own": ["analyst", "supervisor"],
  "recusal.manage": ["supervisor"],
  "team.read": ["supervisor", "auditor"],
  "team.address": ["supervisor"],
  "passport.export": ["supervisor", "auditor"],
  "passport.name": ["supervisor"],
  "status.read": ["analyst", "supervisor", "engineer", "admin", "auditor"],
  "contest.read": ["field", "analyst", "supervisor", "engineer", "admin", "auditor"],
  "session.own": ["field", "analyst", "supervisor", "engineer", "admin", "auditor"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const can = (role: Role, permission: Permission): boolean => (PERMISSIONS[permission] as readonly Role[]).includes(role);
