import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { PROJECT_ROOT } from "@netra/config";
import { listBuildContext } from "./build-context.ts";
import { buildInFolder, type FolderImage, run } from "./build-in-folder.ts";
import { readDockerfile } from "./dockerfile.ts";
import { type Process, runInstallation } from "./run-installation.ts";
import { createSteps, StepFailed, type Steps } from "./steps.ts";

const NO_ENGINE =
  "No container engine was used: this machine's programs stood for the base images, and there were no namespaces, networks, memory limits or read-only mounts.";

/**
 * Carries out the Dockerfile's instructions in a plain folder and then runs the compose file's services from it as ordinary processes: real Postgres, real
 * Redis, each role a process of the image's user, secrets by file, health checks as written, SIGTERM at the end. Takes minutes and the network, for npm ci.
 */
async function main(): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    throw new StepFailed("It must become the image's user: run it as root on Linux (sudo npm run image:steps).");
  const work = mkdtempSync(join(tmpdir(), "netra-image-"));
  // The image's user passes through.
  chmodSync(work, 0o711);
  for (const folder of ["volumes", "logs"]) mkdirSync(join(work, folder), { mode: 0o711 });
  const running: Process[] = [];
  const endAll = (): void => {
    for (const one of running) one.kill("SIGKILL");
  };
  process.once("SIGINT", () => {
    endAll();
    rmSync(work, { recursive: true, force: true });
    process.exit(130);
  });
  const steps = createSteps((line) => console.log(line));
  try {
    const image = await build(steps, work);
    await runInstallation({ steps, work, image, running });
    console.log(`\n${steps.done} steps, none failed. ${NO_ENGINE}`);
  } finally {
    endAll();
    await Promise.all(running.map((one) => one.ended));
    rmSync(work, { recursive: true, force: true });
  }
}

async function build(steps: Steps, work: string): Promise<FolderImage> {
  const env = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), HOME: process.env.HOME ?? "/root" };
  const context = { root: PROJECT_ROOT, files: listBuildContext(PROJECT_ROOT) };
  const image = await buildInFolder(readDockerfile(join(PROJECT_ROOT, "Dockerfile")), { steps, work, context, env });
  await steps.step(
    "the image's size",
    async () => `${(await run(["du", "-sm", image.root], { cwd: work, env })).split("\t")[0]} MB without the base image`,
  );
  return image;
}

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof StepFailed ? error.message : error}`);
  console.error(`\nNot all steps were carried out. ${NO_ENGINE}`);
  process.exitCode = 1;
}
