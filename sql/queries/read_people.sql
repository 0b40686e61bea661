-- One row for those who have organisation and type in common, with the stamp of this snapshot; a
-- single row without programme when nobody is invited.
select s.stamp, p.programme, p.cycle, p.organisation, p.actor_type, p.fingerprints
  from survey.read_people_stamp() as s(stamp)
  left join survey.read_people() as p on true
 order by p.programme collate "C", p.cycle nulls first, p.organisation, p.actor_type
