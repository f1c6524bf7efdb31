import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

const ROOT = resolve(import.meta.dirname, "../..");
const PACKAGE = join(ROOT, "node_modules/@sparticuz/chromium");
/** The browser brings Open Sans alone; without this one emoji are boxes. A directory that is not there does no harm. */
const EMOJI = join(ROOT, "node_modules/@expo-google-fonts/noto-emoji/400Regular");

/** Nothing but the pages under test is fetched: a closed network must not slow a start, an open one must not change a result. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
];

/**
 * Opens a headless Chromium; the caller closes it.
 *
 * The one that npm installed, unpacked once a version into node_modules/.cache (Linux x64), or the program that NETRA_CHROMIUM names.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const own = process.env.NETRA_CHROMIUM;
  const { executablePath, env } = own ? { executablePath: own, env: {} } : unpackedChromium();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env }, ...options });
}

function unpackedChromium(): { executablePath: string; env: Record<string, string> } {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("The browser that npm installs is for Linux on x64. Set NETRA_CHROMIUM to the path of a Chromium or Chrome of this machine.");
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const cache = join(ROOT, "node_modules/.cache", `chromium-${version}`);
  if (!existsSync(cache)) unpack(cache);
  const executablePath = join(cache, "chromium");
  return {
    executablePath,
    env: {
      FONTCONFIG_FILE: fontList(cache),
      // The package's own NSS and expat stand in where the machine has none; elsewhere the machine's are newer.
      ...(starts(executablePath) ? {} : { LD_LIBRARY_PATH: join(cache, "al2023/lib") }),
    },
  };
}

/** Unpacks into a draft and renames it, so that a kill, or a second test run, never leaves or meets half a browser. */
function unpack(cache: string): void {
  mkdirSync(join(cache, ".."), { recursive: true });
  const draft = mkdtempSync(`${cache}-`);
  // The package always unpacks into the temporary directory, which only a process of its own can have to itself.
  const code = `import { inflate } from "@sparticuz/chromium";
    await Promise.all(["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"].map((file) => inflate(${JSON.stringify(join(PACKAGE, "bin"))} + "/" + file)));`;
  execFileSync(process.execPath, ["--input-type=module", "-e", code], { cwd: ROOT, env: { ...process.env, TMPDIR: draft } });
  try {
    renameSync(draft, cache);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cache)) throw error;
  }
}

/** The machine's own fonts, if any, then ours. */
function fontList(cache: string): string {
  const path = join(cache, "netra-fonts.conf");
  const dirs = [join(cache, "fonts"), EMOJI].map((dir) => `  <dir>${dir}</dir>\n`).join("");
  writeFileSync(
    path,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n${dirs}  <cachedir>${join(cache, "fontconfig")}</cachedir>\n</fontconfig>\n`,
  );
  return path;
}

function starts(executablePath: string): boolean {
  try {
    execFileSync(executablePath, ["--version"], { stdio: "ignore", timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}
