import type { Process } from "@netra/store";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillEveryTable } from "../support/every-table.ts";
import { openWorld, type World } from "../support/world.ts";

const PROCESSES: readonly Process[] = ["api", "ingest", "classify", "report", "custody", "scheduler", "operator"];

let world: World;
let app: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  await fillEveryTable(world);
  app = await world.login();
});
afterAll(async () => {
  await app.end();
  await world.close();
});

const names = async (text: string): Promise<string[]> => (await world.see<{ name: string }>(text)).map((row) => row.name);
const TABLE = "relnamespace = 'netra'::regnamespace and relkind in ('r', 'p')";

/**
 * What is seen past the two policies of every table: `drop_week` marks versions as their owner; a person is seen by whoever sees their account; what follows from a link
 * that was wrong is done by three functions as the owner, which check the regions themselves.
 */
const MORE_POLICIES: Readonly<Record<string, readonly string[]>> = {
  post_version: ["owner_retention"],
  thumbnail: ["owner_cascade"],
  civil_servant: ["own_accounts", "owner_cascade"],
  ...Object.fromEntries(
    [
      "account",
      "capture",
      "capture_body",
      "case_file",
      "case_flag",
      "case_group_member",
      "case_reply",
      "classification",
      "classification_detail",
      "correction",
      "drift",
      "employment",
      "evidence",
      "flag_likeness",
      "span_verdict",
      "term_origin",
      "flag_note",
    ].map((table) => [table, ["owner_cascade"]]),
  ),
  ...Object.fromEntries(
    ["capture_address_check", "capture_look", "capture_mask", "capture_reporter", "capture_transcript", "loan"].map((table) => [
      table,
      ["owner_cascade"],
    ]),
  ),
  ...Object.fromEntries(["flag_lease", "flag_recusal", "reader_interest", "past_state", "account_watch"].map((table) => [table, ["owner_cascade"]])),
  ...Object.fromEntries(
    ["evidence_detail", "export", "export_part", "flag", "handle_period", "post", "post_media", "purged_file", "report", "upload"].map((table) => [
      table,
      ["owner_cascade"],
    ]),
  ),
  audit_event: ["owner_cascade", "owner_erasure"],
};

describe("the catalogue", () => {
  it("has row security, forced, on every table with a region but the public one", async () => {
    const withRegion = `select from pg_attribute a where a.attrelid = c.oid and a.attname = 'region' and not a.attisdropped`;
    expect(
      await names(
        `select relname as name from pg_class c where ${TABLE} and exists (${withRegion}) and not (relrowsecurity and relforcerowsecurity)`,
      ),
    ).toEqual(["contest"]);
  });

  it("has a policy for people and one for machines on each of them", async () => {
    const rows = await world.see<{
      name: string;
      policies: string[];
    }>(`select relname as name, array_agg(polname::text order by polname::text collate "C") as policies
      from pg_class c join pg_policy p on p.polrelid = c.oid where ${TABLE} group by relname order by relname`);
    for (const { name, policies } of rows)
      expect([name, policies]).toEqual([name, [...(MORE_POLICIES[name] ?? []), "machine", "own_regions"].sort()]);
    expect(rows.length).toBeGreaterThan(20);
  });

  it("grants nothing on a partition, but reading to the backup", async () => {
    const grants = await names(`select distinct grantee::regrole || ' ' || privilege_type as name from pg_class c, aclexplode(relacl)
      where relispartition and relnamespace = 'netra'::regnamespace and grantee <> relowner`);
    expect(grants).toEqual(["netra_backup SELECT"]);
    expect((await names("select relname as name from pg_class where relispartition and relkind = 'r'")).length).toBeGreaterThan(0);
  });

  it("has no view that looks with its owner's eyes", async () => {
    expect(
      await names(`select relname as name from pg_class where relnamespace = 'netra'::regnamespace and (relkind = 'm'
        or (relkind = 'v' and not coalesce(reloptions @> array['security_invoker=true'], false)))`),
    ).toEqual([]);
  });

  it("has few functions that act with their owner's rights, each with a fixed path and for named roles only", async () => {
    const definers = `from pg_proc where pronamespace = 'netra'::regnamespace and prosecdef`;
    expect(await names(`select proname as name ${definers} order by proname`)).toEqual([
      ...["await_sealing", "digest_readers", "drop_week", "ensure_week", "erase_leaf", "export_asker", "fill_office", "find_words", "group_size"],
      ...["keep_account_state", "keep_drift", "keep_flag_state", "keep_post", "keep_quarantine", "kept_from_accounts", "lent_regions"],
      ...["list_corrections", "mark_civil_servant_again", "mark_not_civil_servant", "names_somebody", "note_in_force", "note_watch"],
      ...["purge_captures", "purge_exports", "purge_lease_note", "purge_thumbnails"],
      ...[
        "recused_flags",
        "recused_samples",
        "recused_since",
        "report_readers",
        "report_signatories",
        "sample_words",
        "supervised_regions",
        "term_quality",
      ],
    ]);
    expect(await names(`select proname as name ${definers} and not coalesce(proconfig::text like '%search_path=netra, pg_temp%', false)`)).toEqual(
      [],
    );
    expect(await names(`select proname as name ${definers} and has_function_privilege('public', oid, 'EXECUTE')`)).toEqual([]);
    expect(
      await names(
        `select distinct grantee::regrole::text as name from pg_proc, aclexplode(proacl) where proname = 'drop_week' and grantee <> proowner`,
      ),
    ).toEqual(["netra_custody"]);
  });

  it("gives no role of ours the power to pass row security, and the login none to inherit", async () => {
    expect(await names("select rolname as name from pg_roles where rolname like 'netra\\_%' and (rolsuper or rolbypassrls) order by 1")).toEqual([
      "netra_backup",
    ]);
    expect(await names("select rolname as name from pg_roles where rolname like 'netra\\_%' and rolcanlogin order by 1")).toEqual([
      "netra_app",
      "netra_queue",
    ]);
    expect(await names("select rolname as name from pg_roles where pg_has_role('netra_app', oid, 'USAGE') order by 1")).toEqual(["netra_app"]);
    expect(await names("select roleid::regrole::text as name from pg_auth_members where member = 'netra_app'::regrole order by 1")).toEqual(
      PROCESSES.map((process) => `netra_${process}`).sort(),
    );
  });

  it("lets the backup read everything there is: every table and sequence, and how far the migrations went", async () => {
    expect(
      await names(`select relname as name from pg_class where relnamespace in ('netra'::regnamespace, 'netra_migration'::regnamespace)
        and relkind in ('r', 'p', 'S', 'v') and not has_table_privilege('netra_backup', oid, 'SELECT')`),
    ).toEqual([]);
    expect(
      await names(
        "select nspname as name from pg_namespace where nspname like 'netra%' and has_schema_privilege('netra_backup', oid, 'USAGE') order by 1",
      ),
    ).toEqual(["netra", "netra_migration"]);
  });

  it("keeps the queue's login out of the house", async () => {
    expect(await names("select 'usage' as name where has_schema_privilege('netra_queue', 'netra', 'USAGE')")).toEqual([]);
    expect(await names(`select relname as name from pg_class where ${TABLE} and has_table_privilege('netra_queue', oid, 'SELECT')`)).toEqual([]);
  });
});

/** Tables whose rows are only ever added, and the one column in which a row may be marked. */
const APPEND_ONLY: Readonly<Record<string, readonly string[]>> = {
  audit_event: [],
  ledger_leaf: [],
  checkpoint: [],
  installation: [],
  reading: [],
  span_verdict: [],
  evidence: [],
  evidence_detail: [],
  case_step: [],
  classification: [],
  classification_detail: [],
  capture: ["netra_api post_id"],
  capture_look: [],
  capture_mask: [],
  capture_reporter: [],
  capture_transcript: [],
  capture_body: [],
  contest_version: [],
  guidance: [],
  report_file: [],
  tombstone: [],
  link_evidence: [],
  drift: [],
  flag_recusal: [],
  decision: ["netra_api undone_at"],
  flag_note: [],
  case_reply: [],
  case_group: [],
  case_group_member: ["netra_api left_at", "netra_api left_by", "netra_api left_reason"],
  handover: [],
  handover_read: [],
  reader_interest: ["netra_api ended_at", "netra_api ended_by"],
};

describe("what no process may do", () => {
  it.each(Object.entries(APPEND_ONLY))("change a row of %s", async (table, marks) => {
    expect(
      await names(`select r.rolname || ' ' || a.attname as name from pg_roles r, pg_attribute a where r.rolname in (${PROCESSES.map((process) => `'netra_${process}'`)})
        and a.attrelid = 'netra.${table}'::regclass and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, a.attrelid, a.attnum, 'UPDATE') order by 1`),
    ).toEqual(marks);
  });

  it("delete rows, but what is over of signing in, a case's link that was taken back, and a post that is forgotten on request", async () => {
    const holders = await names(`select grantee::regrole || ' ' || relname as name from pg_class, aclexplode(relacl)
      where ${TABLE} and privilege_type in ('DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES', 'MAINTAIN') and grantee <> relowner order by 1`);
    const forgetting = [
      ...[
        "blob_mark",
        "capture",
        "capture_body",
        "checkpoint_mail",
        "classification",
        "classification_detail",
        "digest_mail",
        "drift",
        "early_miss",
        "export_part",
        "fixity_check",
        "handover",
        "handover_read",
        "ledger_waiting",
        "post",
      ],
      ...["post_version", "sign_in_failure", "sign_in_link", "thumbnail", "upload", "user_session"],
    ].map((table) => `netra_custody ${table}`);
    const comparing = ["netra_classify comparison_row", "netra_classify pack_comparison"];
    const byApi = ["case_flag", "saved_view", "second_factor", "sign_in_failure"].map((table) => `netra_api ${table}`);
    expect(holders).toEqual([...byApi, ...comparing, ...forgetting, "netra_operator second_factor"]);
  });

  it("hand a right on", async () => {
    expect(await names(`select relname as name from pg_class, aclexplode(relacl) where ${TABLE} and is_grantable and grantee <> relowner`)).toEqual(
      [],
    );
  });
});

describe("an act that a process was not made for", () => {
  const acts: readonly (readonly [Process, string])[] = [
    ["api", "update capture_body set text = 'x'"],
    ["api", "update post set posted_at = now()"],
    ["api", "update post_version set sha256 = sha256"],
    ["api", "insert into classification select * from classification"],
    ["api", "insert into classification_detail select * from classification_detail"],
    ["api", "insert into flag select * from flag"],
    ["api", "insert into evidence select * from evidence"],
    ["api", "update flag set priority = 9999"],
    ["api", "update flag set stance = 'neutral'"],
    ["api", "update decision set reason = 'x'"],
    ["api", "delete from decision"],
    ["api", "delete from flag_note"],
    ["api", "update flag_note set words = null"],
    ["api", "update case_step set plenary_number = 'x'"],
    ["api", "update case_reply set words = ''"],
    ["api", "delete from case_group_member"],
    ["report", "select from case_reply"],
    ["api", "update handover set note = 'x'"],
    ["custody", "select note from handover"],
    ["api", "delete from audit_event"],
    ["api", "update audit_event set act = 'x'"],
    ["api", "truncate audit_event"],
    ["api", "update evidence set raw = ''"],
    ["api", "delete from reading"],
    ["api", "select version_id from comparison_row"],
    ["api", "select * from sample_words(gen_random_uuid())"],
    ["operator", "select version_id from comparison_row"],
    ["api", "update report set state = 'ready'"],
    ["api", "update report set final_at = now()"],
    ["api", "update report set summary = null"],
    ["api", "update report_progress set done = 0"],
    ["api", "insert into report_file select * from report_file"],
    ["api", "insert into rule_pack_version select * from rule_pack_version"],
    ["api", "update rule_pack_version set state = 'live'"],
    ["api", "update contest set live_hash = null"],
    ["api", "insert into civil_servant select * from civil_servant"],
    ["api", "update account set link = 'declared'"],
    ["api", "select drop_week('2026-11-16')"],
    ["api", "select from classification_detail"],
    ["api", "insert into app_user (username, name, role, regions) values ('x', 'x', 'admin', '{ID}')"],
    ["api", "update app_user set role = 'admin'"],
    ["api", "update app_user set regions = '{ID}'"],
    ["api", "insert into sign_in_link select * from sign_in_link"],
    ["api", "update sign_in_link set expires_at = 'infinity'"],
    ["api", "update user_session set user_id = user_id"],
    ["api", "update user_session set expires_at = 'infinity'"],
    ["api", "update second_factor set user_id = user_id"],
    ["operator", "select secret_cipher from second_factor"],
    ["operator", "insert into second_factor (user_id, secret_cipher) select id, '' from app_user"],
    ["report", "select from second_factor"],
    ["custody", "select from second_factor"],
    ["api", "insert into evidence_detail select * from evidence_detail"],
    ["api", "update post set url = null"],
    ["api", "update ledger_leaf set salt = null"],
    ["api", "insert into checkpoint select * from checkpoint"],
    ["api", "update ledger_frontier set size = 0"],
    ["api", "delete from ledger_waiting"],
    ["operator", "select from ledger_leaf"],
    ["custody", "update ledger_leaf set salt = null"],
    ["custody", "delete from ledger_leaf"],
    ["custody", "update checkpoint set note = ''"],
    ["custody", "delete from checkpoint"],
    ["custody", "insert into ledger_waiting (kind, object_id) values ('audit', 'x')"],
    ["custody", "update installation set id = 'x'"],
    ["custody", "update audit_event set act = 'x'"],
    ["custody", "delete from audit_event"],
    ["scheduler", "delete from ledger_waiting"],
    ["scheduler", "select from ledger_leaf"],
    ["classify", "insert into decision select * from decision"],
    ["classify", "insert into reading (flag_id) select id from flag"],
    ["classify", "update flag set outcome = 'duplicate'"],
    ["classify", "update flag set first_reader_id = null"],
    ["classify", "delete from flag"],
    ["classify", "update evidence set text = ''"],
    ["classify", "update post set posted_at = now()"],
    ["classify", "insert into post select * from post"],
    ["classify", "select from civil_servant"],
    ["classify", "select from employment"],
    ["classify", "select from app_user"],
    ["classify", "select from decision"],
    ["ingest", "select from civil_servant"],
    ["ingest", "select from employment"],
    ["ingest", "update post set url = null"],
    ["ingest", "select id from flag"],
    ["ingest", "select from evidence"],
    ["ingest", "select from capture"],
    ["ingest", "insert into flag (post_id) select id from post"],
    ["ingest", "update post_version set state = 'classified'"],
    ["ingest", "update account set link = 'declared'"],
    ["ingest", "update account set revoked_at = null"],
    ["report", "update flag set state = 'closed'"],
    ["report", "select from app_user"],
    ["report", "insert into decision select * from decision"],
    ...["civil_servant", "employment", "capture_body", "classification_detail", "evidence", "evidence_detail", "upload"].map(
      (table) => ["report", `select from ${table}`] as const,
    ),
    ["report", "select target_id from reading"],
    ["report", "select created_at from agency"],
    ...["case_file", "case_flag"].map((table) => ["report", `select from ${table}`] as const),
    ["report", "select from case_step"],
    ["report", "update report set note = ''"],
    ["report", "select from report_mail"],
    ["scheduler", "update report_mail set done_at = now()"],
    ["custody", "update report set state = 'ready'"],
    ["report", "delete from report_file"],
    ["report", "update report_file set bytes = ''"],
    ["custody", "delete from evidence"],
    ["custody", "select from civil_servant"],
    ["custody", "select from reading"],
    ["custody", "select from app_user"],
    ["custody", "select from rule_pack_version"],
    ["custody", "update capture set text = ''"],
    ["custody", "update upload set blob_key = ''"],
    ["custody", "update fixity_fault set what = 'missing'"],
    ["custody", "delete from fixity_fault"],
    ["custody", "delete from recheck"],
    ["custody", "update account set handle = ''"],
    ["ingest", "select from recheck"],
    ["ingest", "insert into post_media select * from post_media"],
    ["ingest", "update post_media set reference = ''"],
    ["api", "update post_media set state = 'kept'"],
    ["classify", "update post_media set state = 'kept'"],
    ["scheduler", "select reference from post_media"],
    ["scheduler", "select text from media_text"],
    ["scheduler", "select text from picture_text"],
    ["api", "update recheck set result = 'same'"],
    ["custody", "select from flag_lease"],
    ["classify", "select note from flag_lease"],
    ["custody", "delete from flag"],
    ["custody", "update post set posted_at = now()"],
    ["custody", "update post_version set state = 'classified'"],
    ["scheduler", "select from capture_body"],
    ["scheduler", "select from civil_servant"],
    ["scheduler", "select from employment"],
    ["scheduler", "select from post"],
    ["scheduler", "select from contest_version"],
    ["scheduler", "select id from flag"],
    ["scheduler", "update post_version set state = 'classified'"],
    ["scheduler", "update report set state = 'ready'"],
    ["scheduler", "insert into flag (post_id) select id from post"],
    ["operator", "select text from capture"],
    ["operator", "select raw from capture"],
    ["operator", "update capture set purged_at = now()"],
    ["operator", "select purge_captures('{}')"],
    ["operator", "update link_evidence set source = ''"],
    ["operator", "update handle_period set handle = ''"],
    ["operator", "insert into correction select * from correction"],
    ["api", "update capture set text = '', raw = ''"],
    ["api", "update capture_look set note = ''"],
    ["api", "update capture_address_check set user_id = user_id, at = now()"],
    ["custody", "select from capture_address_check"],
    ["api", "delete from capture_mask"],
    ["api", "update loan set until = now()"],
    ["operator", "insert into loan select * from loan"],
    ["operator", "select from capture_look"],
    ["custody", "select from capture_reporter"],
    ["report", "select note from capture_look"],
    ...(["api", "report", "operator", "custody"] as const).flatMap((process) =>
      ["past_state", "account_watch", "in_force"].map((table) => [process, `delete from ${table}`] as const),
    ),
    ["ingest", "select from capture_transcript"],
    ["api", "delete from upload"],
    ["api", "insert into correction select * from correction"],
    ["api", "update correction set reason = ''"],
    ["api", "update civil_servant set not_civil_servant_at = now()"],
    ["api", "select from purged_file"],
    ["ingest", "select from leave_period"],
    ["ingest", "select from link_evidence"],
    ["classify", "select from spouse_period"],
    ["operator", "select from evidence"],
    ["operator", "select from classification"],
    ["operator", "select from classification_detail"],
    ["operator", "select from sign_in_failure"],
    ["operator", "update app_user set role = 'admin'"],
    ["operator", "update app_user set password_hash = 'x'"],
    ["operator", "select from audit_event"],
    ["operator", "delete from audit_event"],
    ["operator", "insert into decision (flag_id) select id from flag"],
    ["operator", "update flag set state = 'closed'"],
    ["operator", "update rule_pack_version set body = '{}'"],
    ["operator", "update contest_version set body = '{}'"],
    ["operator", "drop table decision"],
    ["operator", "alter table flag disable row level security"],
    ["operator", "create table netra.mine ()"],
    ["operator", "create table public.mine ()"],
  ];

  it.each(acts)("netra_%s: %s", async (process, act) => {
    await app.query("begin");
    try {
      await app.query("select set_config('role', $1, true), set_config('netra.regions', 'ID', true)", [`netra_${process}`]);
      await expect(app.query(act)).rejects.toMatchObject({ code: "42501" });
    } finally {
      await app.query("rollback");
    }
  });
});
