import type { Role } from "@netra/domain";

/** Somebody who signs in; links and passwords are made where the demo starts. */
export interface DemoUser {
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly regions: readonly string[];
}

/** Who signs in to the demo: every role once; two analysts, since a second reading needs another person, and two supervisors, since readers may differ. */
export const DEMO_USERS: readonly DemoUser[] = [
  { username: "rani", name: "Rani", role: "field", regions: ["19.06"] },
  { username: "wulan", name: "Wulan", role: "analyst", regions: ["19.06"] },
  { username: "toni", name: "Toni", role: "analyst", regions: ["19.06"] },
  { username: "dewi", name: "Dewi", role: "supervisor", regions: ["19.06"] },
  { username: "hasan", name: "Hasan", role: "supervisor", regions: ["19"] },
  { username: "yoga", name: "Yoga", role: "engineer", regions: ["ID"] },
  { username: "mira", name: "Mira", role: "admin", regions: ["ID"] },
  { username: "laras", name: "Laras", role: "auditor", regions: ["19"] },
];
