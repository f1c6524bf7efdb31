import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { expect, test } from "vitest";
import { VARIABLES } from "../../config/src/env.ts";
import { listBuildContext, readIgnore } from "./build-context.ts";
import { lastOf, namesAbsolutePath, readDockerfile, type Stage } from "./dockerfile.ts";

const stages = readDockerfile(join(PROJECT_ROOT, "Dockerfile"));
const steps = stages.flatMap((stage) => stage.steps);
const image = stages.at(-1) as Stage;
const context = listBuildContext(PROJECT_ROOT);

test("every stage begins with an image of a fixed line of versions, or with another stage", () => {
  const names = stages.map(({ name }) => name);
  for (const { from } of stages) if (!names.includes(from)) expect(from).toMatch(/^[\w./-]+:(?!latest)[\w.-]*\d[\w.-]*(@sha256:[0-9a-f]{64})?$/);
});

test("the image runs as a numbered user without rights", () => {
  expect(lastOf(image, "USER")?.text).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  const after = image.steps.slice(image.steps.findIndex(({ keyword }) => keyword === "USER") + 1);
  expect(after.map(({ keyword }) => keyword)).not.toEqual(expect.arrayContaining(["RUN"]));
});

test("the image starts Netra itself, without a shell between, and stops by SIGTERM", () => {
  for (const keyword of ["ENTRYPOINT", "CMD", "HEALTHCHECK"]) expect(lastOf(image, keyword)?.isList, keyword).toBe(true);
  expect(lastOf(image, "ENTRYPOINT")?.words).toEqual(["node", "bin/netra.mjs"]);
  expect(lastOf(image, "CMD")?.words).toEqual(["start", "all"]);
  expect(lastOf(image, "STOPSIGNAL")?.text).toBe("SIGTERM");
});

test("the health check asks the port that the image sets", () => {
  expect(lastOf(image, "HEALTHCHECK")?.words).toEqual(["node", "bin/probe.mjs"]);
  expect(valuesOf("ENV").NETRA_METRICS_PORT).toMatch(/^\d+$/);
});

test("every setting in the image exists", () => {
  for (const name of Object.keys(valuesOf("ENV")).filter((name) => name.startsWith("NETRA_"))) expect(Object.keys(VARIABLES)).toContain(name);
});

test("nothing comes from the network but packages, and nothing is secret", () => {
  expect(steps.filter(({ keyword }) => keyword === "ADD")).toEqual([]);
  for (const { keyword, text, line } of steps) if (keyword === "RUN") expect(text, `line ${line}`).not.toMatch(/curl|wget|https?:|\|\s*(ba)?sh/);
  for (const name of [...Object.keys(valuesOf("ENV")), ...Object.keys(valuesOf("ARG"))]) {
    expect(name).not.toMatch(/PASSWORD|SECRET|TOKEN|_URL$/);
    expect(VARIABLES[name as keyof typeof VARIABLES] ?? {}).not.toHaveProperty("secret");
  }
});

test("what is copied exists: files of the checkout, folders of an earlier stage", () => {
  for (const { keyword, flags, words, line } of steps) {
    if (keyword !== "COPY") continue;
    if (flags.from !== undefined)
      expect(
        stages.map(({ name }) => name),
        `line ${line}`,
      ).toContain(flags.from);
    else for (const source of words.slice(0, -1)) expect(existsSync(join(PROJECT_ROOT, source)), `line ${line}: ${source}`).toBe(true);
  }
});

test("the steps can be carried out in a plain folder", () => {
  for (const { keyword, text, line } of steps) if (keyword === "RUN") expect(namesAbsolutePath(text), `line ${line}: ${text}`).toBe(false);
  expect(["rm /data", "cp a >/etc/x", 'rm "/x"'].map(namesAbsolutePath)).toEqual([true, true, true]);
});

test("the image's version is the project's", () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
  expect(valuesOf("LABEL")["org.opencontainers.image.version"]).toBe(version);
});

test("the builder is given what the image is made of, and nothing else", () => {
  expect(context).toEqual(
    expect.arrayContaining(["package-lock.json", ".npmrc", "bin/netra.mjs", "services/console/index.html", "migrations/schema.sql"]),
  );
  const manifests = context.filter((path) => path.endsWith("package.json"));
  expect(manifests).toEqual(listWorkspaces());
  for (const path of context) expect(path).not.toMatch(/^(secrets|var|test|docs|\.git|\.ci)\/|\.env$|\.test\.tsx?$|node_modules\/|\.(key|pem|log)$/);
});

test("a line that takes back counts for everything below it, and a later line counts more", () => {
  const isLeftOut = readIgnore("# all\n*\n!bin\n!package.json\n**/*.test.ts\n");
  expect(["var/x", "secrets/a", ".env", "bin/netra.mjs", "bin/deep/a.ts", "bin/deep/a.test.ts", "package.json"].map(isLeftOut)).toEqual([
    ...[true, true, true],
    ...[false, false, true],
    false,
  ]);
});

const valuesOf = (keyword: string): Readonly<Record<string, string>> =>
  Object.assign({}, ...image.steps.filter((step) => step.keyword === keyword).map(({ values }) => values)) as Readonly<Record<string, string>>;

/** Every package.json that npm must find for the lock file to fit. */
function listWorkspaces(): string[] {
  const lock = JSON.parse(readFileSync(join(PROJECT_ROOT, "package-lock.json"), "utf8")) as { packages: Record<string, { link?: boolean }> };
  const own = Object.keys(lock.packages).filter((path) => !path.startsWith("node_modules/") && !path.includes("/node_modules/"));
  return own.map((path) => (path === "" ? "package.json" : `${path}/package.json`)).sort();
}
