-- $1 programme, $2 cycle, $3 opens and $4 closes (local times), $5 time zone, $6 version,
-- $7 whether the times hold also for a cycle that is there (the file has changed)
-- No row if the cycle would close before it opens.
insert into survey.cycle (programme, cycle, opens, closes, opens_at, closes_at, version)
select $1, $2::integer, $3::text, $4::text, $3::timestamp at time zone $5,
       $4::timestamp at time zone $5, $6::integer
 where $3::timestamp at time zone $5 < $4::timestamp at time zone $5
on conflict (programme, cycle) do update
   set opens = excluded.opens, closes = excluded.closes, version = excluded.version,
       opens_at = case when $7::boolean then excluded.opens_at else cycle.opens_at end,
       closes_at = case when $7::boolean then excluded.closes_at else cycle.closes_at end
returning version
