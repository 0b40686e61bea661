-- What only a superuser can do for this database and nobody has done yet, one statement a row:
-- settings that keep answers out of the server's log, and statistics that let every role watch when
-- answers come. A setting that the whole server has already is not listed.
select format('ALTER ROLE %I IN DATABASE %I SET %s = %s;', role, current_database(), w.name,
              w.value) as statement
  from unnest(array['surveyd', 'survey_aggregator', 'surveyctl']) with ordinality as r(role, place),
       (values (1, 'log_parameter_max_length', '0'), (2, 'log_parameter_max_length_on_error', '0'),
               (3, 'log_error_verbosity', 'terse'), (4, 'log_statement', 'none'))
           as w(number, name, value)
  join pg_settings s on s.name = w.name
 where not (s.setting = w.value and s.source not in ('user', 'database user'))
   and not exists (
       select from pg_db_role_setting d
        where d.setrole in (0, (select oid from pg_roles where rolname = role))
          and d.setdatabase in (0, (select oid from pg_database where datname = current_database()))
          and w.name || '=' || w.value = any (d.setconfig))
union all
select format('REVOKE SELECT ON %s FROM PUBLIC; GRANT SELECT ON %1$s TO pg_read_all_stats;',
              string_agg('pg_catalog.' || viewname, ', ' order by viewname))
  from pg_views
 where schemaname = 'pg_catalog'
   and (viewname ~ '^pg_stat(io)?_(xact_)?(all|user|sys)_(tables|indexes|sequences|functions)$'
        or viewname in ('pg_stat_database', 'pg_stat_activity'))
   and has_table_privilege('public', format('pg_catalog.%I', viewname), 'SELECT')
having count(*) > 0
union all
select format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC; '
              'GRANT EXECUTE ON FUNCTION %1$s TO pg_read_all_stats;',
              string_agg(oid::regprocedure::text, ', ' order by proname))
  from pg_proc
 where pronamespace = 'pg_catalog'::regnamespace
   and proname ~ '^pg_stat_get_(xact_|db_)?(tuples|live|dead|mod_|ins_|numscans|blocks|xact_)'
   and has_function_privilege('public', oid, 'EXECUTE')
having count(*) > 0
