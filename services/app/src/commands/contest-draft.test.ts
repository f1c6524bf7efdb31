import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseContest } from "@netra/classifier";
import { afterEach, beforeEach, expect, it } from "vitest";
import { draftContests } from "./contest-draft.ts";
import type { DraftKind } from "./register-kinds.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-drafts-"));
});
afterEach(() => rmSync(home, { recursive: true }));

const folder = () => join(home, "drafts");
const draft = async (kind: DraftKind, text: string, apply = true) => {
  const file = join(home, "rows.csv");
  writeFileSync(file, text);
  const { ok, lines } = await draftContests({ file, kind, folder: folder(), apply });
  return { ok, lines: lines.map((line) => line.replace(`${file}: `, "").replace(home, "")) };
};
const contestOf = (id: string) => parseContest(readFileSync(join(folder(), `${id}.json`), "utf8"));

const CONTEST = `contest,title,kind,region,watch_from,watch_to,decision,candidates_determined,campaign_from,quiet_from,vote
uji-2031,Uji 2031,pilkada-walikota,19.71,2031-01-01,2031-12-31,Pleno 1,2031-09-22,2031-09-25,2031-11-24,2031-11-27`;
const CANDIDATES = `contest,candidate,number,people,aliases,parties,hashtags
uji-2031,rima-joko,1,Rima Contoh|Joko Misal,Rima|Pak Joko,Partai Satu,#RimaJoko
uji-2031,bahar-ratih,2,Bahar Tanjung|Ratih Kuala,Bahar|Bu Ratih,Partai Dua,#BaharRatih`;
const ACCOUNTS = `contest,candidate,platform,handle
uji-2031,rima-joko,facebook,rimajoko.resmi
uji-2031,bahar-ratih,instagram,@baharratih`;

it("a contest grows from three files into one that can be opened, and the same files again change nothing", async () => {
  expect((await draft("contests", CONTEST)).lines).toEqual([
    "row 2: uji-2031: new",
    expect.stringContaining("uji-2031: still open: "),
    "Written: /drafts/uji-2031.json",
    expect.stringMatching(/^1 new, 0 changed, 0 unchanged/),
  ]);
  expect((await draft("candidates", CANDIDATES)).lines.slice(0, 2)).toEqual(["row 2: uji-2031/rima-joko: new", "row 3: uji-2031/bahar-ratih: new"]);
  expect((await draft("campaign-accounts", ACCOUNTS)).ok).toBe(true);
  const contest = contestOf("uji-2031");
  expect(contest).toMatchObject({ region: "19.71", watch: { decision: "Pleno 1" }, stages: { vote: "2031-11-27" } });
  expect(contest.candidates).toMatchObject([
    {
      id: "rima-joko",
      number: 1,
      people: ["Rima Contoh", "Joko Misal"],
      aliases: [{ text: "Rima" }, { text: "Pak Joko" }],
      accounts: ["@rimajoko.resmi"],
    },
    { id: "bahar-ratih", number: 2, accounts: ["@baharratih"] },
  ]);
  for (const [kind, text] of [
    ["contests", CONTEST],
    ["candidates", CANDIDATES],
    ["campaign-accounts", ACCOUNTS],
  ] as const)
    expect((await draft(kind, text, false)).lines.at(-1)).toMatch(/^Dry run: 0 new, 0 changed, [12] unchanged/);
});

it("a dry run writes nothing, and a change is told field by field", async () => {
  await draft("contests", CONTEST);
  await draft("candidates", CANDIDATES);
  const changed = CANDIDATES.replace("Partai Dua", "Partai Dua|Partai Tiga");
  expect((await draft("candidates", changed, false)).lines[0]).toBe("row 3: uji-2031/bahar-ratih: changed: parties");
  expect(contestOf("uji-2031").candidates[1]?.parties).toEqual(["Partai Dua"]);
});

it("begins from the contest that the house knows", async () => {
  const rows = "contest,candidate,platform,handle\nbelitung-timur-demo,bahar-ratih,facebook,terang.baru";
  await draft("campaign-accounts", rows);
  expect(contestOf("belitung-timur-demo").candidates[1]?.accounts).toEqual(["@baharratih.terang", "@sahabat_terang", "@terang.baru"]);
});

it("one bad row keeps all of them out", async () => {
  const lost = await draft("candidates", CANDIDATES);
  expect(lost.ok).toBe(false);
  expect(lost.lines[0]).toContain("row 2, column contest: is no contest that has a file or a draft");
  await draft("contests", CONTEST);
  const twice = await draft("candidates", `${CANDIDATES}\nuji-2031,rima-joko,3,Rima,,,`);
  expect(twice.lines[0]).toContain("row 4, column candidate: stands in row 2 already");
  expect((await draft("campaign-accounts", ACCOUNTS)).lines[0]).toContain("column candidate: is no candidate of this contest");
  expect(readdirSync(folder())).toEqual(["uji-2031.json"]);
  expect(JSON.parse(readFileSync(join(folder(), "uji-2031.json"), "utf8")).candidates).toEqual([]);
});

it("more than twenty accounts of a candidate on one platform are not taken in silence", async () => {
  await draft("contests", CONTEST);
  await draft("candidates", CANDIDATES);
  const many = Array.from({ length: 21 }, (_, n) => `uji-2031,rima-joko,facebook,akun.${n}`);
  expect((await draft("campaign-accounts", ["contest,candidate,platform,handle", ...many].join("\n"))).lines[0]).toContain(
    "has more than 20 accounts",
  );
});

it("a draft that somebody broke is said, not overwritten", async () => {
  await draft("contests", CONTEST);
  writeFileSync(join(folder(), "uji-2031.json"), "{");
  await expect(draft("candidates", CANDIDATES)).rejects.toThrow("is no draft that this command wrote");
});
