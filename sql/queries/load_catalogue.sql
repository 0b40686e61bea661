-- One row per programme (kind 0), cycle (1) and questionnaire version (2), with the stamp of this
-- snapshot; a single row without programme when there is none.
select s.stamp, e.*
  from survey.read_catalogue_stamp() as s(stamp)
  left join survey.read_catalogue() as e on true
 order by e.programme collate "C", e.kind, e.cycle, e.version
