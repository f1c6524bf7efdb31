import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { launchBrowser } from "../support/browser.ts";

export type Device = "desk" | "narrow" | "phone";
export interface WindowOptions {
  readonly device?: Device;
  readonly locale?: "id" | "en";
}

/** The desk of an analyst, the same on a phone, and the smallest phone that field staff carry. */
const DEVICES = {
  desk: { viewport: { width: 1440, height: 900 } },
  narrow: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
} as const;

/** Long: a machine that does ten things at once is not a fault of the page. */
const PATIENCE_MS = 60_000;
/** Reported by the page itself: a browser tells a listener more than its console does. */
const REPORT = "netraReportTrouble";
const WATCH = `addEventListener("securitypolicyviolation", (event) => ${REPORT}("refused by policy: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample));`;

export interface Windows {
  /** Opens a window of its own, signed in by this session's token; with null, signed out. Nothing is loaded yet. */
  open(token: string | null, options?: WindowOptions): Promise<Page>;
  /** What went wrong in any window since the last `settle`. */
  readonly troubles: readonly string[];
  settle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * One browser for a test file. Every window is watched: an uncaught error, an error in the console, a refused content policy, a dialog, an answer of
 * 500 or more, or a request to any other address is a trouble, and `settle` throws. Refusals of the API (4xx) and a lost line are not.
 */
export async function openWindows(url: string): Promise<Windows> {
  const browser = await launchBrowser();
  const contexts: BrowserContext[] = [];
  const troubles: string[] = [];

  const watch = async (context: BrowserContext): Promise<void> => {
    await context.exposeBinding(REPORT, (_source, trouble: string) => void troubles.push(trouble));
    await context.addInitScript(WATCH);
    context.on("weberror", (error) => troubles.push(`uncaught: ${error.error().message}`));
    context.on("console", (message) => {
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) troubles.push(`console: ${message.text()}`);
    });
    context.on("dialog", (dialog) => {
      troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on("response", (response) => {
      if (response.status() >= 500) troubles.push(`answered ${response.status()}: ${new URL(response.url()).pathname}`);
    });
    context.on("request", (request) => {
      if (!/^(blob|data|file|about):/.test(request.url()) && !request.url().startsWith(`${url}/`)) troubles.push(`foreign address: ${request.url()}`);
    });
  };

  return {
    troubles,
    async open(token, { device = "desk", locale = "id" } = {}) {
      const stored = { cookies: [], origins: [{ origin: url, localStorage: [{ name: "netra.locale", value: locale }] }] };
      const context = await browser.newContext({
        ...DEVICES[device],
        baseURL: url,
        locale: "id-ID",
        timezoneId: "Asia/Jakarta",
        ...(locale === "id" ? {} : { storageState: stored }),
      });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      await watch(context);
      if (token !== null) await context.addCookies([{ name: "netra", value: token, url, httpOnly: true, sameSite: "Strict" }]);
      return context.newPage();
    },
    async settle() {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      expect(troubles.splice(0)).toEqual([]);
    },
    close: () => browser.close(),
  };
}
