import pg from "pg";

/** A catalogue query: rows of an object's `name`, one `text` about it, and where that stands `at` among its like. */
type Question = string;

const OURS = "c.relnamespace = 'netra'::regnamespace and not c.relispartition";
const TABLE = `${OURS} and c.relkind in ('r', 'p')`;

const COLUMNS: Question = `select c.relname::text as name, a.attnum as at, format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
    || case when a.attidentity <> '' then ' generated always as identity' when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end
    || case when a.attnotnull then ' not null' else '' end as text
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where ${TABLE}`;

/** All but not-null, which is said at the column. */
const CONSTRAINTS: Question = `select c.relname::text as name, 0 as at, pg_get_constraintdef(k.oid) as text
  from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype <> 'n' where ${TABLE}`;

const PARTITIONING: Question = `select c.relname::text as name, 0 as at, ' partition by ' || pg_get_partkeydef(c.oid) as text
  from pg_class c where ${OURS} and c.relkind = 'p'`;

const INDEXES: Question = `select c.relname::text as name, 0 as at, pg_get_indexdef(i.indexrelid) || ';' as text
  from pg_class c join pg_index i on i.indrelid = c.oid
  where ${TABLE} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))`;

const ROW_SECURITY: Question = `select c.relname::text as name, 0 as at, format('alter table %I %s;', c.relname, flag.text) as text
  from pg_class c, lateral (values (c.relrowsecurity, 'enable row level security'), (c.relforcerowsecurity, 'force row level security')) as flag(set, text)
  where ${TABLE} and flag.set`;

const POLICIES: Question = `select c.relname::text as name, 0 as at, format('create policy %I on %I for %s to %s using (%s)%s;', p.policyname, c.relname, lower(p.cmd),
    (select string_agg(role::text, ', ' order by role::text collate "C") from unnest(p.roles) role), p.qual, ' with check (' || p.with_check || ')') as text
  from pg_class c join pg_policies p on p.schemaname = 'netra' and p.tablename = c.relname where ${TABLE}`;

const VIEWS: Question = `select c.relname::text as name, 0 as at, format('create view %I%s as%s', c.relname, ' with (' || array_to_string(c.reloptions, ', ') || ')',
    E'\\n' || pg_get_viewdef(c.oid)) as text from pg_class c where ${OURS} and c.relkind in ('v', 'm')`;

const ROUTINES: Question = `select p.proname::text as name, 0 as at, rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as text
  from pg_proc p where p.pronamespace = 'netra'::regnamespace`;

/** What an owner gave to others, one line a role. */
const grants = (on: {
  readonly from: string;
  readonly where: string;
  readonly name: string;
  readonly what: string;
  readonly acl: string;
  readonly owner: string;
}): Question =>
  `select name, 0 as at, format('grant %s on %s to %s;', string_agg(may, ', ' order by may collate "C"), what, role) as text
  from (select ${on.name}::text as name, ${on.what} as what, lower(given.privilege_type) as may, case given.grantee when 0 then 'public' else given.grantee::regrole::text end as role
    from ${on.from}, aclexplode(${on.acl}) given where ${on.where} and given.grantee <> ${on.owner}) line group by name, what, role`;

const RELATION_GRANTS = grants({
  from: "pg_class c",
  where: `${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'S')`,
  name: "c.relname",
  what: "case c.relkind when 'S' then 'sequence ' else '' end || quote_ident(c.relname)",
  acl: "c.relacl",
  owner: "c.relowner",
});
const ROUTINE_GRANTS = grants({
  from: "pg_proc p",
  where: "p.pronamespace = 'netra'::regnamespace",
  name: "p.proname",
  what: "'routine ' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')'",
  acl: "p.proacl",
  owner: "p.proowner",
});
const SCHEMA_GRANTS = grants({
  from: "pg_namespace n",
  where: "n.nspname = 'netra'",
  name: "n.nspname",
  what: "'schema ' || n.nspname",
  acl: "n.nspacl",
  owner: "n.nspowner",
});

const COLUMN_GRANTS: Question = `select c.relname::text as name, 0 as at, format('grant %s (%s) on %I to %s;', lower(acl.privilege_type),
    string_agg(a.attname, ', ' order by a.attname collate "C"), c.relname, acl.grantee::regrole) as text
  from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl where ${OURS} group by c.relname, acl.privilege_type, acl.grantee`;

const HEAD = "-- Written by `npm run schema` from the catalogue of a migrated database: to be read and compared, never run, never edited.";

/**
 * Says what a migrated database really holds: tables with columns and constraints, indexes, row security, policies, grants, routines. One order whatever
 * the server's locale, so that two databases compare by text. Partitions are left out: they come and go with the weeks.
 */
export async function describeSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, options: "-c search_path=netra" });
  await client.connect();
  /** Lines by object, both in the order of bytes. */
  const ask = async (question: Question): Promise<Map<string, string[]>> => {
    const { rows } = await client.query<{ name: string; text: string }>(
      `select name, text from (${question}) q order by name collate "C", at, text collate "C"`,
    );
    const found = new Map<string, string[]>();
    for (const { name, text } of rows) found.set(name, [...(found.get(name) ?? []), text]);
    return found;
  };
  try {
    const [columns, constraints, partitioning, views, routines] = [
      await ask(COLUMNS),
      await ask(CONSTRAINTS),
      await ask(PARTITIONING),
      await ask(VIEWS),
      await ask(ROUTINES),
    ];
    const [relationGrants, routineGrants] = [await ask(RELATION_GRANTS), await ask(ROUTINE_GRANTS)];
    const beside = [await ask(INDEXES), await ask(ROW_SECURITY), await ask(POLICIES), relationGrants, await ask(COLUMN_GRANTS)];
    const of = (name: string, lists: readonly Map<string, string[]>[]): string[] => lists.flatMap((list) => list.get(name) ?? []);

    const tables = [...columns.keys()].map((name) => {
      const body = of(name, [columns, constraints]).map((line) => `  ${line}`);
      return [`create table ${name} (\n${body.join(",\n")}\n)${of(name, [partitioning]).join("")};`, ...of(name, beside)].join("\n");
    });
    const sequences = [...relationGrants.keys()]
      .filter((name) => !columns.has(name) && !views.has(name))
      .map((name) => of(name, [relationGrants]).join("\n"));
    const withGrants = (made: Map<string, string[]>, given: Map<string, string[]>) =>
      [...made.keys()].map((name) => of(name, [made, given]).join("\n"));
    const schema = [...(await ask(SCHEMA_GRANTS)).values()].flat().join("\n");
    return `${[HEAD, schema, ...tables, ...withGrants(views, relationGrants), ...sequences, ...withGrants(routines, routineGrants)].join("\n\n")}\n`;
  } finally {
    await client.end();
  }
}
