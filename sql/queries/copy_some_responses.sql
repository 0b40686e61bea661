-- The responses named by set_copied_responses, as far as they are stored.
copy (
       with named as (
            select current_setting('survey.programme') as programme, n.*
              from unnest(current_setting('survey.cycles')::integer[],
                          current_setting('survey.respondents')::bytea[],
                          current_setting('survey.receipts')::bytea[])
                   as n(cycle, respondent, receipt)
       ), found as (
            select r.*
              from (select distinct programme, cycle, respondent from named
                     where respondent is not null) n
              join survey.response r
                on r.programme = n.programme and r.cycle = n.cycle and r.respondent = n.respondent
            union all
            select r.*
              from (select distinct programme, receipt from named where receipt is not null) n
              join survey.response r on r.programme = n.programme and r.receipt = n.receipt
       )
       select cycle, version, respondent is not null,
              coalesce(respondent, substring(sha256(receipt) for 16)), receipt, organisation,
              actor_type, codes::text,
              case when (select current_setting('survey.with_values')::boolean) then "values" end
         from found
     ) to stdout (format binary)
