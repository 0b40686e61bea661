-- From here on until the session ends changes are written down (migration 0016). Waits for the
-- transactions that found nobody following.
select pg_advisory_lock(1936554361, 0)
