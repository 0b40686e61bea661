-- The daemon knows opening and closing by the second. A cycle that was opened and closed within a
-- second looked to it like one that was closed without ever having been open, which takes no late
-- answers, while this database took them. Now the two stay apart: the closing of what was open
-- comes at least a second after its opening, that of what never was open comes with it.
create or replace view survey.catalogue_entry as
select p.programme, 0 as kind, null::integer as cycle, null::integer as version, p.document,
       p.timezone, p.minimum_group_size, null::bigint as opens_at, null::bigint as closes_at,
       null::text as opens_local, null::text as closes_local, null::boolean as sealed
  from survey.programme p
union all
select c.programme, 1, c.cycle, c.version, null, null, null,
       floor(extract(epoch from c.opens_at))::bigint,
       case when c.closes_at > c.opens_at
            then greatest(round(extract(epoch from c.closes_at)),
                          floor(extract(epoch from c.opens_at)) + 1)
            else floor(extract(epoch from c.closes_at)) end::bigint,
       to_char(c.opens_at at time zone p.timezone, 'YYYY-MM-DD"T"HH24:MI'),
       to_char(c.closes_at at time zone p.timezone, 'YYYY-MM-DD"T"HH24:MI'), c.sealed
  from survey.cycle c
  join survey.programme p using (programme)
union all
select q.programme, 2, q.cycle, q.version, q.document, null, null, null, null, null, null, null
  from survey.questionnaire q;
