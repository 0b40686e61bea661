-- $1 programme, null for all
-- The cycles with their state (0 upcoming, 1 open, 2 closed, 3 sealed) and counts.
select c.programme, c.cycle, c.version,
       case when c.sealed then 3 when now() < c.opens_at then 0 when now() < c.closes_at then 1
            else 2 end as state,
       to_char(c.opens_at at time zone p.timezone, 'YYYY-MM-DD"T"HH24:MI') as opens,
       to_char(c.closes_at at time zone p.timezone, 'YYYY-MM-DD"T"HH24:MI') as closes,
       (select count(*) from survey.participation i
         where i.programme = c.programme and i.cycle = c.cycle and i.invited) as invited,
       (select count(*) from survey.response r
         where r.programme = c.programme and r.cycle = c.cycle
           and r.respondent is not null) as personal_responses,
       (select count(*) from survey.response r
         where r.programme = c.programme and r.cycle = c.cycle
           and r.respondent is null) as open_responses
  from survey.cycle c
  join survey.programme p using (programme)
 where $1::text is null or c.programme = $1
 order by c.programme collate "C", c.cycle
