-- One row: whether this session is the one that follows; it is until it ends. The number is arbitrary
-- but fixed, and not that of lock_metrics.
select pg_try_advisory_lock(1936554360, 0) as is_ours
