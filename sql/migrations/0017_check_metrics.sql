-- When the figures of a run were last found to be those of what is stored: a run that finds nothing
-- new stores nothing, but whoever reads the figures wants to know how late they still hold.

alter table survey.metric_run add column checked_at timestamptz not null default now();
update survey.metric_run set checked_at = computed_at;

grant update (checked_at) on survey.metric_run to survey_aggregator;

drop function survey.read_published_metrics(text);

-- The latest run, one row per result; a run without results is one row with a null position. What
-- disclosure control holds back is not returned, nor why there is no figure: that tells of a group.
create function survey.read_published_metrics(programme_wanted text)
returns table (run bigint, computed_at text, checked_at text, definition_version integer,
               program_version text, plan_digest bytea, watermark text, input_rows bigint,
               "position" integer, id text, metric text, cycle integer, subject text, reason text,
               request jsonb, published jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
    select m.run, to_char(m.computed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
           to_char(m.checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
           m.definition_version, m.program_version, m.plan_digest, m.watermark, m.input_rows,
           r."position", r.id, r.metric, r.cycle, r.subject,
           case when r.published is not null then r.reason end, r.request, r.published
      from (select * from survey.metric_run m
             where m.programme = programme_wanted order by m.run desc limit 1) m
      left join survey.metric_result r on r.programme = m.programme and r.run = m.run
     order by r."position"
$$;

revoke all on function survey.read_published_metrics(text) from public;
grant execute on function survey.read_published_metrics(text) to surveyd;
