-- Throws away what somebody has left who followed and is gone; not what somebody who follows now has
-- yet to take.
delete from survey.change
 where not exists (select from pg_locks
                    where locktype = 'advisory' and classid = 1936554361 and objid = 0
                      and database = (select oid from pg_database
                                       where datname = current_database())
                      and mode = 'ExclusiveLock' and granted)
