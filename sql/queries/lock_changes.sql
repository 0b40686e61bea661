-- From here on until the session ends changes are told (migration 0013). Waits for the transactions that
-- found nobody listening.
select pg_advisory_lock(1936554361, 0)
