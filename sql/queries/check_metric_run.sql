-- $1 programme, $2 run, $3 how long ago the input was read, in milliseconds
update survey.metric_run
   set checked_at = greatest(checked_at, clock_timestamp() - $3::bigint * interval '1 millisecond')
 where programme = $1 and run = $2::bigint
