-- $1 programme
-- The published part of the latest run, one row per result.
select run, computed_at, checked_at, definition_version, program_version, plan_digest, watermark,
       input_rows, "position", id, metric, cycle, subject, reason, request, published
  from survey.read_published_metrics($1)
