-- $1 programme, $2 the run that stays
delete from survey.metric_run where programme = $1 and run <> $2
