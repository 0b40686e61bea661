-- $1 programme
-- The cycles with what an import must not contradict.
select c.cycle, c.opens, c.closes, c.version, c.sealed, q.digest,
       exists (select from survey.participation i
                where i.programme = c.programme and i.cycle = c.cycle)
           or exists (select from survey.response r
                       where r.programme = c.programme and r.cycle = c.cycle) as in_use
  from survey.cycle c
  left join survey.questionnaire q
    on q.programme = c.programme and q.cycle = c.cycle and q.version = c.version
 where c.programme = $1
 order by c.cycle
