-- One row per applied migration.
select number, name, digest from survey.migration order by number
