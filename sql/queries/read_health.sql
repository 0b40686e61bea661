-- One row: the server's clock in milliseconds since 1970, and whether what it has committed survives a
-- power cut, as far as a session sees it.
select (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms,
       current_setting('fsync')::boolean as syncs,
       current_setting('full_page_writes')::boolean as writes_full_pages,
       current_setting('synchronous_commit') <> 'off' as commits_synchronously,
       pg_is_in_recovery() as is_standby,
       current_setting('server_version') as version
