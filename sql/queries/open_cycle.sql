-- $1 programme, $2 cycle, $3 until (local time; null: in 14 days)
-- A row if there is such a cycle: whether it was opened (not sealed, and until is to come).
with wanted as (
    select c.programme, c.cycle, c.sealed,
           coalesce($3::timestamp at time zone p.timezone, now() + interval '14 days') as closes_at
      from survey.cycle c
      join survey.programme p using (programme)
     where c.programme = $1 and c.cycle = $2::integer
), opened as (
    update survey.cycle c set opens_at = now(), closes_at = w.closes_at
      from wanted w
     where c.programme = w.programme and c.cycle = w.cycle and not w.sealed
       and w.closes_at > now()
    returning c.cycle
)
select w.sealed, exists (select from opened) as opened from wanted w
