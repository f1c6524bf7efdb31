import type { Role } from "@netra/service-api/contract";

export interface Page {
  readonly path: string;
  readonly word:
    | "nav.day"
    | "nav.triage"
    | "nav.intake"
    | "nav.cases"
    | "nav.capture"
    | "nav.overview"
    | "nav.reports"
    | "nav.registry"
    | "nav.rules"
    | "nav.status";
  /** Second key after `g`. */
  readonly key: string;
  readonly roles: readonly Role[];
}

/** Who is offered which page. Hiding is a courtesy: the API refuses by itself. */
export const PAGES: readonly Page[] = [
  { path: "/day", word: "nav.day", key: "h", roles: ["analyst", "supervisor"] },
  { path: "/triage", word: "nav.triage", key: "t", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/intake", word: "nav.intake", key: "i", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/cases", word: "nav.cases", key: "c", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/capture", word: "nav.capture", key: "k", roles: ["field", "analyst", "supervisor"] },
  { path: "/overview", word: "nav.overview", key: "d", roles: ["analyst", "supervisor", "engineer", "auditor"] },
  { path: "/reports", word: "nav.reports", key: "l", roles: ["analyst", "supervisor", "auditor"] },
  { path: "/registry", word: "nav.registry", key: "r", roles: ["supervisor", "auditor"] },
  { path: "/rules", word: "nav.rules", key: "u", roles: ["engineer", "supervisor", "auditor"] },
  { path: "/status", word: "nav.status", key: "s", roles: ["analyst", "supervisor", "engineer", "admin", "auditor"] },
];

/** On a phone: at most so many entries beside the button that opens the rest. */
const AT_THUMB = 4;
/** What is done on a phone before anything else. */
const FIRST = ["/day", "/triage", "/capture", "/intake"];

/** Which entries a phone's bar shows, in the order of the rail, and which stand behind "more"; one entry more than the most takes the button's place. */
export function atThumb(pages: readonly Page[]): { readonly shown: readonly Page[]; readonly rest: readonly Page[] } {
  if (pages.length <= AT_THUMB + 1) return { shown: pages, rest: [] };
  const others = pages.filter(({ path }) => !FIRST.includes(path));
  const chosen = [...pages.filter(({ path }) => FIRST.includes(path)), ...others].slice(0, AT_THUMB);
  return { shown: pages.filter((page) => chosen.includes(page)), rest: pages.filter((page) => !chosen.includes(page)) };
}

/** Where a person starts the day. */
export const HOME: Readonly<Record<Role, string>> = {
  field: "/capture",
  analyst: "/day",
  supervisor: "/day",
  engineer: "/rules",
  admin: "/status",
  auditor: "/status",
};
