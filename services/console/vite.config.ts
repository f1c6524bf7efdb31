import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * Builds the console to `dist/`, which the API serves. No source map leaves the build, and nothing is inlined, so that a policy without
 * `unsafe-inline` and `data:` holds. `npx vite` proxies the API, so that both can be worked on side by side.
 */
export default defineConfig({
  plugins: [react()],
  build: { outDir: "dist", sourcemap: false, assetsInlineLimit: 0, target: "es2022", modulePreload: { polyfill: false } },
  server: { host: "127.0.0.1", proxy: { "/api": process.env["NETRA_API"] ?? "http://127.0.0.1:8080" } },
});
