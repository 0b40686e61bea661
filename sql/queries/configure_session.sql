-- First statement of every connection of the commands: the text forms that they read.
select set_config('datestyle', 'ISO, YMD', false),
       set_config('bytea_output', 'hex', false),
       set_config('timezone', 'UTC', false)
