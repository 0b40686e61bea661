-- $1 programme, $2 cycle (0: all)
select cycle, respondent, organisation, actor_type, invited, delivery, attended, assigned, referrer
  from survey.participation
 where programme = $1 and ($2::integer = 0 or cycle = $2::integer)
 order by cycle, respondent
