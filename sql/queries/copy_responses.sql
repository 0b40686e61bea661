-- All current responses of the programme of set_copied_responses, in any order. The settings are read
-- by queries of their own, once and not for every row. The codes go as text, which takes the server
-- less than their binary form and is a quarter as long.
copy (
       select cycle, version, respondent is not null,
              coalesce(respondent, substring(sha256(receipt) for 16)), receipt, organisation,
              actor_type, codes::text,
              case when (select current_setting('survey.with_values')::boolean) then "values" end
         from survey.response
        where programme = (select current_setting('survey.programme'))
     ) to stdout (format binary)
