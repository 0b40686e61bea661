-- $1 programme, $2 definition version, $3 program version, $4 SHA-256 of the plan, $5 watermark,
-- $6 input rows, $7 how long ago the input was read, in milliseconds
-- A row with the number of the run, if there is such a programme.
insert into survey.metric_run (programme, definition_version, program_version, plan_digest,
                               watermark, input_rows, checked_at)
select p.programme, $2::integer, $3, $4::bytea, $5, $6::bigint,
       clock_timestamp() - $7::bigint * interval '1 millisecond'
  from survey.programme p
 where p.programme = $1
returning run
