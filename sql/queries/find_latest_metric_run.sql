-- $1 programme
-- One row: the number of the latest run, 0 if there is none.
select coalesce(max(run), 0) as run from survey.metric_run where programme = $1
