-- One row: a number that changes with the catalogue.
select survey.read_catalogue_stamp() as stamp
