-- One row: a number that changes with what read_people tells.
select survey.read_people_stamp() as stamp
