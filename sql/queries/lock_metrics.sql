-- $1 programme
-- Waits until no other run computes the metrics of the programme: two at a time would each compare
-- with what the other has not published yet. The number is arbitrary but fixed.
select pg_advisory_lock(1936554359, hashtext($1))
