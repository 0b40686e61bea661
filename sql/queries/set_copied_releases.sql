-- $1 programme, $2 cycle
-- What copy_metric_releases copies, for this transaction.
select set_config('survey.programme', $1, true), set_config('survey.cycle', $2, true)
