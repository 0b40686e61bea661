-- $1 programme, $2 cycle, $3 pseudonym
-- One row, whether the pseudonym is known or not.
select is_invited, organisation, actor_type, revision, version, language, day, receipt, codes,
       "values"
  from survey.find_respondent($1, $2, $3)
