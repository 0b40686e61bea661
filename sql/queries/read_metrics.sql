-- $1 programme
-- The latest run, one row per result; a run without results is one row with a null position.
select m.run, to_char(m.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as computed_at,
       to_char(m.checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as checked_at,
       m.definition_version, m.program_version, m.plan_digest, m.watermark, m.input_rows,
       r."position", r.id, r.metric, r.cycle, r.subject, r.reason, r.request, r."values",
       r.published
  from (select * from survey.metric_run where programme = $1 order by run desc limit 1) m
  left join survey.metric_result r on r.programme = m.programme and r.run = m.run
 order by r."position"
