-- First statement of every connection of the commands: the text forms that they read, and how soon the
-- server notices that a command's machine is gone, whose locks others wait for (of no effect for a UNIX
-- socket).
select set_config('datestyle', 'ISO, YMD', false),
       set_config('bytea_output', 'hex', false),
       set_config('timezone', 'UTC', false),
       set_config('tcp_keepalives_idle', '10', false),
       set_config('tcp_keepalives_interval', '5', false),
       set_config('tcp_keepalives_count', '4', false),
       set_config('tcp_user_timeout', '30000', false)
