-- $1 programme, $2 cycle (0: all)
-- Current responses in an order that tells nothing of the order in which they came.
select cycle, version, revision, respondent is not null as has_respondent,
       coalesce(respondent, substring(sha256(receipt) for 16)) as key, organisation, actor_type,
       language, day, codes, "values"
  from survey.response
 where programme = $1 and ($2::integer = 0 or cycle = $2::integer)
 order by cycle, key
