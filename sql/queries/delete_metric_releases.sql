-- $1 programme
delete from survey.metric_release where programme = $1
