import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { renderTemplate } from "./template.ts";

const HOME = import.meta.dirname;

/**
 * The page as one HTML file: the template with its style and the script, bundled from main.ts and so from the very code that Node runs. Not minified:
 * whoever has to trust it can read it. The same sources and the same rolldown give the same bytes.
 */
export async function renderPage(): Promise<string> {
  // A fixed working directory: rolldown names the files it took in comments, relative to it.
  const bundle = await rolldown({ input: join(HOME, "main.ts"), cwd: join(HOME, ".."), logLevel: "warn" });
  const { output } = await bundle.generate({ format: "es", minify: false, sourcemap: false });
  await bundle.close();
  const script = output[0].code;
  if (output.length !== 1 || /<\/script|<!--/i.test(script)) throw new Error("the page's script must be one piece that can stand in HTML");
  return renderTemplate({ style: readFileSync(join(HOME, "style.css"), "utf8"), script });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(HOME, "verify.html"), await renderPage());
