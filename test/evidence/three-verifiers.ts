import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { VERIFY_PAGE, verifyPassport } from "@netra/evidence";
import { launchBrowser } from "../support/browser.ts";
import type { ChangedPassports } from "./change-passports.ts";
import type { Figure } from "./figures.ts";

const PYTHON_VERIFIER = resolve(import.meta.dirname, "../../docs/verify/netra_verify.py");
const MOST_IN_BROWSER = 200;
const IN_ONE_BATCH = 500;

/** How many changes each verifier refused, and whether it accepts the honest passport (one `tried` each). */
export async function tryThreeVerifiers(series: readonly ChangedPassports[]): Promise<{ figures: Figure[]; browser: string }> {
  const figures: Figure[] = [];
  for (const one of series) {
    const ours = async (bytes: Uint8Array): Promise<boolean> => (await verifyPassport(bytes, { verifierKey: one.verifierKey })).ok;
    figures.push(...(await count("TypeScript", one, one.count, (files) => Promise.all(files.map(ours)))));
    figures.push(...(await count("Python", one, one.count, async (files) => askPython(files, one.verifierKey))));
  }
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ offline: true });
    const page = await context.newPage();
    await page.goto(VERIFY_PAGE.href);
    const ask = async (file: Uint8Array, verifierKey: string): Promise<boolean> => {
      const given = JSON.stringify([Buffer.from(file).toString("base64"), verifierKey]);
      return page.evaluate(
        `(async ([file, verifierKey]) => (await netraVerify(Uint8Array.from(atob(file), (char) => char.charCodeAt(0)), { verifierKey })).ok)(${given})`,
      );
    };
    for (const one of series) {
      const answer = async (files: readonly Uint8Array[]): Promise<boolean[]> => {
        const answers: boolean[] = [];
        for (const file of files) answers.push(await ask(file, one.verifierKey));
        return answers;
      };
      figures.push(...(await count("page in Chromium", one, MOST_IN_BROWSER, answer)));
    }
    return { figures, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
  }
}

type Answers = (files: readonly Uint8Array[]) => Promise<boolean[]>;

async function count(verifier: string, series: ChangedPassports, most: number, holds: Answers): Promise<Figure[]> {
  const tried = Math.min(most, series.count);
  let refused = 0;
  for (let from = 0; from < tried; from += IN_ONE_BATCH) {
    // Spread over the whole series where only some are tried.
    const numbers = Array.from({ length: Math.min(IN_ONE_BATCH, tried - from) }, (_, index) => Math.floor(((from + index) * series.count) / tried));
    refused += (await holds(numbers.map((index) => series.changed(index)))).filter((ok) => !ok).length;
  }
  const honest = (await holds([series.honest])).filter((ok) => ok).length;
  return [
    { name: `${verifier} refuses: ${series.name}`, tried, kept: refused },
    { name: `${verifier} accepts the honest one of: ${series.name}`, tried: 1, kept: honest },
  ];
}

/** One process reads all files of a batch. */
function askPython(files: readonly Uint8Array[], verifierKey: string): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), "netra-changed-"));
  try {
    const paths = files.map((bytes, index) => {
      const path = join(folder, `${index}.zip`);
      writeFileSync(path, bytes);
      return path;
    });
    // The exit code is 1 as soon as one file is refused; the lines tell which.
    const script = `import runpy, sys; sys.argv = ["netra_verify.py", "--batch", "--key", ${JSON.stringify(verifierKey)}]
try: runpy.run_path(${JSON.stringify(PYTHON_VERIFIER)}, run_name="__main__")
except SystemExit as end: sys.exit(0 if end.code in (0, 1) else end.code)`;
    const out = execFileSync("python3", ["-B", "-c", script], { input: paths.join("\n"), encoding: "utf8", maxBuffer: 1 << 26 });
    return out
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { ok: boolean }).ok);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
