import { createHash, randomUUID } from "node:crypto";
import { systemActor } from "@netra/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPerson, inferLink, renameAccount } from "../../services/app/src/commands/link-account.ts";
import {
  listCorrections,
  markCivilServantAgain,
  markNotCivilServant,
  revokeLink,
  settleCorrection,
} from "../../services/app/src/commands/revoke-link.ts";
import { CLOSE, decideAs, ESCALATE } from "../support/decide.ts";
import { fileCapture } from "../support/file-capture.ts";
import {
  arrive,
  classifier,
  contestIn,
  ELSEWHERE,
  FIRST,
  HERE,
  openWorld,
  PHRASE,
  PROVINCE,
  person,
  publish,
  register,
  THERE,
  type World,
} from "../support/world.ts";

let world: World;
/** Supervisors: of the city, of the district beside it, of the province of both. */
let here: string;
let there: string;
let province: string;
const operator = systemActor("operator");
beforeAll(async () => {
  world = await openWorld();
  await publish(world, contestIn(HERE));
  const name = async (regions: string[]): Promise<string> => {
    const { id } = await person(world, "supervisor", regions);
    return (await world.see<{ username: string }>("select username from app_user where id = $1", [id]))[0]?.username ?? "";
  };
  [here, there, province] = [await name([HERE]), await name([THERE]), await name([PROVINCE])];
});
afterAll(() => world.close());

let made = 0;
/** A person of their own. */
const someone = () => {
  made += 1;
  return { nip: `19800101200501${1}${String(made).padStart(3, "0")}`, name: `Tokoh Misal ${made}` };
};
type Owner = Awaited<ReturnType<typeof register>>;

const flagOf = async (owner: Owner): Promise<string> => {
  const media = [{ kind: "image", reference: "https://gambar.example/1.png", sha256: null }] as const;
  const { versionId } = await arrive(world, owner, { text: `Dukung ${FIRST}, ${PHRASE}`, url: `https://example.test/${randomUUID()}`, media });
  await classifier(world)({ versionIds: [versionId] });
  return (await world.see<{ id: string }>("select id from flag where version_id = $1", [versionId]))[0]?.id ?? "";
};
const claim = async (flagId: string): Promise<void> => {
  const reader = await person(world, "analyst", [HERE]);
  await world.store.as(reader, async (tx) => tx.triage.claim(await tx.triage.lock(flagId), 15));
};
const decide = (flagId: string, act: typeof CLOSE) => decideAs(world, { region: HERE, flagId, act });
/** A flag in every state that a person can leave it in, and one that a machine withdrew. */
const flagsInEveryState = async (owner: Owner): Promise<Record<string, string>> => {
  const flags: Record<string, string> = {};
  for (const state of ["open", "claimed", "awaiting_second", "needs_info", "disputed", "escalated", "closed", "withdrawn"])
    flags[state] = await flagOf(owner);
  const of = (state: string): string => flags[state] ?? "";
  await claim(of("claimed"));
  await decide(of("awaiting_second"), ESCALATE);
  await decide(of("disputed"), ESCALATE);
  await decide(of("disputed"), CLOSE);
  await decide(of("escalated"), ESCALATE);
  await decide(of("escalated"), ESCALATE);
  await decide(of("closed"), CLOSE);
  await world.see("update flag set state = 'needs_info' where id = $1", [of("needs_info")]);
  await world.see("update flag set state = 'withdrawn' where id = $1", [of("withdrawn")]);
  return flags;
};
const states = async (owner: Owner): Promise<string[]> =>
  (
    await world.see<{ state: string }>("select f.state from flag f join post p on p.id = f.post_id where p.account_id = $1 group by 1 order by 1", [
      owner.id,
    ])
  ).map(({ state }) => state);
/** Something a citizen or an officer sent by hand about a post, with a file. */
const captureOf = async (
  owner: Owner,
  given: { postId?: string | null; origin?: "own" | "tip"; handle?: string } = {},
): Promise<{ id: string; receiptNo: string }> => {
  const sender = await person(world, "field", [HERE]);
  const sent = await world.store.as(sender, async (tx) => {
    const raw = Buffer.from(`{"text":"${PHRASE} ${randomUUID()}"}`);
    const capture = await tx.captures.add({
      ...{
        clientId: randomUUID(),
        region: HERE,
        url: `https://example.test/${randomUUID()}`,
        urlKey: "https://example.test",
        platform: "facebook" as const,
      },
      ...{
        handle: given.handle ?? owner.handle,
        kind: "post" as const,
        text: PHRASE,
        visibility: "public" as const,
        seenHow: "own_phone",
        officeAccount: false,
      },
      ...{ uploader: "owner" as const, seenAt: new Date(), origin: given.origin ?? ("own" as const), raw },
    });
    const id = randomUUID();
    await tx.captures.addUpload({
      id,
      region: HERE,
      mediaType: "image/jpeg",
      byteLength: 1,
      sha256: createHash("sha256").update(id).digest("hex"),
      blobKey: `blob-${id}`,
    });
    await tx.captures.takeUploads({ id: capture.id, region: HERE }, [id]);
    return capture;
  });
  if (given.postId) await fileCapture(world, sent.id, given.postId);
  return sent;
};
/** What a second look and a sender may leave with a capture. */
const writeOver = async (captureId: string): Promise<void> => {
  const from = `from upload x join capture_look l using (capture_id) where x.capture_id = $1`;
  await world.see(`insert into capture_transcript (capture_id, upload_id, region, lines) select x.capture_id, x.id, x.region, '[]' ${from}`, [
    captureId,
  ]);
  await world.see(`insert into capture_reporter (capture_id, region, sealed, sha256) select x.capture_id, x.region, 'x', sha256('x') ${from}`, [
    captureId,
  ]);
  await world.see(
    `insert into capture_mask (upload_id, capture_id, look_id, region, rects, masked_key, masked_type, masked_bytes)
      select x.id, x.capture_id, l.id, x.region, '[]', 'blob-masked-' || x.id, 'image/jpeg', 1 ${from}`,
    [captureId],
  );
  await world.see("update capture_look set note = 'catatan', media_text = 'kata' where capture_id = $1", [captureId]);
};
const someReport = async (region: string): Promise<string> => {
  const id = await world.store.as(await person(world, "supervisor", [region]), (tx) => tx.reports.request("2026-W47", region));
  await world.store.as(systemActor("report"), (tx) => tx.reports.finish(id, {}, []));
  return id;
};
const corrections = (owner: Owner) =>
  world.see<{ kind: string; objectId: string; cause: string; region: string }>(
    `select kind, object_id as "objectId", cause, region from correction where account_id = $1 order by kind, region`,
    [owner.id],
  );
/** Everything kept of an account that says something. */
const leftOf = async (owner: Owner) =>
  (
    await world.see(
      `with p as (select id from post where account_id = $1), v as (select id from post_version where post_id in (select id from p)),
        f as (select id from flag where post_id in (select id from p))
      select (select count(*)::int from capture_body where version_id in (select id from v)) as bodies,
        (select count(*)::int from classification_detail d join classification c on c.id = d.classification_id where c.post_id in (select id from p)) as readings,
        (select count(*)::int from evidence where flag_id in (select id from f) and octet_length(raw) + length(text) > 0) as evidence,
        (select count(*)::int from evidence_detail where flag_id in (select id from f)) as reasons,
        (select count(*)::int from capture where post_id in (select id from p) and octet_length(raw) + length(text) + length(handle) > 0) as captures,
        (select count(*)::int from upload u join capture c on c.id = u.capture_id where c.post_id in (select id from p)) as files,
        (select count(*)::int from post_media where post_id in (select id from p)) as fetched,
        (select count(*)::int from post where id in (select id from p) and url is not null) as addresses`,
      [owner.id],
    )
  )[0];
const NOTHING = { bodies: 0, readings: 0, evidence: 0, reasons: 0, captures: 0, files: 0, fetched: 0, addresses: 0 };
const acts = async (objectId: string): Promise<string[]> =>
  (await world.see<{ act: string }>("select act from audit_event where object_id = $1 order by id", [objectId])).map(({ act }) => act);

describe("a link that is revoked", () => {
  it("takes its flags from every state, lists what contained them, and leaves the person's other account alone", async () => {
    const who = someone();
    const wrong = await register(world, HERE, who);
    const right = await register(world, HERE, { ...who, platform: "instagram" });
    const flags = await flagsInEveryState(wrong);
    const kept = await flagOf(right);
    const [caseRow] = await world.see<{ id: string }>("select case_id as id from case_flag where flag_id = $1", [flags.escalated]);
    const [cityReport, provinceReport, otherReport] = [await someReport(HERE), await someReport(PROVINCE), await someReport(THERE)];
    await world.store.as(await person(world, "supervisor", [HERE]), (tx) =>
      tx.audit.append({ act: "passport.exported", objectType: "flag", objectId: flags.open ?? "", region: HERE }),
    );
    expect(await states(wrong)).toEqual(["awaiting_second", "claimed", "closed", "disputed", "escalated", "needs_info", "open", "withdrawn"]);

    expect(await revokeLink(world, { platform: "facebook", handle: wrong.handle, by: here, reason: "surat 12" })).toMatch(
      /Flags withdrawn: 7\b.*corrected: 4;/,
    );
    expect([await states(wrong), await states(right)]).toEqual([["withdrawn"], ["open"]]);
    const listed = await corrections(wrong);
    expect(listed.map(({ kind, region, cause }) => [kind, region, cause])).toEqual([
      ["case", HERE, "link_revoked"],
      ["passport", HERE, "link_revoked"],
      ["report", PROVINCE, "link_revoked"],
      ["report", HERE, "link_revoked"],
    ]);
    const objects = listed.map(({ objectId }) => objectId);
    expect(objects).toEqual(expect.arrayContaining([caseRow?.id, cityReport, provinceReport]));
    expect(objects).not.toContain(otherReport);
    expect(await world.see("select from case_flag where flag_id = $1", [flags.escalated])).toEqual([]);
    expect(await acts(wrong.id)).toEqual(["link.revoked"]);
    expect(await acts(flags.open ?? "")).toContain("flag.withdrawn");
    expect(await leftOf(wrong)).toMatchObject({ bodies: 8, evidence: 8 });
    expect(await world.see("select to_at is not null as over from handle_period where account_id = $1", [wrong.id])).toEqual([{ over: true }]);
    expect(await flagOf(right)).not.toBe(kept);
  });

  it("of somebody who is no civil servant takes the captures along, and only those of that account", async () => {
    const who = someone();
    const wrong = await register(world, HERE, who);
    const right = await register(world, HERE, { ...who, platform: "instagram" });
    for (const owner of [wrong, right]) {
      const flagId = await flagOf(owner);
      const [post] = await world.see<{ id: string }>("select post_id as id from flag where id = $1", [flagId]);
      const { id } = await captureOf(owner, { postId: post?.id ?? null });
      await writeOver(id);
    }
    const waiting = await arrive(world, wrong);
    const before = await leftOf(right);
    expect(await revokeLink(world, { platform: "facebook", handle: wrong.handle, by: here, reason: "surat 13", purge: true })).toContain(
      "Purged: 2 versions of posts, 1 captures sent by hand, 1 files.",
    );
    expect([await leftOf(wrong), await leftOf(right)]).toEqual([NOTHING, before]);
    expect(before).toMatchObject({ bodies: 1, evidence: 1, captures: 1, files: 1, fetched: 1, addresses: 1 });
    // Ids and hashes stay, nothing waits to be read, and custody knows the file.
    expect(
      await world.see(
        "select count(*)::int as n, bool_and(octet_length(sha256) = 32) as hashed from post_version v join post p on p.id = v.post_id where p.account_id = $1",
        [wrong.id],
      ),
    ).toEqual([{ n: 2, hashed: true }]);
    expect(await world.see("select state from post_version where id = $1", [waiting.versionId])).toEqual([{ state: "classified" }]);
    const custody = await world.see("select blob_key like 'blob-%' as named, blob_gone_at from purged_file where region = $1", [HERE]);
    expect(custody).toEqual(Array(2).fill({ named: true, blob_gone_at: null }));
    // Of the second look only who and when is left; the other account's is whole.
    for (const table of ["capture_transcript", "capture_reporter", "capture_mask"])
      expect(await world.see(`select from ${table}`), table).toHaveLength(1);
    expect(
      await world.see(
        "select note, media_text, purged_at is not null as purged from capture_look where note <> '' or purged_at is not null order by 3",
      ),
    ).toEqual([
      { note: "catatan", media_text: "kata", purged: false },
      { note: "", media_text: "", purged: true },
    ]);
    expect(await acts(wrong.id)).toEqual(["link.revoked", "captures.purged"]);
  });

  it("takes along what was never tied to it: what waits under any of its handles, and what a tied one corrects; and nothing of anybody else", async () => {
    const owner = await register(world, HERE, someone());
    const standing = await register(world, HERE, someone());
    const old = owner.handle;
    await renameAccount(world, { platform: "facebook", from: old, to: `${old}.baru`, by: here, evidence: "x" });
    const flagId = await flagOf(owner);
    const [post] = await world.see<{ id: string }>("select post_id as id from flag where id = $1", [flagId]);
    const tied = await captureOf(owner, { postId: post?.id ?? null });
    // Typed wrongly at first, handed back, corrected: the first has another's handle, and shows the same.
    const first = await captureOf(owner, { handle: standing.handle });
    const waits = await captureOf(owner, { handle: ` @${old.toUpperCase()}\u00a0` });
    const lead = await captureOf(owner, { handle: `${old}.baru` });
    const unseen = await captureOf(owner, { handle: old });
    const before = await captureOf(owner, { handle: "salah-ketik" });
    const others = [
      await captureOf(standing),
      await captureOf(owner, { handle: `${old}.lain` }),
      await captureOf(owner, { handle: standing.handle }),
    ];
    const corrects = (id: string, corrected: string) => world.see("update capture set corrects = $2 where id = $1", [id, corrected]);
    await corrects(tied.id, first.id);
    await corrects(lead.id, before.id);
    // Corrected to somebody who stands: that one is theirs.
    await corrects(others[2]?.id ?? "", waits.id);
    const lookOn = (id: string, act: string) =>
      world.see(
        "insert into capture_look (capture_id, region, act, note, media_text, user_id) select $1, $3, $2, 'x', 'x', id from app_user where username = $4",
        [id, act, HERE, here],
      );
    await lookOn(first.id, "returned");
    await lookOn(before.id, "returned");
    await lookOn(waits.id, "returned");
    await lookOn(lead.id, "lead");
    for (const { id } of [first, before, waits, lead]) await writeOver(id);

    await revokeLink(world, { platform: "facebook", handle: `${old}.baru`, by: here, reason: "surat 14", purge: true });
    const ids = [tied, first, before, waits, lead, unseen].map(({ id }) => id);
    const left = (captures: string[]) =>
      world.see(
        `select count(*)::int as n from capture c where id = any($1::uuid[]) and (octet_length(raw) + length(text || handle) > 0 or exists (select from upload u where u.capture_id = c.id)
          or exists (select from capture_transcript t where t.capture_id = c.id) or exists (select from capture_reporter r where r.capture_id = c.id)
          or exists (select from capture_mask m where m.capture_id = c.id) or exists (select from capture_look l where l.capture_id = c.id and (l.note || l.media_text) <> ''))`,
        [captures],
      );
    expect([await left(ids), await left(others.map(({ id }) => id))]).toEqual([[{ n: 0 }], [{ n: 3 }]]);
    expect(await world.see("select count(*)::int as n from purged_file where capture_id = any($1::uuid[])", [ids])).toEqual([{ n: 10 }]);
  });

  it("is one transaction: when its last step fails, nothing has happened", async () => {
    const owner = await register(world, HERE, someone());
    await flagOf(owner);
    await world.see("create function netra.fail() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$");
    await world.see("create trigger fail before delete on drift for each statement execute function netra.fail()");
    await expect(revokeLink(world, { platform: "facebook", handle: owner.handle, by: here, reason: "x", purge: true })).rejects.toThrow();
    await world.see("drop trigger fail on drift");
    await world.see("drop function netra.fail()");
    expect([await states(owner), await corrections(owner), await acts(owner.id)]).toEqual([["open"], [], []]);
    expect(await leftOf(owner)).toMatchObject({ bodies: 1, evidence: 1 });
  });

  it("may not be purged while it stands, by whoever asks the database", async () => {
    const owner = await register(world, HERE, someone());
    const supervisor = await person(world, "supervisor", [HERE]);
    await expect(world.store.as(supervisor, (tx) => tx.registry.purgeCaptures([owner.id]))).rejects.toMatchObject({ kind: "forbidden" });
    await revokeLink(world, { platform: "facebook", handle: owner.handle, by: here, reason: "x" });
    const stranger = await person(world, "supervisor", [ELSEWHERE]);
    await expect(world.store.as(stranger, (tx) => tx.registry.purgeCaptures([owner.id]))).rejects.toMatchObject({ kind: "forbidden" });
    await expect(world.store.as(supervisor, (tx) => tx.registry.purgeCaptures([owner.id]))).resolves.toMatchObject({ captures: 0 });
  });
});

describe("a person who is no civil servant", () => {
  it("with accounts in two regions is the province's to say; then nothing stays of either", async () => {
    const who = someone();
    const first = await register(world, HERE, who);
    const second = await register(world, THERE, { ...who, from: "2015-01-01", platform: "instagram" });
    const bystander = await register(world, HERE, someone());
    for (const owner of [first, second, bystander]) await flagOf(owner);
    const on = { id: first.civilServantId, reason: "surat BKN 7" };
    for (const by of [here, there]) await expect(markNotCivilServant(world, { ...on, by })).rejects.toMatchObject({ code: "person-outside-regions" });
    expect(await states(first)).toEqual(["open"]);

    expect(await markNotCivilServant(world, { ...on, by: province })).toMatch(/Accounts: 2\. Flags withdrawn: 2\. Purged: 2 versions/);
    expect([await states(first), await states(second), await states(bystander)]).toEqual([["withdrawn"], ["withdrawn"], ["open"]]);
    expect([await leftOf(first), await leftOf(second)]).toEqual([NOTHING, NOTHING]);
    expect(await leftOf(bystander)).toMatchObject({ bodies: 1, evidence: 1 });
    expect(await world.see("select nip_cipher from civil_servant where id = $1", [on.id])).toEqual([{ nip_cipher: null }]);
    expect(await acts(on.id)).toEqual(["person.not-a-civil-servant"]);
    await expect(markNotCivilServant(world, { ...on, by: province })).rejects.toMatchObject({ code: "not-a-civil-servant" });
  });

  it("is not brought back by the next register", async () => {
    const who = someone();
    const owner = await register(world, HERE, who);
    await markNotCivilServant(world, { id: owner.civilServantId, by: here, reason: "x" });
    const row = {
      ...who,
      employmentKind: "pns",
      agency: "Dinas Contoh",
      agencyRegion: HERE,
      unit: null,
      position: null,
      roleClass: null,
      from: "2010-01-01",
    } as const;
    const again = { ...row, platform: "x", handle: "baru.lagi", link: "declared", linkSource: "surat" } as const;
    expect(await world.store.as(operator, (tx) => tx.accounts.saveRegistration(again))).toMatchObject({ outcome: "not-a-civil-servant" });
  });

  it("may be registered again once that word is taken back: number and accounts come with the next register, the purged stays gone", async () => {
    const who = someone();
    const owner = await register(world, HERE, who);
    await flagOf(owner);
    const on = { id: owner.civilServantId, by: here, reason: "surat 9" };
    await expect(markCivilServantAgain(world, on)).rejects.toMatchObject({ code: "never-marked" });
    await markNotCivilServant(world, on);
    await expect(markCivilServantAgain(world, { ...on, by: there })).rejects.toMatchObject({ kind: "not-found" });
    await world.see(
      `insert into reader_interest (region, user_id, civil_servant_id, from_day, entered_by)
        select '${HERE}', id, $1, current_date - 1, id from app_user where username = $2`,
      [on.id, here],
    );
    await expect(markCivilServantAgain(world, on)).rejects.toMatchObject({ code: "recused" });
    await world.see("update reader_interest set ended_at = clock_timestamp(), ended_by = user_id where civil_servant_id = $1", [on.id]);
    expect(await markCivilServantAgain(world, on)).toMatch(/What was purged does not come back.*netra registry import/);
    expect(await acts(on.id)).toEqual(["person.not-a-civil-servant", "person.civil-servant-again"]);
    const back = await register(world, HERE, { ...who, handle: owner.handle });
    expect([back.civilServantId, back.id === owner.id]).toEqual([on.id, false]);
    expect(await world.see("select nip_cipher is not null as numbered from civil_servant where id = $1", [on.id])).toEqual([{ numbered: true }]);
    expect(await leftOf(owner)).toEqual(NOTHING);
    expect([await states(owner), await states(back)]).toEqual([["withdrawn"], []]);
    await flagOf(back);
    expect(await states(back)).toEqual(["open"]);
  });

  it("is marked by a supervisor alone, by an id", async () => {
    const owner = await register(world, HERE, someone());
    const analyst = await person(world, "analyst", [HERE]);
    const [{ username } = { username: "" }] = await world.see<{ username: string }>("select username from app_user where id = $1", [analyst.id]);
    await expect(markNotCivilServant(world, { id: owner.civilServantId, by: username, reason: "x" })).rejects.toMatchObject({ code: "role-may-not" });
    await expect(markNotCivilServant(world, { id: "Sari", by: here, reason: "x" })).rejects.toMatchObject({ code: "person-id-invalid" });
    await expect(markNotCivilServant(world, { id: randomUUID(), by: here, reason: "x" })).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("a correction", () => {
  it("is seen by whoever is responsible for what must be corrected, until somebody says what was done", async () => {
    const owner = await register(world, HERE, someone());
    await flagOf(owner);
    const reportId = await someReport(PROVINCE);
    await revokeLink(world, { platform: "facebook", handle: owner.handle, by: here, reason: "x" });
    const lineOf = async (by: string) => (await listCorrections(world, by)).find((line) => line.includes(reportId));
    expect([await lineOf(here), await lineOf(there)]).toEqual([undefined, undefined]);
    const id = (await lineOf(province))?.split(" ")[0] ?? "";
    await expect(settleCorrection(world, { id, by: here, note: "laporan baru" })).rejects.toMatchObject({ code: "correction-settled" });
    await settleCorrection(world, { id, by: province, note: "laporan baru" });
    expect(await lineOf(province)).toBeUndefined();
    expect(await acts(id)).toEqual(["correction.settled"]);
  });
});

describe("a handle that changed", () => {
  it("is the same account: posts stay, the old handle is kept with its time, and it is due at once", async () => {
    const owner = await register(world, HERE, someone());
    const flagId = await flagOf(owner);
    const to = `${owner.handle}.baru`;
    await world.see("update account set due_at = clock_timestamp() + interval '7 days', state = 'deleted' where id = $1", [owner.id]);
    await renameAccount(world, {
      platform: "facebook",
      from: `@${owner.handle.toUpperCase()}`,
      to: `@${to}`,
      by: here,
      evidence: "pemberitahuan platform",
    });
    const find = (handle: string) => world.store.as(operator, (tx) => tx.accounts.findByHandle("facebook", handle));
    expect([(await find(to))?.id, await find(owner.handle)]).toEqual([owner.id, undefined]);
    expect(
      await world.see("select handle, to_at is null as now, known_by from handle_period where account_id = $1 order by from_at", [owner.id]),
    ).toEqual([
      { handle: owner.handle, now: false, known_by: "register" },
      { handle: to, now: true, known_by: "person" },
    ]);
    expect((await world.store.as(systemActor("scheduler"), (tx) => tx.accounts.listDue(1_000))).map((row) => row.accountId)).toContain(owner.id);
    expect(await world.see("select p.account_id as id from flag f join post p on p.id = f.post_id where f.id = $1", [flagId])).toEqual([
      { id: owner.id },
    ]);
    expect(await acts(owner.id)).toEqual(["account.renamed"]);
  });

  it("is refused when another account has the new one, or the old is not registered in this region", async () => {
    const [one, two] = [await register(world, HERE, someone()), await register(world, HERE, someone())];
    const say = { platform: "facebook", by: here, evidence: "x" };
    await expect(renameAccount(world, { ...say, from: one.handle, to: two.handle })).rejects.toMatchObject({ code: "handle-taken" });
    await expect(renameAccount(world, { ...say, from: one.handle, to: "baru", by: there })).rejects.toMatchObject({ kind: "not-found" });
    await expect(renameAccount(world, { ...say, from: one.handle, to: "https://facebook.com/a" })).rejects.toMatchObject({ code: "handle-invalid" });
  });
});

describe("an inferred link", () => {
  const seen = ["workplace|receipt, photo 1|Dinas Contoh", "linked_account|https://example.test/a"];
  const ask = async (given: Partial<Parameters<typeof inferLink>[1]> = {}) => {
    const owner = await register(world, HERE, someone());
    made += 1;
    const handle = given.handle ?? `dugaan.${made}`;
    const tip = await captureOf(owner, { origin: "tip", handle });
    const finder = await person(world, "analyst", [HERE]);
    const [user] = await world.see<{ username: string }>("select username from app_user where id = $1", [finder.id]);
    const contest = contestIn(HERE).id;
    return {
      platform: "facebook",
      handle,
      person: owner.civilServantId,
      contest,
      receipt: tip.receiptNo,
      seen,
      seenBy: user?.username ?? "",
      by: here,
      ...given,
    };
  };
  const accountOf = (handle: string) => world.store.as(operator, (tx) => tx.accounts.findByHandle("facebook", handle));

  it("stands on one tip, is never due, keeps no value in clear, and ends with the contest", async () => {
    const on = await ask();
    await inferLink(world, on);
    const account = await accountOf(on.handle);
    expect(account).toMatchObject({ link: "inferred" });
    const id = account?.id ?? "";
    expect((await world.store.as(systemActor("scheduler"), (tx) => tx.accounts.listDue(1_000))).map((row) => row.accountId)).not.toContain(id);
    expect(JSON.stringify(await world.see("select * from link_evidence where account_id = $1", [id]))).not.toContain("Dinas Contoh");
    expect(await world.see("select kind, value_hash is not null as hashed from link_evidence where account_id = $1 order by kind", [id])).toEqual([
      { kind: "linked_account", hashed: false },
      { kind: "workplace", hashed: true },
    ]);
    const custody = systemActor("custody");
    const expired = async () => (await world.store.as(custody, (tx) => tx.registry.expireLinks())).map((row) => row.id);
    expect(await expired()).toEqual([]);
    await world.see("update account set expires_at = clock_timestamp() - interval '1 second' where id = $1", [id]);
    expect(await expired()).toEqual([id]);
    expect(await accountOf(on.handle)).toBeUndefined();
    expect(await expired()).toEqual([]);
  });

  it.each<[string, string, Partial<Parameters<typeof inferLink>[1]>]>([
    ["evidence-too-thin", "a name alone", { seen: ["display_name|a", "handle|b"] }],
    ["evidence-too-thin", "one source", { seen: ["workplace|a", "event|a"] }],
    ["attribute-invalid", "a declaration in disguise", { seen: ["declaration|a", "event|b"] }],
    ["receipt-not-found", "no tip", { receipt: "T-010100-0001" }],
    ["contest-not-found", "no contest", { contest: "tidak-ada" }],
    ["civil-servant-not-found", "nobody", { person: randomUUID() }],
  ])("%s: is refused for %s", async (code, _why, given) => {
    await expect(inferLink(world, await ask(given))).rejects.toMatchObject({ code });
  });

  it("is refused when the reviewer noted the evidence, and for a receipt that is no tip about this account", async () => {
    const on = await ask();
    await expect(inferLink(world, { ...on, seenBy: here })).rejects.toMatchObject({ code: "evidence-too-thin" });
    await expect(inferLink(world, { ...on, handle: "orang.lain" })).rejects.toMatchObject({ code: "receipt-is-no-tip" });
    const own = await captureOf(await register(world, HERE, someone()), { origin: "own", handle: on.handle });
    await expect(inferLink(world, { ...on, receipt: own.receiptNo })).rejects.toMatchObject({ code: "receipt-is-no-tip" });
    await expect(inferLink(world, { ...on, by: there })).rejects.toMatchObject({ kind: "not-found" });
  });

  it("becomes a link of the register by the person's own declaration, and no longer ends", async () => {
    const on = await ask();
    await inferLink(world, on);
    const [who] = await world.see<{ name: string; agency: string; index: Buffer }>(
      "select c.name, a.name as agency from civil_servant c join employment e on e.civil_servant_id = c.id join agency a on a.id = e.agency_id where c.id = $1",
      [on.person],
    );
    const nip = `19800101200501${1}${String(Number(who?.name.split(" ").at(-1))).padStart(3, "0")}`;
    const saved = await register(world, HERE, { nip, name: who?.name ?? "", handle: on.handle });
    expect(saved.civilServantId).toBe(on.person);
    expect(await world.see("select link, expires_at from account where id = $1", [saved.id])).toEqual([{ link: "declared", expires_at: null }]);
  });

  it("is never taken from a register", async () => {
    const row = {
      ...someone(),
      employmentKind: "pns",
      agency: "Dinas Contoh",
      agencyRegion: HERE,
      unit: null,
      position: null,
      roleClass: null,
      from: "2010-01-01",
    } as const;
    const inferred = { ...row, platform: "x", handle: "dari.berkas", link: "inferred", linkSource: "mirip" } as const;
    expect(await world.store.as(operator, (tx) => tx.accounts.saveRegistration(inferred))).toMatchObject({ outcome: "needs-tip" });
  });
});

it("the id of a person is found by an account, within the own regions, and leaves a trace", async () => {
  const owner = await register(world, HERE, someone());
  expect(await findPerson(world, { platform: "facebook", handle: owner.handle, by: here })).toMatch(
    new RegExp(`^${owner.civilServantId} .*accounts: 1$`),
  );
  expect(await acts(owner.civilServantId)).toEqual(["person.looked-up"]);
  await expect(findPerson(world, { platform: "facebook", handle: owner.handle, by: there })).rejects.toMatchObject({ code: "account-not-found" });
});
