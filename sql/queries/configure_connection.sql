-- First statement of every connection of the daemon.
-- $1 statement_timeout in milliseconds, as text
-- One row: whether this server keeps what it has committed, and whether it can be written to.
select set_config('statement_timeout', $1, false),
       set_config('datestyle', 'ISO, YMD', false),
       set_config('bytea_output', 'hex', false),
       set_config('timezone', 'UTC', false),
       current_setting('fsync')::boolean
           and current_setting('full_page_writes')::boolean
           and current_setting('synchronous_commit') <> 'off' as durable,
       pg_is_in_recovery() as standby
