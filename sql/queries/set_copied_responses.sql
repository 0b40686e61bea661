-- $1 programme, $2 with values; arrays, parallel: $3 cycles, $4 respondents, $5 receipts
-- What copy_responses and copy_some_responses copy, for this transaction: a copy takes no parameters.
select set_config('survey.programme', $1, true),
       set_config('survey.with_values', $2, true),
       set_config('survey.cycles', $3::integer[]::text, true),
       set_config('survey.respondents', $4::bytea[]::text, true),
       set_config('survey.receipts', $5::bytea[]::text, true)
