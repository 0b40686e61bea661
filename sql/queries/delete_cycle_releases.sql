-- $1 programme, $2 cycle
delete from survey.metric_release where programme = $1 and cycle = $2::integer
