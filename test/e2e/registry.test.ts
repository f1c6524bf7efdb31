import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Instance, REGISTER, startInstance } from "./instance.ts";
import { button, say, saying, text } from "./screens.ts";

let netra: Instance;
const HANDLE = "contoh.sari.nilam";
const NAME = REGISTER.find(({ handle }) => handle === HANDLE)?.name ?? "";
beforeAll(async () => {
  netra = await startInstance();
});
afterEach(() => netra.settle());
afterAll(() => netra.stop());

test("a supervisor finds an account, opens whose it is, sees what revoking would do, and revokes it", async () => {
  const flag = await netra.raise({ text: "Ayo kawan, kita coblos nomor 2, Pak Bahar & Bu Ratih. Ajak keluarga ya 🙏 #BaharRatih", handle: HANDLE });
  const page = await netra.open("dewi");
  await page.goto("/registry");
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  expect(await page.locator("main").innerText()).not.toMatch(new RegExp(`${HANDLE}|${NAME}`));
  await page.getByLabel(say("reg.search_label")).fill(HANDLE);
  await button(page, "reg.search").click();
  await button(page, "reg.search_clear").waitFor();
  expect(new URL(page.url()).search, "nothing of the search stands in the address").toBe("");
  await page.getByRole("link", { name: "Facebook co…" }).click();
  await button(page, "reg.open").click();
  await button(page, "unmask.account_link").click();
  await text(page, NAME).waitFor();
  await button(page, "reg.revoke_look").click();
  await text(page, say("reg.cascade_flags", { n: 1 })).waitFor();
  expect(await button(page, "reg.revoke_yes").isDisabled(), "no reason yet").toBe(true);
  await page.getByLabel(say("reg.revoke_reason"), { exact: true }).fill("Surat klarifikasi 12");
  await button(page, "reg.revoke_yes").click();
  await text(page, say("reg.revoked")).waitFor();
  expect(await netra.see("select state from flag where id = $1", [flag.id])).toEqual([{ state: "withdrawn" }]);
  expect(await netra.see("select reason from audit_event where act = 'link.revoked'")).toEqual([{ reason: "Surat klarifikasi 12" }]);
});

test("a file is looked at, mended, and saved whole", async () => {
  const page = await netra.open("dewi");
  const look = async (kind: string): Promise<void> => {
    const buffer = Buffer.from(
      `nip,name,employment_kind,agency,agency_region,unit,position,role_class,from,to\n198001012005011777,Tokoh Misal,${kind},Dinas Contoh,19.06,,Analis,,2015-03-01,`,
    );
    await page.locator("input[type=file]").setInputFiles({ name: "pegawai.csv", mimeType: "text/csv", buffer });
    await button(page, "reg.import_look").click();
  };
  await page.goto("/registry/import");
  await look("pegawai");
  await text(page, say("reg.import_wrong")).waitFor();
  expect(await button(page, "reg.import_save", { n: 1 }).count()).toBe(0);
  await look("pns");
  await text(page, saying("reg.import_sum", { baru: "1", berubah: "0", tetap: "0" })).waitFor();
  await button(page, "reg.import_save", { n: 1 }).click();
  await text(page, say("reg.import_saved")).waitFor();
  expect(await netra.see("select from civil_servant where name = 'Tokoh Misal'")).toHaveLength(1);
});
