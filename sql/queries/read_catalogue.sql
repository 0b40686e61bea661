-- $1 programme, null for all
-- As load_catalogue, for roles that may read the tables.
select s.stamp, e.*
  from survey.catalogue_stamp s
  left join survey.catalogue_entry e on $1::text is null or e.programme = $1
 order by e.programme collate "C", e.kind, e.cycle, e.version
