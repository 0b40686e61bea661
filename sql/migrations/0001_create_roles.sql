-- The three roles, the schema, and the ledger of migrations.
--
-- Three programs, three roles, so that a hole in the one that faces the network opens nothing:
--   surveyctl          the administrator; owns everything below
--   surveyd            the daemon: may call the functions that later migrations grant, nothing else
--   survey_aggregator  reads what it computes from, writes the metrics
-- Whoever migrates is surveyctl, a member of it, or a superuser; the objects belong to surveyctl
-- in every case, because functions that run with their owner's rights must not be a superuser's.
--
-- Roles belong to the whole cluster, so they may be there already. Making them needs CREATEROLE;
-- without it the error below says what a superuser has to run once.

do $$
declare
    missing text[];
begin
    select array_agg(name order by place) into missing
      from unnest(array['surveyctl', 'surveyd', 'survey_aggregator']) with ordinality as r(name, place)
     where not exists (select from pg_roles where rolname = r.name);
    if missing is null then
        return;
    end if;
    if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
        raise exception using errcode = 'insufficient_privilege', message = format(
            'roles are missing and "%s" may not make them; let a superuser run once: %s', current_user,
            (select string_agg(format('CREATE ROLE %I LOGIN;', name), ' ') from unnest(missing) as name));
    end if;
    for i in 1 .. cardinality(missing) loop
        begin
            execute format('create role %I login', missing[i]);
        exception when duplicate_object or unique_violation then
            null; -- another database of this cluster is being migrated at the same time
        end;
    end loop;
end
$$;

do $$
begin
    if not pg_has_role(current_user, 'surveyctl', 'member') then
        raise exception using errcode = 'insufficient_privilege', message = format(
            '"%s" is not the role surveyctl nor a member of it; connect as surveyctl, or let a '
            'superuser run: GRANT surveyctl TO %I;', current_user, current_user);
    end if;
    if not has_database_privilege(current_user, current_database(), 'CREATE') then
        raise exception using errcode = 'insufficient_privilege', message = format(
            '"%s" may not make a schema in this database; let a superuser run: '
            'ALTER DATABASE %I OWNER TO surveyctl;', current_user, current_database());
    end if;
end
$$;

create schema survey authorization surveyctl;

-- Settings of the roles in this database. Parameters of statements are answers, so they must not
-- reach the server's log; some of these settings are a superuser's to make, and where we are none
-- sql/queries/list_hardening.sql tells what is left to do. Timeouts end what a client that went away
-- has left behind. Compiling short statements costs more than it saves.
do $$
declare
    setting record;
begin
    for setting in
        select role, split_part(entry, '=', 1) as name, split_part(entry, '=', 2) as value
          from unnest(array['surveyd', 'survey_aggregator', 'surveyctl']) as role,
               unnest(array['log_parameter_max_length=0', 'log_parameter_max_length_on_error=0',
                            'log_error_verbosity=terse', 'log_statement=none']) as entry
        union all
        values ('surveyd', 'statement_timeout', '30s'),
               ('surveyd', 'lock_timeout', '10s'),
               ('surveyd', 'idle_in_transaction_session_timeout', '30s'),
               ('surveyd', 'jit', 'off'),
               ('survey_aggregator', 'statement_timeout', '30min'),
               ('survey_aggregator', 'idle_in_transaction_session_timeout', '30min')
    loop
        begin
            execute format('alter role %I in database %I set %s = %L', setting.role,
                           current_database(), setting.name, setting.value);
        exception when insufficient_privilege then
            null; -- listed as left to do
        end;
    end loop;
end
$$;

-- Nobody but these roles has business here. Only the database's owner can do this; for others it
-- is a warning of the server.
do $$
begin
    execute format('revoke connect, temporary on database %I from public', current_database());
    execute format('grant connect on database %I to surveyctl, surveyd, survey_aggregator',
                   current_database());
end
$$;

-- The statistics count the rows of every table for everybody: enough to watch when answers come.
-- They belong to the superuser; monitoring keeps them through pg_read_all_stats.
do $$
declare
    view_name text;
    function_name regprocedure;
begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
        return; -- listed as left to do
    end if;
    for view_name in
        select viewname from pg_views
         where schemaname = 'pg_catalog'
           and viewname ~ '^pg_stat(io)?_(xact_)?(all|user|sys)_(tables|indexes|sequences|functions)$'
            or schemaname = 'pg_catalog'
           and viewname in ('pg_stat_database', 'pg_stat_activity')
    loop
        execute format('revoke all on pg_catalog.%I from public', view_name);
        execute format('grant select on pg_catalog.%I to pg_read_all_stats', view_name);
    end loop;
    for function_name in
        select oid from pg_proc
         where pronamespace = 'pg_catalog'::regnamespace
           and proname ~ '^pg_stat_get_(xact_|db_)?(tuples|live|dead|mod_|ins_|numscans|blocks|xact_)'
    loop
        execute format('revoke all on function %s from public', function_name);
        execute format('grant execute on function %s to pg_read_all_stats', function_name);
    end loop;
end
$$;

set local role surveyctl;

-- PostgreSQL lets everybody execute a new function unless told otherwise.
alter default privileges revoke execute on functions from public;

grant usage on schema survey to surveyd, survey_aggregator;

create table survey.migration (
    number  integer primary key,
    name    text not null,
    digest  bytea not null, -- SHA-256 of the file, so that a changed one is noticed
    applied timestamptz not null default now()
);
