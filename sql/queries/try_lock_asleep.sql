-- One row: whether the next change will be notified (migration 0016); not while one is under way.
select pg_try_advisory_lock(1936554361, 1) as is_ours
