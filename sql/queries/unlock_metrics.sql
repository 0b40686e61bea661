-- $1 programme
-- Ends what lock_metrics began.
select pg_advisory_unlock(1936554359, hashtext($1))
