import { createPool, createStore, type FieldCipher, runOnce, type Store } from "@netra/store";

/** The demo's database while its clock is set back: the same store functions, on a clock that goes on from a moment of the past. */
export interface PastClock {
  /** Every act from now on counts as done from this moment on. Moments go forward alone: an earlier one than now changes nothing. */
  set(at: Date): Promise<void>;
  /** What the database's clock says through `store`, on this machine's. */
  now(): Date;
  readonly store: Store;
  /** One statement as the database's superuser, for what no store function writes after the event. */
  write(statement: string, values: readonly unknown[]): Promise<void>;
  /** Gives the database its own clock again; nothing of this stays in its schema. */
  close(): Promise<void>;
}

const SCHEMA = "demo_clock";

/**
 * Sets back the clock of a database that is the demo's and that nobody else works on. The store's statements ask `clock_timestamp()` without a schema, so that a connection that looks
 * into `demo_clock` first asks the one there; defaults of columns and functions with a path of their own are pointed at it meanwhile, and views that ask the time get a copy. Product
 * code knows nothing of it. What a crash leaves behind is found by `isClockSetBack`.
 */
export async function openPastClock(urls: { readonly admin: string; readonly app: string }, cipher: FieldCipher): Promise<PastClock> {
  await runOnce(urls.admin, SET_BACK);
  const pool = createPool(urls.app, { name: "demo-past", max: 2, searchPath: `${SCHEMA},pg_catalog,netra` });
  const admin = createPool(urls.admin, { name: "demo-past-admin", max: 1 });
  const store = createStore({ pool, cipher });
  let behindMs = 0;
  const now = (): Date => new Date(Date.now() - behindMs);
  return {
    store,
    now,
    async set(at) {
      const wanted = Date.now() - at.getTime();
      if (behindMs !== 0 && wanted >= behindMs) return;
      behindMs = wanted;
      await pool.query(`update ${SCHEMA}.setting set behind = make_interval(secs => $1)`, [behindMs / 1000]);
    },
    async write(statement, values) {
      await admin.query(statement, [...values]);
    },
    async close() {
      await store.close();
      await admin.end();
      await runOnce(urls.admin, SET_RIGHT);
    },
  };
}

/** Whether a past was begun here and never ended. */
export async function isClockSetBack(adminUrl: string): Promise<boolean> {
  return (await runOnce(adminUrl, `select from pg_namespace where nspname = '${SCHEMA}'`)).length > 0;
}

/** Columns whose default asks a clock, told by how the default is written. */
const defaultsWith = (asked: string): string => `select d.adrelid::regclass as place, a.attname as name, pg_get_expr(d.adbin, d.adrelid) as expr
      from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum join pg_class c on c.oid = d.adrelid
      where c.relnamespace = 'netra'::regnamespace and strpos(pg_get_expr(d.adbin, d.adrelid), '${asked}') > 0`;

const REAL = "clock_timestamp()";
const PAST = `${SCHEMA}.${REAL}`;
const OWN_PATH = "netra, pg_temp";
const PAST_PATH = `${SCHEMA}, pg_catalog, ${OWN_PATH}`;

const SET_BACK = `begin;
set local search_path = netra;
create schema ${SCHEMA};
grant usage on schema ${SCHEMA} to public;
create table ${SCHEMA}.setting (one boolean primary key default true check (one), behind interval not null);
insert into ${SCHEMA}.setting (behind) values (interval '0');
grant select on ${SCHEMA}.setting to public;
grant update on ${SCHEMA}.setting to netra_app;
create function ${PAST} returns timestamptz language sql volatile as 'select pg_catalog.${REAL} - (select behind from ${SCHEMA}.setting)';
do $$ declare it record; begin
  -- nobody has seen the demo yet: what a power cut takes is made again
  execute format('alter role netra_app in database %I set synchronous_commit = off', current_database());
  for it in ${defaultsWith(REAL)} loop
    execute format('alter table %s alter column %I set default %s', it.place, it.name, replace(it.expr, '${REAL}', '${PAST}'));
  end loop;
  for it in select oid::regprocedure as name from pg_proc
      where pronamespace = 'netra'::regnamespace and strpos(prosrc, '${REAL}') > 0 and proconfig @> array['search_path=${OWN_PATH}'] loop
    execute format('alter routine %s set search_path = ${PAST_PATH}', it.name);
  end loop;
  for it in select relname as name, pg_get_viewdef(oid) as body from pg_class
      where relnamespace = 'netra'::regnamespace and relkind = 'v' and strpos(pg_get_viewdef(oid), '${REAL}') > 0 loop
    execute format('create view ${SCHEMA}.%I with (security_invoker = true) as %s', it.name, replace(it.body, '${REAL}', '${PAST}'));
    execute format('grant select on ${SCHEMA}.%I to public', it.name);
  end loop;
end $$;
commit`;

/** Without a cascade: what still hangs on the past clock stops it, and is told. */
const SET_RIGHT = `begin;
set local search_path = netra;
do $$ declare it record; begin
  execute format('alter role netra_app in database %I reset synchronous_commit', current_database());
  for it in ${defaultsWith(PAST)} loop
    execute format('alter table %s alter column %I set default %s', it.place, it.name, replace(it.expr, '${PAST}', '${REAL}'));
  end loop;
  for it in select oid::regprocedure as name from pg_proc where pronamespace = 'netra'::regnamespace and proconfig @> array['search_path=${PAST_PATH}'] loop
    execute format('alter routine %s set search_path = ${OWN_PATH}', it.name);
  end loop;
  for it in select relname as name from pg_class where relnamespace = '${SCHEMA}'::regnamespace and relkind = 'v' loop
    execute format('drop view ${SCHEMA}.%I', it.name);
  end loop;
end $$;
drop function ${PAST};
drop table ${SCHEMA}.setting;
drop schema ${SCHEMA};
commit`;
