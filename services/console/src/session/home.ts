import type { Role } from "@netra/service-api/contract";

export interface Page {
  readonly path: string;
  readonly word: "nav.day" | "nav.triage" | "nav.intake" | "nav.capture" | "nav.reports" | "nav.registry" | "nav.status";
  /** Second key after `g`. */
  readonly key: string;
  readonly roles: readonly Role[];
}

/** Who is offered which page. Hiding is a courtesy: the API refuses by itself. */
export const PAGES: readonly Page[] = [
  { path: "/day", word: "nav.day", key: "h", roles: ["analyst", "supervisor"] },
  { path: "/triage", word: "nav.triage", key: "t", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/intake", word: "nav.intake", key: "i", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/capture", word: "nav.capture", key: "k", roles: ["field", "analyst", "supervisor"] },
  { path: "/reports", word: "nav.reports", key: "l", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/registry", word: "nav.registry", key: "r", roles: ["supervisor", "auditor"] },
  { path: "/status", word: "nav.status", key: "s", roles: ["analyst", "supervisor", "engineer", "admin", "auditor"] },
];

/** Where a person starts the day. */
export const HOME: Readonly<Record<Role, string>> = {
  field: "/capture",
  analyst: "/day",
  supervisor: "/day",
  engineer: "/status",
  admin: "/status",
  auditor: "/status",
};
