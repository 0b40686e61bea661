-- Who may do what. The daemon calls functions; the aggregator reads what it computes from (never
-- tokens, audit or replaced receipts) and writes metrics.

revoke all on all functions in schema survey from public;

grant execute on function survey.read_catalogue_stamp(), survey.read_catalogue(),
      survey.find_respondent(text, integer, bytea), survey.find_receipt(text, bytea, bytea[]),
      survey.check_access(text, text, bytea, text, text, text),
      survey.read_published_metrics(text),
      survey.submit_responses(text[], integer[], integer[], bytea[], bytea[], bytea[], text[],
                              text[], text[], text[], text[])
   to surveyd;

grant select on survey.programme, survey.cycle, survey.questionnaire, survey.questionnaire_column,
      survey.catalogue_entry, survey.catalogue_stamp, survey.participation, survey.response,
      survey.metric_run, survey.metric_result
   to survey_aggregator;
grant insert, delete on survey.metric_run, survey.metric_result to survey_aggregator;
