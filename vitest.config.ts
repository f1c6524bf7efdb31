import { defineConfig } from "vitest/config";

const beside = (pattern: string): string[] => ["config", "migrations", "packages", "workers", "services"].map((room) => `${room}/**/${pattern}`);

/** How many of the files at once that wait much of their time, for servers to start, stop or be silent, and for a browser; both projects together. */
const WAITING = 3;

/**
 * unit: beside the source, needs nothing. integration: needs the run's Postgres (`*.db.test.ts` beside the source, and test/integration).
 * e2e: a browser and a whole Netra. Each integration and e2e file makes databases of its own with `freshDatabase()`.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: [
            ...beside("*.test.{ts,tsx}"),
            "test/support/*.test.ts",
            "test/chaos/src/*.test.ts",
            "test/deploy/*.test.ts",
            "test/eval/*.test.ts",
            "test/hostile/*.test.ts",
            "test/report/*.test.ts",
            "test/bench/src/*.test.ts",
          ],
          exclude: ["**/node_modules/**", "**/dist/**", "**/*.db.test.ts"],
          // A module that keeps something between two files would be a fault of its own; to read all of them anew for each file takes longer than the tests.
          isolate: false,
          // Nothing here waits; the limit is for a machine that does ten things at once.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: { name: "architecture", include: ["test/architecture.test.ts"], testTimeout: 30_000 },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts", ...beside("*.db.test.ts")],
          exclude: ["**/node_modules/**"],
          globalSetup: "test/support/postgres.ts",
          isolate: false,
          maxWorkers: WAITING,
          testTimeout: 120_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/support/postgres.ts",
          maxWorkers: WAITING,
          testTimeout: 240_000,
          hookTimeout: 240_000,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
