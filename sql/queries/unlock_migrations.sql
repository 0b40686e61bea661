-- Ends what lock_migrations began.
select pg_advisory_unlock(7310578063416227)
