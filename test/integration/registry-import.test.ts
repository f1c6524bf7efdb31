import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemActor } from "@netra/store";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runImport } from "../../services/app/src/commands/import-accounts.ts";
import type { RegisterKind } from "../../services/app/src/commands/register-kinds.ts";
import type { Context } from "../../services/app/src/context.ts";
import { HERE, openWorld, PROVINCE, person, silent, type World } from "../support/world.ts";

const PEOPLE = "nip,name,employment_kind,agency,agency_region,unit,position,role_class,from,to,leave_from,leave_to,leave_document";
const ACCOUNTS = "nip,name,employment_kind,agency,agency_region,from,to,platform,handle,link,link_source";

let world: World;
let home: string;
beforeAll(async () => {
  world = await openWorld();
  home = mkdtempSync(join(tmpdir(), "netra-registry-"));
});
afterAll(async () => {
  await world.close();
  rmSync(home, { recursive: true });
});
let number = 100;
let who: { nip: string; name: string };
beforeEach(() => {
  number += 1;
  who = { nip: `198507122010011${number}`, name: `Tokoh Misal ${number}` };
});

const run = async (kind: RegisterKind, text: string, given: { apply?: boolean; regions?: string[] } = {}) => {
  const file = join(home, "rows.csv");
  writeFileSync(file, text);
  const by = await person(world, "supervisor", given.regions ?? [HERE]);
  const context = { store: world.store, log: { ...silent, debug: () => undefined } } as unknown as Context;
  const { ok, lines } = await runImport(context, { file, kind, dryRun: !given.apply, again: "--apply", diff: true, by });
  return { ok, lines: lines.map((line) => line.replace(`${file}: `, "")), by };
};
const people = (...rows: string[]) => [PEOPLE, ...rows].join("\n");
const accounts = (...rows: string[]) => [ACCOUNTS, ...rows].join("\n");
const row = (given: { unit?: string; position?: string; agency?: string; region?: string; from?: string; to?: string; leave?: string } = {}) =>
  [
    who.nip,
    who.name,
    "pns",
    given.agency ?? "Dinas Contoh",
    given.region ?? HERE,
    given.unit ?? "",
    given.position ?? "Analis",
    "",
    given.from ?? "2015-03-01",
    given.to ?? "",
    given.leave ?? ",,",
  ].join(",");
const account = (handle: string, given: { from?: string; to?: string; agency?: string; region?: string; link?: string } = {}) =>
  [
    who.nip,
    who.name,
    "pns",
    given.agency ?? "Dinas Contoh",
    given.region ?? HERE,
    given.from ?? "2015-03-01",
    given.to ?? "",
    "facebook",
    handle,
    given.link ?? "declared",
    "surat 1",
  ].join(",");
const employments = () =>
  world.see<{ from: string; to: string | null; agency: string }>(
    `select e.from_date::text as from, e.to_date::text as to, a.name as agency from employment e join agency a on a.id = e.agency_id
      join civil_servant c on c.id = e.civil_servant_id where c.name = $1 order by 1`,
    [who.name],
  );

describe("a file of people", () => {
  it("is only looked at, then saved whole with a trace each, then known", async () => {
    const text = people(row());
    const end = who.nip.slice(-4);
    expect((await run("people", text)).lines).toEqual([
      `row 2 (NIP …${end}): new: employment from "2015-03-01"`,
      "Dry run: 1 new, 0 changed, 0 unchanged, no problems. Nothing was saved yet; add --apply to save.",
    ]);
    expect(await employments()).toEqual([]);
    const { lines, by } = await run("people", text, { apply: true });
    expect(lines.at(-1)).toBe("Saved: 1 new, 0 changed, 0 unchanged.");
    expect(await world.see("select act, actor_role as role, region, detail from audit_event where actor_id = $1 order by id", [by.id])).toEqual([
      { act: "register.added", role: "supervisor", region: HERE, detail: { kind: "people", fields: ["employment from"] } },
      { act: "people.imported", role: "supervisor", region: "ID", detail: { added: 1, changed: 0, unchanged: 0 } },
    ]);
    expect((await run("people", text)).lines).toEqual([expect.stringMatching(/^Dry run: 0 new, 0 changed, 1 unchanged/)]);
  });

  it("says field by field what changes, and keeps what an empty cell does not say", async () => {
    await run("people", people(row({ unit: "Bidang Satu" })), { apply: true });
    const text = people(row({ position: "Kepala", to: "2030-01-31", leave: "2029-08-01,2029-12-31,SK 7" }));
    expect((await run("people", text, { apply: true })).lines[0]).toBe(
      `row 2 (NIP …${who.nip.slice(-4)}): changed: position "Analis" → "Kepala", to "2030-01-31", leave "2029-08-01 to 2029-12-31"`,
    );
    expect(await world.see("select unit from employment e join civil_servant c on c.id = e.civil_servant_id where c.name = $1", [who.name])).toEqual([
      { unit: "Bidang Satu" },
    ]);
  });

  it("ends the open employment when a later one begins, whatever the order of rows, and refuses one that shares days", async () => {
    await run("people", people(row({ agency: "Dinas Baru", from: "2020-01-01" }), row()), { apply: true });
    expect(await employments()).toEqual([
      { from: "2015-03-01", to: "2019-12-31", agency: "Dinas Contoh" },
      { from: "2020-01-01", to: null, agency: "Dinas Baru" },
    ]);
    expect((await run("people", people(row({ agency: "Dinas Lain", from: "2018-01-01", to: "2018-12-31" })), { apply: true })).lines[0]).toBe(
      "row 2, column from: shares days with another employment of this person; a person has one employment at a time: correct from, or end the other with to",
    );
    expect(await employments()).toHaveLength(2);
  });

  it("with one row outside the regions of whoever imports saves nothing; the province may", async () => {
    const mine = row();
    const text = people(mine, mine.replace(who.nip, `198507122010012${number}`).replace(who.name, "Tetangga Misal").replace(`,${HERE},`, ",19.06,"));
    const refused = await run("people", text, { apply: true });
    expect([refused.ok, refused.lines.at(-2)]).toEqual([
      false,
      "row 3, column agency_region: lies outside the regions of whoever imports; have somebody responsible for that region import it",
    ]);
    expect(await employments()).toEqual([]);
    expect((await run("people", text, { apply: true, regions: [PROVINCE] })).lines.at(-1)).toBe("Saved: 2 new, 0 changed, 0 unchanged.");
  });

  it("never prints a NIP but its end, nor a name", async () => {
    const { lines } = await run("people", people(row({ leave: "2029-08-01,,SK 7" })));
    expect(lines.join("\n")).not.toMatch(/Tokoh|19850712/);
  });
});

describe("a file of accounts", () => {
  const due = async (handle: string): Promise<boolean> => {
    const [account] = await world.see<{ id: string }>("select id from account where handle_key = $1 and revoked_at is null", [handle]);
    const rows = await world.store.as(systemActor("scheduler"), (tx) => tx.accounts.listDue(10_000));
    return rows.some(({ accountId }) => accountId === account?.id);
  };

  it("tells what changes about a link, and keeps what each state of it rested on", async () => {
    const handle = `akun.${number}`;
    await run("accounts", accounts(account(handle)), { apply: true });
    expect((await run("accounts", accounts(account(handle, { link: "agency_verified" })), { apply: true })).lines[0]).toContain(
      'changed: link "declared" → "agency_verified"',
    );
    expect(
      await world.see("select e.kind, e.source from link_evidence e join account a on a.id = e.account_id where a.handle = $1 order by e.at", [
        handle,
      ]),
    ).toEqual([
      { kind: "declaration", source: "surat 1" },
      { kind: "agency_letter", source: "surat 1" },
    ]);
  });

  it("ends the fetching with the employment, and a later employment brings it back", async () => {
    const handle = `akun.${number}`;
    await run("accounts", accounts(account(handle)), { apply: true });
    expect(await due(handle)).toBe(true);
    await run("people", people(row({ position: "", to: "2020-12-31" })), { apply: true });
    expect(await due(handle)).toBe(false);
    await run("people", people(row({ agency: "Dinas Lain", from: "2021-02-01" })), { apply: true });
    expect(await due(handle)).toBe(true);
  });

  it("does not fetch before the appointment, and points out an account whose link was revoked", async () => {
    const handle = `akun.${number}`;
    await run("accounts", accounts(account(handle, { from: "2090-01-01" })), { apply: true });
    expect(await due(handle)).toBe(false);
    await world.see("update account set revoked_at = clock_timestamp() where handle_key = $1", [handle]);
    expect((await run("accounts", accounts(account(handle, { from: "2090-01-01" })))).lines[1]).toMatch(/^Look again: row 2 links an account again/);
  });
});

it("a file of agencies adds what is new", async () => {
  const text = `agency,agency_region\nDinas Uji ${number},${HERE}\n`;
  expect((await run("agencies", text, { apply: true })).lines.at(-1)).toBe("Saved: 1 new, 0 changed, 0 unchanged.");
  expect((await run("agencies", text, { apply: true })).lines.at(-1)).toBe("Saved: 0 new, 0 changed, 1 unchanged.");
});
