-- $1 programme, $2 run, $3 position of the first; arrays, parallel: $4 ids, $5 metrics, $6 cycles,
-- $7 subjects, $8 reasons, $9 requests, $10 values, $11 published
insert into survey.metric_result (programme, run, "position", id, metric, cycle, subject, reason,
                                  request, "values", published)
select $1, $2::bigint, $3::integer + r.place - 1, r.id, r.metric, nullif(r.cycle, 0), r.subject,
       r.reason, r.request::jsonb, r."values"::jsonb, r.published::jsonb
  from unnest($4::text[], $5::text[], $6::integer[], $7::text[], $8::text[], $9::text[],
              $10::text[], $11::text[]) with ordinality
       as r(id, metric, cycle, subject, reason, request, "values", published, place)
