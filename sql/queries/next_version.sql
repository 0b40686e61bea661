-- $1 programme, $2 cycle
-- One row: the number that a new version of the questionnaire gets.
select coalesce(max(version), 0) + 1 as version
  from survey.questionnaire
 where programme = $1 and cycle = $2::integer
