import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { bundleWeight } from "./bundle-weight.ts";
import { captureShell } from "./capture-shell.ts";
import { compressedCopies } from "./compressed-copies.ts";
import { wordParts } from "./word-parts.ts";

const BASE =
  /node_modules\/(react|react-dom|scheduler|react-router|@tanstack\/(query-core|react-query))\/|src\/(api|session\/use-session|shell\/connection|words\/(words|fill|format))\.tsx?$/;

/**
 * Builds the console to `dist/`, which the API serves. No source map leaves the build, and nothing is inlined, so that a policy without
 * `unsafe-inline` and `data:` holds. `npx vite` proxies the API, so that both can be worked on side by side.
 */
export default defineConfig({
  plugins: [react(), wordParts(), bundleWeight(), captureShell(), compressedCopies()],
  build: {
    outDir: "dist",
    sourcemap: false,
    assetsInlineLimit: 0,
    target: "es2022",
    modulePreload: { polyfill: false },
    // What every page needs, in one file: many small ones cost a phone more, and compress worse.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", test: BASE }] } } },
  },
  server: { host: "127.0.0.1", proxy: { "/api": process.env.NETRA_API ?? "http://127.0.0.1:8080" } },
});
