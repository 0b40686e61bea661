-- From here on changes are written down without being notified.
select pg_advisory_unlock(1936554361, 1)
