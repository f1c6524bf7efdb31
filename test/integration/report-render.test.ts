import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environment, PROJECT_ROOT } from "@netra/config";
import { runOnce } from "@netra/store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAsOf } from "../../services/app/src/commands/render-report.ts";
import { type FreshDatabase, freshDatabase } from "../support/postgres.ts";

/** Each command is a process of its own: a second on a free machine, several on a busy one. */
const SLOW_MS = 120_000;
const WEEK = "2026-W40";
const CLOSED = "2026-10-05T06:00:00+07:00";

let database: FreshDatabase;
let data: string;
let out: string;
let key: string;
beforeAll(async () => {
  database = await freshDatabase();
  data = mkdtempSync(join(tmpdir(), "netra-report-"));
  out = join(data, "laporan");
  key = (await netra("checkpoint", "--print-key")).out.trim();
}, SLOW_MS);
afterAll(async () => {
  await database?.drop();
  rmSync(data, { recursive: true, force: true });
});

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line as an operator runs it, in any zone. It ends by itself. */
async function netra(...args: readonly string[]): Promise<Said> {
  const env = { PATH: environment().PATH ?? "", HOME: environment().HOME ?? "", NETRA_DATA_DIR: data, DATABASE_URL: database.url, TZ: zone };
  const child = spawn(process.execPath, [join(PROJECT_ROOT, "services/app/src/main.ts"), ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const [said, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out: Buffer.concat(said).toString(), err: Buffer.concat(err).toString() };
}
let zone = "Asia/Jakarta";
const render = (...more: readonly string[]) => netra("report", "render", "--week", WEEK, "--as-of", CLOSED, "--out", out, ...more);

/** A copy of what was rendered, to be changed. */
function copyOf(name: string): string {
  const copy = join(data, name);
  mkdirSync(copy);
  for (const file of readdirSync(out)) copyFileSync(join(out, file), join(copy, file));
  return copy;
}

test("without an account the region does not follow: the error lists those there are", { timeout: SLOW_MS }, async () => {
  const { code, err } = await render();
  expect(code).toBe(1);
  expect(err).toMatch(/^netra: Which region the report is of does not follow from the accounts: name it with --region\. There are:\n {2}19 /m);
  expect(err).toMatch(/\n {2}19\.71 +Kota Pangkalpinang/);
  expect(existsSync(out)).toBe(false);
});

describe("a week rendered from the command line", () => {
  beforeAll(async () => {
    const register = join(data, "register.csv");
    const person = (nip: string, region: string) =>
      `${nip},Contoh Sari,pns,Dinas Contoh,${region},2015-05-01,facebook,contoh.${region.replace(".", "")},declared,surat\n`;
    writeFileSync(
      register,
      `nip,name,employment_kind,agency,agency_region,from,platform,handle,link,link_source\n${person("198609262015051000", "19.06")}${person("199001012015051001", "19.71")}`,
    );
    expect((await netra("accounts", "import", register, "--save")).out).toMatch(/Saved: 2 new/);
  }, SLOW_MS);

  test("writes every form of both editions, of the smallest region that holds every account, and prints name, bytes and hash of each", {
    timeout: SLOW_MS,
  }, async () => {
    const { code, out: said, err } = await render("--columns", "contoh-rekap-provinsi");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const names = readdirSync(out).toSorted();
    expect(names).toHaveLength(24);
    for (const name of names) expect(said).toMatch(new RegExp(`^${name.replaceAll(".", "\\.")} +[\\d,]+ {2}[0-9a-f]{64}$`, "m"));
    expect(names).toContain("netra-2026-W40-19.internal.contoh-rekap-provinsi.xlsx");
    expect(said).toMatch(
      /^Region 19, .+: the smallest that holds every account\. The console shows the regions of whoever signed in; --region names another\.$/m,
    );
    expect(said).toContain(`24 files in ${out}, 24 of them new. Check them with \`netra verify ${out}\`.`);
    expect(await runOnce(database.url, "select actor_kind, object_id, region, detail from netra.audit_event where act = 'report.rendered'")).toEqual([
      { actor_kind: "system", object_id: "2026-W40 19", region: "19", detail: { week: WEEK, asOf: "2026-10-04T23:00:00.000Z" } },
    ]);
  });

  test("again, in another zone and later, gives the same bytes", { timeout: SLOW_MS }, async () => {
    zone = "America/St_Johns";
    const again = await render("--columns", "contoh-rekap-provinsi");
    zone = "Asia/Jakarta";
    expect(again).toMatchObject({ code: 0, err: "" });
    expect(again.out).toContain("which were there already, with the same bytes");
    const second = join(data, "kedua");
    expect((await render("--columns", "contoh-rekap-provinsi", "--out", second)).code).toBe(0);
    for (const name of readdirSync(out)) expect(readFileSync(join(second, name)).equals(readFileSync(join(out, name))), name).toBe(true);
  });

  test("holds: every file is what the signed manifests name", { timeout: SLOW_MS }, async () => {
    const plain = await netra("verify", out);
    expect(plain).toMatchObject({ code: 0, err: "" });
    expect(plain.out).toContain(`signed by ${key}; compare that key`);
    const checked = await netra("verify", out, "--key", key);
    expect(checked.out.match(/^ok {2}file/gm)).toHaveLength(21);
    expect(checked.out).toContain(`signed by ${key}, the key that you gave`);
    expect(checked.out).toMatch(/Every file is the one that its manifest names\.\n$/);
    const one = await netra("verify", join(out, "netra-2026-W40-19.shareable.manifest.json"), "--key", key);
    expect(one).toMatchObject({ code: 0, err: "" });
    expect(one.out).not.toContain("internal");
  });

  test("does not hold when a file was changed, is missing, was added, or when the manifest is not the office's", { timeout: SLOW_MS }, async () => {
    const bad = copyOf("diubah");
    const pdf = "netra-2026-W40-19.internal.id.pdf";
    const bytes = readFileSync(join(bad, pdf));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(join(bad, pdf), bytes);
    rmSync(join(bad, "netra-2026-W40-19.internal.csv"));
    writeFileSync(join(bad, "tambahan.txt"), "x");
    const refused = await netra("verify", bad, "--key", key);
    expect(refused.code).toBe(1);
    expect(refused.out.match(/^NO .*$/gm)).toEqual([
      "NO  missing    netra-2026-W40-19.internal.csv",
      `NO  changed    ${pdf}`,
      "NO  extra      tambahan.txt is named by no manifest",
    ]);
    expect(refused.out).toMatch(/REFUSED: do not rely on these files\. Ask the office that made them for another copy\.\n$/);

    const forged = copyOf("palsu");
    const name = "netra-2026-W40-19.internal.manifest.json";
    writeFileSync(join(forged, name), readFileSync(join(forged, name), "utf8").replace('"regionName": "', '"regionName": "Bukan '));
    expect((await netra("verify", forged, "--key", key)).out).toContain(
      "NO  signature  netra-2026-W40-19.internal.manifest.note was signed for another manifest",
    );
    writeFileSync(join(forged, name), readFileSync(join(forged, name), "utf8").replace(/"key": "[^"]+"/, '"key": null'));
    rmSync(join(forged, "netra-2026-W40-19.internal.manifest.note"));
    expect((await netra("verify", join(forged, name), "--key", key)).out).toContain(
      "NO  signature  netra-2026-W40-19.internal.manifest.note is missing",
    );
    expect(await netra("verify", join(forged, name))).toMatchObject({
      code: 0,
      out: expect.stringContaining("--  signature  the manifest is not signed"),
    });
    writeFileSync(join(forged, name), readFileSync(join(forged, name), "utf8").replace('"name": "netra-report-1', '"name": "../netra-report-1'));
    expect(await netra("verify", forged)).toMatchObject({ code: 1, out: expect.stringContaining("is no manifest of a report's files") });

    const linked = copyOf("tautan");
    rmSync(join(linked, pdf));
    symlinkSync(join(out, pdf), join(linked, pdf));
    expect((await netra("verify", linked)).out).toContain(`NO  missing    ${pdf}`);
    mkdirSync(join(data, "kosong"));
    expect(await netra("verify", join(data, "kosong"))).toMatchObject({
      code: 1,
      out: expect.stringContaining("holds no file that ends in .manifest.json"),
    });
  });

  test("of one region and one language writes that alone; a week that is not closed has no edition to be shared", { timeout: SLOW_MS }, async () => {
    const open = join(data, "buka");
    const { code, out: said } = await netra(
      "report",
      "render",
      "--week",
      WEEK,
      "--as-of",
      "2026-10-01T12:00:00+07:00",
      "--out",
      open,
      "--region",
      "19.71",
      "--lang",
      "en",
    );
    expect(code).toBe(0);
    expect(readdirSync(open).toSorted()).toEqual([
      ...[
        "internal.csv",
        "internal.en.html",
        "internal.en.pdf",
        "internal.en.xlsx",
        "internal.json",
        "internal.manifest.json",
        "internal.manifest.note",
        "internal.tables.zip",
      ].map((end) => `netra-2026-W40-19.71.${end}`),
      "netra-report-1.schema.json",
    ]);
    expect(said).toContain("Week 2026-W40 was not closed by then: there is no edition to be shared yet.");
  });

  test("writes over nothing: a directory with other files, or with the same ones of another time, is refused", { timeout: SLOW_MS }, async () => {
    const full = join(data, "penuh");
    mkdirSync(full);
    writeFileSync(join(full, "catatan.txt"), "x");
    expect(await render("--out", full)).toMatchObject({
      code: 1,
      err: `netra: ${full} holds another file, catatan.txt: name an empty or a new directory with --out.\n`,
    });
    expect(readdirSync(full)).toEqual(["catatan.txt"]);
    const other = await netra(
      "report",
      "render",
      "--week",
      WEEK,
      "--as-of",
      "2026-10-06T06:00:00+07:00",
      "--out",
      out,
      "--columns",
      "contoh-rekap-provinsi",
    );
    expect(other).toMatchObject({ code: 1, err: expect.stringMatching(/with other bytes: it was changed, or made of another time/) });
    expect(await netra("verify", join(full, "tidak-ada"))).toMatchObject({
      code: 1,
      err: `netra: ${join(full, "tidak-ada")} cannot be read (ENOENT): name the file of a passport, the directory of a report, or its ….manifest.json.\n`,
    });
    expect(await render("--out", join(full, "catatan.txt", "sini"))).toMatchObject({
      code: 1,
      err: `netra: ${join(full, "catatan.txt", "sini")} cannot be made in ${join(full, "catatan.txt")} (ENOTDIR): name a directory with --out that you may write into.\n`,
    });
  });

  test.each([
    [["--region", "77"], /^netra: --region "77" is not known\. There are:\n/],
    [["--lang", "jv"], /^netra: --lang "jv" is no language of a report: write id, en or both\.\n$/],
    [["--columns", "tidak-ada"], /^netra: .*columns "tidak-ada": there is no such file or id; known: contoh-rekap-provinsi/s],
    [["--week", "2026-W54"], /^netra: --week "2026-W54" is no ISO week that exists/],
  ])("%j is refused with a remedy", { timeout: SLOW_MS }, async (more, message) => {
    const { code, err } = await render("--out", join(data, "tidak"), ...more);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(existsSync(join(data, "tidak"))).toBe(false);
  });
});

const NOW = new Date("2026-11-23T00:00:00Z");
test.each([
  ["2026-W54", CLOSED, "week-unknown", "is no ISO week that exists (a year has 52 or 53)"],
  ["2027-W53", CLOSED, "week-unknown", "is no ISO week"],
  ["W40", CLOSED, "week-unknown", "is no ISO week"],
  ["2027-W01", CLOSED, "week-in-future", "has not begun"],
  [WEEK, "2026-10-05", "as-of", "is no day and hour with an offset"],
  [WEEK, "2026-10-05T06:00:00", "as-of", "is no day and hour with an offset"],
  [WEEK, "2026-02-30T06:00:00Z", "as-of", "is no day and hour with an offset"],
  [WEEK, "2026-12-05T06:00:00Z", "as-of", "lies in the future"],
  [WEEK, "2026-09-05T06:00:00Z", "as-of", "lies before week 2026-W40 began"],
])("week %s as of %s is refused", (week, asOf, code, message) => {
  expect(() => parseAsOf(asOf, { week, now: NOW })).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});
test("a week 53 that exists is taken", () => {
  expect(parseAsOf("2027-01-04T06:00:00+07:00", { week: "2026-W53", now: new Date("2027-02-01T00:00:00Z") })).toEqual(
    new Date("2027-01-03T23:00:00Z"),
  );
});
