import { expect, test } from "vitest";
import { judged } from "../../../../test/support/judged.ts";
import { SETTINGS_CHECKS, type SettingsFacts } from "./check-settings.ts";

const facts: SettingsFacts = {
  problems: [],
  set: ["NETRA_PORT"],
  known: 20,
  http: { host: "127.0.0.1", publicUrl: "http://127.0.0.1:8080", trustedProxies: 0 },
  metricsPort: 9464,
};
const http = (host: string, publicUrl: string, trustedProxies = 0) => ({ http: { host, publicUrl, trustedProxies } });
const OFFICE = "https://netra.example.go.id";
const ON_LAN = "http://192.168.1.10:8080";

test.each<[string, Partial<SettingsFacts>, string | RegExp | null]>([
  ["settings", {}, "ok valid; set: NETRA_PORT; the other 19 have their defaults"],
  ["settings", { set: [] }, "ok none of the 20 settings is set here: each has its default"],
  ["public-url", {}, /^ok .* on this machine alone$/],
  ["public-url", http("127.0.0.1", "http://[::1]:8080"), /^ok .* on this machine alone$/],
  ["public-url", http("127.0.0.1", OFFICE), `ok people reach it at ${OFFICE}`],
  ["public-url", http("0.0.0.0", ON_LAN), /^fail .* passwords and posts cross the network readable → Put a TLS proxy in front/],
  ["public-url", { http: null }, null],
  ["host", {}, null],
  ["host", http("0.0.0.0", OFFICE), /^ok it listens on 0\.0\.0\.0; only the TLS proxy should reach that/],
  [
    "host",
    http("0.0.0.0", "http://127.0.0.1:8080"),
    /^warn it listens on 0\.0\.0\.0 for other machines, without TLS.* → Set NETRA_HOST=127\.0\.0\.1, or/,
  ],
  ["host", http("0.0.0.0", ON_LAN), null],
  ["proxy", {}, null],
  ["proxy", http("127.0.0.1", OFFICE, 2), "ok X-Forwarded-For is believed from 2 proxies"],
  ["proxy", http("127.0.0.1", OFFICE), /^note .* shares one rate limit → Set NETRA_TRUSTED_PROXY/],
  ["metrics", {}, "ok metrics on 127.0.0.1:9464"],
  ["metrics", { metricsPort: null }, /^note no metrics/],
])("%s of %j: %s", (check, change, said) => {
  const lines = judged(SETTINGS_CHECKS, check, { ...facts, ...change });
  expect(lines).toEqual(said === null ? [] : [typeof said === "string" ? said : expect.stringMatching(said)]);
});

test("every problem of the settings is a failure with its own remedy", () => {
  const problems = [
    'NETRA_PORT: expected a port 1–65535, got "80a"; e.g. NETRA_PORT=8080',
    "NETRA_PROT: no such setting; the settings are NETRA_PORT, NETRA_HOST",
    "DATABASE_URL_FILE: DATABASE_URL is set too; keep one of them",
  ];
  expect(judged(SETTINGS_CHECKS, "settings", { ...facts, problems })).toEqual([
    'fail NETRA_PORT: expected a port 1–65535, got "80a" → Write it like this: NETRA_PORT=8080',
    "fail NETRA_PROT: no such setting → Correct its name or unset it; npx netra --help lists all settings.",
    "fail DATABASE_URL_FILE: DATABASE_URL is set too → Keep one of them.",
  ]);
});
