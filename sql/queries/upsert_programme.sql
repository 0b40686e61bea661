-- $1 programme, $2 programme.json, $3 time zone, $4 minimum group size, $5 linkage
-- One row: whether the programme is new.
insert into survey.programme (programme, document, timezone, minimum_group_size, linkage, imported)
values ($1, $2, $3, $4, $5, current_date)
on conflict (programme) do update
   set document = excluded.document, timezone = excluded.timezone,
       minimum_group_size = excluded.minimum_group_size, linkage = excluded.linkage,
       imported = excluded.imported
returning xmax = 0 as created
