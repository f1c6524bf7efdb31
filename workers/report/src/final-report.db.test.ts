import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type DocumentChanges, jakartaDay, type PublishedDocument, unpublish, weekOf, weekSpan } from "@netra/domain";
import { type Actor, type Store, systemActor } from "@netra/store";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLOSE, decideAs } from "../../../test/support/decide.ts";
import { setBack } from "../../../test/support/set-back.ts";
import {
  arrive,
  classifier,
  contestIn,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  person,
  publish,
  register,
  silent,
  THERE,
  type World,
} from "../../../test/support/world.ts";
import { createMakeReport } from "./make-report.ts";

const report = systemActor("report");
/** Forms of both editions of a closed week; facts and a document of each come before them, and a manifest of each after. */
const FORMS = 19;
const STEPS = 4 + FORMS;
const FILES = FORMS + 2;
const forms = async () => ({ letterheads: [], columns: null, signer: null });
const FLAGGED = `Dukung ${FIRST}, ${PHRASE}`;
let world: World;
let dewi: Actor;
let owner: Awaited<ReturnType<typeof register>>;
beforeEach(async () => {
  world = await openWorld();
  dewi = await person(world, "supervisor", [HERE]);
  await publish(world, contestIn(HERE));
  owner = await register(world, HERE);
});
afterEach(() => world.close());

const make = (reportId: string, store: Store = world.store) => createMakeReport({ store, actor: report, log: silent, forms })({ reportId });
const now = async (): Promise<Date> => (await world.see<{ now: Date }>("select clock_timestamp() as now"))[0]?.now ?? new Date();
/** The week before the one that the database is in: closed, whatever day it is. Monday before six it is not; then the one before that. */
const closedWeek = async (): Promise<string> => weekOf(new Date((await now()).getTime() - 7 * 86_400_000 - 6 * 3_600_000));
const ask = (week: string, reason: string | null = null) => world.store.as(dewi, (tx) => tx.reports.request(week, HERE, reason));
const askFinal = (id: string, seen = 0) => world.store.as(dewi, (tx) => tx.reports.askFinal(id, seen));
const rowOf = async (id: string) =>
  (
    await world.see<{
      state: string;
      attempts: number;
      finalAt: Date | null;
      finalFailed: boolean;
      asked: Date | null;
      changes: DocumentChanges | null;
    }>(`select state, attempts, final_at as "finalAt", final_failed as "finalFailed", final_asked_at as asked, changes from report where id = $1`, [
      id,
    ])
  )[0];
interface File {
  name: string;
  bytes: Buffer;
  sha256: Buffer;
}
const filesOf = (id: string, draft: boolean): Promise<File[]> =>
  world.see<File>("select name, bytes, sha256 from report_file where report_id = $1 and draft = $2 order by name", [id, draft]);
const textOf = (files: readonly File[], ending: string): string => files.find(({ name }) => name.endsWith(ending))?.bytes.toString("utf8") ?? "";
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync(new URL("../../../packages/domain/src/report/netra-report-1.schema.json", import.meta.url), "utf8")),
);
/** A stored document, which is what docs/report says. */
function documentOf(files: readonly File[], edition = "internal"): PublishedDocument {
  const document = JSON.parse(textOf(files, `.${edition}.json`)) as PublishedDocument;
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  return document;
}
/** A flagged post of some time within a week. */
const flagIn = async (week: string): Promise<void> => {
  const createdAt = new Date(weekSpan(week).from.getTime() + 3_600_000);
  const { versionId } = await arrive(world, owner, { text: FLAGGED, createdAt });
  await classifier(world)({ versionIds: [versionId] });
};
const madeFinal = async (week: string, reason: string | null = null): Promise<string> => {
  const id = await ask(week, reason);
  await make(id);
  expect(await askFinal(id)).toBe(true);
  await make(id);
  return id;
};

describe("a draft", () => {
  it("says so in the name of every file, in titles and beside its figures", async () => {
    const id = await ask(await closedWeek());
    await make(id);
    const files = await filesOf(id, true);
    expect(files).toHaveLength(FILES);
    for (const { name } of files) expect(name).toMatch(/-v1-DRAFT\.|^netra-report-1\.schema\.json$/);
    expect(textOf(files, ".internal.id.html")).toContain("<title>DRAF · Laporan mingguan");
    expect(textOf(files, ".internal.en.html")).toContain("<title>DRAFT · Weekly report");
    for (const edition of ["internal", "shareable"])
      expect(documentOf(files, edition).publication).toEqual({ state: "draft", version: 1, final: null, note: null, noted: null, correction: null });
  });

  it("becomes final with its note in every page and beside the internal figures, which are the draft's byte for byte whatever happened since", async () => {
    const week = await closedWeek();
    await flagIn(week);
    const id = await ask(week);
    await make(id);
    const draft = await filesOf(id, true);
    const note = "Jam pengambilan hari Senin hilang.\nListrik <b>padam</b>.";
    expect(await world.store.as(dewi, (tx) => tx.reports.annotate(id, { note, seen: 0 }))).toBe(true);
    await flagIn(week);
    // Whoever has not seen it neither writes over it nor makes it final.
    expect(await world.store.as(dewi, (tx) => tx.reports.annotate(id, { note: "Lain.", seen: 0 }))).toBe(false);
    expect(await askFinal(id, 0)).toBe(false);
    expect(await askFinal(id, 1)).toBe(true);
    await make(id);
    const final = await filesOf(id, false);
    expect(await rowOf(id)).toMatchObject({ state: "ready", finalAt: expect.any(Date) });
    expect(final.map(({ name }) => name)).toEqual(draft.map(({ name }) => name.replace("-DRAFT", "")));
    // Who and when are facts of the stored version: what its row says, and what people are shown.
    const [row] = await world.see<{ finalAt: Date; notedAt: Date; name: string }>(
      'select r.final_at as "finalAt", r.note_at as "notedAt", u.name from report r join app_user u on u.id = r.final_by and u.id = r.note_by where r.id = $1',
      [id],
    );
    const name = row?.name;
    expect(name).toMatch(/./);
    for (const { bytes, sha256 } of final) expect(sha256).toEqual(createHash("sha256").update(bytes).digest());
    for (const edition of ["internal", "shareable"]) {
      const [before, after] = [documentOf(draft, edition), documentOf(final, edition)];
      expect(JSON.stringify(unpublish(after))).toBe(JSON.stringify(unpublish(before)));
      const inside = edition === "internal";
      expect(after.publication).toEqual({
        ...{ state: "final", version: 1, final: { at: row?.finalAt?.toISOString(), by: inside ? name : null } },
        ...{ note: inside ? note : null, noted: inside ? { at: row?.notedAt.toISOString(), by: name } : null, correction: null },
      });
    }
    expect(textOf(final, ".internal.csv")).toBe(textOf(draft, ".internal.csv"));
    for (const page of [textOf(final, ".internal.id.html"), textOf(final, ".internal.en.html")]) {
      expect(page).toContain("Jam pengambilan hari Senin hilang.\nListrik &#60;b&#62;padam&#60;/b&#62;.");
      expect(page).not.toMatch(/DRAF|DRAFT/);
    }
    // A document is a function of region, week and time: read once more it is the same.
    const { reportId: other } = { reportId: await ask(week, "Surat 7") };
    await world.see("update report set as_of = (select as_of from report where id = $1) where id = $2", [id, other]);
    await make(other);
    expect(JSON.stringify(unpublish(documentOf(await filesOf(other, true))))).toBe(JSON.stringify(unpublish(documentOf(draft))));
  });

  it("that was made before its week closed in Jakarta, as in an office east of it, gets its shareable edition with the final version", async () => {
    const week = await closedWeek();
    const id = await ask(week);
    await world.see("update report set as_of = $1 where id = $2", [new Date(weekSpan(week).to.getTime() + 4 * 3_600_000), id]);
    await make(id);
    expect((await filesOf(id, true)).filter(({ name }) => name.endsWith(".shareable.json"))).toEqual([]);
    await askFinal(id);
    await make(id);
    const told = documentOf(await filesOf(id, false), "shareable");
    expect(told.asOf).toBe(new Date(weekSpan(week).to.getTime() + 6 * 3_600_000).toISOString());
  });

  it("is not offered to be made again, until it is to become final", async () => {
    const waiting = async () => (await world.store.as(systemActor("scheduler"), (tx) => tx.reports.listWaiting())).map(({ id }) => id);
    const id = await ask("2026-W10");
    expect(await waiting()).toEqual([id]);
    await make(id);
    expect(await waiting()).toEqual([]);
    await askFinal(id);
    expect(await waiting()).toEqual([id]);
    await make(id);
    expect(await waiting()).toEqual([]);
    await make(id);
    expect(await filesOf(id, false)).toHaveLength(FILES);
  });

  it("that cannot be made final five times stays the draft that it was, and says so", async () => {
    const id = await ask("2026-W10");
    await make(id);
    await askFinal(id);
    await world.see("update report_file set bytes = 'x' where name like '%.internal.json'");
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(make(id)).rejects.toThrow();
    expect(await rowOf(id)).toMatchObject({ state: "ready", finalAt: null, finalFailed: true, asked: null });
    expect(await filesOf(id, false)).toEqual([]);
  });
});

describe("a final report", () => {
  it("never changes again: the database refuses it from whoever asks", async () => {
    const id = await madeFinal("2026-W10");
    for (const act of [
      "update report set note = 'x'",
      "update report set summary = '{}'",
      "update report set state = 'waiting'",
      "update report set final_at = null",
      "update report set requested_at = now()",
      "delete from report",
      "update report_file set bytes = ''",
      "delete from report_file",
      `insert into report_file (report_id, region, name, media_type, bytes, sha256) values ('${id}', '${HERE}', 'x', 'x', '', '')`,
    ])
      await expect(world.see(act), act).rejects.toMatchObject({ code: "23001" });
    expect(await world.store.as(dewi, (tx) => tx.reports.annotate(id, { note: "x", seen: 0 }))).toBe(false);
    expect(await askFinal(id)).toBe(false);
  });

  it("keeps its note from the moment on in which it was to become final", async () => {
    const id = await ask("2026-W10");
    await make(id);
    await askFinal(id);
    await expect(world.see("update report set note = 'x' where id = $1", [id])).rejects.toMatchObject({ code: "23001" });
  });
});

describe("a correction", () => {
  it("lists what changed and why, figure by figure, keeps the older version, and changes nothing of what may be shared", async () => {
    const week = await closedWeek();
    await flagIn(week);
    const first = await madeFinal(week);
    const before = await filesOf(first, false);
    await flagIn(week);
    const second = await madeFinal(week, "Dua kiriman terlambat masuk.");
    expect(await filesOf(first, false)).toEqual(before);
    const changes = (await rowOf(second))?.changes;
    expect(changes?.changes).toContainEqual({ table: "overview", key: ["posts"], column: "value", from: 1, to: 2 });
    expect(changes?.more).toBe(0);
    const files = await filesOf(second, false);
    expect(documentOf(files).publication.correction).toEqual({ of: 1, why: "Dua kiriman terlambat masuk.", ...changes });
    expect(documentOf(files, "shareable").publication).toMatchObject({ version: 2, note: null, correction: null });
    expect(JSON.stringify(unpublish(documentOf(files, "shareable")))).toBe(JSON.stringify(unpublish(documentOf(before, "shareable"))));
    const page = textOf(files, ".internal.id.html");
    expect(page).toContain("Yang berubah dari versi 1, dan mengapa");
    expect(page).toContain("Alasan: Dua kiriman terlambat masuk.");
    expect(page).toMatch(/<td>Minggu ini dalam angka<\/td><td>Unggahan dilihat<\/td><td>Jumlah<\/td><td[^>]*>1<\/td><td[^>]*>2<\/td>/);
    // In the first part of the page.
    expect(page.indexOf("Alasan:")).toBeLessThan(page.indexOf("Ringkasan satu menit"));
  });

  it("lists nothing that only time moved, and of what was taken back since its events alone", async () => {
    const week = await closedWeek();
    const { from, to } = weekSpan(week);
    for (const _ of [1, 2]) await flagIn(week);
    const [first = "", second = ""] = (await world.see<{ id: string }>("select id from flag order by number")).map(({ id }) => id);
    const reader = await decideAs(world, { region: HERE, flagId: first, act: CLOSE });
    await world.see(setBack((await now()).getTime() - from.getTime() - 3 * 86_400_000));
    const id = await ask(week);
    await world.see("update report set as_of = $1 where id = $2", [new Date(to.getTime() + 6 * 3_600_000 + 60_000), id]);
    await make(id);
    const draft = await filesOf(id, true);
    expect(documentOf(draft).stoodAt).toBe(documentOf(draft, "shareable").asOf);
    await askFinal(id);
    await make(id);
    await decideAs(world, { region: HERE, flagId: second, act: CLOSE });
    await world.see("update account set revoked_at = clock_timestamp()");
    const same = await madeFinal(week, "Surat 12");
    expect((await rowOf(same))?.changes).toEqual({ changes: [], more: 0 });
    const page = textOf(await filesOf(same, false), ".id.html");
    expect(page).toContain("Tidak ada angka yang berubah.");
    expect(page).toContain(`Keadaan (belum diputus, akun, kiriman menunggu) diambil per Senin ${jakartaDay(to)} 06:00 WIB.`);
    await world.store.as(reader, async (tx) => {
      const flag = await tx.triage.lock(first);
      const last = await tx.triage.lastDecision(first);
      if (last) await tx.triage.undo(flag, last, 15);
    });
    const third = await madeFinal(week, "Surat 13");
    const { changes = [] } = (await rowOf(third))?.changes ?? {};
    expect(changes.filter(({ table }) => table === "overview").map(({ key, from, to }) => [key[0], from, to])).toEqual([
      ["decided", 1, 0],
      ["closed", 1, 0],
    ]);
    expect(changes.filter(({ table, column }) => table === "backlog" || ["waiting", "late", "lapsing"].includes(column))).toEqual([]);
  });

  it("of a version from before there were documents says that it cannot be compared", async () => {
    const first = await ask("2026-W10");
    await make(first);
    await world.see("delete from report_file where report_id = $1", [first]);
    await world.see("update report set final_at = clock_timestamp() where id = $1", [first]);
    const second = await ask("2026-W10", "Surat 9");
    await make(second);
    expect((await rowOf(second))?.changes).toBeNull();
    const files = await filesOf(second, true);
    expect(documentOf(files).publication.correction).toEqual({ of: 1, why: "Surat 9", changes: null, more: 0 });
    expect(textOf(files, ".internal.en.html")).toContain("what changed is not known");
  });
});

describe("a report of a span of days", () => {
  it("has days in the names of its files and in its title, and no edition to be shared", async () => {
    const id = await world.store.as(dewi, (tx) => tx.reports.request({ from: "2026-02-25", to: "2026-03-24" }, HERE));
    await make(id);
    const files = await filesOf(id, true);
    const stem = `netra-2026-02-25_2026-03-24-${HERE}-v1-DRAFT`;
    expect(files.map(({ name }) => name)).toEqual([
      ...["csv", "en.html", "en.pdf", "en.xlsx", "id.html", "id.pdf", "id.xlsx", "json", "manifest.json", "tables.zip"].map(
        (end) => `${stem}.internal.${end}`,
      ),
      "netra-report-1.schema.json",
    ]);
    const document = documentOf(files);
    expect(document.span).toEqual({ week: null, from: "2026-02-24T17:00:00.000Z", to: "2026-03-24T17:00:00.000Z" });
    expect(document.before).toEqual({
      ...{ week: null, from: "2026-01-27T17:00:00.000Z", to: "2026-02-24T17:00:00.000Z" },
      asOf: "2026-02-24T23:00:00.000Z",
    });
    const page = textOf(files, ".internal.id.html");
    expect(page).toContain("2026-02-25 sampai 2026-03-24 (WIB)");
    expect(page).not.toMatch(/[Mm]inggu ini|minggu lalu|NaN/);
    expect(textOf(files, ".internal.csv").split("\r\n")[1]).toMatch(/^2026-02-25_2026-03-24,/);
  });
});

describe("how far a report is", () => {
  /** The store of a process that dies at its so-manyth step, with every connection of its own; it writes nothing any more. */
  function dying(at: number, seen: unknown[]): Store {
    let steps = 0;
    let dead = false;
    return {
      ...world.store,
      as: (actor, act) => {
        if (dead) throw new Error("killed");
        return world.store.as(actor, (tx) => {
          const noteStep: typeof tx.reports.noteStep = async (id, told) => {
            await tx.reports.noteStep(id, told);
            seen.push([told.step, told.done, told.total]);
            steps += 1;
            if (steps <= at) return;
            dead = true;
            throw new Error("killed");
          };
          return act({ ...tx, reports: { ...tx.reports, noteStep } });
        });
      },
    };
  }
  const progressOf = async (id: string) => (await world.see("select step, done, total from report_progress where report_id = $1", [id]))[0];

  it("is seen while it is made, step by step, and counts again from the start after its worker was killed", async () => {
    const id = await ask("2026-W10");
    const died: unknown[] = [];
    await expect(make(id, dying(5, died))).rejects.toThrow("killed");
    // The last one went with its transaction.
    expect(await progressOf(id)).toEqual({ step: "forms", done: 4, total: STEPS });
    expect(await rowOf(id)).toMatchObject({ state: "waiting", attempts: 0 });
    expect(await filesOf(id, true)).toEqual([]);
    const again: unknown[] = [];
    await make(id, dying(99, again));
    expect(again).toEqual([
      ["facts", 0, STEPS],
      ["document", 1, STEPS],
      ["facts", 2, STEPS],
      ["document", 3, STEPS],
      ...Array.from({ length: FORMS }, (_, at) => ["forms", 4 + at, STEPS]),
    ]);
    expect(await filesOf(id, true)).toHaveLength(FILES);
  });

  it("is told to whoever waits while the worker still holds the report", async () => {
    const id = await ask("2026-W10");
    const seen: unknown[] = [];
    const looking: Store = {
      ...world.store,
      as: (actor, act) =>
        world.store.as(actor, (tx) => {
          const readFacts: typeof tx.reports.readFacts = async (asked) => {
            seen.push((await world.store.as(dewi, (own) => own.reports.get(id))).progress);
            return tx.reports.readFacts(asked);
          };
          return act({ ...tx, reports: { ...tx.reports, readFacts } });
        }),
    };
    await make(id, looking);
    expect(seen).toEqual([
      { step: "facts", done: 0, total: STEPS },
      { step: "facts", done: 2, total: STEPS },
    ]);
  });

  it("is of no use to a killed worker's finishing either: it is begun again, and the final version is made once", async () => {
    const id = await ask("2026-W10");
    await make(id);
    await askFinal(id);
    await expect(make(id, dying(2, []))).rejects.toThrow("killed");
    expect(await rowOf(id)).toMatchObject({ finalAt: null, asked: expect.any(Date) });
    expect(await filesOf(id, false)).toEqual([]);
    await Promise.all([make(id), make(id)]);
    expect(await rowOf(id)).toMatchObject({ finalAt: expect.any(Date) });
    expect(await filesOf(id, false)).toHaveLength(FILES);
  });
});

describe("scheduled reports", () => {
  const scheduled = (week: string) => world.store.as(systemActor("scheduler"), (tx) => tx.reports.requestScheduled(week));
  const made = () => world.see<{ week: string; region: string }>("select week, region from report where scheduled order by week, region");
  const since = (day: string, region = HERE) => world.see("update account set linked_at = $1 where region = $2", [day, region]);

  it("are asked for once a week and region that had accounts by its end, and for whoever supervises several of them", async () => {
    await person(world, "supervisor", ["19"]);
    await person(world, "supervisor", [THERE]);
    await person(world, "analyst", ["ID"]);
    await since("2026-03-01");
    expect(await scheduled("2026-W08")).toEqual([]);
    expect(await scheduled("2026-W09")).toHaveLength(2);
    expect(await made()).toEqual([
      { week: "2026-W09", region: "19" },
      { week: "2026-W09", region: HERE },
    ]);
    expect(await Promise.all([scheduled("2026-W09"), scheduled("2026-W09")])).toEqual([[], []]);
  });

  it("that were missed are made up, each once, over the end of a year of 53 weeks, and not those of a region that is new", async () => {
    await since("2026-03-01");
    await scheduled("2026-W51");
    await register(world, THERE);
    await since("2026-03-01", THERE);
    await scheduled("2027-W02");
    expect((await made()).filter(({ region }) => region === HERE).map(({ week }) => week)).toEqual([
      ...["2026-W51", "2026-W52", "2026-W53", "2027-W01", "2027-W02"],
    ]);
    expect((await made()).filter(({ region }) => region === THERE).map(({ week }) => week)).toEqual(["2027-W02"]);
    expect(await scheduled("2027-W02")).toEqual([]);
  });

  it("of a long sleep are made up for twelve weeks, and those that became final meanwhile are not made again", async () => {
    await since("2025-03-01");
    await scheduled("2026-W01");
    await madeFinal("2026-W20");
    await scheduled("2026-W21");
    const weeks = (await made()).map(({ week }) => week);
    expect(weeks).toEqual(["2026-W01", ...Array.from({ length: 12 }, (_, at) => `2026-W${10 + at}`).filter((week) => week !== "2026-W20")]);
  });
});
