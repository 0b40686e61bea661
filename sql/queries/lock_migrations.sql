-- Waits until no other host migrates this database. The number is arbitrary but fixed.
select pg_advisory_lock(7310578063416227)
