-- $1 programme
-- A row if there is one: what an import must not contradict. Locks it until the transaction ends,
-- so that two imports follow each other.
select p.linkage, p.timezone,
       exists (select from survey.participation i where i.programme = p.programme)
           or exists (select from survey.response r where r.programme = p.programme) as in_use
  from survey.programme p
 where p.programme = $1
   for update
