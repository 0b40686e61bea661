-- $1 programme; arrays, parallel: $2 cycles, $3 respondents, $4 organisations, $5 actor types
-- One row per invitation: whether it is new.
insert into survey.participation (programme, cycle, respondent, organisation, actor_type)
select $1, i.cycle, i.respondent, i.organisation, i.actor_type
  from unnest($2::integer[], $3::bytea[], $4::text[], $5::text[])
       as i(cycle, respondent, organisation, actor_type)
 order by i.respondent, i.cycle
on conflict (programme, respondent, cycle) do update
   set organisation = excluded.organisation, actor_type = excluded.actor_type, invited = true
returning xmax = 0 as created
